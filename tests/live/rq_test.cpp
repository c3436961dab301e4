// RQ's keys in a real Redis, as RQ's own code leaves them there, and those that
// rq-scheduler, which Debian does not have, puts beside them.
#include "engine/time.h"
#include "tests/live/redis_site.h"

namespace interlock::live {
namespace {

using List = std::vector<std::string>;

struct Rq : RedisSite {
  void SetUp() override {
    RedisSite::SetUp();
    INTERLOCK_NEEDS_FILE("/usr/lib/python3/dist-packages/rq");
  }
  void does(const List& words) const { python("rq_site.py", words); }
  Verdict idle() { return site().verdict("queue.rq_idle", {{"queues", List{"high", "low"}}}); }
  Verdict scheduler() {
    return site().verdict("queue.rq_scheduler_alive",
                          {{"functions", List{"app.tidy", "app.mail"}}});
  }
  Verdict workers(Moment since) {
    return site().since("queue.rq_workers_alive", {{"queues", List{"high", "low"}}}, since);
  }
};

TEST_F(Rq, IsIdleAtFirst) {
  EXPECT_EQ(idle().sentence, "No job waited, was deferred or ran.");
}
TEST_F(Rq, IsNotIdleWhileAJobWaits) {
  does({"enqueue", "low"});
  EXPECT_EQ(idle().sentence, "Jobs lay in low (1 waiting, 0 deferred, 0 running, 0 abandoned).");
}
TEST_F(Rq, IsNotIdleWhileAJobOnlyRuns) {
  does({"start", "low"});
  EXPECT_EQ(idle().outcome, Outcome::fail);
  EXPECT_EQ(idle().sentence, "Jobs lay in low (0 waiting, 0 deferred, 1 running, 0 abandoned).");
}
TEST_F(Rq, IsNotIdleWhileAJobIsDeferred) {
  does({"defer", "high"});
  EXPECT_EQ(idle().sentence, "Jobs lay in high (0 waiting, 1 deferred, 0 running, 0 abandoned).");
}
TEST_F(Rq, IsNotIdleWhileAPluginsQueueIsNot) {
  does({"enqueue", "maps.default"});
  EXPECT_EQ(idle().sentence, "Jobs lay in maps.default (not one of the queues that were named).");
}
TEST_F(Rq, IsNotIdleWhileAPluginsJobOnlyRuns) {
  does({"start", "maps.default"});
  EXPECT_EQ(idle().sentence,
            "Jobs lay in maps.default (0 waiting, 0 deferred, 1 running, 0 abandoned).");
}
TEST_F(Rq, ReportsAnExpiredEntryAsAbandoned) {
  does({"abandon", "low"});
  EXPECT_EQ(idle().outcome, Outcome::warn);
  EXPECT_EQ(idle().sentence,
            "No job waited, was deferred or ran, but workers had died at jobs of low (1 "
            "abandoned).");
}
TEST_F(Rq, IsIdleWhateverStandsInTheScheduler) {
  does({"schedule", "app.tidy", "app.mail"});
  EXPECT_EQ(idle().outcome, Outcome::pass);
}
TEST_F(Rq, WaitsInVainForSuspendedWorkers) {
  does({"enqueue", "low"});
  does({"suspend_all"});
  EXPECT_NE(idle().sentence.find("to wait is in vain"), std::string::npos);
}

TEST_F(Rq, HasASchedulerWithAllJobs) {
  does({"schedule", "app.tidy", "app.mail"});
  EXPECT_EQ(scheduler().sentence, "A scheduler lived and had all jobs.");
}
TEST_F(Rq, HasASchedulerWithJobsOfTheOldRelease) {
  does({"schedule", "app.tidy", "app.mail", "app.clean"});
  EXPECT_EQ(scheduler().outcome, Outcome::warn);
}
TEST_F(Rq, HasASchedulerThatMissesAJob) {
  does({"schedule", "app.tidy"});
  EXPECT_EQ(scheduler().sentence, "A scheduler lived, but had no job for app.mail.");
}
TEST_F(Rq, HasNoSchedulerOnceItHasEnded) {
  does({"schedule", "app.tidy", "app.mail"});
  does({"end_scheduler"});
  EXPECT_EQ(scheduler().sentence, "No scheduler lived.");
}

TEST_F(Rq, HasWorkersThatWereStartedSince) {
  const Moment before = now();
  does({"work", "high", "default", "low"});
  EXPECT_EQ(workers(before).outcome, Outcome::pass) << workers(before).sentence;
}
TEST_F(Rq, HasWorkersThatWereStartedBefore) {
  does({"work", "high", "low"});
  const Verdict verdict = workers(now() + std::chrono::seconds(1));
  EXPECT_EQ(verdict.outcome, Outcome::fail);
  EXPECT_NE(verdict.sentence.find("older ones ran still"), std::string::npos);
}
TEST_F(Rq, DoesNotCountAWorkerThatHasEnded) {
  const Moment before = now();
  does({"work", "high"});
  does({"retire", "low"});
  EXPECT_EQ(workers(before).sentence, "No worker that was started since then served low.");
}

TEST_F(Rq, CountsTheJobsThatFailedSince) {
  const Arguments given = {{"queues", List{"low"}}};
  does({"fail", "low"});
  const auto then = site().replies("queue.failed_jobs_kept", given);
  EXPECT_EQ(site().since("queue.failed_jobs_kept", given, now(), then).sentence,
            "1 failed job was on record, no more than then.");
  does({"fail", "high"});
  EXPECT_EQ(site().since("queue.failed_jobs_kept", given, now(), then).outcome, Outcome::pass);
  does({"fail", "low"});
  EXPECT_EQ(site().since("queue.failed_jobs_kept", given, now(), then).sentence,
            "2 failed jobs were on record, 1 more than then.");
}

}  // namespace
}  // namespace interlock::live
