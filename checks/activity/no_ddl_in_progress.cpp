#include "checks/account.h"
#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

// Of a statement only the table behind ALTER TABLE is told: the rest may hold what
// is nobody's business.
extern const Check activity_no_ddl_in_progress = {
    .id = "activity.no_ddl_in_progress",
    .asks = "Was nobody else changing tables?",
    .because = "A migration would wait behind it, or meet a table that is half rebuilt.",
    .remedy = "Let it end.",
    .probes = {asking_account(),
               sight(),
               {.postgres = R"(SELECT pid::text AS session, command AS doing,
                               relid::regclass::text AS object
                   FROM pg_stat_progress_create_index WHERE datname = current_database()
                  UNION ALL
                 SELECT pid::text, command, relid::regclass::text
                   FROM pg_stat_progress_cluster WHERE datname = current_database()
                  ORDER BY 1)",
                .mysql = R"(SELECT ID AS session, STATE AS doing,
                        CASE WHEN UPPER(INFO) LIKE 'ALTER TABLE %'
                             THEN SUBSTRING_INDEX(SUBSTRING(INFO, 13), ' ', 1) END AS object
                   FROM information_schema.PROCESSLIST
                  WHERE DB = DATABASE() AND ID <> CONNECTION_ID()
                    AND LOWER(STATE) IN ('altering table', 'preparing for alter table',
                        'committing alter table to storage engine', 'copy to tmp table',
                        'waiting for table metadata lock', 'waiting for schema metadata lock')
                  ORDER BY ID)"}},
    .judge =
        [](const Evidence& seen) {
          if (const auto verdict = blind(seen)) return *verdict;
          const Table& busy = seen.answer(2);
          if (busy.empty()) return pass("Nobody was changing tables.");
          std::vector<std::string> findings;
          for (std::size_t row = 0; row < busy.rows.size(); ++row)
            findings.push_back("session " + std::string(busy.text(row, "session")) + ": " +
                               std::string(busy.text(row, "doing")) +
                               (busy.at(row, "object") ? " " + *busy.at(row, "object") : ""));
          return fail(count_of(findings.size(), "session was", "sessions were") +
                          " changing tables or waiting for one: " + listed(findings) + ".",
                      findings);
        },
    .samples = {{.name = "nobody",
                 .seen = {"account | name \n watch | shop", "may \n 1", "session | doing | object"},
                 .outcome = Outcome::pass},
                {.name = "an index is built",
                 .seen = {"account | name \n watch | shop", "may \n 1",
                          "session | doing | object \n 42 | CREATE INDEX | orders"},
                 .outcome = Outcome::fail,
                 .said = "1 session was changing tables or waiting for one: "
                         "session 42: CREATE INDEX orders."},
                {.name = "blind",
                 .seen = {"account | name \n watch@% | shop", "! 1227 Access denied",
                          "session | doing | object"},
                 .outcome = Outcome::unknown,
                 .on = System::mysql}},
};

}  // namespace interlock::checks
