#include <algorithm>
#include <array>

#include "checks/account.h"
#include "checks/rights.h"
#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

namespace auditor {

constexpr std::array<std::string_view, 12> reading = {
    "USAGE",        "SELECT",          "SHOW VIEW",         "SHOW DATABASES",
    "PROCESS",      "BINLOG MONITOR",  "SLAVE MONITOR",     "REPLICATION CLIENT",
    "SHOW_ROUTINE", "REPLICA MONITOR", "REPLICATION SLAVE", "SHOW CREATE ROUTINE"};
// Rights that write nothing by themselves.
constexpr std::array<std::string_view, 4> no_writing = {"TRIGGER", "EXECUTE", "LOCK TABLES",
                                                        "REFERENCES"};

template <class Words>
bool in(const Words& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// An account of its own for questions; whoever runs this chooses the password.
inline std::vector<std::string> own_account(const Evidence& seen) {
  if (seen.on != System::mysql)
    return {"CREATE ROLE interlock LOGIN PASSWORD '...';",
            "GRANT pg_monitor, pg_read_all_data TO interlock;"};
  const std::string account = account_name(seen);
  const std::string own = quoted_account("interlock" + account.substr(account.rfind('@')));
  return {"CREATE USER " + own + " IDENTIFIED BY '...';", "GRANT PROCESS ON *.* TO " + own + ";",
          "GRANT SELECT, SHOW VIEW ON " + database_in_grants({}, seen.answer(0).text(0, "name")) +
              ".* TO " + own + ";"};
}

// The rights beyond reading, sorted into those that write and those that do not.
inline void sort_rights(const Evidence& seen, std::vector<std::string>& writes,
                        std::vector<std::string>& harmless) {
  Rights rights;
  if (seen.on == System::mysql) rights = rights_of_asker(seen);
  if (seen.on == System::postgres)
    for (std::size_t row = 0; row < seen.answer(4).rows.size(); ++row)
      rights.push_back({std::string(seen.answer(4).text(row, "privilege")),
                        std::string(seen.answer(4).text(row, "place"))});
  for (const auto& [privilege, place] : rights) {
    if (in(reading, privilege)) continue;
    const bool shared = place.ends_with(" (everybody)");
    (in(no_writing, privilege) || shared ? harmless : writes).push_back(privilege + " on " + place);
  }
}

}  // namespace auditor

// PostgreSQL before 15 lets everybody create tables of their own in schema public.
extern const Check server_auditor_readonly = {
    .id = "server.auditor_readonly",
    .asks = "Is our account one that cannot write?",
    .because = "A read-only session is no protection: MariaDB drops tables in one.",
    .remedy = "Ask with an account of its own that may only read, and name it with --user.",
    .probes = {asking_account(),
               own_rights(),
               role_rights(),
               {.postgres = "SELECT quote_ident(current_user) AS account",
                .mysql = "SELECT CURRENT_USER() AS account",
                .as_application = true},
               {.postgres = R"(SELECT 'superuser' AS privilege, 'the server' AS place
     FROM pg_roles WHERE rolsuper AND pg_has_role(current_user, oid, 'MEMBER')
    UNION SELECT r.privilege, 'the server' FROM pg_roles o,
          LATERAL (VALUES ('CREATEROLE', o.rolcreaterole), ('CREATEDB', o.rolcreatedb),
                   ('membership of ' || o.rolname, o.rolname IN ('pg_write_all_data',
                     'pg_write_server_files', 'pg_execute_server_program', 'pg_maintain')))
                  AS r (privilege, held)
    WHERE r.held AND pg_has_role(current_user, o.oid, 'MEMBER')
    UNION SELECT 'CREATE', 'database ' || current_database()
    WHERE has_database_privilege(current_database(), 'CREATE')
    UNION SELECT 'CREATE', 'schema ' || nspname ||
          CASE WHEN has_schema_privilege('public', n.oid, 'CREATE') THEN ' (everybody)'
               ELSE '' END
     FROM pg_namespace n WHERE nspname <> 'information_schema' AND nspname !~ '^pg_'
      AND has_schema_privilege(n.oid, 'CREATE')
    UNION SELECT 'ownership', c.oid::regclass::text FROM pg_class c
    WHERE pg_has_role(current_user, c.relowner, 'MEMBER')
      AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
    UNION SELECT p.privilege, c.oid::regclass::text
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
          LATERAL (VALUES ('INSERT', has_any_column_privilege(c.oid, 'INSERT')),
                          ('UPDATE', has_any_column_privilege(c.oid, 'UPDATE')),
                          ('DELETE', has_table_privilege(c.oid, 'DELETE')),
                          ('TRUNCATE', has_table_privilege(c.oid, 'TRUNCATE')),
                          ('TRIGGER', has_table_privilege(c.oid, 'TRIGGER')))
                  AS p (privilege, held)
    WHERE c.relkind IN ('r', 'p', 'v', 'f') AND p.held
      AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
    UNION SELECT 'UPDATE', c.oid::regclass::text FROM pg_class c
    WHERE CASE WHEN c.relkind = 'S' THEN has_sequence_privilege(c.oid, 'USAGE, UPDATE') END
    ORDER BY 1, 2)"}},
    .judge =
        [](const Evidence& seen) {
          const std::string account = account_name(seen);
          const bool borrowed = !seen.refusal(3) && seen.answer(3).text(0, "account") == account;
          std::vector<std::string> writes, harmless;
          auditor::sort_rights(seen, writes, harmless);
          if (borrowed && !writes.empty())
            return warn("Account " + account + " was the application's own, which may write.",
                        {account}, auditor::own_account(seen));
          if (!writes.empty())
            return fail("Account " + account + " might have written: " + listed(writes) + ".",
                        writes, auditor::own_account(seen));
          if (!harmless.empty())
            return warn(
                "Account " + account + " had no right to write, but " + listed(harmless) + ".",
                harmless);
          return pass("Account " + account + " had no right to write.");
        },
    .samples = {{.name = "it only reads",
                 .seen = {"account | name \n watch | shop", "-", "-", "account \n app",
                          "privilege | place"},
                 .outcome = Outcome::pass},
                {.name = "the application's own",
                 .seen = {"account | name \n app | shop", "-", "-", "account \n app",
                          "privilege | place \n ownership | orders"},
                 .outcome = Outcome::warn,
                 .said = "Account app was the application's own, which may write."},
                {.name = "rights on rows",
                 .seen = {"account | name \n watch | shop", "-", "-", "! 28P01 no password",
                          "privilege | place \n INSERT | orders"},
                 .outcome = Outcome::fail,
                 .said = "Account watch might have written: INSERT on orders."},
                {.name = "an old public schema",
                 .seen = {"account | name \n watch | shop", "-", "-", "account \n app",
                          "privilege | place \n CREATE | schema public (everybody)"},
                 .outcome = Outcome::warn},
                {.name = "a reader of MySQL",
                 .seen = {"account | name \n watch@% | shop",
                          "privilege | place \n PROCESS | *.* \n SELECT | *", "! 1141 no role",
                          "account \n app@%", "-"},
                 .outcome = Outcome::pass,
                 .on = System::mysql},
                {.name = "one that sees triggers",
                 .seen = {"account | name \n watch@% | shop",
                          "privilege | place \n SELECT | * \n TRIGGER | *", "! 1141 no role",
                          "account \n app@%", "-"},
                 .outcome = Outcome::warn,
                 .on = System::mysql},
                {.name = "writing through a role",
                 .seen = {"account | name \n watch@% | shop", "privilege | place \n SELECT | *",
                          "Grants \n GRANT SELECT, UPDATE ON `shop`.* TO `r`", "account \n app@%",
                          "-"},
                 .outcome = Outcome::fail,
                 .on = System::mysql},
                {.name = "its roles are not told",
                 .seen = {"account | name \n watch@% | shop", "privilege | place \n SELECT | *",
                          "! 2013 gone", "account \n app@%", "-"},
                 .outcome = Outcome::unknown,
                 .on = System::mysql}},
};

}  // namespace interlock::checks
