#include "checks/account.h"
#include "checks/rights.h"
#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

namespace sees_all {

// Nothing if the application's account sees all of the schema; else the verdict.
inline std::optional<Verdict> application_blind(const Evidence& seen) {
  const Table& who = seen.answer(5);
  const auto database = who.text(0, "name");
  const Rights rights = rights_in(seen.replies, 6, 7, database);
  std::vector<std::string> commands, lacking = lacking_for_schema(rights);
  if (!holds(rights, {"SHOW VIEW"})) lacking.emplace_back("SHOW VIEW");
  if (lacking.empty()) return {};
  for (const std::string& right : lacking)
    commands.push_back("GRANT " + right + " ON " + database_in_grants({}, database) + ".* TO " +
                       quoted_account(who.text(0, "account")) + ";");
  return unknown("The application's account " + std::string(who.text(0, "account")) + " lacked " +
                     listed(lacking) + ": neither a dump nor a comparison has what it may not see.",
                 lacking, commands);
}

}  // namespace sees_all

// What a way back compares of the schema is asked by the application's account.
extern const Check server_auditor_sees_all = {
    .id = "server.auditor_sees_all",
    .asks = "Can our account see all that the checks look at?",
    .because = "Where an account sees nothing, nothing seems to be wrong.",
    .remedy = "Give the account the rights that are named.",
    .probes = {asking_account(),
               own_rights(),
               role_rights(),
               sight(),
               {.postgres = R"(SELECT quote_ident(n.nspname) AS schema, count(*) AS unreadable
                   FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
                    AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
                    AND NOT (has_schema_privilege(n.oid, 'USAGE')
                             AND has_table_privilege(c.oid, 'SELECT'))
                  GROUP BY 1 ORDER BY 1)"},
               {.mysql = "SELECT CURRENT_USER() AS account, DATABASE() AS name",
                .as_application = true},
               own_rights(true),
               role_rights(true)},
    .judge =
        [](const Evidence& seen) {
          const bool mysql = seen.on == System::mysql;
          std::vector<std::string> missing, commands;
          if (blind(seen, 3)) {
            missing.push_back(mysql ? "PROCESS" : "pg_monitor");
            commands.push_back(mysql ? grant_everywhere(seen, "PROCESS")
                                     : grant_role(seen, "pg_monitor"));
          }
          const std::string account = "Account " + account_name(seen);
          if (mysql) {
            const Rights rights = rights_of_asker(seen);
            if (!holds(rights, {"SELECT"})) {
              missing.push_back("SELECT on all tables");
              commands.push_back(grant_here(seen, "SELECT, SHOW VIEW"));
            }
            if (missing.empty())
              if (auto verdict = sees_all::application_blind(seen)) return *verdict;
          } else {
            const Table& hidden = seen.answer(4);
            for (std::size_t row = 0; row < hidden.rows.size(); ++row) {
              const std::string schema(hidden.text(row, "schema"));
              missing.push_back("SELECT on " + std::string(hidden.text(row, "unreadable")) +
                                " tables of schema " + schema);
              commands.push_back(grant_role(seen, "USAGE ON SCHEMA " + schema));
              commands.push_back(grant_role(seen, "SELECT ON ALL TABLES IN SCHEMA " + schema));
            }
          }
          if (missing.empty()) return pass(account + " could see all sessions and all tables.");
          return unknown(account + " lacked " + listed(missing) + ".", missing, commands);
        },
    .samples = {{.name = "all",
                 .seen = {"account | name \n watch | shop", "-", "-", "may \n 1",
                          "schema | unreadable", "-", "-", "-"},
                 .outcome = Outcome::pass},
                {.name = "some tables not",
                 .seen = {"account | name \n watch | shop", "-", "-", "may \n 0",
                          "schema | unreadable \n public | 4", "-", "-", "-"},
                 .outcome = Outcome::unknown,
                 .said = "Account watch lacked pg_monitor, SELECT on 4 tables of schema "
                         "public."},
                {.name = "all on MySQL",
                 .seen = {"account | name \n watch@% | shop",
                          "privilege | place \n PROCESS | *.* \n SELECT | * \n SHOW VIEW | *",
                          "! 1141 no role", "may \n 1", "-", "account | name \n app@% | shop",
                          "privilege | place \n ALL PRIVILEGES | *", "! 1141 no role"},
                 .outcome = Outcome::pass,
                 .on = System::mysql},
                {.name = "all through a role",
                 .seen = {"account | name \n watch@% | shop", "privilege | place \n USAGE | *.*",
                          "Grants \n GRANT SELECT, SHOW VIEW ON `shop`.* TO `r`", "may \n 1", "-",
                          "account | name \n app@% | shop",
                          "privilege | place \n ALL PRIVILEGES | *", "! 1141 no role"},
                 .outcome = Outcome::pass,
                 .on = System::mysql},
                {.name = "an application that does not see its own events",
                 .seen = {"account | name \n watch@% | shop", "privilege | place \n SELECT | *",
                          "! 1141 no role", "may \n 1", "-", "account | name \n app@% | shop",
                          "privilege | place \n SELECT | * \n SHOW VIEW | * \n TRIGGER | * \n"
                          "EXECUTE | *",
                          "! 1141 no role"},
                 .outcome = Outcome::unknown,
                 .on = System::mysql,
                 .said = "The application's account app@% lacked EVENT: neither a dump nor a "
                         "comparison has what it may not see."},
                {.name = "an application that does not let us in",
                 .seen = {"account | name \n watch@% | shop", "privilege | place \n SELECT | *",
                          "! 1141 no role", "may \n 1", "-", "! 1045 no password",
                          "! 1045 no password", "! 1045 no password"},
                 .outcome = Outcome::unknown,
                 .on = System::mysql},
                {.name = "only columns",
                 .seen = {"account | name \n watch@% | shop", "privilege | place \n SELECT | t.id",
                          "! 1141 no role", "! 1227 Access denied", "-",
                          "account | name \n app@% | shop",
                          "privilege | place \n ALL PRIVILEGES | *", "! 1141 no role"},
                 .outcome = Outcome::unknown,
                 .on = System::mysql,
                 .said = "Account watch@% lacked PROCESS, SELECT on all tables."}},
};

}  // namespace interlock::checks
