// Readiness of IXP Manager on its own test database, which is read from where it lies.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "states/catalogue.h"
#include "states/shipped.h"
#include "tests/whole/typed.h"

namespace interlock {
namespace {

constexpr const char* dump = INTERLOCK_SHARED "/facts/data/ixp/v6.4.2-ci-db.sql";

std::vector<std::string> migrations_of(const std::string& version) {
  for (const Shipped& file : shipped_releases()) {
    std::vector<Problem> problems;
    const Catalogue catalogue = catalogue_of(file.text, problems);
    if (const Release* release = find_release(catalogue, version);
        release && catalogue.product == "IXP Manager")
      return release->migrations;
  }
  return {};
}

struct IxpReadiness : testing::Test {
  Desk desk;
  std::string name = "ixp_" + std::to_string(::getpid());
  std::string password = "canary-Tb5-ixp-password";

  void SetUp() override {
    if (server("INTERLOCK_MY_PORT").empty()) GTEST_SKIP() << "no MariaDB is named: see ./dev test";
    if (!std::filesystem::exists(dump)) GTEST_SKIP() << "INTERLOCK_SHARED has no facts/data/ixp";
    sql("CREATE DATABASE " + name);
    sql("CREATE USER " + name + "@'%' IDENTIFIED BY '" + password + "'");
    sql("GRANT ALL ON " + name + ".* TO " + name + "@'%'");
    sql("GRANT PROCESS, SET USER ON *.* TO " + name + "@'%'");
    const Typed loaded =
        desk.program(client({"mariadb", name, "-e", std::string("source ") + dump}));
    ASSERT_EQ(loaded.exit, 0) << loaded.err;
    folder("6.4.0");
    desk.write("backups/.keep", "");
  }
  void TearDown() override {
    if (server("INTERLOCK_MY_PORT").empty()) return;
    sql("DROP DATABASE IF EXISTS " + name);
    sql("DROP USER IF EXISTS " + name + "@'%'");
    sql("DROP USER IF EXISTS " + name + "_watch@'%'");
  }

  std::vector<std::string> client(std::vector<std::string> words) const {
    const std::vector<std::string> where{"--no-defaults", "-h127.0.0.1",
                                         "-P" + server("INTERLOCK_MY_PORT"),
                                         "-u" + server("INTERLOCK_MY_USER")};
    words.insert(words.begin() + 1, where.begin(), where.end());
    return words;
  }
  Typed sql(const std::string& statement) const {
    const Typed ran = desk.program(client({"mariadb", "-e", statement}));
    EXPECT_EQ(ran.exit, 0) << ran.err;
    return ran;
  }

  // The application's folder as that release leaves it.
  void folder(const std::string& version) {
    for (const std::string& migration : migrations_of(version))
      desk.write("ixp/database/migrations/" + migration + ".php", "<?php\n");
    desk.write("ixp/version.php", "<?php define('APPLICATION_VERSION', '" + version + "');\n");
    desk.write("ixp/storage/framework/.keep", "");
    desk.write("ixp/bootstrap/cache/.keep", "");
    desk.write("ixp/vendor/composer/installed.json", R"({"packages": []})");
    desk.write("ixp/composer.lock", R"({"packages": []})");
    desk.write("ixp/.env",
               "APP_KEY=base64:abc\nAPP_URL=http://127.0.0.1:1\nDB_HOST=127.0.0.1\n"
               "DB_DATABASE=" +
                   name + "\nDB_USERNAME=" + name + "\nDB_PASSWORD=" + password + "\n");
    desk.write("bin/php", "#!/bin/sh\necho 'PHP 8.2.36 (cli)'\n");
    std::filesystem::permissions(desk.folder / "bin/php", std::filesystem::perms(0755));
    desk.env["PATH"] = desk.path("bin") + ":" + std::getenv("PATH");
  }

  Typed ready(std::vector<std::string> more = {}) {
    std::vector<std::string> words{
        "ready",    "ixp-manager-6",
        "--root",   desk.path("ixp"),
        "--to",     "6.4.2",
        "--format", "json",
        "--set",    "backups=" + desk.path("backups"),
        "--set",    "database=mysql://127.0.0.1:" + server("INTERLOCK_MY_PORT") + "/" + name};
    words.insert(words.end(), more.begin(), more.end());
    return desk.interlock(std::move(words));
  }
  static std::vector<std::string> with(const Typed& typed, std::string_view outcome) {
    std::vector<std::string> checks;
    const Value report = json(typed.out);
    for (const Value& check : report["checks"].list())
      if (check["outcome"].text() == outcome) checks.emplace_back(check["check"].text());
    return checks;
  }
  void back_up() {
    const Typed dumped =
        desk.program(client({"mariadb-dump", "--lock-tables", "--quick", "--skip-events",
                             "--triggers", "--result-file=" + desk.path("backups/db.sql"), name}));
    ASSERT_EQ(dumped.exit, 0) << dumped.err;
    ASSERT_EQ(desk.program({"bzip2", "-9f", desk.path("backups/db.sql")}).exit, 0);
  }
};

TEST_F(IxpReadiness, FailsForTheBackupAlone) {
  const Typed typed = ready();
  EXPECT_EQ(typed.exit, 1) << typed.out << typed.err;
  EXPECT_EQ(with(typed, "fail"), (Texts{"backup.fresh", "backup.complete"}));
  EXPECT_EQ(with(typed, "warn"),
            (Texts{"server.auditor_readonly", "schema.views_current", "schema.triggers_present"}));
  EXPECT_EQ(with(typed, "unknown"), Texts{});
  EXPECT_EQ(texts_in(json(typed.out)["forecast"]["pending_migrations"]),
            Texts{"2024_05_29_102028_reset-views"});
}

TEST_F(IxpReadiness, IsThereWithARealDump) {
  back_up();
  const Typed typed = ready();
  EXPECT_EQ(typed.exit, 0) << typed.out << typed.err;
}

TEST_F(IxpReadiness, IsToldFromTheFilesOfTheNewRelease) {
  back_up();
  folder("6.4.2");
  const Typed typed = ready({"--set", "installed=6.4.0"});
  EXPECT_EQ(typed.exit, 0) << typed.out << typed.err;
  EXPECT_EQ(texts_in(json(typed.out)["forecast"]["pending_migrations"]),
            Texts{"2024_05_29_102028_reset-views"});
}

TEST_F(IxpReadiness, IsUnknownToAnAccountThatMayNotSee) {
  back_up();
  sql("CREATE USER " + name + "_watch@'%' IDENTIFIED BY 'watch-password'");
  sql("GRANT SELECT ON " + name + ".* TO " + name + "_watch@'%'");
  desk.env["INTERLOCK_SECRET_USER"] = "watch-password";
  const Typed typed = ready({"--user", name + "_watch"});
  EXPECT_EQ(typed.exit, 3) << typed.out << typed.err;
  EXPECT_EQ(with(typed, "unknown"), Texts{"server.auditor_sees_all"});
  EXPECT_NE(typed.out.find("GRANT PROCESS ON *.* TO"), std::string::npos);
}

TEST_F(IxpReadiness, TellsNoPassword) {
  ready();
  const Typed found = desk.program({"grep", "-rl", password, desk.path("state")});
  EXPECT_EQ(found.out, "");
  EXPECT_EQ(ready().out.find(password), std::string::npos);
}

}  // namespace
}  // namespace interlock
