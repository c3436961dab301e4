// A password with odd characters is found nowhere where it need not be: not in outputs,
// records, evidence and reports, not in the process list, not in the environment of
// programs that were not given it.
#include "tests/whole/canary.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "engine/jcs.h"
#include "tests/whole/ixp.h"
#include "tests/whole/parsec.h"

namespace interlock {
namespace {

// Another one in each process: others run this test with their own, and are seen too.
const std::string odd = R"(cAn'ary"Zx\7 $&%:@/?#+=;<e>`x)" + std::to_string(::getpid());

// Before docker: notes the process list, and the environment of those that need no
// password.
constexpr const char* watching = R"(#!/bin/sh
cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' '\n' >>"$STANDIN_SEEN/processes"
case "$*" in
  *"exec -T parsec-postgres"*) ;;
  *) tr '\0' '\n' </proc/self/environ >>"$STANDIN_SEEN/environments" ;;
esac
exec "$STANDIN_DOCKER" "$@"
)";

struct CanaryOfParsec : testing::Test {
  const Canary canary{odd}, asker{"aSk'er\"Qq\\9 %&$"};
  std::unique_ptr<Parsec> parsec;

  void SetUp() override {
    if (server("INTERLOCK_PG_PORT").empty())
      GTEST_SKIP() << "no PostgreSQL is named: see ./dev test";
    parsec = std::make_unique<Parsec>(odd);
    Desk& desk = parsec->desk;
    desk.write("seen/docker", watching);
    std::filesystem::permissions(desk.folder / "seen/docker", std::filesystem::perms(0755));
    desk.env["STANDIN_SEEN"] = desk.path("seen");
    desk.env["STANDIN_DOCKER"] = INTERLOCK_BINARY "/tests/standins/docker";
    desk.env["PATH"] = desk.path("seen") + ":" + desk.env["PATH"];
    desk.env["INTERLOCK_SECRET_USER"] = "aSk'er\"Qq\\9 %&$";
    desk.env["ODD_TOKEN"] = parsec->token;
    // The commands on the database get the password in their environment, as psql wants it.
    desk.write(
        "installation.json",
        canonical(Value::Object{
            {"commands",
             Value::Object{
                 {"in_database",
                  Value::Object{{"argv", list_of({"docker", "compose", "-f", "${compose_file}",
                                                  "exec", "-T", "parsec-postgres"})},
                                {"env", Value::Object{{"PGPASSWORD", "${secret:database}"}}}}}}},
            {"secrets",
             Value::Object{{"administration_token", Value::Object{{"env", "ODD_TOKEN"}}}}}}));
  }

  Typed type(const std::string& verb, std::vector<std::string> more = {}) {
    more.insert(more.end(), {"--at", parsec->desk.path("installation.json")});
    return is_clean(parsec->type(verb, std::move(more)));
  }
  Typed then(std::vector<std::string> words) { return is_clean(parsec->desk.interlock(words)); }

  Typed is_clean(Typed typed) const {
    EXPECT_EQ(canary.found_in(typed), "") << typed.out << typed.err;
    EXPECT_EQ(asker.found_in(typed), "") << typed.out << typed.err;
    EXPECT_EQ(Canary(parsec->token).found_in(typed), "") << typed.out << typed.err;
    return typed;
  }
  void everything_is_clean() {
    for (const char* format : {"human", "json", "ndjson", "html", "markdown"})
      then({"report", "--format", format});
    then({"status", "--all"});
    then({"status", "--all", "--format", "json"});
    const Desk& desk = parsec->desk;
    const std::string ledger = desk.path("state/interlock/ledger.db");
    const std::string processes = desk.read("seen/processes");
    EXPECT_NE(processes.find("interlock"), std::string::npos);
    for (const Canary& each : {canary, asker, Canary(parsec->token)}) {
      EXPECT_EQ(each.found_in_record(ledger), "");
      EXPECT_EQ(each.found_in(processes), "");
    }
    const std::string environments = desk.read("seen/environments");
    EXPECT_NE(environments.find("STANDIN_SEEN="), std::string::npos);
    EXPECT_EQ(canary.found_in(environments), "");
    EXPECT_EQ(asker.found_in(environments), "");
    EXPECT_EQ(environments.find("ODD_TOKEN="), std::string::npos);
  }
};

// What a careless tool might print when it fails.
std::string everything_about(const std::string& password) {
  return "0006_tos.sql failed: " + password + " postgresql://app:" + url_encoded(password) +
         "@db/app " + canonical(Value(password));
}

TEST_F(CanaryOfParsec, IsNotToldByAReadyOne) {
  EXPECT_EQ(type("ready").exit, 0);
  for (const char* format : {"json", "html", "markdown"})
    EXPECT_EQ(type("ready", {"--format", format}).exit, 0);
  EXPECT_EQ(type("ready", {"--format", "ndjson", "--user", parsec->name()}).exit, 0);
  everything_is_clean();
}

TEST_F(CanaryOfParsec, IsNotToldByOneThatSucceeds) {
  EXPECT_EQ(type("run", {"--yes", "3.1.0"}).exit, 0);
  EXPECT_EQ(type("verify", {"--set", "installed=3.0.0"}).exit, 0);
  everything_is_clean();
}

TEST_F(CanaryOfParsec, IsNotToldByOneThatFailsAndGoesBack) {
  parsec->hasten(Known("parsec-3"));
  parsec->migrator(everything_about(odd), "ALTER TABLE organization ADD tos_updated_on TEXT;");
  EXPECT_EQ(type("run", {"--yes", "3.1.0"}).exit, 1);
  EXPECT_EQ(then({"status"}).exit, 0);
  EXPECT_EQ(then({"resume"}).exit, 1);
  EXPECT_EQ(then({"back", "--yes"}).exit, 8);
  everything_is_clean();
}

