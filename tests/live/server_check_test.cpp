// Rights of the account that asks, and of the one that restores.
#include <gtest/gtest.h>

#include "tests/live/asker.h"
#include "tests/live/servers.h"
#include "tests/live/throwaway.h"

namespace interlock::live {
namespace {

struct RightsOnPostgres : testing::Test {
  void SetUp() override {
    INTERLOCK_NEEDS(postgres());
    shop.emplace(postgres(),
                 std::vector<std::string>{"CREATE TABLE t (id int)", "CREATE SEQUENCE numbers"});
  }
  const Address& at() const { return shop->address(); }
  std::optional<Throwaway> shop;
};

struct RightsOnMariadb : testing::Test {
  void SetUp() override {
    INTERLOCK_NEEDS(mysql());
    shop.emplace(mysql(), std::vector<std::string>{"CREATE TABLE t (id int, v int)",
                                                   "CREATE VIEW v AS SELECT id FROM t"});
  }
  const Address& at() const { return shop->address(); }
  std::string on_all() const { return " ON `" + at().name + "`.* TO $u"; }
  std::optional<Throwaway> shop;
};

Outcome outcome(std::string_view id, const Address& auditor, const Address& application = {}) {
  const Verdict verdict = Asker{id, auditor, {}, application}.verdict();
  SCOPED_TRACE(verdict.sentence);
  return verdict.outcome;
}

TEST_F(RightsOnPostgres, AReaderIsReadOnly) {
  const Account watch(at(), "watch", {"GRANT pg_monitor TO $u", "GRANT SELECT ON t TO $u"});
  EXPECT_EQ(outcome("server.auditor_readonly", watch.address()), Outcome::pass);
  EXPECT_EQ(outcome("server.auditor_sees_all", watch.address()), Outcome::pass);
}
TEST_F(RightsOnPostgres, EachRightToWriteIsFound) {
  for (const std::string right :
       {"GRANT INSERT ON t TO $u", "GRANT UPDATE (id) ON t TO $u",
        "GRANT USAGE ON SEQUENCE numbers TO $u", "ALTER TABLE t OWNER TO $u",
        "GRANT CREATE ON SCHEMA public TO $u", "ALTER ROLE $u SUPERUSER", "ALTER ROLE $u CREATEDB",
        "GRANT pg_write_all_data TO $u"}) {
    const Account writer(at(), "writer", {right});
    EXPECT_EQ(outcome("server.auditor_readonly", writer.address()), Outcome::fail) << right;
  }
}
TEST_F(RightsOnPostgres, ARightThroughARoleIsFound) {
  const Account group(at(), "team", {"GRANT DELETE ON t TO $u"});
  const Account member(at(), "member", {"GRANT " + group.written() + " TO $u"});
  EXPECT_EQ(outcome("server.auditor_readonly", member.address()), Outcome::fail);
}
TEST_F(RightsOnPostgres, TheApplicationsOwnAccountIsAWarning) {
  const Account app(at(), "app", {"ALTER TABLE t OWNER TO $u"});
  EXPECT_EQ(outcome("server.auditor_readonly", app.address(), app.address()), Outcome::warn);
}
TEST_F(RightsOnPostgres, WhatIsMissingToSeeIsGranted) {
  const Account watch(at(), "watch");
  Asker asker{"server.auditor_sees_all", watch.address()};
  EXPECT_EQ(asker.verdict().outcome, Outcome::unknown);
  write_to(at(), asker.verdict().commands);
  EXPECT_EQ(asker.verdict().outcome, Outcome::pass) << asker.verdict().sentence;
}

TEST_F(RightsOnMariadb, AReaderIsReadOnly) {
  const Account watch(at(), "watch", {"GRANT PROCESS ON *.* TO $u", "GRANT SELECT" + on_all()});
  EXPECT_EQ(outcome("server.auditor_readonly", watch.address()), Outcome::pass);
  EXPECT_EQ(outcome("server.auditor_sees_all", watch.address(), at()), Outcome::pass);
}
TEST_F(RightsOnMariadb, WhatTheApplicationMayNotSeeIsGrantedToIt) {
  const Account watch(at(), "watch", {"GRANT PROCESS ON *.* TO $u", "GRANT SELECT" + on_all()});
  const Account app(at(), "app", {"GRANT SELECT, INSERT, CREATE, DROP, TRIGGER" + on_all()});
  const Asker asker{"server.auditor_sees_all", watch.address(), {}, app.address()};
  EXPECT_EQ(asker.verdict().outcome, Outcome::unknown);
  EXPECT_EQ(asker.verdict().objects, (std::vector<std::string>{"EVENT", "EXECUTE", "SHOW VIEW"}));
  write_to(at(), asker.verdict().commands);
  EXPECT_EQ(asker.verdict().outcome, Outcome::pass) << asker.verdict().sentence;
}
TEST_F(RightsOnMariadb, EachRightToWriteIsFound) {
  for (const std::string right : {"INSERT", "CREATE VIEW", "EVENT", "INDEX", "ALL"}) {
    const Account writer(at(), "writer", {"GRANT " + right + on_all()});
    EXPECT_EQ(outcome("server.auditor_readonly", writer.address()), Outcome::fail) << right;
  }
  const Account columns(at(), "columns", {"GRANT UPDATE (id) ON t TO $u"});
  EXPECT_EQ(outcome("server.auditor_readonly", columns.address()), Outcome::fail);
  const Account super(at(), "super", {"GRANT SUPER ON *.* TO $u", "GRANT SELECT" + on_all()});
  EXPECT_EQ(outcome("server.auditor_readonly", super.address()), Outcome::fail);
}
TEST_F(RightsOnMariadb, ARightThroughARoleIsFound) {
  const std::string role = at().name + "_role";
  write_to(at(), {"CREATE ROLE " + role, "GRANT DELETE ON `" + at().name + "`.* TO " + role});
  {
    const Account member(at(), "member",
                         {"GRANT " + role + " TO $u", "SET DEFAULT ROLE " + role + " FOR $u"});
    EXPECT_EQ(outcome("server.auditor_readonly", member.address()), Outcome::fail);
  }
  write_to(at(), {"DROP ROLE " + role});
}
TEST_F(RightsOnMariadb, ToSeeTriggersIsAWarning) {
  const Account watch(at(), "watch", {"GRANT SELECT, TRIGGER, EXECUTE" + on_all()});
  EXPECT_EQ(outcome("server.auditor_readonly", watch.address()), Outcome::warn);
}
TEST_F(RightsOnMariadb, TheApplicationsOwnAccountIsAWarningWithTheGrantOfAnother) {
  const Account app(at(), "app", {"GRANT ALL" + on_all()});
  const Verdict verdict =
      Asker{"server.auditor_readonly", app.address(), {}, app.address()}.verdict();
  EXPECT_EQ(verdict.outcome, Outcome::warn);
  ASSERT_EQ(verdict.commands.size(), 3u);
  EXPECT_EQ(verdict.commands[0], "CREATE USER 'interlock'@'127.0.0.1' IDENTIFIED BY '...';");
}
TEST_F(RightsOnMariadb, WhatIsMissingToSeeIsGranted) {
  const Account watch(at(), "watch", {"GRANT SELECT (id) ON t TO $u"});
  Asker asker{"server.auditor_sees_all", watch.address(), {}, at()};
  EXPECT_EQ(asker.verdict().outcome, Outcome::unknown);
  write_to(at(), asker.verdict().commands);
  EXPECT_EQ(asker.verdict().outcome, Outcome::pass) << asker.verdict().sentence;
}
// A server heeds one pattern of those that match: another one would take away what
// was granted by the first.
TEST_F(RightsOnMariadb, WhatIsGrantedIsGrantedByTheSamePattern) {
  std::string escaped;
  for (const char c : at().name) escaped += c == '_' ? std::string("\\_") : std::string(1, c);
  for (const std::string& pattern : {at().name, escaped}) {
    const Account app(at(), "app", {"GRANT SELECT, CREATE ON `" + pattern + "`.* TO $u"});
    Asker asker{"server.may_recreate", app.address(), {}, app.address()};
    EXPECT_EQ(asker.verdict().commands, std::vector<std::string>{"GRANT DROP ON `" + pattern +
                                                                 "`.* TO " + app.written() + ";"});
    write_to(at(), asker.verdict().commands);
    EXPECT_EQ(asker.verdict().commands,
              std::vector<std::string>{"GRANT SET USER ON *.* TO " + app.written() + ";"});
    EXPECT_EQ(code_of(app.address(), {"SELECT COUNT(*) AS n FROM t"}), "answered");
  }
}

// All cells of all answers, one after the other.
std::string text_of(const std::vector<Reply>& replies) {
  std::string text;
  for (const Reply& reply : replies) {
    const auto* table = std::get_if<Table>(&reply.answer);
    if (!table) continue;
    for (const auto& row : table->rows)
      for (const auto& cell : row) text += cell.value_or("") + "\n";
  }
  return text;
}
TEST_F(RightsOnMariadb, NoAnswerTellsTheHashOfAPassword) {
  const std::string role = at().name + "_role";
  write_to(at(), {"CREATE ROLE " + role});
  {
    const Account watch(at(), "watch",
                        {"GRANT SELECT" + on_all(), "SET PASSWORD FOR $u = PASSWORD('sesame')",
                         "GRANT " + role + " TO $u", "SET DEFAULT ROLE " + role + " FOR $u"});
    Address address = watch.address();
    address.password = Secret("sesame");
    const auto hash = open(at(), usual_patience)->ask({"SELECT PASSWORD('sesame') AS it"});
    const std::string told = text_of(Asker{"server.auditor_readonly", address}.replies());
    EXPECT_NE(told.find(role), std::string::npos) << told;
    EXPECT_EQ(told.find(hash.text(0, "it")), std::string::npos) << told;
  }
  write_to(at(), {"DROP ROLE " + role});
}

TEST_F(RightsOnPostgres, TheOwnerMayRecreate) {
  const Account app(at(), "app",
                    {"ALTER DATABASE " + at().name + " OWNER TO $u", "ALTER ROLE $u CREATEDB"});
  EXPECT_EQ(outcome("server.may_recreate", at(), app.address()), Outcome::pass);
}
TEST_F(RightsOnPostgres, WhatIsMissingToRecreateIsGiven) {
  const Account app(at(), "app");
  Asker asker{"server.may_recreate", at(), {}, app.address()};
  const Verdict verdict = asker.verdict();
  EXPECT_EQ(verdict.outcome, Outcome::fail);
  EXPECT_EQ(verdict.objects.size(), 2u);
  write_to(at(), verdict.commands);
  EXPECT_EQ(asker.verdict().outcome, Outcome::pass) << asker.verdict().sentence;
}
TEST_F(RightsOnPostgres, AnotherRoleMayRecreate) {
  const Account watch(at(), "watch");
  EXPECT_EQ(
      Asker({"server.may_recreate", watch.address(), {{"account", "postgres"}}}).verdict().outcome,
      Outcome::pass);
  EXPECT_EQ(Asker({"server.may_recreate", watch.address(), {{"account", "nobody_such"}}})
                .verdict()
                .outcome,
            Outcome::fail);
}
TEST_F(RightsOnPostgres, WithoutThePasswordNobodyCanTell) {
  EXPECT_EQ(outcome("server.may_recreate", at()), Outcome::unknown);
}

TEST_F(RightsOnMariadb, AllRightsOfItsDatabaseAreEnoughToRecreateWhatItMade) {
  const Account app(at(), "app", {"GRANT ALL" + on_all(), "DROP VIEW v"});
  EXPECT_EQ(outcome("server.may_recreate", at(), app.address()), Outcome::pass);
}
// The view of the fixture was defined by the account that may do everything.
TEST_F(RightsOnMariadb, AnotherDefinerNeedsARightOfItsOwn) {
  const Account app(at(), "app", {"GRANT ALL" + on_all()});
  Asker asker{"server.may_recreate", at(), {}, app.address()};
  const Verdict verdict = asker.verdict();
  EXPECT_EQ(verdict.outcome, Outcome::fail) << verdict.sentence;
  EXPECT_THROW(write_to(app.address(), {"CREATE DEFINER = root@localhost VIEW w AS SELECT 1"}),
               std::exception);
  ASSERT_EQ(verdict.commands,
            std::vector<std::string>{"GRANT SET USER ON *.* TO " + app.written() + ";"});
  write_to(at(), verdict.commands);
  EXPECT_EQ(asker.verdict().outcome, Outcome::pass);
  EXPECT_NO_THROW(write_to(app.address(), {"CREATE DEFINER = root@localhost VIEW w AS SELECT 1"}));
}
TEST_F(RightsOnMariadb, WhoCannotSeeDefinersCannotTell) {
  const Account app(at(), "app", {"GRANT CREATE, DROP" + on_all(), "DROP VIEW v"});
  EXPECT_EQ(outcome("server.may_recreate", at(), app.address()), Outcome::unknown);
}

TEST_F(RightsOnPostgres, TheServerIsPrimaryInStepAndHasRoom) {
  const Account watch(at(), "watch");
  for (const std::string_view id : {"server.is_primary", "server.clock_agrees", "server.reachable",
                                    "capacity.connections_free"})
    EXPECT_EQ(outcome(id, watch.address()), Outcome::pass) << id;
  EXPECT_EQ(outcome("server.tls", watch.address()), Outcome::not_applicable);
}
TEST_F(RightsOnPostgres, ADatabaseThatIsMadeReadOnlyIsFound) {
  write_to(postgres(), {"ALTER DATABASE " + at().name + " SET default_transaction_read_only = on"});
  EXPECT_EQ(outcome("server.is_primary", at()), Outcome::fail);
}
TEST_F(RightsOnMariadb, TheServerIsPrimaryInStepAndHasRoom) {
  const Account watch(at(), "watch", {"GRANT SELECT" + on_all()});
  for (const std::string_view id : {"server.is_primary", "server.clock_agrees", "server.reachable",
                                    "capacity.connections_free"})
    EXPECT_EQ(outcome(id, watch.address()), Outcome::pass) << id;
  EXPECT_EQ(outcome("server.tls", watch.address()), Outcome::not_applicable);
}

}  // namespace
}  // namespace interlock::live
