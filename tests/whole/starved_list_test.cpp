// A server whose list of transactions others read so often that InnoDB never makes it anew.
#include <gtest/gtest.h>

#include <thread>

#include "tests/live/asker.h"
#include "tests/live/servers.h"
#include "tests/live/throwaway.h"
#include "tests/whole/own_mariadb.h"

namespace interlock {
namespace {

using live::Asker;

TEST(OnMariadbOfItsOwn, AListOfTransactionsThatStaysOldIsUnknown) {
  INTERLOCK_NEEDS(live::mysql());
  const OwnMariadb server;
  const live::Throwaway shop(live::mysql(), {"CREATE TABLE t (id int)"});
  live::Session stop(shop.address());
  // They read in the server, whose threads do not wait for this process.
  const std::string for_ever =
      "BEGIN NOT ATOMIC WHILE IS_FREE_LOCK('stop') DO"
      " SELECT COUNT(*) INTO @n FROM information_schema.INNODB_TRX; END WHILE; END";
  std::vector<std::jthread> readers;
  for (int i = 0; i < 2; ++i)
    readers.emplace_back([&] { live::Session(shop.address(), {for_ever}); });
  live::Session clock(shop.address(), {"DO SLEEP(0.3)"});
  const live::Session open(shop.address(), {"START TRANSACTION", "INSERT INTO t VALUES (1)"});
  clock.run("DO SLEEP(2)");

  const std::vector<Asker> askers = {
      {"activity.no_long_transactions", shop.address(), {{"warn_after", "1s"}}},
      {"activity.no_idle_in_transaction", shop.address(), {{"older_than", "1s"}}},
      {"activity.no_prepared_transactions", shop.address()}};
  for (const Asker& asker : askers) {
    const Verdict verdict = asker.verdict();
    EXPECT_EQ(verdict.outcome, Outcome::unknown) << asker.id << verdict.sentence;
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