// The tables themselves may hold it, and are named in what was found.
TEST_F(CanaryOfParsec, IsNotToldByAnAnswer) {
  std::string quoted;
  for (const char c : odd) quoted += c == '\'' ? std::string("''") : std::string(1, c);
  parsec->sql("INSERT INTO migration VALUES (7, '" + quoted + "', now())");
  EXPECT_EQ(type("ready").exit, 1);
  everything_is_clean();
}

// Taken out of the record, such a password would take the record apart: paths, words of
// the machine and verdicts would be gone, and no run could be taken up again.
TEST(PasswordThatIsAWord, LeavesTheRecordWhole) {
  if (server("INTERLOCK_PG_PORT").empty()) GTEST_SKIP() << "no PostgreSQL is named: see ./dev test";
  const Known known("parsec-3");
  for (const char* word : {"parsec", "pass"}) {
    Parsec parsec(word);
    parsec.hasten(known);
    parsec.migrator("0006_tos.sql failed", "");
    const Typed run = parsec.type("run", {"--yes", "3.1.0"});
    EXPECT_EQ(run.exit, 1) << run.out << run.err;
    EXPECT_NE(run.err.find("warning: a password is a name or a common word"), std::string::npos)
        << run.err;
    const Typed back = parsec.desk.interlock({"back", "--yes"});
    EXPECT_EQ(back.exit, 8) << back.out << back.err;
    EXPECT_EQ(parsec.desk.interlock({"audit", "verify"}).exit, 0);
  }
}

// A good one that was also given where no secret belongs would be in the record for ever.
TEST(PasswordThatWasGivenOpenly, IsRefusedBeforeAnythingIsRecorded) {
  if (server("INTERLOCK_PG_PORT").empty()) GTEST_SKIP() << "no PostgreSQL is named: see ./dev test";
  const Canary canary{"correct-horse-battery"};
  Parsec parsec("correct-horse-battery");
  const Typed ready = parsec.type("ready", {"--set", "image=correct-horse-battery"});
  EXPECT_EQ(ready.exit, 2) << ready.out << ready.err;
  EXPECT_NE(ready.err.find("a password stands in what was given too"), std::string::npos)
      << ready.err;
  EXPECT_EQ(canary.found_in(ready), "");
  EXPECT_EQ(canary.found_in_record(parsec.desk.path("state/interlock/ledger.db")), "");
}

struct CanaryOfIxp : testing::Test {
  const Canary canary{odd};
  std::unique_ptr<Ixp> ixp;

  void SetUp() override {
    if (server("INTERLOCK_MY_PORT").empty()) GTEST_SKIP() << "no MariaDB is named: see ./dev test";
    ixp = small_ixp();
    ixp->back_up();
  }
  std::string account(const std::string& name) const {
    std::string quoted;
    for (const char c : odd)
      quoted += c == '\'' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    ixp->root_sql("CREATE OR REPLACE USER " + name + "@'%' IDENTIFIED BY '" + quoted + "'");
    const bool watches = name != ixp->name;
    ixp->root_sql((watches ? "GRANT SELECT, SHOW VIEW, TRIGGER, EXECUTE ON " : "GRANT ALL ON ") +
                  ixp->name + ".* TO " + name + "@'%'");
    ixp->root_sql((watches ? "GRANT PROCESS ON *.* TO " : "GRANT PROCESS, SET USER ON *.* TO ") +
                  name + "@'%'");
    return name;
  }
  void is_ready_and_clean(const std::vector<std::string>& more = {}) const {
    const Typed typed = ixp->ready(more);
    EXPECT_EQ(typed.exit, 0) << typed.out << typed.err;
    EXPECT_EQ(canary.found_in(typed), "");
    EXPECT_EQ(canary.found_in_record(ixp->desk.path("state/interlock/ledger.db")), "");
  }
};

TEST_F(CanaryOfIxp, IsReadFromDotenv) {
  account(ixp->name);
  std::string quoted;
  for (const char c : odd)
    quoted += c == '"' || c == '\\' || c == '$' ? std::string("\\") + c : std::string(1, c);
  ixp->environment("\"" + quoted + "\"");
  is_ready_and_clean();
}

TEST_F(CanaryOfIxp, IsReadFromMyCnf) {
  const std::string user = account(ixp->name + "_watch");
  std::string escaped;
  for (const char c : odd) escaped += c == '\\' ? std::string("\\\\") : std::string(1, c);
  ixp->desk.write("home/.my.cnf",
                  "[client]\nuser = " + user + "\npassword = \"" + escaped + "\"\n");
  std::filesystem::permissions(ixp->desk.folder / "home/.my.cnf", std::filesystem::perms(0600));
  is_ready_and_clean({"--user", user});
}

TEST_F(CanaryOfIxp, IsReadFromTheEnvironment) {
  const std::string user = account(ixp->name + "_watch");
  ixp->desk.env["INTERLOCK_SECRET_USER"] = odd;
  is_ready_and_clean({"--user", user});
}

TEST_F(CanaryOfIxp, IsReadFromTheFileThatTheInstallationNames) {
  account(ixp->name);
  ixp->environment("another-one");
  ixp->desk.write("secret", odd + "\n");
  std::filesystem::permissions(ixp->desk.folder / "secret", std::filesystem::perms(0600));
  ixp->desk.write("installation.json",
                  R"({"secrets": {"database": {"file": ")" + ixp->desk.path("secret") + "\"}}}");
  is_ready_and_clean({"--at", ixp->desk.path("installation.json")});
}

}  // namespace
}  // namespace interlock
