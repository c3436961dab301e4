#include <algorithm>

#include "checks/account.h"
#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

// INNODB_TRX tells times in the time zone of the system, whatever that of the session is.
extern const Check activity_no_long_transactions = {
    .id = "activity.no_long_transactions",
    .asks = "Was no transaction of others open for long?",
    .because = "A migration waits behind it, and all users wait behind the migration.",
    .remedy = "Let it end, or end its session.",
    .params = {{"warn_after", "from which age on a transaction is named", Kind::duration, "30s"},
               {"older_than", "from which age on it fails", Kind::duration, "5m"}},
    .probes = {asking_account(),
               sight_of_transactions(),
               {.postgres = R"(SELECT pid::text AS session, usename AS account,
                   extract(epoch FROM clock_timestamp() - xact_start)::bigint AS seconds
                   FROM pg_stat_activity
                  WHERE datname = current_database() AND backend_type = 'client backend'
                    AND application_name <> 'interlock'
                    AND xact_start < clock_timestamp() - $1::int * interval '1 second'
                  ORDER BY xact_start)",
                .mysql = R"(SELECT p.ID AS session, p.USER AS account,
                   TIMESTAMPDIFF(SECOND, t.trx_started,
                                 CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', 'SYSTEM')) AS seconds
                   FROM information_schema.INNODB_TRX t
                   JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id
                  WHERE COALESCE(p.DB, DATABASE()) = DATABASE() AND p.ID <> CONNECTION_ID()
                 HAVING seconds >= ? ORDER BY seconds DESC)",
                .binds = {"warn_after"}}},
    .judge =
        [](const Evidence& seen) {
          if (const auto verdict = blind(seen)) return *verdict;
          const Table& open = seen.answer(2);
          const std::string limit = span_of(seen.duration("warn_after").count());
          if (open.empty()) return pass("No transaction was older than " + limit + ".");
          std::vector<std::string> findings;
          std::int64_t oldest = 0;
          for (std::size_t row = 0; row < open.rows.size(); ++row) {
            const std::int64_t age = open.integer(row, "seconds");
            oldest = std::max(oldest, age);
            findings.push_back("session " + std::string(open.text(row, "session")) + " of " +
                               std::string(open.text(row, "account")) + " (" + span_of(age) + ")");
          }
          const std::string sentence =
              count_of(findings.size(), "transaction was", "transactions were") + " older than " +
              limit + ": " + listed(findings) + ".";
          return oldest >= seen.duration("older_than").count() ? fail(sentence, findings)
                                                               : warn(sentence, findings);
        },
    .samples =
        {{.name = "calm",
          .seen = {"account | name \n watch | shop", "may \n 1", "session | account | seconds"},
          .outcome = Outcome::pass},
         {.name = "a while",
          .seen = {"account | name \n watch | shop", "may \n 1",
                   "session | account | seconds \n 42 | app | 45"},
          .outcome = Outcome::warn},
         {.name = "long",
          .seen = {"account | name \n watch | shop", "may \n 1",
                   "session | account | seconds \n 42 | app | 400 \n 43 | app | 31"},
          .outcome = Outcome::fail,
          .said = "2 transactions were older than 30 s: session 42 of app (6 min), "
                  "session 43 of app (31 s)."},
         {.name = "blind",
          .seen = {"account | name \n watch@% | shop", "! 1227 Access denied", "! 1227 no"},
          .outcome = Outcome::unknown,
          .on = System::mysql},
         {.name = "an old list",
          .seen = {"account | name \n watch@% | shop", "may \n 0", "session | account | seconds"},
          .outcome = Outcome::unknown,
          .on = System::mysql,
          .said = "The server's list of transactions stayed older than the question: "
                  "somebody else reads INNODB_TRX all the time."}},
};

}  // namespace interlock::checks
