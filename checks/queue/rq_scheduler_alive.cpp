#include <algorithm>
#include <set>

#include "checks/redis_keys.h"
#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

namespace rq_scheduler {

// Its key lives as long as it is heard of; one that ended says so for another minute.
inline bool lives(const Evidence& seen) {
  const auto instances = hashes_in(seen.answer(0));
  return std::any_of(instances.begin(), instances.end(),
                     [](const auto& one) { return field(one.second, "death").empty(); });
}

// RQ describes a job as "app.jobs.tidy(days=3)"; its arguments are nobody's business.
inline std::set<std::string> scheduled(const Evidence& seen) {
  const Table& jobs = seen.answer(1);
  std::set<std::string> functions;
  for (std::size_t row = 0; row < jobs.rows.size(); ++row)
    if (const auto& function = jobs.at(row, "value")) functions.insert(*function);
  return functions;
}

inline std::vector<std::string> without(const std::set<std::string>& all,
                                        const std::set<std::string>& some) {
  std::vector<std::string> left;
  std::set_difference(all.begin(), all.end(), some.begin(), some.end(), std::back_inserter(left));
  return left;
}

}  // namespace rq_scheduler

extern const Check queue_rq_scheduler_alive = {
    .id = "queue.rq_scheduler_alive",
    .asks = "Does a scheduler of RQ live that has the jobs of this release?",
    .because =
        "A job whose function was renamed fails at each of its times, and its successor "
        "never runs.",
    .remedy = "Restart the scheduler; take jobs of functions that are gone out of it.",
    .params = {{"functions", "the functions that must be scheduled, as module.name", Kind::list}},
    .probes = {{.redis = "SCAN MATCH rq:scheduler_instance:* | HGETALL $"},
               {.redis =
                    "ZRANGE rq:scheduler:scheduled_jobs 0 -1 | HGET rq:job:$ description upto ("}},
    .judge =
        [](const Evidence& seen) {
          const auto& wanted = seen.list("functions");
          const std::set<std::string> functions(wanted.begin(), wanted.end());
          const auto found = rq_scheduler::scheduled(seen);
          if (!rq_scheduler::lives(seen)) return fail("No scheduler lived.");
          if (const auto missing = rq_scheduler::without(functions, found); !missing.empty())
            return fail("A scheduler lived, but had no job for " + listed(missing) + ".", missing);
          if (const auto others = rq_scheduler::without(found, functions); !others.empty())
            return warn(
                "A scheduler lived and had all jobs, but also some for " + listed(others) + ".",
                others);
          return pass("A scheduler lived and had all jobs.");
        },
    .samples =
        {{.name = "alive",
          .given = {{"functions", Argument(std::vector<std::string>{"app.tidy", "app.mail"})}},
          .seen = {"key | name | value \n rq:scheduler_instance:9a | birth | 1727990000.5",
                   "key | name | value \n rq:job:1 | NULL | app.mail \n"
                   "rq:job:2 | NULL | app.tidy"},
          .outcome = Outcome::pass,
          .said = "A scheduler lived and had all jobs."},
         {.name = "a job of the old release",
          .given = {{"functions", Argument(std::vector<std::string>{"app.tidy"})}},
          .seen = {"key | name | value \n rq:scheduler_instance:9a | birth | 1727990000.5",
                   "key | name | value \n rq:job:1 | NULL | app.clean \n"
                   "rq:job:2 | NULL | app.tidy"},
          .outcome = Outcome::warn,
          .said = "A scheduler lived and had all jobs, but also some for app.clean."},
         {.name = "a job is missing",
          .given = {{"functions", Argument(std::vector<std::string>{"app.tidy", "app.mail"})}},
          .seen = {"key | name | value \n rq:scheduler_instance:9a | birth | 1727990000.5",
                   "key | name | value \n rq:job:1 | NULL | NULL \n rq:job:2 | NULL | app.tidy"},
          .outcome = Outcome::fail,
          .said = "A scheduler lived, but had no job for app.mail."},
         {.name = "it has ended",
          .given = {{"functions", Argument(std::vector<std::string>{"app.tidy"})}},
          .seen = {"key | name | value \n rq:scheduler_instance:9a | birth | 1727990000.5 \n"
                   "rq:scheduler_instance:9a | death | 1727999990.5",
                   "key | name | value \n rq:job:2 | NULL | app.tidy"},
          .outcome = Outcome::fail,
          .said = "No scheduler lived."},
         {.name = "not to be read",
          .given = {{"functions", Argument(std::vector<std::string>{"app.tidy"})}},
          .seen = {"! NOPERM this account may not read it", "key | name | value"},
          .outcome = Outcome::unknown}},
};

}  // namespace interlock::checks
