// Which migrations are recorded, on all three systems.
#include <gtest/gtest.h>

#include "tests/live/servers.h"
#include "tests/live/site.h"
#include "tests/live/throwaway.h"

namespace interlock::live {
namespace {

const std::vector<std::string> two_of_laravel = {
    "CREATE TABLE migrations (id int PRIMARY KEY, migration varchar(255) NOT NULL, batch int)",
    "INSERT INTO migrations VALUES (1, '2024_b', 1), (2, '2023_a', 2)"};

const Catalogue shop = {
    "Shop",
    {{"1.0", {"2023_a", "2024_b"}, {}, {}}, {"1.1", {"2023_a", "2024_b", "2025_c"}, {}, {}}},
    {{"2025_c", {"it drops rows", {"prices", "orders.note"}}}}};

const Arguments laravel_10 = {{"framework", "laravel"}, {"release", "1.0"}};
const Arguments laravel_11 = {{"framework", "laravel"}, {"release", "1.1"}};

// What must be said of the two rows, whoever keeps them.
void expect_two_of_three(const Address& database) {
  Site site(database);
  site.catalogue = shop;
  EXPECT_EQ(site.verdict("migration.none_pending", laravel_10).sentence,
            "2 of 2 migrations of 1.0 were recorded.");
  EXPECT_EQ(site.verdict("migration.none_pending", laravel_11).sentence,
            "1 of 3 was pending: 2025_c.");
  EXPECT_EQ(site.verdict("migration.pending_are", laravel_11).sentence,
            "1 was pending: 2025_c; dangerous: 2025_c (it drops rows).");
  EXPECT_EQ(site.verdict("migration.listed", laravel_10).outcome, Outcome::pass);
  const auto then = site.replies("migration.same_as", {{"framework", "laravel"}});
  EXPECT_EQ(site.since("migration.same_as", {{"framework", "laravel"}}, {}, then).outcome,
            Outcome::pass);
}

void expect_no_table(const Address& database) {
  Site site(database);
  site.catalogue = shop;
  const Verdict verdict = site.verdict("migration.none_pending", laravel_10);
  EXPECT_EQ(verdict.outcome, Outcome::fail);
  EXPECT_EQ(verdict.sentence, "There was no table of migrations.");
}

Address sqlite_in(const Site& site, const std::vector<std::string>& statements) {
  std::string text;
  for (const std::string& statement : statements) text += statement + ";\n";
  site.run({"sqlite3", "-bail", "shop.db", text.empty() ? "VACUUM;" : text});
  return {.system = System::sqlite, .name = site.path("shop.db")};
}

TEST(Migration, IsReadFromSqlite) {
  Site home;
  expect_two_of_three(sqlite_in(home, two_of_laravel));
}
TEST(Migration, IsReadFromPostgres) {
  INTERLOCK_NEEDS(postgres());
  const Throwaway database(postgres(), two_of_laravel);
  expect_two_of_three(database.address());
}
TEST(Migration, IsReadFromMysql) {
  INTERLOCK_NEEDS(mysql());
  const Throwaway database(mysql(), two_of_laravel);
  expect_two_of_three(database.address());
}

TEST(Migration, HasNoTableInAnEmptySqlite) {
  Site home;
  expect_no_table(sqlite_in(home, {}));
}
TEST(Migration, HasNoTableInAnEmptyPostgres) {
  INTERLOCK_NEEDS(postgres());
  const Throwaway database(postgres());
  expect_no_table(database.address());
}
TEST(Migration, HasNoTableInAnEmptyMysql) {
  INTERLOCK_NEEDS(mysql());
  const Throwaway database(mysql());
  expect_no_table(database.address());
}

TEST(Migration, InASchemaOutOfSightIsUnknown) {
  INTERLOCK_NEEDS(postgres());
  const Throwaway database(postgres(),
                           {"CREATE SCHEMA app", "CREATE TABLE app.migrations (migration text)"});
  Site site(database.address());
  site.catalogue = shop;
  const Verdict verdict = site.verdict("migration.none_pending", laravel_10);
  EXPECT_EQ(verdict.outcome, Outcome::unknown);
  EXPECT_EQ(verdict.sentence,
            "The table of migrations lay in schema app, where this account does not look.");
}

TEST(Migration, IsUnknownToABlindAccountOfMysql) {
  INTERLOCK_NEEDS(mysql());
  const Throwaway database(mysql(), {"CREATE TABLE other (id int)"});
  const std::string account = "'b" + database.address().name.substr(10) + "'@'%'";
  write_to(mysql(), {"CREATE USER " + account + " IDENTIFIED BY 'x'",
                     "GRANT SELECT ON " + database.address().name + ".other TO " + account});
  Address blind = database.address();
  blind.user = account.substr(1, account.find('\'', 1) - 1);
  blind.password = Secret("x");
  Site site(blind);
  site.catalogue = shop;
  EXPECT_EQ(site.verdict("migration.none_pending", laravel_10).outcome, Outcome::unknown);
  EXPECT_EQ(site.verdict("migration.same_as", {{"framework", "laravel"}}).outcome,
            Outcome::unknown);
  const Verdict room =
      site.verdict("files.free_space", {{"folder", "."}, {"room_for", "database"}});
  EXPECT_EQ(room.outcome, Outcome::unknown);
  EXPECT_EQ(room.objects, std::vector<std::string>{"SELECT"});
  write_to(mysql(), {"DROP USER " + account});
}

TEST(Migration, IsComparedWithTheFilesOfTheInstalledRelease) {
  Site home;
  const Address database = sqlite_in(home, two_of_laravel);
  Site site(database);
  site.write("version.php", "<?php define('APPLICATION_VERSION', '1.1');");
  for (const char* name : {"2023_a.php", "2024_b.php", "2025_d.php"})
    site.write(std::string("database/migrations/") + name, "<?php");
  site.catalogue = shop;
  EXPECT_EQ(site.verdict("migration.none_pending", laravel_11).sentence,
            "1 of 3 was pending: 2025_d (by its own files).");
  EXPECT_EQ(site.verdict("migration.pending_are", laravel_11).sentence,
            "The list of 1.1 has what the files lack: 2025_c.");
}

TEST(Migration, IsComparedWithTheFilesOfAFolder) {
  Site home;
  Site site(sqlite_in(home, two_of_laravel));
  site.write("releases/1.1/m/2023_a.sql", "");
  site.write("releases/1.1/m/2024_b.sql", "");
  Arguments given = laravel_11;
  given["migrations"] = "releases/1.1/m";
  EXPECT_EQ(site.verdict("migration.none_pending", given).sentence,
            "2 of 2 migrations of 1.1 were recorded (by the files in releases/1.1/m).");
  given["migrations"] = "releases/none";
  EXPECT_EQ(site.verdict("migration.none_pending", given).outcome, Outcome::unknown);
}

void expect_half(const Address& server) {
  const Throwaway whole(server, two_of_laravel);
  Site site(whole.address());
  site.catalogue = shop;
  EXPECT_EQ(site.verdict("migration.not_half_applied", laravel_11).outcome, Outcome::pass);
  write_to(whole.address(), {"CREATE TABLE orders (id int, note int)"});
  EXPECT_EQ(site.verdict("migration.not_half_applied", laravel_11).sentence,
            "2025_c was not recorded, but orders.note was there.");
  EXPECT_EQ(site.verdict("migration.not_half_applied", laravel_10).outcome,
            Outcome::not_applicable);
}
TEST(Migration, HalfAppliedIsSeenInPostgres) {
  INTERLOCK_NEEDS(postgres());
  expect_half(postgres());
}
TEST(Migration, HalfAppliedIsSeenInMysql) {
  INTERLOCK_NEEDS(mysql());
  expect_half(mysql());
}

struct ParsecRows : testing::Test {
  void SetUp() override { INTERLOCK_NEEDS(postgres()); }
  // The verdict on a table of migrations with these rows.
  Verdict sound(const std::string& rows) {
    const Throwaway database(postgres(),
                             {"CREATE TABLE migration (_id integer PRIMARY KEY, name text,"
                              " applied timestamptz NOT NULL)",
                              "INSERT INTO migration VALUES " + rows});
    Site site(database.address());
    site.catalogue = {"Parsec server", {{"3.1.0", {"0001_initial", "0002_tos"}, {}, {}}}, {}};
    return site.verdict("migration.parsec_sound", {{"release", "3.1.0"}});
  }
};

TEST_F(ParsecRows, AreSoundIfTheyAreTheFirstOnes) {
  const Verdict verdict = sound("(1, 'initial', '2024-01-01')");
  EXPECT_EQ(verdict.outcome, Outcome::pass) << verdict.sentence;
}
TEST_F(ParsecRows, OfAnotherProductAreNamed) {
  EXPECT_EQ(sound("(1, 'initial', '2024-01-01'), (2, 'human_handle', '2024-01-02')").sentence,
            "0002_human_handle was recorded where the list of 3.1.0 has 0002_tos.");
}
TEST_F(ParsecRows, WithAHoleAreNotSound) {
  EXPECT_EQ(sound("(2, 'tos', '2024-01-02')").outcome, Outcome::fail);
}
TEST_F(ParsecRows, WhoseNewestIsNotTheLastAreNotSound) {
  EXPECT_EQ(sound("(1, 'initial', '2024-01-03'), (2, 'tos', '2024-01-02')").sentence,
            "0001_initial was the newest by time, not 0002_tos.");
}

}  // namespace
}  // namespace interlock::live
