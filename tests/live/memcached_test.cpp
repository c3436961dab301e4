#include "engine/error.h"
#include "tests/live/relay.h"
#include "tests/live/servers.h"

using namespace std::chrono_literals;

namespace interlock::live {
namespace {

struct Memcached : testing::Test {
  void SetUp() override { INTERLOCK_NEEDS(memcached()); }
};

TEST_F(Memcached, TellsItsUptime) {
  const Table stats = open(memcached(), 5s)->ask({"stats"});
  EXPECT_EQ(stats.columns, (std::vector<std::string>{"name", "value"}));
  const auto uptime = std::find_if(stats.rows.begin(), stats.rows.end(),
                                   [](const auto& row) { return row.at(0) == "uptime"; });
  EXPECT_NE(uptime, stats.rows.end());
}
TEST_F(Memcached, AnswersNoOtherWords) {
  EXPECT_THROW(open(memcached(), 5s)->ask({"flush_all"}), Error);
}
TEST_F(Memcached, GivesUpWhereItIsFrozen) {
  Relay relay(memcached().port);
  Address at = memcached();
  at.port = relay.port();
  const auto session = open(at, 60s);
  session->ask({"stats"});
  relay.freeze();
  EXPECT_LT(time_of([&] {
              EXPECT_NE(said_by(*session, {"stats", {}, 300ms}), "answered");
            }),
            1500ms);
}
TEST_F(Memcached, SaysThatItWentAway) {
  Relay relay(memcached().port);
  Address at = memcached();
  at.port = relay.port();
  const auto session = open(at, 5s);
  session->ask({"stats"});
  relay.cut();
  EXPECT_NE(said_by(*session, {"stats"}), "answered");
}

}  // namespace
}  // namespace interlock::live
