// What keeps an upgrade of Parsec, and the way back to an earlier release, from what cannot
// be undone: each reason alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "engine/jcs.h"
#include "tests/live/asker.h"
#include "tests/whole/ixp.h"
#include "tests/whole/parsec.h"

namespace interlock {
namespace {

// What is made so, and what unmakes it: SQL as the superuser, then words of the shell. NAME is
// that of the database and its account. Of what all databases of a server share, this one alone
// is told otherwise: its schema public comes before that of the server.
struct Spoiler {
  const char* key;  // of the guard that finds it
  std::string sql = "SELECT 1";
  std::string mend = "SELECT 1";
  const char* shell = "true";
  const char* mend_shell = "true";
  const char* target = nullptr;  // nullptr: that of the upgrade
  const char* user = nullptr;    // the account that asks, if it is not the application's
  const char* remedy = "";       // words of its commands
  Texts unknown = {};            // what cannot be told then either
};

Spoiler shadowed(const char* key, const std::string& what, const std::string& as) {
  const auto kind = what.substr(0, what.find(' ')), name = what.substr(what.find(' ') + 1);
  return {.key = key,
          .sql = "ALTER DATABASE NAME SET search_path = public, pg_catalog; CREATE " + kind +
                 " public." + name + " " + as,
          .mend = "ALTER DATABASE NAME RESET search_path; DROP " + kind + " public." + name};
}

const std::string watcher = "CREATE ROLE NAME_watch LOGIN; ";
const std::string no_watcher = "DROP OWNED BY NAME_watch; DROP ROLE NAME_watch";

const std::vector<Spoiler>& of_both() {
  static const std::vector<Spoiler> spoilers = {
      {.key = "checked/server.is_primary@database",
       .sql = "ALTER DATABASE NAME SET default_transaction_read_only = on",
       .mend = "BEGIN READ WRITE; ALTER DATABASE NAME RESET default_transaction_read_only; COMMIT"},
      {.key = "checked/server.auditor_readonly@database",
       .sql = watcher + "GRANT pg_monitor, pg_read_all_data TO NAME_watch;"
                        "GRANT INSERT ON user_ TO NAME_watch",
       .mend = no_watcher,
       .user = "NAME_watch"},
      {.key = "checked/server.auditor_sees_all@database",
       .sql = watcher + "GRANT pg_read_all_data TO NAME_watch",
       .mend = no_watcher,
       .user = "NAME_watch",
       .remedy = "GRANT pg_monitor TO NAME_watch;",
       .unknown = {"checked/server.auditor_sees_all@database"}},
      {.key = "checked/server.auditor_sees_all@database",
       .sql = watcher + "GRANT pg_monitor TO NAME_watch; GRANT SELECT ON migration TO NAME_watch",
       .mend = no_watcher,
       .user = "NAME_watch",
       .remedy = "GRANT SELECT ON ALL TABLES IN SCHEMA public TO NAME_watch;",
       .unknown = {"checked/server.auditor_sees_all@database"}},
      shadowed(
          "checked/server.clock_agrees@database", "FUNCTION clock_timestamp()",
          "RETURNS timestamptz AS $$ SELECT pg_catalog.clock_timestamp() + interval '1 minute' "
          "$$ LANGUAGE sql"),
      shadowed("checked/capacity.connections_free@database", "VIEW pg_stat_activity",
               "AS SELECT a.* FROM pg_catalog.pg_stat_activity a,"
               " generate_series(1, 99)"),
      shadowed("checked/integrity.no_crashed_tables@database", "VIEW pg_stat_database",
               "AS SELECT current_database() AS datname, 2 AS checksum_failures"),
      {.key = "checked/integrity.no_invalid_objects@database",
       .sql = "UPDATE pg_index SET indisvalid = false "
              "WHERE indexrelid = 'migration_pkey'::regclass",
       .mend = "UPDATE pg_index SET indisvalid = true "
               "WHERE indexrelid = 'migration_pkey'::regclass"},
      shadowed("checked/files.free_space@files", "FUNCTION pg_database_size(name)",
               "RETURNS bigint AS $$ SELECT 1152921504606846976 $$ LANGUAGE sql"),
      {.key = "checked/server.may_recreate@database",
       .sql = "ALTER ROLE NAME NOSUPERUSER; GRANT pg_monitor TO NAME",
       .mend = "ALTER ROLE NAME SUPERUSER; REVOKE pg_monitor FROM NAME",
       .remedy = "ALTER ROLE NAME CREATEDB;"},
      {.key = "checked/server.may_recreate@database",
       .sql = "ALTER ROLE NAME NOSUPERUSER CREATEDB; GRANT pg_monitor TO NAME;"
              "ALTER DATABASE NAME OWNER TO CURRENT_USER",
       .mend = "ALTER ROLE NAME SUPERUSER NOCREATEDB; REVOKE pg_monitor FROM NAME;"
               "ALTER DATABASE NAME OWNER TO NAME",
       .remedy = "ALTER DATABASE NAME OWNER TO NAME;"}};
  return spoilers;
}

const std::vector<Spoiler>& of_the_upgrade() {
  static const std::vector<Spoiler> spoilers = {
      {.key = "checked/version.path_allows@catalogue", .target = "3.0.0"},
      // F16: a history of 2.17, whose numbers are taken for those of 3.
      {.key = "checked/migration.parsec_sound@database",
       .sql = "UPDATE migration SET name = n.name FROM (VALUES (2, 'add_migration_table'),"
              "(3, 'human_handle'), (4, 'invite'), (5, 'redacted_certificates')) AS n (number, "
              "name) WHERE number = _id; INSERT INTO migration SELECT 6 + number, name, now() FROM "
              "(VALUES (0, 'outsider_enabled'), (1, 'users_limit'), (2, 'apvi1_removal'), (3, "
              "'add_realm_user_change_table'), (4, 'add_pki_certificate_table'), (5, "
              "'add_sequester_tables'), (6, 'add_sequester_webhook'), (7, 'add_shamir_recovery'), "
              "(8, 'add_realm_archiving'), (9, 'frozen_users')) AS n (number, name)",
       .mend = "DELETE FROM migration WHERE _id > 5; UPDATE migration SET name = n.name FROM "
               "(VALUES (2, 'user_human_always_present'), (3, 'user_current_profile'), (4, "
               "'non_blocking_invitation'), (5, 'remove_old_invite_transport')) AS n (number, name)"
               " WHERE number = _id"},
      // F16: one row that no release has.
      {.key = "checked/migration.parsec_sound@database",
       .sql = "INSERT INTO migration VALUES (6, 'own', now())",
       .mend = "DELETE FROM migration WHERE _id = 6"},
      // F16: the tool believes the newest by time, and would apply 4 and 5 again.
      {.key = "checked/migration.parsec_sound@database",
       .sql = "UPDATE migration SET applied = applied + interval '1 year' WHERE _id = 3",
       .mend = "UPDATE migration SET applied = applied - interval '1 year' WHERE _id = 3"},
      {.key = "checked/schema.in_sync@database",
       .sql = "ALTER TABLE user_ ADD own_note TEXT",
       .mend = "ALTER TABLE user_ DROP own_note"},
      // F23: it was upgraded, and its container was only restarted.
      {.key = "checked/schema.in_sync@database",
       .sql = good_migration,
       .mend = "ALTER TABLE organization DROP tos_updated_on, DROP tos_per_locale_urls;"
               "ALTER TABLE user_ DROP tos_accepted_on; DELETE FROM migration WHERE _id = 6"},
      // F23: the file names a release that does not run.
      {.key = "checked/container.image_is@host",
       .shell =
           "cp standin/state.json kept; sed -i 's/\\(\"image\":[^\"]*\"[^\"]*:\\)3.0.0/\\13.0.1/' "
           "standin/state.json",
       .mend_shell = "mv kept standin/state.json"},
      {.key = "checked/container.image_is@host",
       .shell = "cp standin/state.json kept; sed -i s/running/exited/ standin/state.json",
       .mend_shell = "mv kept standin/state.json"}};
  return spoilers;
}

const std::vector<Spoiler>& of_the_downgrade() {
  static const std::vector<Spoiler> spoilers = {
      {.key = "checked/version.path_allows@catalogue",
       .shell = "cp parsec/parsec-server.docker.yaml kept;"
                "sed -i s/server:3.1.0/server:3.0.0/ parsec/parsec-server.docker.yaml",
       .mend_shell = "mv kept parsec/parsec-server.docker.yaml"},
      // F25.
      {.key = "checked/backup.complete@files",
       .shell = "cp old.custom kept; truncate -s -40 old.custom",
       .mend_shell = "mv kept old.custom",
       .unknown = {"checked/backup.release_is@files"}},
      {.key = "checked/backup.release_is@files",
       .shell = "cp old.custom kept; pg_dump -h 127.0.0.1 -p $INTERLOCK_PG_PORT "
                "-U $INTERLOCK_PG_USER -Fc -f old.custom $NAME",
       .mend_shell = "mv kept old.custom"}};
  return spoilers;
}

struct ParsecRefused : testing::Test {
  std::unique_ptr<Parsec> parsec;
  std::vector<std::string> more = {"--format", "json"};

