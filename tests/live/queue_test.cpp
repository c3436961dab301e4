// Laravel's queues in a real Redis, as Laravel's own code leaves them there; Horizon's
// keys as Horizon writes them, which Debian does not have.
#include <chrono>

#include "tests/live/redis_site.h"

namespace interlock::live {
namespace {

struct LaravelQueue : RedisSite {
  void SetUp() override {
    RedisSite::SetUp();
    INTERLOCK_NEEDS_FILE("/usr/share/php/Illuminate/Redis/autoload.php");
  }
  void queue(const std::string& act) const { php("laravel_queue.php", {prefix, act}); }
  Verdict verdict() { return site().verdict("queue.laravel_redis_idle", {{"prefix", prefix}}); }

  const std::string prefix = "shop_database_";
};

TEST_F(LaravelQueue, IsIdleOnceItsJobsHaveEnded) {
  queue("push");
  queue("finish");
  EXPECT_EQ(verdict().sentence, "No job was waiting, delayed or reserved.");
}
TEST_F(LaravelQueue, IsNotIdleWhileAJobWaits) {
  queue("push");
  EXPECT_EQ(verdict().outcome, Outcome::fail);
  EXPECT_EQ(verdict().sentence, "Jobs lay in default (1 waiting, 0 delayed, 0 reserved).");
}
TEST_F(LaravelQueue, IsNotIdleWhileAJobIsOnlyReserved) {
  queue("push");
  queue("take");
  EXPECT_EQ(verdict().outcome, Outcome::fail);
  EXPECT_EQ(verdict().sentence, "Jobs lay in default (0 waiting, 0 delayed, 1 reserved).");
}
TEST_F(LaravelQueue, IsNotIdleWhileAJobIsOnlyDelayed) {
  queue("later");
  EXPECT_EQ(verdict().outcome, Outcome::fail);
  EXPECT_EQ(verdict().sentence, "Jobs lay in default (0 waiting, 1 delayed, 0 reserved).");
}
TEST_F(LaravelQueue, IsNotIdleWhileAJobPollsByReleasingItself) {
  queue("push");
  queue("release");
  EXPECT_EQ(verdict().sentence, "Jobs lay in default (0 waiting, 1 delayed, 0 reserved).");
}
TEST_F(LaravelQueue, WaitsInVainInMaintenanceMode) {
  queue("push");
  site().write("storage/framework/down", "{}");
  EXPECT_EQ(verdict().sentence,
            "Jobs lay in default (1 waiting, 0 delayed, 0 reserved). Maintenance mode was on, "
            "which pauses the workers: to wait is in vain.");
}
TEST_F(LaravelQueue, IsMissedBelowAWrongPrefix) {
  queue("push");
  const Verdict elsewhere =
      site().verdict("queue.laravel_redis_idle", {{"prefix", "laravel_database_"}});
  EXPECT_EQ(elsewhere.outcome, Outcome::unknown);
}

struct Horizon : RedisSite {
  static std::string now_less(std::int64_t seconds) {
    return std::to_string(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now()) -
                          seconds);
  }
  void runs(const std::string& status, std::int64_t seconds_ago = 0) const {
    const std::string heard = now_less(seconds_ago), name = "web-a1", pool = name + ":supervisor-1";
    write({"ZADD", "shop_horizon:masters", heard, name});
    write({"HSET", "shop_horizon:master:" + name, "name", name, "pid", "7", "status", status,
           "supervisors", "[\"" + pool + "\"]"});
    write({"ZADD", "shop_horizon:supervisors", heard, pool});
    write({"HSET", "shop_horizon:supervisor:" + pool, "name", pool, "master", name, "status",
           status, "processes", R"({"redis:default":3})", "options", R"({"force":false})"});
  }
  Verdict verdict() {
    return site().verdict("queue.horizon_alive", {{"horizon_prefix", "shop_horizon:"}});
  }
};

TEST_F(Horizon, Runs) {
  runs("running");
  EXPECT_EQ(verdict().sentence, "Horizon ran and worked on default.");
}
TEST_F(Horizon, IsToldApartWhenItIsPaused) {
  write({"RPUSH", "shop_database_queues:default", "{}"});
  runs("running");
  EXPECT_EQ(verdict().outcome, Outcome::pass);  // busy
  runs("paused");
  EXPECT_EQ(verdict().sentence, "Horizon was paused: jobs waited and nobody took them.");
}
TEST_F(Horizon, IsDeadOnceItIsNotHeardOf) {
  runs("running", 15);
  EXPECT_EQ(verdict().outcome, Outcome::fail);
  EXPECT_NE(verdict().sentence.find("did not run"), std::string::npos);
}

}  // namespace
}  // namespace interlock::live
