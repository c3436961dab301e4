#include <algorithm>
#include <array>
#include <set>

#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

namespace laravel_redis {

// Where jobs of a queue lie, by the end of the key. Redis keeps no empty list or set:
// what has a key has a job.
struct Place {
  std::string_view ending, means;
};
inline constexpr std::array<Place, 3> places = {
    {{"", "waiting"}, {":delayed", "delayed"}, {":reserved", "reserved"}}};

inline std::vector<std::string> busy_queues(const Evidence& seen,
                                            const std::set<std::string_view>& keys) {
  std::vector<std::string> busy;
  for (const std::string& queue : seen.list("queues")) {
    std::string where;
    for (const auto& [ending, means] : places)
      if (keys.contains(seen.text("prefix") + "queues:" + queue + std::string(ending)))
        where += (where.empty() ? "" : ", ") + std::string(means);
    if (!where.empty()) busy.push_back(queue + " (" + where + ")");
  }
  return busy;
}

}  // namespace laravel_redis

extern const Check queue_laravel_redis_idle = {
    .id = "queue.laravel_redis_idle",
    .asks = "Is the queue in Redis empty?",
    .because =
        "A job that was queued by the old code is run by the new one, or is lost with "
        "the container of Redis.",
    .remedy = "Let the workers finish, before maintenance mode is on; look at jobs that stay.",
    .params = {{"prefix", "what the keys of the queues begin with, before queues:"},
               {"queues", "which queues count", Kind::list,
                Argument(std::vector<std::string>{"default"})}},
    .probes = {{.redis = "SCAN MATCH *queues:*"}, {.files = "stat storage/framework/down"}},
    .judge =
        [](const Evidence& seen) {
          const Table& found = seen.answer();
          std::set<std::string_view> keys;
          for (std::size_t row = 0; row < found.rows.size(); ++row)
            keys.insert(found.text(row, "value"));
          const auto busy = laravel_redis::busy_queues(seen, keys);
          const bool paused = seen.answer(1).at(0, "kind").has_value();
          if (!busy.empty())
            return fail("Jobs lay in " + listed(busy) + "." +
                            (paused ? " Maintenance mode was on, which pauses the workers: to "
                                      "wait is in vain."
                                    : ""),
                        busy);
          const bool any = std::any_of(keys.begin(), keys.end(), [&](std::string_view key) {
            return key.starts_with(seen.text("prefix") + "queues:");
          });
          if (!any && !keys.empty())
            return warn("No job lay below " + seen.text("prefix") + "queues:, but some did at " +
                        std::string(*keys.begin()) + ": is the prefix right?");
          return pass("No job was waiting, delayed or reserved.");
        },
    .samples =
        {{.name = "idle",
          .given = {{"prefix", "shop_database_"}},
          .seen = {"value",
                   "path | kind | mode | uid | gid | size | changed \n"
                   "/a/down | NULL | NULL | NULL | NULL | NULL | NULL"},
          .outcome = Outcome::pass},
         {.name = "jobs wait",
          .given = {{"prefix", "shop_database_"}},
          .seen = {"value \n shop_database_queues:default \n shop_database_queues:default:delayed",
                   "path | kind | mode | uid | gid | size | changed \n"
                   "/a/down | NULL | NULL | NULL | NULL | NULL | NULL"},
          .outcome = Outcome::fail,
          .said = "Jobs lay in default (waiting, delayed)."},
         {.name = "jobs that maintenance mode keeps",
          .given = {{"prefix", "shop_database_"}},
          .seen = {"value \n shop_database_queues:default:reserved",
                   "path | kind | mode | uid | gid | size | changed \n"
                   "/a/down | file | 0644 | 33 | 33 | 2 | 1700000000"},
          .outcome = Outcome::fail,
          .said = "Jobs lay in default (reserved). Maintenance mode was on, which pauses the "
                  "workers: to wait is in vain."},
         {.name = "only in another queue",
          .given = {{"prefix", "shop_database_"},
                    {"queues", Argument(std::vector<std::string>{"mails"})}},
          .seen = {"value \n shop_database_queues:default",
                   "path | kind | mode | uid | gid | size | changed \n"
                   "/a/down | NULL | NULL | NULL | NULL | NULL | NULL"},
          .outcome = Outcome::pass},
         {.name = "below another prefix",
          .given = {{"prefix", "shop_database_"}},
          .seen = {"value \n laravel_database_queues:default",
                   "path | kind | mode | uid | gid | size | changed \n"
                   "/a/down | NULL | NULL | NULL | NULL | NULL | NULL"},
          .outcome = Outcome::warn},
         {.name = "not to be read",
          .given = {{"prefix", "shop_database_"}},
          .seen = {"! NOPERM this account may not read it",
                   "path | kind | mode | uid | gid | size | changed \n"
                   "/a/down | NULL | NULL | NULL | NULL | NULL | NULL"},
          .outcome = Outcome::unknown}},
};

}  // namespace interlock::checks
