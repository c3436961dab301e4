// Runs asked by an account that may only read, made by the very words that `ready` has for whoever
// asks with the application's own: to the end, and back from a step that failed.
#include <gtest/gtest.h>

#include "tests/whole/convoy.h"
#include "tests/whole/crashed.h"
#include "tests/whole/ixp.h"
#include "tests/whole/ixp_site.h"
#include "tests/whole/parsec.h"
#include "tests/whole/status_page.h"

namespace interlock {
namespace {

constexpr const char* password = "canary-Lm2-own-account";

void put(std::string& words, const std::string& what, const std::string& instead) {
  for (auto at = words.find(what); at != std::string::npos;
       at = words.find(what, at + instead.size()))
    words.replace(at, what.size(), instead);
}

// What is pasted to make the account, under another name.
std::string told_by(const Typed& ready, const std::string& name) {
  std::string all;
  const Value report = json(ready.out);
  for (const Value& check : report["checks"].list())
    if (check["check"].text() == "server.auditor_readonly")
      for (const Value& command : check["remedy"]["commands"].list())
        all += std::string(command.text()) + "\n";
  EXPECT_NE(all.find("GRANT"), std::string::npos) << ready.out << ready.err;
  put(all, "...", password);
  put(all, "interlock", name);
  return all;
}

// Nothing was hidden from it, and it could write nothing.
void saw_all(const Desk& desk) {
  int asked = 0;
  for (const Event& event : events_of_run(desk)) {
    if (event.type != "check.result") continue;
    const auto said = event.data["said"].text();
    if (event.outcome == "unknown") {
      EXPECT_EQ(said.find("ccount"), std::string_view::npos) << said;
    }
    if (event.data["check"].text() != "server.auditor_readonly") continue;
    EXPECT_EQ(event.outcome, "pass") << said;
    ++asked;
  }
  EXPECT_GE(asked, 1);
}

template <class Site>
void ends_with(const Site& site, Typed typed, int exit, const std::vector<std::string>& resume) {
  while (say_yes(site.desk, typed)) typed = site.desk.interlock(resume);
  EXPECT_EQ(typed.exit, exit) << typed.out << typed.err;
  saw_all(site.desk);
}

struct OwnAccountOfIxp : testing::TestWithParam<const IxpKind& (*)()> {};
INSTANTIATE_TEST_SUITE_P(Of, OwnAccountOfIxp, testing::Values(ixp_4, ixp_6), [](const auto& test) {
  return "Release" + test.param().from.substr(0, 1);
});

TEST_P(OwnAccountOfIxp, SeesAllThatARunAndItsWayBackCompare) {
  const IxpKind& kind = GetParam()();
  const std::string why = missing_for(kind);
  if (!why.empty()) GTEST_SKIP() << why;
  IxpSite site(kind);
  site.hasten(Known(kind.machine));
  const std::string before = site.contents(), name = site.name + "_watch";
  site.root_sql(told_by(site.type("ready", {"--format", "json"}), name));
  site.desk.env["INTERLOCK_SECRET_USER"] = password;

  site.fails("migrate --force", 3);
  ends_with(site, site.type("run", {"--yes", kind.to, "--on-fail", "back", "--user", name}), 8,
            {"resume", "--on-fail", "back"});
  site.mend();
  EXPECT_EQ(site.contents(), before);
  ends_with(site, site.type("run", {"--yes", kind.to, "--user", name}), 0, {"resume"});
  site.root_sql("DROP USER " + name + "@'%'");
}

TEST(OwnAccountOfConvoy, SeesAllThatARunAndItsWayBackCompare) {
  if (server("INTERLOCK_MY_PORT").empty()) GTEST_SKIP() << "no MariaDB is named: see ./dev test";
  Convoy convoy;
  convoy.hasten();
  convoy.desk.write("account.sql", told_by(convoy.type("ready", {"--format", "json"}), "watch"));
  convoy.shell("sql \"source " + convoy.desk.path("account.sql") + "\"");
  convoy.desk.env["INTERLOCK_SECRET_USER"] = password;
  const std::string contents = convoy.contents();

  convoy.spoil("artisan migrate --force", 1, 1);
  ends_with(convoy,
            convoy.type("run", {"--yes", convoy.target, "--on-fail", "back", "--user", "watch"}), 8,
            {"resume", "--on-fail", "back"});
  EXPECT_EQ(convoy.contents(), contents);
  ends_with(convoy, convoy.type("run", {"--yes", convoy.target, "--user", "watch"}), 0, {"resume"});
}

TEST(OwnAccountOfStatusPage, SeesAllThatARunAndItsWayBackCompare) {
  NEEDS_STATUS_PAGE;
  StatusPage site{Known("status-page-2")};
  const std::string name = site.name() + "_watch";
  site.sql(told_by(site.type("ready", {"--format", "json"}), name));
  site.desk.env["INTERLOCK_SECRET_USER"] = password;

  site.upgrade_does("[ $1 != migrated ] || exit 1");
  ends_with(site, site.type("run", {"--yes", "2.5.1", "--on-fail", "back", "--user", name}), 8,
            {"resume", "--on-fail", "back"});
  EXPECT_EQ(site.differs_from(Final::recovered), "");
  site.upgrade_does(":");
  ends_with(site, site.type("run", {"--yes", "2.5.1", "--user", name}), 0, {"resume"});
  site.sql("DROP OWNED BY " + name + "; DROP ROLE " + name);
}

TEST(OwnAccountOfParsec, SeesAllThatARunAndItsWayBackCompare) {
  if (server("INTERLOCK_PG_PORT").empty()) GTEST_SKIP() << "no PostgreSQL is named: see ./dev test";
  Parsec parsec;
  parsec.hasten(Known("parsec-3"));
  const std::string name = parsec.name() + "_watch", before = parsec.contents();
  parsec.sql(told_by(parsec.type("ready", {"--format", "json"}), name));
  parsec.desk.env["INTERLOCK_SECRET_USER"] = password;

  parsec.breaks("docker *migrate", "exit 1");
  ends_with(parsec, parsec.type("run", {"--yes", "3.1.0", "--on-fail", "back", "--user", name}), 8,
            {"resume", "--on-fail", "back"});
  parsec.mends();
  EXPECT_EQ(parsec.differs_from("3.0.0", before), "");
  ends_with(parsec, parsec.type("run", {"--yes", "3.1.0", "--user", name}), 0, {"resume"});
  parsec.sql("DROP OWNED BY " + name + "; DROP ROLE " + name);
}

}  // namespace
}  // namespace interlock
