#include <algorithm>

#include "checks/redis_keys.h"
#include "checks/wording.h"
#include "engine/check.h"
#include "engine/jcs.h"

namespace interlock::checks {

namespace horizon {

constexpr std::int64_t master_silent = 14, supervisor_silent = 29;

struct One {
  std::string name;
  Fields fields;
};

// Those of the set that were heard of in so many seconds, with what they say of themselves.
inline std::vector<One> heard(const Evidence& seen, const std::string& set, std::size_t probe,
                              std::int64_t silent) {
  const auto sets = hashes_in(seen.answer(0));
  const auto hashes = hashes_in(seen.answer(probe));
  const std::string& prefix = seen.text("horizon_prefix");
  const std::int64_t now = seen.asked.time_since_epoch().count() / 1000;
  std::vector<One> found;
  const auto members = sets.find(prefix + set + "s");
  if (members == sets.end()) return found;
  for (const auto& [name, score] : members->second) {
    if (now - seconds_of(score).value_or(0) > silent) continue;
    const auto hash = hashes.find(prefix + set + ":" + name);
    if (hash != hashes.end()) found.push_back({name, hash->second});
  }
  return found;
}

inline bool runs(const One& one) {
  return field(one.fields, "status") == "running";
}

// Has it a process for the queue? {"redis:default": 3}, {"redis:high,low": 1}.
inline bool works_on(const One& supervisor, std::string_view queue) {
  std::vector<Problem> problems;
  const Value processes = parsed(field(supervisor.fields, "processes"), problems);
  const auto& pools = processes.members();
  return std::any_of(pools.begin(), pools.end(), [&](const auto& pool) {
    const auto colon = pool.first.find(':');
    const std::string queues =
        "," + (colon == std::string::npos ? "" : pool.first.substr(colon + 1)) + ",";
    return pool.second.number() > 0 &&
           queues.find("," + std::string(queue) + ",") != std::string::npos;
  });
}

inline std::vector<std::string> without_worker(const Evidence& seen,
                                               const std::vector<One>& supervisors) {
  std::vector<std::string> queues;
  for (const std::string& queue : seen.list("queues"))
    if (std::none_of(supervisors.begin(), supervisors.end(),
                     [&](const One& one) { return runs(one) && works_on(one, queue); }))
      queues.push_back(queue);
  return queues;
}

}  // namespace horizon

extern const Check queue_horizon_alive = {
    .id = "queue.horizon_alive",
    .asks = "Does Horizon run and work on these queues?",
    .because = "A queue that nobody works on never becomes empty, and its jobs never run.",
    .remedy = "Start Horizon: php artisan horizon; if it is paused: php artisan horizon:continue.",
    .params = {{"horizon_prefix", "what Horizon's own keys begin with, such as shop_horizon:"},
               {"queues", "which queues must be worked on", Kind::list,
                Argument(std::vector<std::string>{"default"})}},
    .probes = {{.redis = "ZRANGE $1masters 0 -1 WITHSCORES ; "
                         "ZRANGE $1supervisors 0 -1 WITHSCORES",
                .binds = {"horizon_prefix"}},
               {.redis = "ZRANGE $1masters 0 -1 | HGETALL $1master:$", .binds = {"horizon_prefix"}},
               {.redis = "ZRANGE $1supervisors 0 -1 | HGETALL $1supervisor:$",
                .binds = {"horizon_prefix"}}},
    .judge =
        [](const Evidence& seen) {
          const auto masters = horizon::heard(seen, "master", 1, horizon::master_silent);
          const auto supervisors =
              horizon::heard(seen, "supervisor", 2, horizon::supervisor_silent);
          if (masters.empty())
            return fail("Horizon did not run: no master below " + seen.text("horizon_prefix") +
                        " was heard of in the last 14 s.");
          if (std::none_of(masters.begin(), masters.end(), horizon::runs))
            return fail("Horizon was paused: jobs waited and nobody took them.",
                        {masters.front().name});
          const auto idle = horizon::without_worker(seen, supervisors);
          if (idle.empty())
            return pass("Horizon ran and worked on " + listed(seen.list("queues")) + ".");
          const bool paused = !supervisors.empty() &&
                              std::none_of(supervisors.begin(), supervisors.end(), horizon::runs);
          return fail(std::string("Horizon ran, but ") +
                          (paused ? "its supervisors were paused: nobody worked on "
                                  : "had no process for ") +
                          listed(idle) + ".",
                      idle);
        },
    .samples =
        {{.name = "at work",
          .given = {{"horizon_prefix", "shop_horizon:"}},
          .seen = {"key | name | value \n shop_horizon:masters | web-a1 | 1727999995 \n"
                   "shop_horizon:supervisors | web-a1:supervisor-1 | 1727999990",
                   "key | name | value \n shop_horizon:master:web-a1 | status | running",
                   "key | name | value \n"
                   "shop_horizon:supervisor:web-a1:supervisor-1 | status | running \n"
                   "shop_horizon:supervisor:web-a1:supervisor-1 | processes |"
                   R"({"redis:default":3})"},
          .outcome = Outcome::pass,
          .said = "Horizon ran and worked on default."},
         {.name = "paused",
          .given = {{"horizon_prefix", "shop_horizon:"}},
          .seen = {"key | name | value \n shop_horizon:masters | web-a1 | 1727999995 \n"
                   "shop_horizon:supervisors | web-a1:supervisor-1 | 1727999990",
                   "key | name | value \n shop_horizon:master:web-a1 | status | paused",
                   "key | name | value \n"
                   "shop_horizon:supervisor:web-a1:supervisor-1 | status | paused \n"
                   "shop_horizon:supervisor:web-a1:supervisor-1 | processes |"
                   R"({"redis:default":3})"},
          .outcome = Outcome::fail,
          .said = "Horizon was paused: jobs waited and nobody took them."},
         {.name = "only its supervisor is paused",
          .given = {{"horizon_prefix", "shop_horizon:"}},
          .seen = {"key | name | value \n shop_horizon:masters | web-a1 | 1727999995 \n"
                   "shop_horizon:supervisors | web-a1:supervisor-1 | 1727999990",
                   "key | name | value \n shop_horizon:master:web-a1 | status | running",
                   "key | name | value \n"
                   "shop_horizon:supervisor:web-a1:supervisor-1 | status | paused \n"
                   "shop_horizon:supervisor:web-a1:supervisor-1 | processes |"
                   R"({"redis:default":3})"},
          .outcome = Outcome::fail,
          .said = "Horizon ran, but its supervisors were paused: nobody worked on default."},
         {.name = "nobody works on one queue",
          .given = {{"horizon_prefix", "shop_horizon:"},
                    {"queues", Argument(std::vector<std::string>{"default", "mails", "low"})}},
          .seen = {"key | name | value \n shop_horizon:masters | web-a1 | 1727999995 \n"
                   "shop_horizon:supervisors | web-a1:supervisor-1 | 1727999990",
                   "key | name | value \n shop_horizon:master:web-a1 | status | running",
                   "key | name | value \n"
                   "shop_horizon:supervisor:web-a1:supervisor-1 | status | running \n"
                   "shop_horizon:supervisor:web-a1:supervisor-1 | processes |"
                   R"({"redis:default,low":1,"redis:mails":0})"},
          .outcome = Outcome::fail,
          .said = "Horizon ran, but had no process for mails."},
         {.name = "it has died",
          .given = {{"horizon_prefix", "shop_horizon:"}},
          .seen = {"key | name | value \n shop_horizon:masters | web-a1 | 1727999980",
                   "key | name | value \n shop_horizon:master:web-a1 | status | running",
                   "key | name | value"},
          .outcome = Outcome::fail,
          .said = "Horizon did not run: no master below shop_horizon: was heard of in the last "
                  "14 s."},
         {.name = "not to be read",
          .given = {{"horizon_prefix", "shop_horizon:"}},
          .seen = {"! NOPERM this account may not read it", "! NOPERM this account may not read it",
                   "! NOPERM this account may not read it"},
          .outcome = Outcome::unknown}},
};

}  // namespace interlock::checks
