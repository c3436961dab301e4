// Sessions and transactions of others, as accounts that may see them and that may not.
#include <gtest/gtest.h>

#include <thread>

#include "tests/live/asker.h"
#include "tests/live/servers.h"
#include "tests/live/throwaway.h"

namespace interlock::live {
namespace {

const std::vector<std::string> sees_sessions = {"GRANT pg_monitor TO $u"};
const std::vector<std::string> has_process = {"GRANT PROCESS, SELECT ON *.* TO $u"};
const Arguments at_once = {{"older_than", "1s"}};

struct OnPostgres : testing::Test {
  void SetUp() override {
    INTERLOCK_NEEDS(postgres());
    shop.emplace(postgres(), std::vector<std::string>{"CREATE TABLE t (id int)"});
    watch.emplace(at(), "watch", sees_sessions);
    app.emplace(at(), "app", std::vector<std::string>{"GRANT SELECT, INSERT ON t TO $u"});
  }
  const Address& at() const { return shop->address(); }
  std::optional<Throwaway> shop;
  std::optional<Account> watch, app;
};

struct OnMariadb : testing::Test {
  void SetUp() override {
    INTERLOCK_NEEDS(mysql());
    shop.emplace(mysql(), std::vector<std::string>{"CREATE TABLE t (id int)"});
    watch.emplace(at(), "watch", has_process);
    app.emplace(at(), "app", std::vector<std::string>{"GRANT ALL ON " + at().name + ".* TO $u"});
  }
  const Address& at() const { return shop->address(); }
  std::optional<Throwaway> shop;
  std::optional<Account> watch, app;
};

bool names(const Verdict& verdict, const std::string& what) {
  return verdict.sentence.find(what) != std::string::npos;
}

// Asks until the sessions have been idle for long enough; the server counts seconds.
Verdict once_old(const Asker& asker, Outcome awaited) {
  Session clock(asker.auditor);
  const bool postgres = asker.auditor.system == System::postgres;
  Verdict verdict;
  for (int tries = 0; tries < 60; ++tries) {
    verdict = asker.verdict();
    if (verdict.outcome == awaited) break;
    clock.run(postgres ? "SELECT pg_sleep(0.2)" : "DO SLEEP(0.2)");
  }
  return verdict;
}

TEST_F(OnPostgres, ASessionIdleInATransactionIsNamed) {
  const Session idle(app->address(), {"BEGIN", "SELECT 1"});
  const Verdict verdict =
      once_old({"activity.no_idle_in_transaction", watch->address(), at_once}, Outcome::fail);
  EXPECT_EQ(verdict.outcome, Outcome::fail) << verdict.sentence;
  EXPECT_TRUE(names(verdict, app->address().user)) << verdict.sentence;
}

TEST_F(OnPostgres, ALongTransactionIsNamed) {
  const Session open(app->address(), {"BEGIN", "SELECT 1 FROM t"});
  const Asker asker{"activity.no_long_transactions", watch->address(), {{"warn_after", "1s"}}};
  const Verdict verdict = once_old(asker, Outcome::warn);
  EXPECT_EQ(verdict.outcome, Outcome::warn) << verdict.sentence;
  EXPECT_TRUE(names(verdict, app->address().user)) << verdict.sentence;
}
TEST_F(OnPostgres, OurOwnTransactionsAreNotCounted) {
  const auto other = open(watch->address(), usual_patience);
  EXPECT_EQ(other->ask({"SELECT 1 AS n"}).rows.size(), 1u);
  EXPECT_EQ(Asker({"activity.no_long_transactions", watch->address()}).verdict().outcome,
            Outcome::pass);
}

TEST_F(OnPostgres, APreparedTransactionIsNamed) {
  const std::string id = at().name;
  Session session(app->address(),
                  {"BEGIN", "INSERT INTO t VALUES (1)", "PREPARE TRANSACTION '" + id + "'"});
  const Verdict verdict = Asker{"activity.no_prepared_transactions", watch->address()}.verdict();
  session.run("ROLLBACK PREPARED '" + id + "'");
  EXPECT_EQ(verdict.outcome, Outcome::fail);
  EXPECT_TRUE(names(verdict, id)) << verdict.sentence;
}
TEST_F(OnPostgres, AnotherDatabaseOfTheServerMayBeBusy) {
  const Throwaway elsewhere(postgres(), {"CREATE TABLE t (id int)"});
  const std::string id = elsewhere.address().name;
  Session waiting(elsewhere.address(),
                  {"BEGIN", "INSERT INTO t VALUES (1)", "PREPARE TRANSACTION '" + id + "'"});
  const Session idle(elsewhere.address(), {"BEGIN", "SELECT 1 FROM t"});
  waiting.run("SELECT pg_sleep(1.1)");
  for (const Asker& asker :
       {Asker{"activity.no_prepared_transactions", watch->address()},
        Asker{"activity.no_idle_in_transaction", watch->address(), at_once},
        Asker{"activity.no_long_transactions", watch->address(), {{"warn_after", "1s"}}}})
    EXPECT_EQ(asker.verdict().outcome, Outcome::pass) << asker.verdict().sentence;
  waiting.run("ROLLBACK PREPARED '" + id + "'");
}

TEST_F(OnPostgres, SessionsOfTheApplicationAreToldFromOthers) {
  Asker asker{"activity.no_app_sessions", watch->address(), {}, app->address()};
  EXPECT_EQ(asker.verdict().outcome, Outcome::pass) << asker.verdict().sentence;
  const Session other(at());
  EXPECT_EQ(asker.verdict().outcome, Outcome::warn) << asker.verdict().sentence;
  const Session worker(app->address());
  EXPECT_EQ(asker.verdict().outcome, Outcome::fail);
  EXPECT_TRUE(names(asker.verdict(), app->address().user)) << asker.verdict().sentence;
}
TEST_F(OnMariadb, SessionsOfTheApplicationAreToldFromOthers) {
  Asker asker{"activity.no_app_sessions", watch->address(), {}, app->address()};
  EXPECT_EQ(asker.verdict().outcome, Outcome::pass) << asker.verdict().sentence;
  const Session other(at());
  EXPECT_EQ(asker.verdict().outcome, Outcome::warn) << asker.verdict().sentence;
  const Session worker(app->address());
  EXPECT_EQ(asker.verdict().outcome, Outcome::fail);
}
TEST_F(OnMariadb, AnySessionCountsWhereTheApplicationsAccountIsNotKnown) {
  const Asker asker{"activity.no_app_sessions", watch->address()};
  EXPECT_EQ(asker.verdict().outcome, Outcome::pass) << asker.verdict().sentence;
  const Session other(at());
  EXPECT_EQ(asker.verdict().outcome, Outcome::fail) << asker.verdict().sentence;
}

TEST_F(OnMariadb, WhoWaitsForATableIsNamed) {
  Session holder(app->address(), {"START TRANSACTION", "INSERT INTO t VALUES (1)"});
  std::jthread altering([&] {
    try {
      Session(at(), {"SET lock_wait_timeout = 20", "ALTER TABLE t ADD x int"});
    } catch (const std::exception&) {  // ended below
    }
  });
  const Verdict verdict =
      once_old({"activity.no_ddl_in_progress", watch->address()}, Outcome::fail);
  EXPECT_EQ(verdict.outcome, Outcome::fail) << verdict.sentence;
  EXPECT_TRUE(names(verdict, "metadata lock t")) << verdict.sentence;
  holder.run("COMMIT");
}

const std::vector<std::string_view> looking = {
    "activity.no_idle_in_transaction", "activity.no_long_transactions",
    "activity.no_ddl_in_progress", "activity.no_app_sessions"};

TEST_F(OnPostgres, WhoMayNotSeeOthersIsToldTheGrant) {
  const Account blind(at(), "blind");
  for (const std::string_view id : looking) {
    const Verdict verdict = Asker{id, blind.address(), {}, app->address()}.verdict();
    EXPECT_EQ(verdict.outcome, Outcome::unknown) << id << verdict.sentence;
    ASSERT_EQ(verdict.commands.size(), 1u) << id;
    EXPECT_EQ(verdict.commands[0], "GRANT pg_monitor TO " + blind.written() + ";");
  }
}
TEST_F(OnMariadb, WhoMayNotSeeOthersIsToldTheGrant) {
  const Account blind(at(), "blind", {"GRANT SELECT ON " + at().name + ".* TO $u"});
  for (const std::string_view id : looking) {
    const Verdict verdict = Asker{id, blind.address(), {}, app->address()}.verdict();
    EXPECT_EQ(verdict.outcome, Outcome::unknown) << id << verdict.sentence;
    ASSERT_EQ(verdict.commands.size(), 1u) << id;
    EXPECT_EQ(verdict.commands[0], "GRANT PROCESS ON *.* TO " + blind.written() + ";");
    write_to(at(), verdict.commands);
    EXPECT_NE(Asker({id, blind.address(), {}, app->address()}).verdict().outcome, Outcome::unknown);
    write_to(at(), {"REVOKE PROCESS ON *.* FROM " + blind.written()});
  }
}
TEST_F(OnMariadb, ARightThatComesThroughARoleCounts) {
  const std::string role = at().name + "_role";
  write_to(at(), {"CREATE ROLE " + role, "GRANT PROCESS ON *.* TO " + role,
                  "GRANT SELECT ON " + at().name + ".* TO " + role});
  {
    const Account member(at(), "member",
                         {"GRANT " + role + " TO $u", "SET DEFAULT ROLE " + role + " FOR $u"});
    EXPECT_EQ(Asker({"activity.no_ddl_in_progress", member.address()}).verdict().outcome,
              Outcome::pass);
  }
  write_to(at(), {"DROP ROLE " + role});
}

}  // namespace
}  // namespace interlock::live
