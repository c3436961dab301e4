// The keys of Laravel's queues in a real Redis.
#include <hiredis/hiredis.h>
#include <unistd.h>

#include "tests/live/servers.h"
#include "tests/live/site.h"

namespace interlock::live {
namespace {

Address first_database() {
  Address address = redis();
  address.name = "0";
  return address;
}

// Writes jobs under a prefix of its own, and removes them.
struct LaravelQueue : testing::Test {
  void SetUp() override {
    INTERLOCK_NEEDS(redis());
    writer = redisConnect("127.0.0.1", std::stoi(redis().port));
    ASSERT_TRUE(writer && !writer->err);
  }
  void TearDown() override {
    if (!writer) return;
    for (const char* ending : {"", ":delayed", ":reserved", ":notify"})
      run({"DEL", prefix + "queues:default" + ending});
    redisFree(writer);
  }
  void run(const std::vector<std::string>& words) const {
    std::vector<const char*> argv;
    for (const std::string& word : words) argv.push_back(word.c_str());
    void* reply = redisCommandArgv(writer, static_cast<int>(argv.size()), argv.data(), nullptr);
    ASSERT_TRUE(reply);
    freeReplyObject(reply);
  }
  Verdict verdict() { return site.verdict("queue.laravel_redis_idle", {{"prefix", prefix}}); }

  redisContext* writer = nullptr;
  Site site{first_database()};
  std::string prefix = "shop" + std::to_string(::getpid()) + "_database_";
};

TEST_F(LaravelQueue, IsIdleOnceItsJobsAreGone) {
  run({"RPUSH", prefix + "queues:default", "job"});
  run({"LPOP", prefix + "queues:default"});
  EXPECT_LE(verdict().outcome, Outcome::warn);  // another test may have jobs elsewhere
}
TEST_F(LaravelQueue, IsBusyWhereverAJobLies) {
  run({"RPUSH", prefix + "queues:default", "job"});
  EXPECT_EQ(verdict().sentence, "Jobs lay in default (waiting).");
  run({"ZADD", prefix + "queues:default:delayed", "1", "job"});
  run({"ZADD", prefix + "queues:default:reserved", "1", "job"});
  EXPECT_EQ(verdict().sentence, "Jobs lay in default (waiting, delayed, reserved).");
}
TEST_F(LaravelQueue, DoesNotCountTheMarksOfItsWorkers) {
  run({"RPUSH", prefix + "queues:default:notify", "1"});
  EXPECT_LE(verdict().outcome, Outcome::warn);
}
TEST_F(LaravelQueue, WaitsInVainInMaintenanceMode) {
  run({"RPUSH", prefix + "queues:default", "job"});
  site.write("storage/framework/down", "{}");
  EXPECT_EQ(verdict().sentence,
            "Jobs lay in default (waiting). Maintenance mode was on, which pauses the workers: to "
            "wait is in vain.");
}

}  // namespace
}  // namespace interlock::live
