#include "tests/whole/spoilers.h"

#include <gtest/gtest.h>

#include "tests/whole/ixp.h"

namespace interlock {

namespace {

const std::string watcher = "CREATE ROLE NAME_watch LOGIN; ";
const std::string no_watcher = "DROP OWNED BY NAME_watch; DROP ROLE NAME_watch";
const std::string public_first = "ALTER DATABASE NAME SET search_path = public, pg_catalog; ";
const std::string server_first = "ALTER DATABASE NAME RESET search_path; ";

// Everybody reads it, as what it stands before.
std::string shadow(const std::string& what, const std::string& as) {
  const auto kind = what.substr(0, what.find(' ')), name = what.substr(what.find(' ') + 1);
  const std::string right =
      kind == "VIEW" ? "; GRANT SELECT ON public." + name + " TO PUBLIC" : std::string();
  return public_first + "CREATE " + kind + " public." + name + " " + as + right;
}

std::string no_shadow(const std::string& what) {
  const auto space = what.find(' ');
  return server_first + "DROP " + what.substr(0, space) + " public." + what.substr(space + 1);
}

const std::string sessions = "VIEW pg_stat_activity";

std::string with_times(const std::string& times) {
  return shadow(sessions,
                "AS SELECT datid, datname, pid, usesysid, usename, application_name, "
                "client_addr, backend_type, state, " +
                    times + " FROM pg_catalog.pg_stat_activity");
}

}  // namespace

Spoiler shadowed(const char* key, const std::string& what, const std::string& as) {
  return {.key = key, .sql = shadow(what, as), .mend = no_shadow(what)};
}

std::vector<Spoiler> spoilers_of_postgres(const std::string& migrations, const std::string& other) {
  const std::string of_index = " WHERE indexrelid = '" + migrations + "_pkey'::regclass";
  return {
      {.key = "checked/server.is_primary@database",
       .sql = "ALTER DATABASE NAME SET default_transaction_read_only = on",
       .mend = "BEGIN READ WRITE; ALTER DATABASE NAME RESET default_transaction_read_only; COMMIT"},
      {.key = "checked/server.auditor_readonly@database",
       .sql = watcher +
              "GRANT pg_monitor, pg_read_all_data TO NAME_watch;"
              "GRANT INSERT ON " +
              migrations + " TO NAME_watch",
       .mend = no_watcher,
       .user = "NAME_watch"},
      {.key = "checked/server.auditor_sees_all@database",
       .sql = watcher + "GRANT pg_read_all_data TO NAME_watch",
       .mend = no_watcher,
       .user = "NAME_watch",
       .remedy = "GRANT pg_monitor TO NAME_watch;",
       .unknown = {"checked/server.auditor_sees_all@database"}},
      {.key = "checked/server.auditor_sees_all@database",
       .sql = watcher +
              "GRANT pg_monitor TO NAME_watch; GRANT SELECT ON ALL TABLES IN SCHEMA "
              "public TO NAME_watch; REVOKE SELECT ON " +
              other + " FROM NAME_watch",
       .mend = no_watcher,
       .user = "NAME_watch",
       .remedy = "GRANT SELECT ON ALL TABLES IN SCHEMA public TO NAME_watch;",
       .unknown = {"checked/server.auditor_sees_all@database"}},
      shadowed(
          "checked/server.clock_agrees@database", "FUNCTION clock_timestamp()",
          "RETURNS timestamptz AS $$ SELECT pg_catalog.clock_timestamp() + interval '1 minute' "
          "$$ LANGUAGE sql"),
      shadowed("checked/capacity.connections_free@database", sessions,
               "AS SELECT a.* FROM pg_catalog.pg_stat_activity a, generate_series(1, 99)"),
      shadowed("checked/integrity.no_crashed_tables@database", "VIEW pg_stat_database",
               "AS SELECT current_database() AS datname, 2 AS checksum_failures"),
      {.key = "checked/integrity.no_invalid_objects@database",
       .sql = "UPDATE pg_index SET indisvalid = false" + of_index,
       .mend = "UPDATE pg_index SET indisvalid = true" + of_index}};
}

std::vector<Unrest> unrest(const std::string& state, const std::string& migrations) {
  const auto key = [&](const char* check) { return state + "/activity." + check + "@database"; };
  const std::string indexes = "VIEW pg_stat_progress_create_index";
  return {{.key = key("no_app_sessions"), .of_application = true},
          {.key = key("no_long_transactions"),
           .session = {"BEGIN", "SELECT 1"},
           .sql = with_times("xact_start - interval '1 hour' AS xact_start, state_change"),
           .mend = no_shadow(sessions)},
          {.key = key("no_idle_in_transaction"),
           .session = {"BEGIN", "SELECT 1"},
           .sql = with_times("xact_start, state_change - interval '1 hour' AS state_change"),
           .mend = no_shadow(sessions)},
          {.key = key("no_prepared_transactions"),
           .session = {"BEGIN", "LOCK TABLE " + migrations + " IN ACCESS SHARE MODE",
                       "PREPARE TRANSACTION 'NAME'"},
           .mend = "ROLLBACK PREPARED 'NAME'"},
          {.key = key("no_ddl_in_progress"),
           .sql = shadow(indexes,
                         "AS SELECT 1 AS pid, current_database() AS datname, "
                         "'CREATE INDEX' AS command, '" +
                             migrations + "'::regclass::oid AS relid"),
           .mend = no_shadow(indexes)}};
}

std::string named(std::string words, const std::string& name) {
  for (auto at = words.find("NAME"); at != std::string::npos; at = words.find("NAME", at))
    words.replace(at, 4, name);
  return words;
}

void expect_refused(const Spoiler& each, const std::string& name, const Typed& ready) {
  const bool fails = each.unknown != Texts{each.key};
  EXPECT_EQ(ready.exit, fails ? 1 : 3) << ready.err;
  Texts keys = each.before;
  if (fails) keys.push_back(each.key);
  EXPECT_EQ(keys_with(ready, "fail"), keys);
  EXPECT_EQ(keys_with(ready, "unknown"), each.unknown);
  EXPECT_NE(ready.out.find(named(each.remedy, name)), std::string::npos) << each.remedy;
  EXPECT_NE(ready.out.find(each.said), std::string::npos) << each.said;
}

void spoil(const Desk& desk, const std::string& name, const std::string& sql,
           const std::string& shell) {
  const auto ends_well = [&](const Texts& words) {
    const Typed typed = desk.program(words);
    EXPECT_EQ(typed.exit, 0) << words.back() << typed.err;
  };
  if (!sql.empty())
    ends_well({"psql", "-qAt", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p",
               server("INTERLOCK_PG_PORT"), "-U", server("INTERLOCK_PG_USER"), "-d", name, "-c",
               named(sql, name)});
  if (!shell.empty()) ends_well({"/bin/sh", "-c", shell});
}

live::Session session_of(const Unrest& each, const std::string& name,
                         const std::string& application) {
  live::Session open({.system = System::postgres,
                      .host = "127.0.0.1",
                      .port = server("INTERLOCK_PG_PORT"),
                      .name = name,
                      .user = each.of_application ? application : server("INTERLOCK_PG_USER")});
  for (const std::string& statement : each.session) open.run(named(statement, name));
  return open;
}

}  // namespace interlock
