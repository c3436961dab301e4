// What is found before anything is touched: for each reason that site is made so, and
// nothing else is found.
#include <gtest/gtest.h>

#include <algorithm>
#include <list>

#include "engine/values.h"
#include "tests/live/asker.h"
#include "tests/whole/ixp.h"
#include "tests/whole/ixp_site.h"
#include "tests/whole/own_mariadb.h"

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
  const char* also = nullptr;  // what fails with it, and cannot but do so
  bool dumped = false;         // last night's dump is of a database that was so
  int sessions = 0;            // of others that are open
};

// NAME in SQL, $NAME in the shell is that of the database and its account; $DATA the folder
// of the server, which nobody else has.
const std::vector<Spoiler> of_both = {
    {.key = "checked/code.clean_tree@host",
     .shell = "echo local >>artisan",
     .mend_shell = "/usr/bin/git checkout -q artisan"},
    {.key = "checked/runtime.supported_by@host",
     .shell = "cp ../standin/php .env.php; echo PHP 5.6.40 >../standin/php",
     .mend_shell = "mv .env.php ../standin/php"},
    {.key = "checked/runtime.programs_present@host",
     .shell = "mv ../bin/composer .env.composer",
     .mend_shell = "mv .env.composer ../bin/composer"},
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
    {.key = "checked/server.is_primary@database",
     .sql = "SET GLOBAL read_only = 1",
     .mend_sql = "SET GLOBAL read_only = 0"},
    {.key = "checked/server.clock_agrees@database",
     .sql = "SET GLOBAL init_connect = 'SET timestamp = UNIX_TIMESTAMP() + 60'",
     .mend_sql = "SET GLOBAL init_connect = ''"},
    {.key = "checked/capacity.connections_free@database",
     .sql = "SET GLOBAL max_connections = 40",
     .mend_sql = "SET GLOBAL max_connections = 151",
     .sessions = 38},
    {.key = "checked/integrity.no_crashed_tables@database",
     .shell = ": >$DATA/$NAME/odd.MYI",
     .sql = "CREATE TABLE NAME.odd (id int PRIMARY KEY) ENGINE = MyISAM",
     .mend_sql = "DROP TABLE NAME.odd",
     .dumped = true},
    // Its file says of it that it is larger than any disk.
    {.key = "checked/files.free_space@files",
     .shell = "printf '\\020' | dd of=$DATA/$NAME/vast.MYI bs=1 seek=69 conv=notrunc"
              " status=none",
     .sql = "CREATE TABLE NAME.vast (id int PRIMARY KEY) ENGINE = MyISAM",
     .mend_sql = "DROP TABLE NAME.vast",
     .dumped = true},
    {.key = "checked/config.keys_present@files",
     .shell = "sed -i 's/^APP_KEY=/APP_CLEF=/' .env",
     .mend_shell = "sed -i 's/^APP_CLEF=/APP_KEY=/' .env"},
};

const std::vector<Spoiler> of_4 = {
    {.key = "checked/maintenance.laravel_off@files",
     .shell = "touch storage/framework/down",
     .mend_shell = "rm storage/framework/down",
     .also = "checked/http.status_is@web"},
    {.key = "checked/http.status_is@web",
     .shell = "printf '/\\n500 Internal Server Error\\n' >../standin/web",
     .mend_shell = "rm ../standin/web"},
    {.key = "checked/version.path_allows@catalogue", .target = "4.7.3"},
    // F27: Doctrine would drop the column.
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
    {.key = "checked/maintenance.laravel_off@files",
     .shell = "touch storage/framework/down",
     .mend_shell = "rm storage/framework/down",
     .also = "checked/http.json_has@web"},
    {.key = "checked/http.json_has@web",
     .shell = "printf '/api/v4/ping\\n200 OK\\n{\"version\":\"6.0.0\"}' >../standin/web",
     .mend_shell = "rm ../standin/web"},
    {.key = "checked/version.path_allows@catalogue",
     .shell = "cp ../standin/php .env.php; echo PHP 8.4.11 >../standin/php",
     .mend_shell = "mv .env.php ../standin/php",
     .target = "7.0.1"},
    {.key = "checked/migration.listed@database",
     .sql = "INSERT INTO NAME.migrations (migration, batch) VALUES ('2099_01_01_000000_own', 9)",
     .mend_sql = "DELETE FROM NAME.migrations WHERE batch = 9"},
};

struct IxpRefused : testing::TestWithParam<const IxpKind& (*)()> {
  static std::unique_ptr<OwnMariadb> mariadb;
  std::unique_ptr<IxpSite> site;

