// Readiness of IXP Manager: on a small database of our own, and on the application's
// own test database, which is read from where it lies.
#include "tests/whole/ixp.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "engine/jcs.h"
#include "engine/values.h"

namespace interlock {
namespace {

constexpr const char* dump = INTERLOCK_SHARED "/facts/data/ixp/v6.4.2-ci-db.sql";

enum class Database { small, of_the_application };

struct IxpReadiness : testing::TestWithParam<Database> {
  std::unique_ptr<Ixp> ixp;

  void SetUp() override {
    if (server("INTERLOCK_MY_PORT").empty()) GTEST_SKIP() << "no MariaDB is named: see ./dev test";
    const bool small = GetParam() == Database::small;
    if (!small && !std::filesystem::exists(dump))
      GTEST_SKIP() << "INTERLOCK_SHARED has no facts/data/ixp";
    ixp = std::make_unique<Ixp>();
    if (small) ixp->desk.write("small.sql", small_ixp_sql());
    ixp->load(small ? ixp->desk.path("small.sql") : dump);
  }

  static std::vector<std::string> pending(const Typed& typed) {
    return texts_in(json(typed.out)["forecast"]["pending_migrations"]);
  }
  static Value check_in(const Typed& typed, std::string_view id) {
    const Value report = json(typed.out);
    for (const Value& check : report["checks"].list())
      if (check["check"].text() == id) return check;
    return {};
  }
  int tables() const {
    return std::stoi(ixp->root_sql("SELECT count(*) FROM information_schema.TABLES"
                                   " WHERE TABLE_SCHEMA = '" +
                                   ixp->name + "'")
                         .out);
  }
};
INSTANTIATE_TEST_SUITE_P(On, IxpReadiness,
                         testing::Values(Database::small, Database::of_the_application),
                         [](const auto& test) {
                           return test.param == Database::small ? "ASmallDatabase"
                                                                : "ItsOwnDatabase";
                         });

const std::string the_pending_one = "2024_05_29_102028_reset-views";

TEST_P(IxpReadiness, FailsForTheBackupAlone) {
  const Typed typed = ixp->ready();
  EXPECT_EQ(typed.exit, 1) << typed.out << typed.err;
  EXPECT_EQ(checks_with(typed, "fail"), (Texts{"backup.fresh", "backup.complete"}));
  EXPECT_EQ(checks_with(typed, "warn"),
            (Texts{"server.auditor_readonly", "schema.views_current", "schema.triggers_present"}));
  EXPECT_EQ(checks_with(typed, "unknown"), Texts{});
  EXPECT_EQ(pending(typed), Texts{the_pending_one});
  EXPECT_EQ(check_in(typed, "migration.pending_are")["said"].text(),
            "1 was pending: " + the_pending_one + ".");  // by the list of releases
}

TEST_P(IxpReadiness, IsThereWithARealDump) {
  ixp->back_up();
  const Typed typed = ixp->ready();
  EXPECT_EQ(typed.exit, 0) << typed.out << typed.err;
}

TEST_P(IxpReadiness, IsToldFromTheFilesOfTheNewRelease) {
  ixp->back_up();
  ixp->folder("6.4.2");
  const Typed typed = ixp->ready({"--set", "installed=6.4.0"});
  EXPECT_EQ(typed.exit, 0) << typed.out << typed.err;
  EXPECT_EQ(pending(typed), Texts{the_pending_one});
  EXPECT_EQ(check_in(typed, "migration.pending_are")["said"].text(),
            "1 was pending: " + the_pending_one + " (by its own files).");
}

TEST_P(IxpReadiness, IsUnknownToAnAccountThatMayNotSee) {
  ixp->back_up();
  ixp->root_sql("CREATE USER " + ixp->name + "_watch@'%' IDENTIFIED BY 'watch-password'");
  ixp->root_sql("GRANT SELECT ON " + ixp->name + ".* TO " + ixp->name + "_watch@'%'");
  ixp->desk.env["INTERLOCK_SECRET_USER"] = "watch-password";
  const Typed typed = ixp->ready({"--user", ixp->name + "_watch"});
  EXPECT_EQ(typed.exit, 3) << typed.out << typed.err;
  EXPECT_EQ(checks_with(typed, "unknown"), Texts{"server.auditor_sees_all"});
  const auto grants = [&](std::string_view id) {
    return canonical(check_in(typed, id)["remedy"]["commands"]);
  };
  EXPECT_NE(grants("server.auditor_sees_all").find("GRANT PROCESS ON *.* TO"), std::string::npos);
  // This only advises: it warns that it could not see.
  const Texts warned = checks_with(typed, "warn");
  const char* id = "schema.views_current";
  EXPECT_NE(std::find(warned.begin(), warned.end(), id), warned.end());
  EXPECT_NE(check_in(typed, id)["said"].text().find("could not see"), std::string::npos)
      << check_in(typed, id)["said"].text();
  EXPECT_NE(grants(id).find("GRANT SELECT, SHOW VIEW"), std::string::npos) << grants(id);
}

TEST_P(IxpReadiness, IsLackingWhatTheDoctorNames) {
  ixp->root_sql("CREATE USER " + ixp->name + "_watch@'%' IDENTIFIED BY 'watch-password'");
  ixp->root_sql("GRANT SELECT ON " + ixp->name + ".* TO " + ixp->name + "_watch@'%'");
  ixp->desk.env["INTERLOCK_SECRET_USER"] = "watch-password";
  const std::vector<std::string> as_watcher = {"--user", ixp->name + "_watch"};
  const Typed blind = ixp->typed("doctor", as_watcher);
  EXPECT_EQ(blind.exit, 3) << blind.out << blind.err;
  EXPECT_NE(blind.out.find("activity.no_long_transactions"), std::string::npos) << blind.out;

  // What it says is pasted, and nothing is missing any more.
  std::istringstream lines(blind.out);
  int grants = 0;
  for (std::string line; std::getline(lines, line);)
    if (const auto at = line.find("GRANT "); at != std::string::npos && at < 20) {
      EXPECT_EQ(ixp->root_sql(line.substr(at)).exit, 0) << line;
      ++grants;
    }
  EXPECT_GE(grants, 2) << blind.out;
  const Typed seeing = ixp->typed("doctor", as_watcher);
  EXPECT_EQ(seeing.out.find("GRANT PROCESS"), std::string::npos) << seeing.out << seeing.err;
  EXPECT_EQ(seeing.out.find("activity.no_long_transactions"), std::string::npos) << seeing.out;
}

// F10, F25: the dump goes through the tables by name: it stops at the view, and the pipe behind
// it does not say so.
TEST_P(IxpReadiness, NamesTheBrokenViewAndTheDumpThatStoppedThere) {
  ixp->root_sql("ALTER TABLE " + ixp->name + ".cust RENAME COLUMN status TO standing");
  ixp->desk.write("dump.sh", "MYSQL_PWD=" + ixp->password +
                                 " mariadb-dump --no-defaults -h127.0.0.1 -P" +
                                 server("INTERLOCK_MY_PORT") + " -u" + ixp->name + " " + ixp->name +
                                 " | bzip2 -9 >backups/db.sql.bz2\n");
  const Typed piped = ixp->desk.program({"sh", "dump.sh"});
  EXPECT_EQ(piped.exit, 0);
  EXPECT_NE(piped.err.find("1356"), std::string::npos) << piped.err;

  const Typed typed = ixp->ready();
  EXPECT_EQ(typed.exit, 1) << typed.out << typed.err;
  EXPECT_EQ(checks_with(typed, "fail"),
            (Texts{"integrity.no_invalid_objects", "schema.views_usable", "backup.complete"}));
  for (const char* id : {"schema.views_usable", "integrity.no_invalid_objects"}) {
    const Value check = check_in(typed, id);
    EXPECT_NE(check["said"].text().find("view_cust_current_active"), std::string::npos) << id;
    EXPECT_EQ(check["remedy"]["text"].text(),
              "Make them anew: php " + ixp->desk.path("ixp") + "/artisan update:reset-mysql-views");
  }
}

TEST_P(IxpReadiness, FindsTheDumpThatLacksTheLastTables) {
  ixp->root_sql("ALTER TABLE " + ixp->name + ".cust RENAME COLUMN status TO standing");
  const int all = tables();
  const Typed dumped = ixp->desk.program({"mariadb-dump", "--no-defaults", "-h127.0.0.1",
                                          "-P" + server("INTERLOCK_MY_PORT"),
                                          "-u" + server("INTERLOCK_MY_USER"), ixp->name});
  EXPECT_EQ(dumped.exit, 2);
  EXPECT_EQ(dumped.out.find("-- Dump completed"), std::string::npos);
  int dumped_tables = 0;
  for (auto at = dumped.out.find("CREATE TABLE"); at != std::string::npos;
       at = dumped.out.find("CREATE TABLE", at + 1))
    ++dumped_tables;
  EXPECT_EQ(GetParam() == Database::small ? 1 : 3, all - 3 - dumped_tables);
}

TEST_P(IxpReadiness, FailsWhereARestoreWouldStopHalfWay) {
  ixp->back_up();
  ixp->root_sql("REVOKE SET USER ON *.* FROM " + ixp->name + "@'%'");
  const Typed typed = ixp->ready();
  EXPECT_EQ(typed.exit, 1) << typed.out << typed.err;
  EXPECT_EQ(checks_with(typed, "fail"), Texts{"server.may_recreate"});
  EXPECT_NE(typed.out.find("GRANT SET USER ON *.* TO"), std::string::npos);

  const int before = tables();
  ASSERT_EQ(ixp->desk.program({"bzip2", "-dkf", ixp->desk.path("backups/db.sql.bz2")}).exit, 0);
  ASSERT_EQ(
      ixp->client({"-e", "DROP DATABASE " + ixp->name + "; CREATE DATABASE " + ixp->name}).exit, 0);
  const Typed restored = ixp->client({ixp->name}, ixp->desk.path("backups/db.sql"));
  EXPECT_EQ(restored.exit, 1);
  EXPECT_NE(restored.err.find("ERROR 1227"), std::string::npos) << restored.err;
  EXPECT_LT(tables(), before);
}

TEST_P(IxpReadiness, TellsNoPassword) {
  ixp->ready();
  const Typed found = ixp->desk.program({"grep", "-rl", ixp->password, ixp->desk.path("state")});
  EXPECT_EQ(found.out, "");
  EXPECT_EQ(ixp->ready().out.find(ixp->password), std::string::npos);
}

struct SmallIxp : testing::Test {
  std::unique_ptr<Ixp> ixp;

