// Databases that stop, keep silent or refuse: nobody is told that all is well, nobody
// waits for ever, and what was asked elsewhere is answered.
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <map>
#include <optional>
#include <sstream>

#include "checks/index.h"
#include "engine/jcs.h"
#include "engine/values.h"
#include "tests/live/relay.h"
#include "tests/whole/ixp.h"
#include "tests/whole/parsec.h"

namespace interlock {
namespace {

using Clock = std::chrono::steady_clock;
using live::Relay;
using live::Silent;

// A report that is unknown, within the time that was given.
struct Unanswered : testing::Test {
  Typed typed;
  Value report;

  // Each of the questions alone may take 3 s: one after the other they would take more.
  template <class Ready>
  void judge(Ready ready) {
    const auto began = Clock::now();
    typed = ready();
    EXPECT_LT(Clock::now() - began, std::chrono::seconds(40));
    EXPECT_EQ(typed.exit, 3) << typed.out << typed.err;
    report = json(typed.out);
    EXPECT_EQ(report["verdict"].text(), "unknown");
    EXPECT_EQ(checks_with(typed, "fail"), Texts{});
    for (const Value& check : report["checks"].list())
      if (check["outcome"].text() == "unknown") {
        EXPECT_NE(check["remedy"]["text"].text(), "") << canonical(check);
      }
  }
  bool came_to(const std::string& check, std::string_view outcome) const {
    const auto those = checks_with(typed, outcome);
    return std::find(those.begin(), those.end(), check) != those.end();
  }
  // What is asked of no database was answered; what was asked of it is unknown because
  // of this.
  void blames(const std::string& why) const {
    for (const Value& check : report["checks"].list())
      if (check["outcome"].text() == "unknown") {
        EXPECT_NE(check["said"].text().find(why), std::string::npos) << canonical(check);
      }
  }
};

std::string words_of(const char* check, System system) {
  std::string words(find_check(check)->probes.front().words_for(system));
  return words.substr(0, words.find('\n'));
}

struct UnansweredByPostgres : Unanswered {
  std::unique_ptr<Parsec> parsec;
  void SetUp() override {
    if (server("INTERLOCK_PG_PORT").empty())
      GTEST_SKIP() << "no PostgreSQL is named: see ./dev test";
    parsec = std::make_unique<Parsec>();
  }
  void ready(std::vector<std::string> more = {}) {
    for (const char* word : {"--format", "json", "--timeout", "3"}) more.emplace_back(word);
    judge([&] { return parsec->type("ready", more); });
    EXPECT_TRUE(came_to("container.image_is", "pass")) << typed.out;
  }
};

TEST_F(UnansweredByPostgres, ThatFreezesMeanwhile) {
  Relay relay(parsec->port, words_of("migration.parsec_sound", System::postgres),
              [](Relay& it) { it.freeze(); });
  parsec->port = relay.port();
  ready();
  EXPECT_TRUE(relay.asked());
  EXPECT_TRUE(came_to("migration.parsec_sound", "unknown"));
}

TEST_F(UnansweredByPostgres, ThatIsGoneMeanwhile) {
  Relay relay(parsec->port, words_of("migration.parsec_sound", System::postgres),
              [](Relay& it) { it.cut(); });
  parsec->port = relay.port();
  ready();
  EXPECT_TRUE(relay.asked());
  EXPECT_TRUE(came_to("migration.parsec_sound", "unknown"));
}

TEST_F(UnansweredByPostgres, WhoseProcessIsStopped) {
  const std::string of_ours =
      "FROM pg_stat_activity WHERE application_name = 'interlock' AND datname = '" +
      parsec->name() + "'";
  std::vector<int> stopped;
  std::optional<Relay> relay;
  relay.emplace(parsec->port, words_of("migration.parsec_sound", System::postgres), [&](Relay&) {
    std::istringstream pids(parsec->sql("SELECT pid " + of_ours));
    for (int pid = 0; pids >> pid;)
      if (::kill(pid, SIGSTOP) == 0) stopped.push_back(pid);
  });
  parsec->port = relay->port();
  ready();
  relay.reset();  // whose thread knows what is stopped
  for (const int pid : stopped) ::kill(pid, SIGCONT);
  EXPECT_FALSE(stopped.empty());
  EXPECT_TRUE(came_to("migration.parsec_sound", "unknown"));
}

TEST_F(UnansweredByPostgres, ThatNeverSaysAWord) {
  const Silent silent;
  parsec->port = silent.port();
  ready();
  EXPECT_EQ(silent.connections(), 1);  // so it ends within its time-out
  blames("no answer within 3 s");
}

TEST_F(UnansweredByPostgres, AsAnAccountWithoutRights) {
  parsec->sql("CREATE ROLE " + parsec->name() + "_blind LOGIN");
  ready({"--user", parsec->name() + "_blind"});
  parsec->sql("DROP ROLE " + parsec->name() + "_blind");
  EXPECT_NE(typed.out.find("GRANT pg_monitor TO"), std::string::npos);
}

TEST_F(UnansweredByPostgres, WithAWrongPassword) {
  parsec->desk.env["INTERLOCK_SECRET_USER"] = "not-the-password";
  ready({"--user", server("INTERLOCK_CLERK")});
  blames("the password of clerk was refused");
}

TEST_F(UnansweredByPostgres, WithoutAPassword) {
  ready({"--user", server("INTERLOCK_CLERK")});
  blames("clerk needs a password");
}

struct UnansweredByMariadb : Unanswered {
  std::unique_ptr<Ixp> ixp;
  void SetUp() override {
    if (server("INTERLOCK_MY_PORT").empty()) GTEST_SKIP() << "no MariaDB is named: see ./dev test";
    ixp = small_ixp();
    ixp->back_up();
  }
  void ready(std::vector<std::string> more = {}) {
    for (const char* word : {"--timeout", "3"}) more.emplace_back(word);
    judge([&] { return ixp->ready(more); });
    EXPECT_TRUE(came_to("backup.fresh", "pass")) << typed.out;
    EXPECT_TRUE(came_to("runtime.supported_by", "pass")) << typed.out;
  }
};

TEST_F(UnansweredByMariadb, ThatFreezesMeanwhile) {
  Relay relay(ixp->port, words_of("integrity.no_crashed_tables", System::mysql),
              [](Relay& it) { it.freeze(); });
  ixp->port = relay.port();
  ready();
  EXPECT_TRUE(relay.asked());
  EXPECT_TRUE(came_to("integrity.no_crashed_tables", "unknown"));
}

TEST_F(UnansweredByMariadb, ThatIsGoneMeanwhile) {
  Relay relay(ixp->port, words_of("integrity.no_crashed_tables", System::mysql),
              [](Relay& it) { it.cut(); });
  ixp->port = relay.port();
  ready();
  EXPECT_TRUE(relay.asked());
  EXPECT_TRUE(came_to("integrity.no_crashed_tables", "unknown"));
}

TEST_F(UnansweredByMariadb, ThatNeverSaysAWord) {
  const Silent silent;
  ixp->port = silent.port();
  ready();
  EXPECT_EQ(silent.connections(), 1);  // so it ends within its time-out
  blames("no answer");
}

TEST_F(UnansweredByMariadb, AsAnAccountWithoutRights) {
  ixp->root_sql("CREATE USER " + ixp->name + "_watch@'%' IDENTIFIED BY 'watch-password'");
  ixp->desk.env["INTERLOCK_SECRET_USER"] = "watch-password";
  ready({"--user", ixp->name + "_watch"});
  blames("may not use the database");
}

TEST_F(UnansweredByMariadb, WithAWrongPassword) {
  ixp->environment("not-the-password");
  ready();
  blames("was refused");
}

struct OfNoServer : testing::Test {
  Desk desk;
  void SetUp() override {
    desk.write("site/version.php", "<?php define('APPLICATION_VERSION', '6.4.0');");
  }
  // What is said of the one check that is asked, and what mends it.
  std::string told(const std::string& check, std::vector<std::string> more) const {
    std::vector<std::string> words = {"ready", "ixp-manager-6", "--root", "site",     "--to",
                                      "6.4.2", "--include",     check,    "--format", "json"};
    words.insert(words.end(), more.begin(), more.end());
    const Typed typed = desk.interlock(words);
    EXPECT_EQ(typed.exit, 3) << typed.out << typed.err;
    const Value report = json(typed.out);
    const auto& checks = report["checks"].list();
    if (checks.size() != 1) return typed.out;
    return std::string(checks[0]["said"].text()) + " " +
           std::string(checks[0]["remedy"]["text"].text());
  }
};

TEST_F(OfNoServer, AWebSiteIsToldWithWhereItsAddressIsFrom) {
  const std::string said = told("http.json_has", {"--set", "web=http://127.0.0.1:1"});
  EXPECT_NE(said.find("refused"), std::string::npos) << said;
  EXPECT_NE(said.find("Given by --set. Elsewhere: --set web="), std::string::npos) << said;
}

// Else whoever runs it would be judged in place of the application.
TEST_F(OfNoServer, AnAccountOfTheApplicationThatNobodyKnowsIsNotGuessed) {
  const std::string said =
      told("server.may_recreate", {"--user", "watch", "--set", "database=mysql://127.0.0.1:1/ixp"});
  EXPECT_NE(said.find("The application's own account is not known"), std::string::npos) << said;
}

// Each is asked only what can be asked of it, so none is told of twice.
TEST(Doctor, TellsEachEndpointOnce) {
  Desk desk;
  desk.write("site/statuspage/statuspage/settings.py", "VERSION = '2.5.0'\n");
  const Typed typed = desk.interlock({"doctor", "status-page-2", "--root", "site", "--to", "2.5.1",
                                      "--set", "database=postgresql://a@127.0.0.1:1/x", "--set",
                                      "queue=redis://127.0.0.1:1/0"});
  EXPECT_EQ(typed.exit, 3) << typed.err;
  std::map<std::string, int> headings;
  std::istringstream lines(typed.out);
  for (std::string line; std::getline(lines, line);) ++headings[line];
  EXPECT_EQ(headings["database"], 1) << typed.out;
  EXPECT_EQ(headings["queue"], 1) << typed.out;
}

}  // namespace
}  // namespace interlock
