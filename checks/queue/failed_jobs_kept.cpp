#include <algorithm>

#include "checks/account.h"
#include "checks/redis_keys.h"
#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

namespace failed_jobs {

constexpr std::string_view of_rq = "rq:failed:";

inline std::int64_t number_in(const Evidence& seen, const Table& answer) {
  const auto& wanted = seen.list("queues");
  std::int64_t number = 0;
  for (std::size_t row = 0; row < answer.rows.size(); ++row) {
    const auto key = answer.text(row, "key");
    const bool counts =
        !key.starts_with(of_rq) || wanted.empty() ||
        std::find(wanted.begin(), wanted.end(), key.substr(of_rq.size())) != wanted.end();
    if (counts) number += answer.integer(row, "value");
  }
  return number;
}

// Why MySQL did not count them, if it is one of the usual reasons.
inline std::optional<Verdict> uncounted(const Evidence& seen) {
  const Unanswered* refusal = seen.refusal(1);
  if (!refusal) return {};
  if (refusal->code == "1146") return not_applicable("There was no table failed_jobs.");
  if (refusal->code == "1142" || refusal->code == "1143")
    return unknown("Account " + account_name(seen) + " could not read table failed_jobs.",
                   {"SELECT"}, {grant_here(seen, "SELECT")});
  return {};
}

}  // namespace failed_jobs

extern const Check queue_failed_jobs_kept = {
    .id = "queue.failed_jobs_kept",
    .asks = "Have no further jobs failed since that moment?",
    .because = "Jobs that fail after the upgrade are the first sign that code and data disagree.",
    .remedy = "Look at the failed jobs and their errors, mend the cause, then retry them.",
    .params = {{"queues", "which of RQ's queues count; none: all", Kind::list,
                Argument(std::vector<std::string>{})}},
    .probes = {{.mysql = "SELECT CURRENT_USER() AS account, DATABASE() AS name", .redis = "PING"},
               {.mysql = "SELECT 'failed_jobs' AS `key`, NULL AS name, COUNT(*) AS value "
                         "FROM failed_jobs",
                .redis = "SCAN MATCH rq:failed:* | ZCARD $"}},
    .since = Since::answers,
    .judge =
        [](const Evidence& seen) {
          if (const auto verdict = failed_jobs::uncounted(seen)) return *verdict;
          const std::int64_t now = failed_jobs::number_in(seen, seen.answer(1));
          const std::int64_t then = failed_jobs::number_in(seen, seen.before(1));
          const std::string all =
              count_of(static_cast<std::size_t>(now), "failed job was", "failed jobs were") +
              " on record";
          if (now <= then) return pass(all + ", no more than then.");
          return fail(all + ", " + std::to_string(now - then) + " more than then.");
        },
    .samples =
        {{.name = "as many",
          .seen = {"account | name \n watch@% | panel",
                   "key | name | value \n failed_jobs | NULL | 3"},
          .outcome = Outcome::pass,
          .earlier = {"account | name \n watch@% | panel",
                      "key | name | value \n failed_jobs | NULL | 3"},
          .said = "3 failed jobs were on record, no more than then."},
         {.name = "more",
          .seen = {"account | name \n watch@% | panel",
                   "key | name | value \n failed_jobs | NULL | 5"},
          .outcome = Outcome::fail,
          .earlier = {"account | name \n watch@% | panel",
                      "key | name | value \n failed_jobs | NULL | 3"},
          .said = "5 failed jobs were on record, 2 more than then."},
         {.name = "more in RQ",
          .given = {{"queues", Argument(std::vector<std::string>{"high"})}},
          .seen = {"value \n PONG",
                   "key | name | value \n rq:failed:high | NULL | 1 \n rq:failed:own | NULL | 9"},
          .outcome = Outcome::fail,
          .earlier = {"value \n PONG", "key | name | value"},
          .on = System::redis,
          .said = "1 failed job was on record, 1 more than then."},
         {.name = "in another queue of RQ only",
          .given = {{"queues", Argument(std::vector<std::string>{"high"})}},
          .seen = {"value \n PONG", "key | name | value \n rq:failed:own | NULL | 9"},
          .outcome = Outcome::pass,
          .earlier = {"value \n PONG", "key | name | value"},
          .on = System::redis},
         {.name = "no such table",
          .seen = {"account | name \n watch@% | panel", "! 1146 no such table"},
          .outcome = Outcome::not_applicable,
          .earlier = {"account | name \n watch@% | panel", "! 1146 no such table"},
          .on = System::mysql},
         {.name = "not to be read",
          .seen = {"account | name \n watch@% | panel", "! 1142 SELECT command denied"},
          .outcome = Outcome::unknown,
          .earlier = {"account | name \n watch@% | panel", "! 1142 SELECT command denied"},
          .on = System::mysql}},
};

}  // namespace interlock::checks
