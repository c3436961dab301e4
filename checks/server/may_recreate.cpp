#include "checks/account.h"
#include "checks/rights.h"
#include "checks/wording.h"
#include "engine/check.h"
#include "engine/written.h"

namespace interlock::checks {

namespace recreate {

inline Verdict on_postgres(const Evidence& seen) {
  const std::string& given = seen.text("account");
  const Table& roles = seen.answer(given == "none" ? 4 : 5);
  if (roles.empty()) return fail("There was no account " + given + ".", {given});
  const std::string account(roles.text(0, "account"));
  std::vector<std::string> lacking, commands;
  if (roles.text(0, "creates") == "0") {
    lacking.push_back("CREATEDB");
    commands.push_back("ALTER ROLE " + account + " CREATEDB;");
  }
  if (roles.text(0, "owns") == "0") {
    const std::string database(roles.text(0, "name"));
    lacking.push_back("ownership of database " + database);
    commands.push_back("ALTER DATABASE " + database + " OWNER TO " + account + ";");
  }
  if (lacking.empty())
    return pass("Account " + account + " could drop the database and create it again.");
  return fail("Account " + account + " lacked " + listed(lacking) + ".", lacking, commands);
}

// The right that lets an account name another definer; each server has its own.
inline std::string definer_right(std::string_view version) {
  const bool mariadb = version.find("MariaDB") != std::string_view::npos;
  const auto numbers = version_of(version);
  const std::vector<std::int64_t> first_with_own = {8, 2};
  if (mariadb) return numbers < std::vector<std::int64_t>{10, 5} ? "SUPER" : "SET USER";
  return numbers < first_with_own ? "SET_USER_ID" : "SET_ANY_DEFINER";
}

inline Verdict on_mysql(const Evidence& seen) {
  const Rights rights = rights_of_asker(seen);
  const std::string account = "Account " + account_name(seen);
  std::vector<std::string> lacking, commands;
  for (const std::string_view right : {"CREATE", "DROP"})
    if (!holds(rights, {right})) {
      lacking.emplace_back(right);
      commands.push_back(grant_here(seen, right));
    }
  if (!lacking.empty())
    return fail(account + " lacked " + listed(lacking) + ".", lacking, commands);
  const std::string pass_word = account + " could drop the database and create it again.";
  if (holds_everywhere(rights, {"SET USER", "SET_USER_ID", "SET_ANY_DEFINER", "SUPER"}))
    return pass(pass_word);
  std::vector<std::string> foreign;
  for (std::size_t row = 0; row < seen.answer(3).rows.size(); ++row)
    foreign.push_back(std::string(seen.answer(3).text(row, "object")) + " of " +
                      std::string(seen.answer(3).text(row, "definer")));
  if (!foreign.empty()) {
    const std::string right = definer_right(seen.answer(3).text(0, "version"));
    return fail(account + " lacked " + right + ", and others had defined " + listed(foreign) + ".",
                foreign, {grant_everywhere(seen, right)});
  }
  if (holds(rights, {"SHOW VIEW"}) && holds(rights, {"TRIGGER"}) && holds(rights, {"EVENT"}) &&
      holds(rights, {"EXECUTE", "CREATE ROUTINE", "ALTER ROUTINE"}))
    return pass(pass_word);
  return unknown(account + " could not see who had defined views, triggers, routines and events.",
                 {"SHOW VIEW", "TRIGGER", "EVENT", "EXECUTE"},
                 {grant_here(seen, "SHOW VIEW, TRIGGER, EVENT, EXECUTE")});
}

}  // namespace recreate

// A dump names the definer of each view, trigger, routine and event. MySQL stops a
// restore half-way (1227) where the account may not name another one than itself.
extern const Check server_may_recreate = {
    .id = "server.may_recreate",
    .asks = "Might the application's account drop the database and create it again?",
    .because = "A restore that may not drop or create stops half-way, with the data gone.",
    .remedy = "Give the account what it lacks, before the first step.",
    .params = {{"account", "the role that restores, on PostgreSQL", Kind::text, "none"}},
    .probes = {asking_account(true),
               own_rights(true),
               role_rights(true),
               {.mysql = R"(SELECT d.object, d.definer, VERSION() AS version FROM
     (SELECT CONCAT('view ', TABLE_NAME) AS object, DEFINER AS definer
        FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE()
       UNION ALL SELECT CONCAT('trigger ', TRIGGER_NAME), DEFINER
        FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()
       UNION ALL SELECT CONCAT(LOWER(ROUTINE_TYPE), ' ', ROUTINE_NAME), DEFINER
        FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()
       UNION ALL SELECT CONCAT('event ', EVENT_NAME), DEFINER
        FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE()) d
     WHERE CAST(d.definer AS BINARY) <> CAST(CURRENT_USER() AS BINARY) ORDER BY 1)",
                .as_application = true},
               {.postgres =
                    R"(SELECT quote_ident(r.rolname) AS account, quote_ident(d.datname) AS name,
                        (r.rolcreatedb OR r.rolsuper)::int AS creates,
                        pg_has_role(r.oid, d.datdba, 'USAGE')::int AS owns
                   FROM pg_roles r, pg_database d
                  WHERE r.rolname = current_user AND d.datname = current_database())",
                .when = {"account", "none"},
                .as_application = true},
               {.postgres =
                    R"(SELECT quote_ident(r.rolname) AS account, quote_ident(d.datname) AS name,
                        (r.rolcreatedb OR r.rolsuper)::int AS creates,
                        pg_has_role(r.oid, d.datdba, 'USAGE')::int AS owns
                   FROM pg_roles r, pg_database d
                  WHERE r.rolname = $1 AND d.datname = current_database())",
                .binds = {"account"},
                .unless = {"account", "none"}}},
    .judge =
        [](const Evidence& seen) {
          return seen.on == System::postgres ? recreate::on_postgres(seen)
                                             : recreate::on_mysql(seen);
        },
    .samples =
        {{.name = "owner of the database",
          .seen = {"account | name \n app | shop", "-", "-", "-",
                   "account | name | creates | owns \n app | shop | 1 | 1", "-"},
          .outcome = Outcome::pass},
         {.name = "may not create",
          .seen = {"account | name \n app | shop", "-", "-", "-",
                   "account | name | creates | owns \n app | shop | 0 | 1", "-"},
          .outcome = Outcome::fail,
          .said = "Account app lacked CREATEDB."},
         {.name = "another role restores",
          .given = {{"account", "postgres"}},
          .seen = {"! 28P01 no password", "-", "-", "-", "-",
                   "account | name | creates | owns \n postgres | shop | 1 | 1"},
          .outcome = Outcome::pass},
         {.name = "its password is not known",
          .seen = {"! 28P01 no password", "-", "-", "-", "! 28P01 no password", "-"},
          .outcome = Outcome::unknown},
         {.name = "all rights of its database",
          .seen = {"account | name \n app@% | shop",
                   "privilege | place \n CREATE | * \n DROP | * \n SHOW VIEW | * \n TRIGGER | * \n"
                   "EVENT | * \n EXECUTE | *",
                   "! 1141 no role", "object | definer | version", "-", "-"},
          .outcome = Outcome::pass,
          .on = System::mysql},
         {.name = "the trigger of somebody else",
          .seen = {"account | name \n app@% | shop",
                   "privilege | place \n CREATE | * \n DROP | * \n TRIGGER | *", "! 1141 no role",
                   "object | definer | version \n"
                   "trigger bgp_sessions_update | root@localhost | 10.11.6-MariaDB",
                   "-", "-"},
          .outcome = Outcome::fail,
          .on = System::mysql,
          .said = "Account app@% lacked SET USER, and others had defined trigger "
                  "bgp_sessions_update of root@localhost."},
         {.name = "it cannot see triggers",
          .seen = {"account | name \n app@% | shop", "privilege | place \n CREATE | * \n DROP | *",
                   "! 1141 no role", "object | definer | version", "-", "-"},
          .outcome = Outcome::unknown,
          .on = System::mysql},
         {.name = "it may only read",
          .seen = {"account | name \n app@% | shop", "privilege | place \n SELECT | *",
                   "! 1141 no role", "object | definer | version", "-", "-"},
          .outcome = Outcome::fail,
          .on = System::mysql,
          .said = "Account app@% lacked CREATE, DROP."}},
};

}  // namespace interlock::checks
