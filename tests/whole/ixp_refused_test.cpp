// What is found before anything is touched: for each reason that site is made so, and
// nothing else is found.
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/values.h"
#include "tests/whole/ixp.h"
#include "tests/whole/ixp_site.h"

namespace interlock {
namespace {

struct Spoiler {
  const char* key;  // of the guard that finds it
  const char* shell = "true";
  const char* sql = "SELECT 1";
  const char* mend_shell = "true";
  const char* mend_sql = "SELECT 1";
  const char* target = nullptr;  // nullptr: that of the site
  const char* outcome = "fail";
  bool dumped = false;  // last night's dump is of a database that was so
};

// NAME in SQL is that of the database and its account.
const std::vector<Spoiler> of_both = {
    {.key = "checked/maintenance.laravel_off@files",
     .shell = "touch storage/framework/down",
     .mend_shell = "rm storage/framework/down"},
    {.key = "checked/code.clean_tree@host",
     .shell = "echo local >>artisan",
     .mend_shell = "/usr/bin/git checkout -q artisan"},
    {.key = "checked/runtime.supported_by@host",
     .shell = "cp ../standin/php .env.php; echo PHP 5.6.40 >../standin/php",
     .mend_shell = "mv .env.php ../standin/php"},
    {.key = "checked/schema.views_usable@database",
     .sql = "DROP VIEW NAME.view_switch_details_by_custid",
     .mend_sql = "CREATE VIEW NAME.view_switch_details_by_custid AS SELECT id FROM NAME.switch"},
    {.key = "checked/integrity.no_invalid_objects@database",
     .sql = "CREATE TABLE NAME.base (id int); CREATE VIEW NAME.own AS SELECT id FROM NAME.base;"
            " DROP TABLE NAME.base",
     .mend_sql = "DROP VIEW NAME.own"},
    {.key = "checked/server.may_recreate@database",
     .sql = "REVOKE SET USER ON *.* FROM NAME@'%'",
     .mend_sql = "GRANT SET USER ON *.* TO NAME@'%'"},
    {.key = "checked/server.auditor_sees_all@database",
     .sql = "REVOKE PROCESS ON *.* FROM NAME@'%'",
     .mend_sql = "GRANT PROCESS ON *.* TO NAME@'%'",
     .outcome = "unknown"},
    {.key = "checked/backup.fresh@files",
     .shell = "touch -d '3 days ago' ../backups/nightly.sql",
     .mend_shell = "touch ../backups/nightly.sql"},
    {.key = "checked/backup.complete@files",
     .shell = "cp ../backups/nightly.sql .env.sql; head -c 900 .env.sql >../backups/nightly.sql",
     .mend_shell = "mv .env.sql ../backups/nightly.sql"},
    {.key = "checked/config.keys_present@files",
     .shell = "sed -i 's/^APP_KEY=/APP_CLEF=/' .env",
     .mend_shell = "sed -i 's/^APP_CLEF=/APP_KEY=/' .env"},
};

const std::vector<Spoiler> of_4 = {
    {.key = "checked/version.path_allows@catalogue", .target = "4.7.3"},
    {.key = "checked/schema.in_sync@database",
     .sql = "ALTER TABLE NAME.switch ADD own_note text",
     .mend_sql = "ALTER TABLE NAME.switch DROP own_note"},
    {.key = "checked/schema.in_sync@database",
     .sql = "ALTER TABLE NAME.switch MODIFY name varchar(90)",
     .mend_sql = "ALTER TABLE NAME.switch MODIFY name varchar(255)"},
    {.key = "updated/migration.not_half_applied@database",
     .sql = "CREATE TABLE NAME.password_resets (email varchar(255))",
     .mend_sql = "DROP TABLE NAME.password_resets",
     .dumped = true},
};

const std::vector<Spoiler> of_6 = {
    {.key = "checked/version.path_allows@catalogue",
     .shell = "cp ../standin/php .env.php; echo PHP 8.4.11 >../standin/php",
     .mend_shell = "mv .env.php ../standin/php",
     .target = "7.0.1"},
    {.key = "checked/migration.listed@database",
     .sql = "INSERT INTO NAME.migrations (migration, batch) VALUES ('2099_01_01_000000_own', 9)",
     .mend_sql = "DELETE FROM NAME.migrations WHERE batch = 9"},
};

struct IxpRefused : testing::TestWithParam<const IxpKind& (*)()> {
  std::unique_ptr<IxpSite> site;

  void SetUp() override {
    const IxpKind& kind = GetParam()();
    const std::string why = missing_for(kind);
    if (!why.empty()) GTEST_SKIP() << why;
    site = std::make_unique<IxpSite>(kind);
  }

  void sql(std::string words) const {
    for (auto at = words.find("NAME"); at != std::string::npos; at = words.find("NAME", at))
      words.replace(at, 4, site->name);
    site->root_sql(words);
  }
  Texts keys_with(const Typed& typed, const char* outcome) const {
    Texts keys;
    const Value report = json(typed.out);
    for (const Value& check : report["checks"].list())
      if (check["outcome"].text() == outcome) keys.emplace_back(check["key"].text());
    return keys;
  }
};

INSTANTIATE_TEST_SUITE_P(Of, IxpRefused, testing::Values(ixp_4, ixp_6), [](const auto& test) {
  return "Release" + test.param().from.substr(0, 1);
});

TEST_P(IxpRefused, ForEachReasonAndForThatAlone) {
  std::vector<Spoiler> all = of_both;
  const auto& own = GetParam()().doctrine ? of_4 : of_6;
  all.insert(all.end(), own.begin(), own.end());
  const std::string target = site->target;
  for (const Spoiler& each : all) {
    SCOPED_TRACE(std::string(each.key) + " " + each.shell + " " + each.sql);
    sql(each.sql);
    if (each.dumped) site->back_up();
    EXPECT_EQ(site->shell(each.shell).exit, 0);
    site->target = each.target ? each.target : target;
    const Typed ready = site->type("ready", {"--format", "json"});
    const bool fails = std::string(each.outcome) == "fail";
    EXPECT_EQ(ready.exit, fails ? 1 : 3) << ready.err;
    EXPECT_EQ(keys_with(ready, each.outcome), Texts{each.key});
    EXPECT_EQ(keys_with(ready, fails ? "unknown" : "fail"), Texts{});
    EXPECT_EQ(site->shell(each.mend_shell).exit, 0);
    sql(each.mend_sql);
    if (each.dumped) site->back_up();
  }
  site->target = target;
  const Typed ready = site->type("ready");
  EXPECT_EQ(ready.exit, 0) << ready.out << ready.err;
}

}  // namespace
}  // namespace interlock
