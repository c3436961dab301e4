#include <algorithm>

#include "checks/account.h"
#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

namespace laravel {

// Why the jobs could not be counted: there is no such table, or it may not be read.
inline std::optional<Verdict> uncounted(const Evidence& seen, std::size_t place) {
  const Unanswered* refusal = seen.further_refusal(1, place);
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

// "default (3, of them 1 reserved, the oldest 5 min)", of the queues that count.
inline std::vector<std::string> waiting(const Evidence& seen, const Table& jobs) {
  const auto& wanted = seen.list("queues");
  const std::int64_t now = seen.asked.time_since_epoch().count() / 1000;
  std::vector<std::string> queues;
  for (std::size_t row = 0; row < jobs.rows.size(); ++row) {
    const std::string queue(jobs.text(row, "queue"));
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), queue) == wanted.end()) continue;
    queues.push_back(queue + " (" + std::string(jobs.text(row, "jobs")) + ", of them " +
                     std::string(jobs.text(row, "reserved")) + " reserved, the oldest " +
                     span_of(now - jobs.integer(row, "oldest")) + ")");
  }
  return queues;
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
                    FROM %I.%I GROUP BY queue ORDER BY queue', n.nspname, c.relname) AS ask
                    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                   WHERE c.relname = $1 AND c.relkind IN ('r', 'p') ORDER BY 1)",
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
          // PostgreSQL tells every schema that has such a table.
          const std::size_t places = seen.answer(1).rows.size();
          if (places == 0) return not_applicable("There was no table " + seen.text("table") + ".");
          std::vector<std::string> findings;
          for (std::size_t place = 0; place < places; ++place) {
            if (const auto verdict = laravel::uncounted(seen, place)) return *verdict;
            for (std::string& queue : laravel::waiting(seen, seen.further(1, place)))
              findings.push_back(std::move(queue));
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
