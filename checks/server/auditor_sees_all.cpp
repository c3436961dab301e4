#include "checks/account.h"
#include "checks/rights.h"
#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

// What a way back compares needs more rights to be seen than what `ready` looks at:
// without those this only warns.
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
                  GROUP BY 1 ORDER BY 1)"}},
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
              commands.push_back(grant_here(seen, "SELECT, SHOW VIEW, TRIGGER, EXECUTE"));
            }
            if (missing.empty() && !(holds(rights, {"TRIGGER"}) && holds(rights, {"SHOW VIEW"}) &&
                                     holds(rights, {"EXECUTE", "CREATE ROUTINE"})))
              return warn(account +
                              " could not see triggers, the text of views, or routines, which"
                              " a way back compares.",
                          {"SHOW VIEW", "TRIGGER", "EXECUTE"},
                          {grant_here(seen, "SHOW VIEW, TRIGGER, EXECUTE")});
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
                          "schema | unreadable"},
                 .outcome = Outcome::pass},
                {.name = "some tables not",
                 .seen = {"account | name \n watch | shop", "-", "-", "may \n 0",
                          "schema | unreadable \n public | 4"},
                 .outcome = Outcome::unknown,
                 .said = "Account watch lacked pg_monitor, SELECT on 4 tables of schema "
                         "public."},
                {.name = "all on MySQL",
                 .seen = {"account | name \n watch@% | shop",
                          "privilege | place \n PROCESS | *.* \n SELECT | * \n SHOW VIEW | * \n"
                          "TRIGGER | * \n EXECUTE | *",
                          "! 1141 no role", "may \n 1", "-"},
                 .outcome = Outcome::pass,
                 .on = System::mysql},
                {.name = "all through a role",
                 .seen = {"account | name \n watch@% | shop", "privilege | place \n USAGE | *.*",
                          "Grants \n GRANT SELECT, SHOW VIEW, TRIGGER, EXECUTE ON `shop`.* TO `r`",
                          "may \n 1", "-"},
                 .outcome = Outcome::pass,
                 .on = System::mysql},
                {.name = "only to read",
                 .seen = {"account | name \n watch@% | shop", "privilege | place \n SELECT | *",
                          "! 1141 no role", "may \n 1", "-"},
                 .outcome = Outcome::warn,
                 .on = System::mysql},
                {.name = "only columns",
                 .seen = {"account | name \n watch@% | shop", "privilege | place \n SELECT | t.id",
                          "! 1141 no role", "! 1227 Access denied", "-"},
                 .outcome = Outcome::unknown,
                 .on = System::mysql,
                 .said = "Account watch@% lacked PROCESS, SELECT on all tables."}},
};

}  // namespace interlock::checks