  static void SetUpTestSuite() {
    if (!server("INTERLOCK_MY_PORT").empty()) mariadb = std::make_unique<OwnMariadb>();
  }
  static void TearDownTestSuite() { mariadb.reset(); }
  void SetUp() override {
    const IxpKind& kind = GetParam()();
    const std::string why = missing_for(kind);
    if (!why.empty()) GTEST_SKIP() << why;
    site = std::make_unique<IxpSite>(kind);
    site->desk.env["NAME"] = site->name;
    site->desk.env["DATA"] = mariadb->folder();
  }

  void sql(std::string words) const {
    for (auto at = words.find("NAME"); at != std::string::npos; at = words.find("NAME", at))
      words.replace(at, 4, site->name);
    site->root_sql(words);
  }
  // Of nobody in the database.
  std::list<live::Session> sessions(int number) const {
    const Address address = {.system = System::mysql,
                             .host = "127.0.0.1",
                             .port = server("INTERLOCK_MY_PORT"),
                             .name = "mysql",
                             .user = "root"};
    std::list<live::Session> open;
    while (number-- > 0) open.emplace_back(address);
    return open;
  }
  void refused(const Spoiler& each) const {
    const auto others = sessions(each.sessions);
    const Typed ready = site->type("ready", {"--format", "json"});
    const bool fails = std::string(each.outcome) == "fail";
    EXPECT_EQ(ready.exit, fails ? 1 : 3) << ready.err;
    Texts keys = {each.key};
    if (each.also) keys.emplace_back(each.also);
    EXPECT_EQ(keys_with(ready, each.outcome), keys);
    EXPECT_EQ(keys_with(ready, fails ? "unknown" : "fail"), Texts{});
  }
  static Texts keys_with(const Typed& typed, const char* outcome) {
    Texts keys;
    const Value report = json(typed.out);
    for (const Value& check : report["checks"].list())
      if (check["outcome"].text() == outcome) keys.emplace_back(check["key"].text());
    return keys;
  }
};

std::unique_ptr<OwnMariadb> IxpRefused::mariadb;

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
    sql("FLUSH TABLES");  // their files are closed
    EXPECT_EQ(site->shell(each.shell).exit, 0);
    site->target = each.target ? each.target : target;
    refused(each);
    EXPECT_EQ(site->shell(each.mend_shell).exit, 0);
    sql(each.mend_sql);
    if (each.dumped) site->back_up();
  }
  site->target = target;
  const Typed ready = site->type("ready");
  EXPECT_EQ(ready.exit, 0) << ready.out << ready.err;
}

// As the product that the catalogue knows, but for the servers that its releases support.
TEST_P(IxpRefused, ByAReleaseThatDoesNotSupportTheServer) {
  const auto edited = [&](const std::string& file, const std::string& to,
                          std::initializer_list<std::pair<const char*, const char*>> changes) {
    std::string text = site->desk.program({"cat", INTERLOCK_SOURCE "/states/" + file}).out;
    for (const auto& [from, by] : changes) {
      const auto at = text.find(from);
      ASSERT_NE(at, std::string::npos) << from;
      text.replace(at, std::string(from).size(), by);
    }
    site->desk.write("machines/" + to, text);
  };
  const std::pair product(R"("product": "IXP Manager")", R"("product": "An exchange")");
  edited("releases/ixp.json", "releases/exchange.json",
         {product, {R"("supports": {)", R"("supports": {"mariadb": {"at_least": "99"}, )"}});
  edited(site->kind.machine + ".json", site->kind.machine + ".json", {product});
  site->machine = site->desk.path("machines/" + site->kind.machine + ".json");
  const Typed ready =
      site->type("ready", {"--definitions", site->desk.path("machines"), "--format", "json"});
  EXPECT_EQ(keys_with(ready, "fail"), Texts{"checked/server.supported_by@database"})
      << ready.out << ready.err;
  EXPECT_EQ(keys_with(ready, "unknown"), Texts{});
}

// Nothing is known of a database that cannot be reached, so nothing fails.
TEST_P(IxpRefused, ByAServerThatDoesNotAnswer) {
  const MariadbAt nowhere("1");
  const Typed ready = site->type("ready", {"--format", "json"});
  EXPECT_EQ(ready.exit, 3) << ready.out << ready.err;
  EXPECT_EQ(keys_with(ready, "fail"), Texts{});
  const Texts unknown = keys_with(ready, "unknown");
  EXPECT_EQ(std::count(unknown.begin(), unknown.end(), "checked/server.reachable@database"), 1);
}

}  // namespace
}  // namespace interlock
