#include <map>

#include "checks/account.h"
#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

// The application's account is the one that its own session names; that session
// is ours too. PostgreSQL knows our sessions by their name, MySQL by their number. A
// session of MySQL need not have chosen a database to write to one: only whose it is
// tells then.
extern const Check activity_no_app_sessions = {
    .id = "activity.no_app_sessions",
    .asks = "Has the application left the database?",
    .because = "Whoever still writes now, writes what no backup has.",
    .remedy = "Stop what still holds a connection: workers, schedulers, a forgotten shell.",
    .probes = {asking_account(),
               sight(),
               {.postgres = "SELECT current_user AS account, pg_backend_pid()::text AS session",
                .mysql = R"(SELECT LEFT(USER(), CHAR_LENGTH(USER()) -
                                   CHAR_LENGTH(SUBSTRING_INDEX(USER(), '@', -1)) - 1) AS account,
                            CONNECTION_ID() AS session)",
                .as_application = true},
               {.postgres = R"(SELECT usename AS account, pid::text AS session,
                               coalesce(client_addr::text, 'this machine') AS host, 1 AS here
                   FROM pg_stat_activity
                  WHERE datname = current_database() AND usename IS NOT NULL
                    AND pid <> pg_backend_pid() AND application_name <> 'interlock'
                  ORDER BY 1, 3, 2)",
                .mysql = R"(SELECT USER AS account, ID AS session,
                               SUBSTRING_INDEX(HOST, ':', 1) AS host, DB IS NOT NULL AS here
                   FROM information_schema.PROCESSLIST
                  WHERE (DB = DATABASE() OR DB IS NULL) AND ID <> CONNECTION_ID()
                  ORDER BY 1, 3, 2)"}},
    .judge =
        [](const Evidence& seen) {
          if (const auto verdict = blind(seen)) return *verdict;
          const bool known = !seen.refusal(2);
          const Table& open = seen.answer(3);
          std::map<std::string, std::size_t> of_application, of_others;
          for (std::size_t row = 0; row < open.rows.size(); ++row) {
            if (known && open.text(row, "session") == seen.answer(2).text(0, "session")) continue;
            const std::string account(open.text(row, "account"));
            const bool ours = !known || account == seen.answer(2).text(0, "account");
            if (open.text(row, "here") == "0" && (!known || !ours)) continue;
            ++(ours ? of_application
                    : of_others)[account + " from " + std::string(open.text(row, "host"))];
          }
          const auto& counted_here = of_application.empty() ? of_others : of_application;
          std::vector<std::string> findings;
          for (const auto& [whose, number] : counted_here)
            findings.push_back(whose + " (" + std::to_string(number) + ")");
          if (!of_application.empty())
            return fail((known ? "Sessions of the application were open: "
                               : "Sessions were open, perhaps of the application: ") +
                            listed(findings) + ".",
                        findings);
          if (!of_others.empty())
            return warn("Sessions of other accounts were open: " + listed(findings) + ".",
                        findings);
          return pass("No session but ours was open in the database.");
        },
    .samples =
        {{.name = "left",
          .seen = {"account | name \n watch | shop", "may \n 1", "account | session \n app | 12",
                   "account | session | host | here"},
          .outcome = Outcome::pass},
         {.name = "a worker stayed",
          .seen = {"account | name \n watch | shop", "may \n 1", "account | session \n app | 12",
                   ("account | session | host | here \n app | 7 | 10.0.0.5 | 1 \n"
                    "app | 8 | 10.0.0.5 | 1")},
          .outcome = Outcome::fail,
          .said = "Sessions of the application were open: app from 10.0.0.5 (2)."},
         {.name = "only our own",
          .seen = {"account | name \n watch@% | shop", "may \n 1", "account | session \n app | 12",
                   "account | session | host | here \n app | 12 | 127.0.0.1 | 1"},
          .outcome = Outcome::pass,
          .on = System::mysql},
         {.name = "one that has not chosen a database",
          .seen = {"account | name \n watch@% | shop", "may \n 1", "account | session \n app | 12",
                   ("account | session | host | here \n app | 7 | 10.0.0.5 | 0 \n"
                    "event_scheduler | 4 | localhost | 0")},
          .outcome = Outcome::fail,
          .on = System::mysql,
          .said = "Sessions of the application were open: app from 10.0.0.5 (1)."},
         {.name = "somebody else",
          .seen = {"account | name \n watch | shop", "may \n 1", "account | session \n app | 12",
                   "account | session | host | here \n dba | 7 | 10.0.0.5 | 1"},
          .outcome = Outcome::warn},
         {.name = "whose is not known",
          .seen = {"account | name \n watch | shop", "may \n 1", "! 28P01 no password",
                   "account | session | host | here \n dba | 7 | 10.0.0.5 | 1"},
          .outcome = Outcome::fail},
         {.name = "blind",
          .seen = {"account | name \n watch | shop", "may \n 0", "! 28P01 no password",
                   "account | session | host | here"},
          .outcome = Outcome::unknown}},
};

}  // namespace interlock::checks