  void SetUp() override {
    if (server("INTERLOCK_PG_PORT").empty())
      GTEST_SKIP() << "no PostgreSQL is named: see ./dev test";
    parsec = std::make_unique<Parsec>();
    parsec->desk.env["NAME"] = parsec->name();
    parsec->desk.env["INTERLOCK_SECRET_USER"] = "none-is-asked-for";
  }
  void leads_back() {
    parsec->machine = "parsec-3-back";
    parsec->target = "3.0.0";
    parsec->upgrade_by_hand();
    more.insert(more.end(), {"--set", "backup=" + parsec->desk.path("old.custom")});
  }

  std::string named(std::string words) const {
    for (auto at = words.find("NAME"); at != std::string::npos; at = words.find("NAME", at))
      words.replace(at, 4, parsec->name());
    return words;
  }
  void make(const std::string& sql, const std::string& shell) const {
    const Typed psql =
        parsec->desk.program({"psql", "-qAt", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p",
                              server("INTERLOCK_PG_PORT"), "-U", server("INTERLOCK_PG_USER"), "-d",
                              parsec->name(), "-c", named(sql)});
    EXPECT_EQ(psql.exit, 0) << psql.err;
    EXPECT_EQ(parsec->desk.program({"/bin/sh", "-c", shell}).exit, 0) << shell;
  }
  Typed ready(const Spoiler& each) {
    const std::string target = parsec->target;
    if (each.target) parsec->target = each.target;
    auto words = more;
    if (each.user) words.insert(words.end(), {"--user", named(each.user)});
    Typed typed = parsec->type("ready", words);
    parsec->target = target;
    return typed;
  }
  void refused_for(const Spoiler& each) {
    SCOPED_TRACE(std::string(each.key) + " " + each.sql + " " + each.shell);
    make(each.sql, each.shell);
    const Typed typed = ready(each);
    const bool fails = each.unknown != Texts{each.key};
    EXPECT_EQ(typed.exit, fails ? 1 : 3) << typed.err;
    EXPECT_EQ(keys_with(typed, "fail"), fails ? Texts{each.key} : Texts{});
    EXPECT_EQ(keys_with(typed, "unknown"), each.unknown);
    EXPECT_NE(typed.out.find(named(each.remedy)), std::string::npos) << each.remedy;
    make(each.mend, each.mend_shell);
  }
  void refused_for_each(const std::vector<Spoiler>& own) {
    for (const Spoiler& each : of_both()) refused_for(each);
    for (const Spoiler& each : own) refused_for(each);
    const Typed typed = ready({});
    EXPECT_EQ(typed.exit, 0) << typed.out << typed.err;
  }
  static Texts keys_with(const Typed& typed, const char* outcome) {
    Texts keys;
    const Value report = json(typed.out);
    for (const Value& check : report["checks"].list())
      if (check["outcome"].text() == outcome) keys.emplace_back(check["key"].text());
    return keys;
  }
};

TEST_F(ParsecRefused, ForEachReasonAndForThatAlone) {
  refused_for_each(of_the_upgrade());
}

TEST_F(ParsecRefused, TheDowngradeForEachReasonAndForThatAlone) {
  leads_back();
  refused_for_each(of_the_downgrade());
}

TEST_F(ParsecRefused, ByTheMigrationsOfRelease2) {
  parsec->start_by_hand("2.17.0");
  const Typed typed = ready({});
  EXPECT_EQ(typed.exit, 1) << typed.err;
  EXPECT_EQ(keys_with(typed, "fail"), Texts{"checked/version.path_allows@catalogue"});
  EXPECT_NE(typed.out.find("3.0 numbers its migrations anew"), std::string::npos) << typed.out;
}

// As the product that the catalogue knows, but for the servers that its releases support.
TEST_F(ParsecRefused, ByAReleaseThatDoesNotSupportTheServer) {
  const auto edited = [&](const std::string& file, const std::string& to, const char* also,
                          const char* by) {
    std::string text = parsec->desk.program({"cat", INTERLOCK_SOURCE "/states/" + file}).out;
    for (const auto& [from, into] :
         {std::pair(R"("product": "Parsec server")", R"("product": "A server")"), {also, by}}) {
      const auto at = text.find(from);
      ASSERT_NE(at, std::string::npos) << from;
      text.replace(at, std::string(from).size(), into);
    }
    parsec->desk.write("machines/" + to, text);
  };
  edited("releases/parsec.json", "releases/server.json", R"({"version": "3.0.0",)",
         R"({"version": "3.0.0", "supports": {"postgres": {"at_least": "99"}},)");
  edited("parsec-3.json", "parsec-3.json", "parsec-3", "parsec-3");
  parsec->machine = parsec->desk.path("machines/parsec-3.json");
  more.insert(more.end(), {"--definitions", parsec->desk.path("machines")});
  const Typed typed = ready({});
  EXPECT_EQ(keys_with(typed, "fail"), Texts{"checked/server.supported_by@database"}) << typed.err;
  EXPECT_EQ(keys_with(typed, "unknown"), Texts{});
}

// Nothing is known of a database that cannot be reached, so nothing fails.
TEST_F(ParsecRefused, ByAServerThatDoesNotAnswer) {
  parsec->port = "1";
  const Typed typed = ready({});
  EXPECT_EQ(typed.exit, 3) << typed.err;
  EXPECT_EQ(keys_with(typed, "fail"), Texts{});
  const Texts unknown = keys_with(typed, "unknown");
  EXPECT_EQ(std::count(unknown.begin(), unknown.end(), "checked/server.reachable@database"), 1);
}

}  // namespace
}  // namespace interlock
