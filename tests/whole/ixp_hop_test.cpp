// The upgrades of IXP Manager that lead from one series to the next.
#include <gtest/gtest.h>

#include "engine/values.h"
#include "tests/whole/ixp.h"
#include "tests/whole/ixp_site.h"

namespace interlock {
namespace {

struct IxpHop : testing::Test {
  std::unique_ptr<IxpSite> site;

  void begin(const IxpKind& kind) {
    static const Known known("ixp-manager-6");
    site = std::make_unique<IxpSite>(kind);
    site->hasten(known);
  }
  void SetUp() override {
    const std::string why = missing_for(ixp_6());
    if (!why.empty()) GTEST_SKIP() << why;
  }
  // No PHP before 8 runs 6.0, and none from 8 on is meant for 5.8.
  void is_refused_with_the_php_of_5() const {
    site->desk.write("standin/php", "PHP 7.4.33 (cli)\n");
    const Typed ready = site->type("ready", {"--format", "json"});
    EXPECT_EQ(ready.exit, 1) << ready.out << ready.err;
    EXPECT_EQ(checks_with(ready, "fail"), Texts{"runtime.supported_by"});
    EXPECT_NE(ready.out.find("php was 7.4.33; 6.0.1 supports 8.0 or later"), std::string::npos);
    const Typed path = site->desk.interlock({"path", "ixp-manager-6", "5.8.0", "6.0.1"});
    EXPECT_NE(path.out.find("It needs PHP 8, and 5.8 runs on PHP 7"), std::string::npos);
    site->desk.write("standin/php", site->kind.php + "\n");
  }
  // Leads it to its end; what really is so then is looked at without Interlock.
  void succeeds(const std::string& migrations) const {
    const Typed run = site->led();
    ASSERT_EQ(run.exit, 0) << run.out << run.err;
    EXPECT_EQ(site->shell("/usr/bin/git describe --tags").out, "v" + site->target + "\n");
    EXPECT_NE(site->told_by_web("/api/v4/ping").find('"' + site->target + '"'), std::string::npos);
    EXPECT_EQ(site->told_by_web("/"), "200 Welcome.");
    EXPECT_EQ(site->sql("SELECT count(*) FROM migrations"), migrations);
    EXPECT_EQ(site->sql("SELECT colocation FROM view_switch_details_by_custid"), "rack 7\n");
    EXPECT_EQ(
        site->sql("INSERT INTO bgpsessiondata () VALUES (); SELECT count(*) FROM bgp_sessions"),
        "1\n");
    const Typed conform = site->desk.interlock({"audit", "conform"});
    EXPECT_EQ(conform.exit, 0) << conform.out << conform.err;
  }
};

// The release gives up two tables that have rows, and renames a column that a view reads.
TEST_F(IxpHop, LeadsFromTheLastReleaseOfFiveToSix) {
  begin(ixp_5_to_6());
  is_refused_with_the_php_of_5();
  succeeds("24\n");
  EXPECT_EQ(site->sql("SHOW TABLES LIKE '%ixp'"), "");
  EXPECT_EQ(site->sql("SELECT name, created_at FROM cust WHERE id = 1"),
            "an exchange\t2019-01-01 00:00:00\n");
}

// No migration of 7.0 makes the trigger anew that got lost, and tools/sql is gone.
TEST_F(IxpHop, LeadsFromTheLastReleaseOfSixToSeven) {
  begin(ixp_6_to_7());
  site->sql("DROP TRIGGER bgp_sessions_update");
  site->back_up();
  succeeds("34\n");
  EXPECT_EQ(site->sql("SELECT count(*) FROM irrdb_update_logs"), "0\n");
}

// Nobody told of that release: its files tell what it brings, once they are there.
TEST_F(IxpHop, LeadsToAReleaseThatTheCatalogueDoesNotKnow) {
  static const IxpKind later = [] {
    IxpKind kind = ixp_6_to_7();
    kind.to = "7.0.9";
    kind.after["version.php"] = "<?php\ndefine('APPLICATION_VERSION', '7.0.9');\n";
    kind.after["database/migrations/2026_01_01_000000_tea.php"] =
        "<?php\n/*\nCREATE TABLE tea (id int PRIMARY KEY)\n*/\n";
    return kind;
  }();
  begin(later);
  const Typed ready = site->type("ready", {"--format", "json"});
  EXPECT_EQ(ready.exit, 0) << ready.out << ready.err;
  const Texts warned = keys_with(ready, "warn");
  for (const char* key :
       {"checked/migration.listed@database", "migrated/migration.pending_are@database"})
    EXPECT_EQ(std::count(warned.begin(), warned.end(), key), 1) << key << ready.out;
  EXPECT_NE(ready.out.find("Tell of this release in a file of releases/ (states/README.md)"),
            std::string::npos)
      << ready.out;
  succeeds("35\n");
  EXPECT_EQ(site->sql("SHOW TABLES LIKE 'tea'"), "tea\n");
}

}  // namespace
}  // namespace interlock
