#include <algorithm>

#include "checks/account.h"
#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

namespace laravel {

// Why the jobs could not be counted: there is no such table, or it may not be read.
inline std::optional<Verdict> uncounted(const Evidence& seen) {
  const Unanswered* refusal = seen.further_refusal(1, 0);
  if (!refusal) return {};
  const std::string& table = seen.text("table");
  if (refusal->code == "42P01" || refusal->code == "1146" ||
      refusal->why.find("no such table") != std::string::npos)
    return not_applicable("There was no table " + table + ".");
  if (refusal->code == "42501")
    return unknown("Account " + account_name(seen) + " could not read table " + table + ".",
                   {"SELECT"}, {grant_role(seen, "SELECT ON " + table)});
  if (refusal->code == "1142" || refusal->code == "1143")
    return unknown("Account " + account_name(seen) + " could not read table " + table + ".",
                   {"SELECT"}, {grant_here(seen, "SELECT")});
  return {};
}

}  // namespace laravel

extern const Check queue_laravel_database_idle = {
    .id = "queue.laravel_database_idle",
    .asks = "Is the queue in the database empty?",
    .because = "A job that was queued by the old code is run by the new one.",
    .remedy = "Let the workers finish, and look at jobs that stay.",
    .params = {{"table", "where the jobs lie", Kind::text, "jobs"},
               {"queues", "which queues count; none: all", Kind::list,
                Argument(std::vector<std::string>{})}},
    .probes = {asking_account_if_any(),
               {.postgres = R"(SELECT format('SELECT queue, count(*) AS jobs,
                         count(reserved_at) AS reserved, min(created_at) AS oldest
                    FROM %I GROUP BY queue ORDER BY queue', $1::text) AS ask)",
                .mysql = R"(SELECT CONCAT('SELECT queue, COUNT(*) AS jobs,
                         COUNT(reserved_at) AS reserved, MIN(created_at) AS oldest FROM `',
                         REPLACE(?, '`', '``'), '` GROUP BY queue ORDER BY queue') AS ask)",
                .sqlite = R"(SELECT format('SELECT queue, count(*) AS jobs,
                         count(reserved_at) AS reserved, min(created_at) AS oldest
                    FROM "%w" GROUP BY queue ORDER BY queue', ?) AS ask)",
                .binds = {"table"},
                .asks_further = true}},
    .judge =
        [](const Evidence& seen) {
          seen.answer(1);
          if (const auto verdict = laravel::uncounted(seen)) return *verdict;
          const Table& jobs = seen.further(1, 0);
          const auto& wanted = seen.list("queues");
          const std::int64_t now = seen.asked.time_since_epoch().count() / 1000;
          std::vector<std::string> findings;
          for (std::size_t row = 0; row < jobs.rows.size(); ++row) {
            const std::string queue(jobs.text(row, "queue"));
            if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), queue) == wanted.end())
              continue;
            findings.push_back(queue + " (" + std::string(jobs.text(row, "jobs")) + ", of them " +
                               std::string(jobs.text(row, "reserved")) + " reserved, the oldest " +
                               span_of(now - jobs.integer(row, "oldest")) + ")");
          }
          if (findings.empty()) return pass("No job was waiting or running.");
          return fail("Jobs were waiting or running: " + listed(findings) + ".", findings);
        },
    .samples =
        {{.name = "idle",
          .seen = {"account | name \n any | main", "ask \n SELECT ..."},
          .outcome = Outcome::pass,
          .further = {"queue | jobs | reserved | oldest"}},
         {.name = "jobs wait",
          .seen = {"account | name \n any | main", "ask \n SELECT ..."},
          .outcome = Outcome::fail,
          .further = {"queue | jobs | reserved | oldest \n default | 3 | 1 | 1727999700"},
          .said =
              "Jobs were waiting or running: default (3, of them 1 reserved, the oldest 5 min)."},
         {.name = "only in another queue",
          .given = {{"queues", Argument(std::vector<std::string>{"mails"})}},
          .seen = {"account | name \n any | main", "ask \n SELECT ..."},
          .outcome = Outcome::pass,
          .further = {"queue | jobs | reserved | oldest \n default | 3 | 1 | 1727999700"}},
         {.name = "no such table",
          .seen = {"account | name \n any | main", "ask \n SELECT ..."},
          .outcome = Outcome::not_applicable,
          .further = {"! 1 no such table: jobs"}},
         {.name = "not to be read",
          .seen = {"account | name \n watch | shop", "ask \n SELECT ..."},
          .outcome = Outcome::unknown,
          .further = {"! 42501 permission denied"}}},
};

}  // namespace interlock::checks