  void SetUp() override {
    if (server("INTERLOCK_MY_PORT").empty()) GTEST_SKIP() << "no MariaDB is named: see ./dev test";
    ixp = small_ixp();
    ixp->back_up();
  }
};

// The guide reads .env with the shell, which makes another password of this one.
TEST_F(SmallIxp, IsReadyWithAPasswordThatAShellWouldMisread) {
  ixp->root_sql("ALTER USER " + ixp->name + "@'%' IDENTIFIED BY 'tb5-$HOME$$-`true`'");
  ixp->environment("tb5-$HOME$$-`true`");
  const Typed shell = ixp->desk.program({"sh", "-c",
                                         ". ixp/.env; mariadb --no-defaults -h127.0.0.1 -P" +
                                             server("INTERLOCK_MY_PORT") +
                                             " -u$DB_USERNAME -p$DB_PASSWORD -e 'SELECT 1'"});
  EXPECT_NE(shell.err.find("Access denied"), std::string::npos) << shell.err;
  const Typed typed = ixp->ready();
  EXPECT_EQ(typed.exit, 0) << typed.out << typed.err;
}

// F13: tables that were never made, or went to another database.
TEST_F(SmallIxp, IsNotReadyWithAnEmptyDatabase) {
  ixp->root_sql("DROP DATABASE " + ixp->name + "; CREATE DATABASE " + ixp->name);
  const Typed typed = ixp->ready();
  EXPECT_EQ(typed.exit, 1) << typed.out << typed.err;
  EXPECT_EQ(checks_with(typed, "fail"),
            (Texts{"migration.listed", "schema.views_usable", "migration.pending_are"}))
      << typed.out;
}

}  // namespace
}  // namespace interlock
