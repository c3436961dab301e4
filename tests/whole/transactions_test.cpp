// What MariaDB tells of transactions: of all of the server, and to all who ask the same. So
// each of these has a server of its own.
#include <gtest/gtest.h>

#include <thread>

#include "tests/live/asker.h"
#include "tests/live/servers.h"
#include "tests/live/throwaway.h"
#include "tests/whole/own_mariadb.h"

namespace interlock {
namespace {

using live::Asker;
using live::Session;

struct OnMariadbOfItsOwn : testing::Test {
  void SetUp() override {
    INTERLOCK_NEEDS(live::mysql());
    server.emplace();
    shop.emplace(live::mysql(), std::vector<std::string>{"CREATE TABLE t (id int)"});
    watch.emplace(at(), "watch", std::vector<std::string>{"GRANT PROCESS, SELECT ON *.* TO $u"});
    app.emplace(at(), "app", std::vector<std::string>{"GRANT ALL ON " + at().name + ".* TO $u"});
  }
  const Address& at() const { return shop->address(); }
  Asker asker(std::string_view id, const Arguments& given = {}) const {
    return {id, watch->address(), given};
  }
  void wait(const std::string& seconds) const { Session(at()).run("DO SLEEP(" + seconds + ")"); }
  std::optional<OwnMariadb> server;
  std::optional<live::Throwaway> shop;
  std::optional<live::Account> watch, app;
};

const Arguments idle_for = {{"older_than", "1s"}};
const Arguments open_for = {{"warn_after", "1s"}};
constexpr const char* idle = "activity.no_idle_in_transaction";
constexpr const char* open_long = "activity.no_long_transactions";
constexpr const char* prepared = "activity.no_prepared_transactions";

TEST_F(OnMariadbOfItsOwn, ATransactionIsNamedThatIsOldOrWhoseSessionSitsIdle) {
  const Session session(app->address(), {"START TRANSACTION", "INSERT INTO t VALUES (1)"});
  EXPECT_EQ(asker(idle).verdict().outcome, Outcome::pass);
  EXPECT_EQ(asker(open_long).verdict().outcome, Outcome::pass);
  wait("2");
  for (const auto& [verdict, outcome] :
       {std::pair{asker(idle, idle_for).verdict(), Outcome::fail},
        std::pair{asker(open_long, open_for).verdict(), Outcome::warn}}) {
    EXPECT_EQ(verdict.outcome, outcome) << verdict.sentence;
    EXPECT_NE(verdict.sentence.find(app->address().user), std::string::npos) << verdict.sentence;
  }
}

TEST_F(OnMariadbOfItsOwn, ATwoPhaseTransactionThatLostItsSessionIsSeenAsLongAsItIsThere) {
  Session clerk(at());
  std::optional<Session> session(
      std::in_place, app->address(),
      std::vector<std::string>{"XA START 'x'", "INSERT INTO t VALUES (1)", "XA END 'x'",
                               "XA PREPARE 'x'"});
  session.reset();
  // The server takes the transaction from the session some time after that has gone.
  clerk.run(
      "BEGIN NOT ATOMIC WHILE (SELECT COUNT(*) FROM information_schema.PROCESSLIST"
      " WHERE USER = '" +
      app->address().user + "') DO DO SLEEP(0.02); END WHILE; END");
  const Verdict verdict = asker(prepared).verdict();
  EXPECT_EQ(verdict.outcome, Outcome::fail) << verdict.sentence;
  // What InnoDB knew when it was asked last is not taken for what is.
  clerk.run("XA ROLLBACK 'x'");
  const Verdict later = asker(prepared).verdict();
  EXPECT_EQ(later.outcome, Outcome::pass) << later.sentence;
}

TEST_F(OnMariadbOfItsOwn, AListThatOthersKeepOldIsUnknown) {
  // They read in the server, whose threads do not wait for this process.
  const std::string for_ever =
      "BEGIN NOT ATOMIC WHILE IS_FREE_LOCK('stop') DO"
      " SELECT COUNT(*) INTO @n FROM information_schema.INNODB_TRX; END WHILE; END";
  Session stop(at());
  std::vector<std::jthread> readers;
  for (int i = 0; i < 2; ++i) readers.emplace_back([&] { Session(at(), {for_ever}); });
  wait("0.3");
  const Session session(app->address(), {"START TRANSACTION", "INSERT INTO t VALUES (1)"});
  wait("2");

  const std::vector<Asker> askers = {asker(open_long, open_for), asker(idle, idle_for),
                                     asker(prepared)};
  for (const Asker& each : askers) {
    const Verdict verdict = each.verdict();
    EXPECT_EQ(verdict.outcome, Outcome::unknown) << each.id << verdict.sentence;
    EXPECT_NE(verdict.sentence.find("INNODB_TRX"), std::string::npos) << verdict.sentence;
    EXPECT_TRUE(verdict.commands.empty()) << verdict.commands.front();
  }
  stop.run("DO GET_LOCK('stop', 0)");
  readers.clear();
  EXPECT_EQ(askers[0].verdict().outcome, Outcome::warn) << askers[0].verdict().sentence;
  EXPECT_EQ(askers[1].verdict().outcome, Outcome::fail) << askers[1].verdict().sentence;
  EXPECT_EQ(askers[2].verdict().outcome, Outcome::pass) << askers[2].verdict().sentence;
}

}  // namespace
}  // namespace interlock
