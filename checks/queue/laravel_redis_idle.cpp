#include <algorithm>

#include "checks/redis_keys.h"
#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

namespace laravel_redis {

inline std::vector<std::string> busy_queues(const Evidence& seen) {
  const Table& sizes = seen.answer();
  std::vector<std::string> busy;
  for (const std::string& queue : seen.list("queues")) {
    const std::string key = seen.text("prefix") + "queues:" + queue;
    const std::vector<Count> counts = {{number_at(sizes, key), "waiting"},
                                       {number_at(sizes, key + ":delayed"), "delayed"},
                                       {number_at(sizes, key + ":reserved"), "reserved"}};
    if (std::any_of(counts.begin(), counts.end(), [](const Count& one) { return one.number > 0; }))
      busy.push_back(counted_in(queue, counts));
  }
  return busy;
}

// Where jobs lie although none does below the prefix; empty if that may well be.
inline std::string elsewhere(const Evidence& seen) {
  const Table& found = seen.answer(1);
  for (std::size_t row = 0; row < found.rows.size(); ++row)
    if (found.text(row, "value").starts_with(seen.text("prefix") + "queues:")) return {};
  return found.empty() ? std::string() : std::string(found.text(0, "value"));
}

}  // namespace laravel_redis

// A job that a worker has taken lies in :reserved only, one that releases itself in
// :delayed most of the time: an empty list alone tells nothing.
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
    .probes = {{.redis = "LLEN $1queues:$2+ ; ZCARD $1queues:$2+:delayed ; "
                         "ZCARD $1queues:$2+:reserved",
                .binds = {"prefix", "queues"}},
               {.redis = "SCAN MATCH *queues:*"},
               {.files = "stat storage/framework/down"}},
    .judge =
        [](const Evidence& seen) {
          const auto busy = laravel_redis::busy_queues(seen);
          const bool paused = seen.answer(2).at(0, "kind").has_value();
          if (!busy.empty())
            return fail("Jobs lay in " + listed(busy) + "." +
                            (paused ? " Maintenance mode was on, which pauses the workers: to "
                                      "wait is in vain."
                                    : ""),
                        busy);
          if (const std::string key = laravel_redis::elsewhere(seen); !key.empty())
            return unknown("No job lay below " + seen.text("prefix") + "queues:, but some did at " +
                           key + ": is the prefix right?");
          return pass("No job was waiting, delayed or reserved.");
        },
    .samples = {{.name = "idle",
                 .given = {{"prefix", "shop_database_"}},
                 .seen = {"key | name | value \n shop_database_queues:default | NULL | 0 \n"
                          "shop_database_queues:default:delayed | NULL | 0 \n"
                          "shop_database_queues:default:reserved | NULL | 0",
                          "value",
                          "path | kind | mode | uid | gid | size | changed \n"
                          "/a/down | NULL | NULL | NULL | NULL | NULL | NULL"},
                 .outcome = Outcome::pass},
                {.name = "jobs wait",
                 .given = {{"prefix", "shop_database_"}},
                 .seen = {"key | name | value \n shop_database_queues:default | NULL | 12 \n"
                          "shop_database_queues:default:delayed | NULL | 1 \n"
                          "shop_database_queues:default:reserved | NULL | 0",
                          "value \n shop_database_queues:default",
                          "path | kind | mode | uid | gid | size | changed \n"
                          "/a/down | NULL | NULL | NULL | NULL | NULL | NULL"},
                 .outcome = Outcome::fail,
                 .said = "Jobs lay in default (12 waiting, 1 delayed, 0 reserved)."},
                {.name = "a job that runs and that maintenance mode keeps",
                 .given = {{"prefix", "shop_database_"}},
                 .seen = {"key | name | value \n shop_database_queues:default | NULL | 0 \n"
                          "shop_database_queues:default:delayed | NULL | 0 \n"
                          "shop_database_queues:default:reserved | NULL | 1",
                          "value \n shop_database_queues:default:reserved",
                          "path | kind | mode | uid | gid | size | changed \n"
                          "/a/down | file | 0644 | 33 | 33 | 2 | 1700000000"},
                 .outcome = Outcome::fail,
                 .said =
                     "Jobs lay in default (0 waiting, 0 delayed, 1 reserved). Maintenance mode was "
                     "on, which pauses the workers: to wait is in vain."},
                {.name = "only in another queue",
                 .given = {{"prefix", "shop_database_"},
                           {"queues", Argument(std::vector<std::string>{"mails"})}},
                 .seen = {"key | name | value \n shop_database_queues:mails | NULL | 0 \n"
                          "shop_database_queues:mails:delayed | NULL | 0 \n"
                          "shop_database_queues:mails:reserved | NULL | 0",
                          "value \n shop_database_queues:default",
                          "path | kind | mode | uid | gid | size | changed \n"
                          "/a/down | NULL | NULL | NULL | NULL | NULL | NULL"},
                 .outcome = Outcome::pass},
                {.name = "below another prefix",
                 .given = {{"prefix", "shop_database_"}},
                 .seen = {"key | name | value \n shop_database_queues:default | NULL | 0 \n"
                          "shop_database_queues:default:delayed | NULL | 0 \n"
                          "shop_database_queues:default:reserved | NULL | 0",
                          "value \n laravel_database_queues:default",
                          "path | kind | mode | uid | gid | size | changed \n"
                          "/a/down | NULL | NULL | NULL | NULL | NULL | NULL"},
                 .outcome = Outcome::unknown},
                {.name = "not to be read",
                 .given = {{"prefix", "shop_database_"}},
                 .seen = {"! NOPERM this account may not read it",
                          "! NOPERM this account may not read it",
                          "path | kind | mode | uid | gid | size | changed \n"
                          "/a/down | NULL | NULL | NULL | NULL | NULL | NULL"},
                 .outcome = Outcome::unknown}},
};

}  // namespace interlock::checks
