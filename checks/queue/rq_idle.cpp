#include "checks/redis_keys.h"
#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

namespace rq {

// What lies in a queue. A running job renews the time at which its entry in rq:wip
// expires; one whose worker has died does not.
struct Load {
  std::int64_t waiting = 0;
  std::int64_t deferred = 0;
  std::int64_t running = 0;
  std::int64_t abandoned = 0;
};

inline Load load_of(const Evidence& seen, const std::string& queue) {
  const Table& answer = seen.answer();
  Load load;
  load.waiting = number_at(answer, "rq:queue:" + queue) +
                 number_at(answer, "rq:queue:" + queue + ":intermediate");
  load.deferred = number_at(answer, "rq:deferred:" + queue);
  const auto sets = hashes_in(answer);
  const auto wip = sets.find("rq:wip:" + queue);
  if (wip == sets.end()) return load;
  const std::int64_t now = seen.asked.time_since_epoch().count() / 1000;
  for (const auto& [job, score] : wip->second)
    ++(seconds_of(score).value_or(now) < now ? load.abandoned : load.running);
  return load;
}

}  // namespace rq

// Not asked: rq:scheduler:scheduled_jobs and rq:scheduled, where jobs stand whose time
// has not come.
extern const Check queue_rq_idle = {
    .id = "queue.rq_idle",
    .asks = "Are RQ's queues empty?",
    .because = "A job that was queued by the old code is run by the new one.",
    .remedy = "Let the workers finish; look at jobs that stay, and at those that nobody runs.",
    .params = {{"queues", "which queues count", Kind::list}},
    .probes = {{.redis = "LLEN rq:queue:$1+ ; LLEN rq:queue:$1+:intermediate ; "
                         "ZCARD rq:deferred:$1+ ; ZRANGE rq:wip:$1+ 0 -1 WITHSCORES ; "
                         "EXISTS rq:suspended",
                .binds = {"queues"}}},
    .judge =
        [](const Evidence& seen) {
          std::vector<std::string> busy, abandoned;
          for (const std::string& queue : seen.list("queues")) {
            const rq::Load load = rq::load_of(seen, queue);
            if (load.waiting + load.deferred + load.running > 0)
              busy.push_back(counted_in(queue, {{load.waiting, "waiting"},
                                                {load.deferred, "deferred"},
                                                {load.running, "running"},
                                                {load.abandoned, "abandoned"}}));
            else if (load.abandoned > 0)
              abandoned.push_back(counted_in(queue, {{load.abandoned, "abandoned"}}));
          }
          const bool suspended = number_at(seen.answer(), "rq:suspended") > 0;
          if (!busy.empty())
            return fail("Jobs lay in " + listed(busy) + "." +
                            (suspended ? " The workers were suspended: to wait is in vain." : ""),
                        busy);
          if (!abandoned.empty())
            return warn("No job waited, was deferred or ran, but workers had died at jobs of " +
                            listed(abandoned) + ".",
                        abandoned);
          return pass("No job waited, was deferred or ran.");
        },
    .samples =
        {{.name = "idle",
          .given = {{"queues", Argument(std::vector<std::string>{"high"})}},
          .seen = {"key | name | value \n rq:queue:high | NULL | 0 \n"
                   "rq:queue:high:intermediate | NULL | 0 \n rq:deferred:high | NULL | 0 \n"
                   "rq:suspended | NULL | 0"},
          .outcome = Outcome::pass,
          .said = "No job waited, was deferred or ran."},
         {.name = "one runs, which is in no list any more",
          .given = {{"queues", Argument(std::vector<std::string>{"high", "low"})}},
          .seen = {"key | name | value \n rq:queue:high | NULL | 0 \n rq:queue:low | NULL | 0 \n"
                   "rq:wip:low | 7f3e | 1728000060 \n rq:suspended | NULL | 0"},
          .outcome = Outcome::fail,
          .said = "Jobs lay in low (0 waiting, 0 deferred, 1 running, 0 abandoned)."},
         {.name = "one that may run for ever",
          .given = {{"queues", Argument(std::vector<std::string>{"low"})}},
          .seen = {"key | name | value \n rq:wip:low | 7f3e | inf \n rq:suspended | NULL | 0"},
          .outcome = Outcome::fail},
         {.name = "they wait for suspended workers",
          .given = {{"queues", Argument(std::vector<std::string>{"high"})}},
          .seen = {"key | name | value \n rq:queue:high | NULL | 2 \n"
                   "rq:queue:high:intermediate | NULL | 1 \n rq:deferred:high | NULL | 1 \n"
                   "rq:suspended | NULL | 1"},
          .outcome = Outcome::fail,
          .said = "Jobs lay in high (3 waiting, 1 deferred, 0 running, 0 abandoned). The workers "
                  "were suspended: to wait is in vain."},
         {.name = "one that its worker left",
          .given = {{"queues", Argument(std::vector<std::string>{"low"})}},
          .seen = {"key | name | value \n rq:queue:low | NULL | 0 \n"
                   "rq:wip:low | 7f3e | 1727999999.5 \n rq:suspended | NULL | 0"},
          .outcome = Outcome::warn,
          .said = "No job waited, was deferred or ran, but workers had died at jobs of low (1 "
                  "abandoned)."},
         {.name = "not to be read",
          .given = {{"queues", Argument(std::vector<std::string>{"low"})}},
          .seen = {"! NOPERM this account may not read it"},
          .outcome = Outcome::unknown}},
};

}  // namespace interlock::checks
