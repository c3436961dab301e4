// What keeps an upgrade of Parsec, and the way back to an earlier release, from what cannot
// be undone: each reason alone.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/whole/ixp.h"
#include "tests/whole/parsec.h"
#include "tests/whole/spoilers.h"

namespace interlock {
namespace {

const std::vector<Spoiler>& of_both() {
  static const std::vector<Spoiler> spoilers = {
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

const std::string as_of_2 =
    "UPDATE migration SET name = n.name FROM (VALUES (2, 'add_migration_table'),"
    "(3, 'human_handle'), (4, 'invite'), (5, 'redacted_certificates')) AS n (number, "
    "name) WHERE number = _id; INSERT INTO migration SELECT 6 + number, name, now() FROM "
    "(VALUES (0, 'outsider_enabled'), (1, 'users_limit'), (2, 'apvi1_removal'), (3, "
    "'add_realm_user_change_table'), (4, 'add_pki_certificate_table'), (5, "
    "'add_sequester_tables'), (6, 'add_sequester_webhook'), (7, 'add_shamir_recovery'), "
    "(8, 'add_realm_archiving'), (9, 'frozen_users')) AS n (number, name)";
const std::string as_of_3 =
    "DELETE FROM migration WHERE _id > 5; UPDATE migration SET name = n.name FROM "
    "(VALUES (2, 'user_human_always_present'), (3, 'user_current_profile'), (4, "
    "'non_blocking_invitation'), (5, 'remove_old_invite_transport')) AS n (number, name)"
    " WHERE number = _id";

const std::vector<Spoiler>& of_the_upgrade() {
  static const std::vector<Spoiler> spoilers = {
      {.key = "checked/version.path_allows@catalogue", .target = "3.0.0"},
      // F16: a history of 2.17, whose numbers are taken for those of 3.
      {.key = "checked/migration.parsec_sound@database", .sql = as_of_2, .mend = as_of_3},
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
       .mend_shell = "mv kept standin/state.json",
       .before = {"checked/http.status_is@web"}}};
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

  Typed ready(const Spoiler& each) {
    const std::string target = parsec->target;
    if (each.target) parsec->target = each.target;
    auto words = more;
    if (each.user) words.insert(words.end(), {"--user", named(each.user, parsec->name())});
    Typed typed = parsec->type("ready", words);
    parsec->target = target;
    return typed;
  }
  void refused_for(const Spoiler& each) {
    SCOPED_TRACE(each.key + " " + each.sql + " " + each.shell);
    spoil(parsec->desk, parsec->name(), each.sql, each.shell);
    expect_refused(each, parsec->name(), ready(each));
    spoil(parsec->desk, parsec->name(), each.mend, each.mend_shell);
  }
  void refused_for_each(const std::vector<Spoiler>& own) {
    for (const Spoiler& each : spoilers_of_postgres("migration", "user_")) refused_for(each);
    for (const Spoiler& each : of_both()) refused_for(each);
    for (const Spoiler& each : own) refused_for(each);
    const Typed typed = ready({});
    EXPECT_EQ(typed.exit, 0) << typed.out << typed.err;
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

// Neither docker, nor what answers in its container, nor a program of a step: there and back.
TEST_F(ParsecRefused, ByWhatTheStepsNeedAndForThatAlone) {
  for (const char* machine : {"parsec-3", "parsec-3-back"}) {
    if (machine != parsec->machine) leads_back();
    parsec->breaks("docker version*", "exit 1");
    EXPECT_EQ(keys_with(ready({}), "fail"), Texts{"checked/container.engine_available@host"});
    parsec->mends();

    parsec->set("front", 500);
    EXPECT_EQ(keys_with(ready({}), "fail"), Texts{"checked/http.status_is@web"});
    parsec->set("front", 200);

    std::string text =
        parsec->desk.program({"cat", std::string(INTERLOCK_SOURCE "/states/") + machine + ".json"})
            .out;
    text.replace(text.find("[\"sed\""), 6, "[\"sed-of-nowhere\"");
    parsec->desk.write(std::string("machines/") + machine + ".json", text);
    parsec->machine = parsec->desk.path(std::string("machines/") + machine + ".json");
    const Typed typed = ready({});
    EXPECT_EQ(keys_with(typed, "fail"), Texts{"checked/runtime.programs_present@host"});
    EXPECT_EQ(keys_with(typed, "unknown"), Texts{});
    EXPECT_NE(typed.out.find("sed-of-nowhere"), std::string::npos) << typed.out;
    parsec->machine = machine;
  }
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
