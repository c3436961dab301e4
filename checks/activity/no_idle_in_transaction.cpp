#include "checks/account.h"
#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

// A session of PostgreSQL is in one database for ever; one of MySQL may lock tables of any.
extern const Check activity_no_idle_in_transaction = {
    .id = "activity.no_idle_in_transaction",
    .asks = "Does no session sit idle inside a transaction?",
    .because = "Its locks stop the first ALTER TABLE, and behind that everybody else.",
    .remedy = "Find out whose session it is and end it.",
    .params = {{"older_than", "how long a session may be idle", Kind::duration, "10s"}},
    .probes = {asking_account(),
               sight_of_transactions(),
               {.postgres = R"(SELECT pid::text AS session, usename AS account,
                   extract(epoch FROM clock_timestamp() - state_change)::bigint AS seconds
                   FROM pg_stat_activity
                  WHERE datname = current_database() AND state LIKE 'idle in transaction%'
                    AND application_name <> 'interlock'
                    AND state_change < clock_timestamp() - $1::int * interval '1 second'
                  ORDER BY pid)",
                .mysql = R"(SELECT p.ID AS session, p.USER AS account, p.TIME AS seconds
                   FROM information_schema.INNODB_TRX t
                   JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id
                  WHERE p.COMMAND = 'Sleep' AND p.TIME >= ? AND p.ID <> CONNECTION_ID()
                  ORDER BY p.ID)",
                .binds = {"older_than"}}},
    .judge =
        [](const Evidence& seen) {
          if (const auto verdict = blind(seen)) return *verdict;
          const Table& idle = seen.answer(2);
          if (idle.empty()) return pass("No session was idle inside a transaction.");
          std::vector<std::string> findings;
          for (std::size_t row = 0; row < idle.rows.size(); ++row)
            findings.push_back("session " + std::string(idle.text(row, "session")) + " of " +
                               std::string(idle.text(row, "account")) + " (" +
                               span_of(idle.integer(row, "seconds")) + ")");
          return fail(count_of(findings.size(), "session was", "sessions were") +
                          " idle inside a transaction: " + listed(findings) + ".",
                      findings);
        },
    .samples =
        {{.name = "calm",
          .seen = {"account | name \n watch | shop", "may \n 1", "session | account | seconds"},
          .outcome = Outcome::pass},
         {.name = "one sits there",
          .seen = {"account | name \n watch | shop", "may \n 1",
                   "session | account | seconds \n 42 | app | 300"},
          .outcome = Outcome::fail,
          .said = "1 session was idle inside a transaction: session 42 of app (5 min)."},
         {.name = "blind",
          .seen = {"account | name \n watch | shop", "may \n 0", "session | account | seconds"},
          .outcome = Outcome::unknown,
          .said = "Account watch could not see the sessions of others."},
         {.name = "blind on MySQL",
          .seen = {"account | name \n watch@localhost | shop", "! 1227 Access denied",
                   "! 1227 Access denied"},
          .outcome = Outcome::unknown,
          .on = System::mysql,
          .said = "Account watch@localhost could not see the sessions of others."}},
};

}  // namespace interlock::checks
