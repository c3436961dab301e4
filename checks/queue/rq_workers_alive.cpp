#include <algorithm>

#include "checks/redis_keys.h"
#include "checks/wording.h"
#include "engine/check.h"
#include "engine/time.h"

namespace interlock::checks {

namespace rq_workers {

constexpr std::int64_t silent = std::int64_t{7} * 60;  // how often an idle worker is heard of

inline std::optional<std::int64_t> time_in(const Fields& worker, std::string_view name) {
  const auto moment = moment_of(field(worker, name));
  if (!moment) return {};
  return moment->time_since_epoch().count() / 1000;
}

inline bool serves(const Fields& worker, std::string_view queue) {
  const std::string queues = "," + field(worker, "queues") + ",";
  return queues.find("," + std::string(queue) + ",") != std::string::npos;
}

inline bool lives(const Fields& worker, std::int64_t now) {
  const auto heard = time_in(worker, "last_heartbeat");
  return field(worker, "death").empty() && heard && now - *heard <= silent;
}

}  // namespace rq_workers

extern const Check queue_rq_workers_alive = {
    .id = "queue.rq_workers_alive",
    .asks = "Does a worker that was started after that moment serve each of RQ's queues?",
    .because = "A worker that was not restarted runs the old code on the new schema.",
    .remedy = "Restart the workers, and look into their log.",
    .params = {{"queues", "which queues must be served", Kind::list}},
    .probes = {{.redis = "SMEMBERS rq:workers | HGETALL $"}},
    .since = Since::time,
    .judge =
        [](const Evidence& seen) {
          const std::int64_t now = seen.asked.time_since_epoch().count() / 1000;
          // Of births some versions tell only the second.
          (void)seen.since_then();  // there must be a moment
          const std::int64_t then = seen.since->time_since_epoch().count() / 1000;
          std::vector<std::string> unserved = seen.list("queues"), older;
          for (const auto& [key, worker] : hashes_in(seen.answer())) {
            if (!rq_workers::lives(worker, now)) continue;
            const auto born = rq_workers::time_in(worker, "birth");
            if (born && *born >= then)
              std::erase_if(unserved, [&, &its = worker](const std::string& queue) {
                return rq_workers::serves(its, queue);
              });
            else
              older.push_back(key.substr(key.rfind(':') + 1) +
                              (born ? " (for " + span_of(now - *born) + ")" : ""));
          }
          const std::string also =
              older.empty() ? "." : "; older ones ran still: " + listed(older) + ".";
          if (unserved.empty())
            return pass("A worker that was started since then served each queue" + also, older);
          return fail("No worker that was started since then served " + listed(unserved) + also,
                      unserved);
        },
    .samples = {{.name = "all new",
                 .given = {{"queues", Argument(std::vector<std::string>{"high", "low"})}},
                 .seen = {"key | name | value \n"
                          "rq:worker:a | birth | 2024-10-03T23:59:30.123456Z \n"
                          "rq:worker:a | last_heartbeat | 2024-10-03T23:59:59.000000Z \n"
                          "rq:worker:a | queues | high,default,low"},
                 .outcome = Outcome::pass,
                 .ago = std::chrono::seconds(60),
                 .said = "A worker that was started since then served each queue."},
                {.name = "one is still the old one",
                 .given = {{"queues", Argument(std::vector<std::string>{"high", "low"})}},
                 .seen = {"key | name | value \n"
                          "rq:worker:a | birth | 2024-10-03T22:00:00.123456Z \n"
                          "rq:worker:a | last_heartbeat | 2024-10-03T23:59:59.000000Z \n"
                          "rq:worker:a | queues | high,low \n"
                          "rq:worker:b | birth | 2024-10-03T23:59:40.123456Z \n"
                          "rq:worker:b | last_heartbeat | 2024-10-03T23:59:59.000000Z \n"
                          "rq:worker:b | queues | highest,low"},
                 .outcome = Outcome::fail,
                 .ago = std::chrono::seconds(60),
                 .said =
                     "No worker that was started since then served high; older ones ran still: a "
                     "(for 2 h)."},
                {.name = "one that has ended, one that is silent",
                 .given = {{"queues", Argument(std::vector<std::string>{"low"})}},
                 .seen = {"key | name | value \n"
                          "rq:worker:a | birth | 2024-10-03T23:50:30.123456Z \n"
                          "rq:worker:a | last_heartbeat | 2024-10-03T23:59:50.000000Z \n"
                          "rq:worker:a | death | 2024-10-03T23:59:50.000000Z \n"
                          "rq:worker:a | queues | low \n"
                          "rq:worker:b | birth | 2024-10-03T23:50:30.123456Z \n"
                          "rq:worker:b | last_heartbeat | 2024-10-03T23:52:00.000000Z \n"
                          "rq:worker:b | queues | low"},
                 .outcome = Outcome::fail,
                 .ago = std::chrono::seconds(3600),
                 .said = "No worker that was started since then served low."},
                {.name = "none",
                 .given = {{"queues", Argument(std::vector<std::string>{"low"})}},
                 .seen = {"key | name | value"},
                 .outcome = Outcome::fail,
                 .ago = std::chrono::seconds(60)},
                {.name = "not to be read",
                 .given = {{"queues", Argument(std::vector<std::string>{"low"})}},
                 .seen = {"! NOPERM this account may not read it"},
                 .outcome = Outcome::unknown,
                 .ago = std::chrono::seconds(60)}},
};

}  // namespace interlock::checks
