#include <algorithm>
#include <set>

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

inline void count_running(Load& load, const Fields& entries, std::int64_t now) {
  for (const auto& [job, score] : entries)
    ++(seconds_of(score).value_or(now) < now ? load.abandoned : load.running);
}

inline Load load_of(const Evidence& seen, const std::string& queue, std::int64_t now) {
  const Table& answer = seen.answer();
  Load load;
  load.waiting = number_at(answer, "rq:queue:" + queue) +
                 number_at(answer, "rq:queue:" + queue + ":intermediate");
  load.deferred = number_at(answer, "rq:deferred:" + queue);
  const auto sets = hashes_in(answer);
  const auto wip = sets.find("rq:wip:" + queue);
  if (wip != sets.end()) count_running(load, wip->second, now);
  return load;
}

inline std::string name_after(std::string_view prefix, std::string_view key) {
  key.remove_prefix(std::min(prefix.size(), key.size()));
  constexpr std::string_view taken = ":intermediate";
  if (key.ends_with(taken)) key.remove_suffix(taken.size());
  return std::string(key);
}

// Queues that were not asked for, in which something waits or is deferred: their keys.
inline std::set<std::string> others_with_jobs(const Evidence& seen) {
  const auto& asked = seen.list("queues");
  std::set<std::string> others;
  for (const auto& [probe, prefix] : {std::pair{1U, "rq:queue:"}, std::pair{2U, "rq:deferred:"}})
    for (std::size_t row = 0; row < seen.answer(probe).rows.size(); ++row) {
      const std::string queue = name_after(prefix, seen.answer(probe).text(row, "value"));
      if (std::find(asked.begin(), asked.end(), queue) == asked.end()) others.insert(queue);
    }
  return others;
}

// By queue: those that are asked for, in their order, then others whose jobs have been begun.
inline std::vector<std::pair<std::string, Load>> loads(const Evidence& seen) {
  const auto& asked = seen.list("queues");
  const std::int64_t now = seen.asked.time_since_epoch().count() / 1000;
  std::vector<std::pair<std::string, Load>> all;
  for (const std::string& queue : asked) all.emplace_back(queue, load_of(seen, queue, now));
  for (const auto& [key, entries] : hashes_in(seen.answer(3))) {
    const std::string queue = name_after("rq:wip:", key);
    if (std::find(asked.begin(), asked.end(), queue) != asked.end()) continue;
    count_running(all.emplace_back(queue, Load{}).second, entries, now);
  }
  return all;
}

}  // namespace rq

// Plugins bring queues of their own. What moves among those may be missed while it does so; the
// named ones are asked in one transaction. Not asked: rq:scheduler:scheduled_jobs and
// rq:scheduled, where jobs stand whose time has not come.
extern const Check queue_rq_idle = {
    .id = "queue.rq_idle",
    .asks = "Are RQ's queues empty?",
    .because = "A job that was queued by the old code is run by the new one.",
    .remedy = "Let the workers finish; look at jobs that stay, and at those that nobody runs.",
    .params = {{"queues", "which queues there are; a job of any other counts too", Kind::list}},
    .probes = {{.redis = "LLEN rq:queue:$1+ ; LLEN rq:queue:$1+:intermediate ; "
                         "ZCARD rq:deferred:$1+ ; ZRANGE rq:wip:$1+ 0 -1 WITHSCORES ; "
                         "EXISTS rq:suspended",
                .binds = {"queues"}},
               {.redis = "SCAN MATCH rq:queue:*"},
               {.redis = "SCAN MATCH rq:deferred:*"},
               {.redis = "SCAN MATCH rq:wip:* | ZRANGE $ 0 -1 WITHSCORES"}},
    .judge =
        [](const Evidence& seen) {
          std::vector<std::string> busy, abandoned;
          for (const auto& [queue, load] : rq::loads(seen)) {
            if (load.waiting + load.deferred + load.running > 0)
              busy.push_back(counted_in(queue, {{load.waiting, "waiting"},
                                                {load.deferred, "deferred"},
                                                {load.running, "running"},
                                                {load.abandoned, "abandoned"}}));
            else if (load.abandoned > 0)
              abandoned.push_back(counted_in(queue, {{load.abandoned, "abandoned"}}));
          }
          for (const std::string& queue : rq::others_with_jobs(seen))
            busy.push_back(queue + " (not one of the queues that were named)");
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
                   "rq:suspended | NULL | 0",
                   "value", "value", "key | name | value"},
          .outcome = Outcome::pass,
          .said = "No job waited, was deferred or ran."},
         {.name = "one runs, which is in no list any more",
          .given = {{"queues", Argument(std::vector<std::string>{"high", "low"})}},
          .seen = {"key | name | value \n rq:queue:high | NULL | 0 \n rq:queue:low | NULL | 0 \n"
                   "rq:wip:low | 7f3e | 1728000060 \n rq:suspended | NULL | 0",
                   "value", "value", "key | name | value"},
          .outcome = Outcome::fail,
          .said = "Jobs lay in low (0 waiting, 0 deferred, 1 running, 0 abandoned)."},
         {.name = "one that may run for ever",
          .given = {{"queues", Argument(std::vector<std::string>{"low"})}},
          .seen = {"key | name | value \n rq:wip:low | 7f3e | inf \n rq:suspended | NULL | 0",
                   "value", "value", "key | name | value"},
          .outcome = Outcome::fail},
         {.name = "they wait for suspended workers",
          .given = {{"queues", Argument(std::vector<std::string>{"high"})}},
          .seen = {"key | name | value \n rq:queue:high | NULL | 2 \n"
                   "rq:queue:high:intermediate | NULL | 1 \n rq:deferred:high | NULL | 1 \n"
                   "rq:suspended | NULL | 1",
                   "value", "value", "key | name | value"},
          .outcome = Outcome::fail,
          .said = "Jobs lay in high (3 waiting, 1 deferred, 0 running, 0 abandoned). The workers "
                  "were suspended: to wait is in vain."},
         {.name = "one that its worker left",
          .given = {{"queues", Argument(std::vector<std::string>{"low"})}},
          .seen = {"key | name | value \n rq:queue:low | NULL | 0 \n"
                   "rq:wip:low | 7f3e | 1727999999.5 \n rq:suspended | NULL | 0",
                   "value", "value", "key | name | value"},
          .outcome = Outcome::warn,
          .said = "No job waited, was deferred or ran, but workers had died at jobs of low (1 "
                  "abandoned)."},
         {.name = "one waits and one runs in queues of plugins",
          .given = {{"queues", Argument(std::vector<std::string>{"low"})}},
          .seen = {"key | name | value \n rq:queue:low | NULL | 0 \n rq:suspended | NULL | 0",
                   "value \n rq:queue:maps.default:intermediate \n rq:queue:low", "value",
                   "key | name | value \n rq:wip:maps.mail | 7f3e | 1728000060"},
          .outcome = Outcome::fail,
          .said = "Jobs lay in maps.mail (0 waiting, 0 deferred, 1 running, 0 abandoned), "
                  "maps.default (not one of the queues that were named)."},
         {.name = "not to be read",
          .given = {{"queues", Argument(std::vector<std::string>{"low"})}},
          .seen = {"! NOPERM this account may not read it", "value", "value", "key | name | value"},
          .outcome = Outcome::unknown}},
};

}  // namespace interlock::checks
