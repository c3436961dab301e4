#include "engine/check.h"

namespace interlock::checks {

// What pg_stat_activity shows to every account: a session of a person has both.
extern const Check capacity_connections_free = {
    .id = "capacity.connections_free",
    .asks = "Are there connections left for the migration?",
    .because = "A migration or a new worker that finds no free connection stops half-way.",
    .remedy = "Close idle sessions, or raise max_connections.",
    .probes = {{.postgres = R"(SELECT 'Threads_connected' AS "Variable_name", count(*) AS "Value"
                   FROM pg_stat_activity WHERE datid IS NOT NULL AND usesysid IS NOT NULL)",
                .mysql = "SHOW GLOBAL STATUS LIKE 'Threads_connected'"},
               {.postgres = R"(SELECT current_setting('max_connections')::int
                       - current_setting('superuser_reserved_connections')::int
                       - coalesce(current_setting('reserved_connections', true)::int, 0) AS most)",
                .mysql = "SELECT @@GLOBAL.max_connections AS most"}},
    .judge =
        [](const Evidence& seen) {
          if (seen.answer(0).empty()) return unknown("The server did not tell its connections.");
          const std::int64_t used = seen.answer(0).integer(0, "Value");
          const std::int64_t most = seen.answer(1).integer(0, "most");
          const std::int64_t left = most - used;
          const std::string sentence =
              std::to_string(left) + " of " + std::to_string(most) + " connections were free.";
          if (left * 100 < most * 5) return fail(sentence);
          return left * 100 < most * 10 ? warn(sentence) : pass(sentence);
        },
    .samples = {{.name = "plenty",
                 .seen = {"Variable_name | Value \n Threads_connected | 40", "most \n 97"},
                 .outcome = Outcome::pass,
                 .said = "57 of 97 connections were free."},
                {.name = "few",
                 .seen = {"Variable_name | Value \n Threads_connected | 95", "most \n 100"},
                 .outcome = Outcome::warn},
                {.name = "hardly any",
                 .seen = {"Variable_name | Value \n Threads_connected | 96", "most \n 100"},
                 .outcome = Outcome::fail},
                {.name = "not told",
                 .seen = {"Variable_name | Value", "most \n 100"},
                 .outcome = Outcome::unknown}},
};

}  // namespace interlock::checks
