// Backups that the real programs made, whole and broken.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/time.h"
#include "tests/live/servers.h"
#include "tests/live/site.h"
#include "tests/live/throwaway.h"

using namespace std::chrono_literals;

namespace interlock::live {
namespace {

const std::vector<std::string> shop = {
    "CREATE TABLE customers (id int PRIMARY KEY, name varchar(40))",
    "CREATE TABLE orders (id int PRIMARY KEY, note varchar(40))",
    "CREATE TABLE prices (id int PRIMARY KEY, note varchar(40))",
    "INSERT INTO customers VALUES (1, 'a'), (2, 'b')"};

std::string text_of(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

void cut(const std::string& path, std::uintmax_t bytes) {
  std::filesystem::resize_file(path, std::filesystem::file_size(path) - bytes);
}

struct Backup : testing::Test {
  Verdict complete(Site& site, const std::string& dump) {
    return site.verdict("backup.complete", {{"dump", dump}});
  }
};

struct SqliteBackup : Backup {
  Site home;
  Site site{{.system = System::sqlite, .name = home.path("shop.db")}};
  void SetUp() override {
    std::string text;
    for (const std::string& statement : shop) text += statement + ";\n";
    home.run({"sqlite3", "-bail", "shop.db", text});
    home.run({"sqlite3", "shop.db", ".dump"}, "dump.sql");
    site.write("1.sql", text_of(home.path("dump.sql")));
  }
};

TEST_F(SqliteBackup, IsWhole) {
  const Verdict verdict = complete(site, "1.sql");
  EXPECT_EQ(verdict.outcome, Outcome::pass) << verdict.sentence;
  EXPECT_EQ(verdict.sentence, "The dump was whole, with 3 tables of 3 tables.");
}
TEST_F(SqliteBackup, IsFoundInAFolder) {
  site.write("backups/note.txt", "x");
  site.write("backups/1.sql", text_of(site.path("1.sql")));
  EXPECT_EQ(complete(site, "backups").outcome, Outcome::pass);
  EXPECT_EQ(site.verdict("backup.fresh", {{"dump", "backups"}}).outcome, Outcome::pass);
}
TEST_F(SqliteBackup, WithoutItsLastLineBrokeOff) {
  cut(site.path("1.sql"), 8);  // "COMMIT;" and the line feed
  EXPECT_EQ(complete(site, "1.sql").outcome, Outcome::fail);
}
TEST_F(SqliteBackup, WithoutATableIsNotWhole) {
  home.run({"sqlite3", "shop.db", "CREATE TABLE later (id int);"});
  const Verdict verdict = complete(site, "1.sql");
  EXPECT_EQ(verdict.outcome, Outcome::fail);
  EXPECT_EQ(verdict.sentence, "The dump was whole, but 1 of 4 tables missing: later.");
}
TEST_F(SqliteBackup, IsOlderThanWhatCameAfterIt) {
  EXPECT_EQ(site.since("backup.after_quiesce", {{"dump", "1.sql"}}, now() - 1h).outcome,
            Outcome::pass);
  EXPECT_EQ(site.since("backup.after_quiesce", {{"dump", "1.sql"}}, now() + 1h).outcome,
            Outcome::fail);
}
TEST_F(SqliteBackup, IsAnotherOneOnceItWasWrittenAgain) {
  const Arguments given = {{"dump", "1.sql"}};
  const auto then = site.replies("backup.unchanged", given);
  EXPECT_EQ(site.since("backup.unchanged", given, now(), then).outcome, Outcome::pass);
  site.write("1.sql", "COMMIT;\n");
  EXPECT_EQ(site.since("backup.unchanged", given, now(), then).outcome, Outcome::fail);
}
TEST_F(SqliteBackup, ThatIsMissingFails) {
  EXPECT_EQ(complete(site, "none.sql").sentence, "There was no dump in none.sql.");
  EXPECT_EQ(site.verdict("backup.fresh", {{"dump", "none.sql"}}).outcome, Outcome::fail);
}

struct MysqlBackup : Backup {
  void SetUp() override { INTERLOCK_NEEDS(mysql()); }
  void dump(const Site& site, const Address& at, std::vector<std::string> more = {}) {
    std::vector<std::string> argv = {"mariadb-dump", "-h", at.host, "-P", at.port, "-u", at.user};
    argv.insert(argv.end(), more.begin(), more.end());
    argv.push_back(at.name);
    site.run(argv, "1.sql");
    site.run({"bzip2", "1.sql"});
  }
};

TEST_F(MysqlBackup, IsWhole) {
  const Throwaway database(mysql(), shop);
  Site site(database.address());
  const Moment before = now();
  dump(site, database.address());
  const Verdict verdict = complete(site, "1.sql.bz2");
  EXPECT_EQ(verdict.outcome, Outcome::pass) << verdict.sentence;
  const Verdict after = site.since("backup.after_quiesce", {{"dump", "1.sql.bz2"}}, before);
  EXPECT_EQ(after.outcome, Outcome::pass) << after.sentence;
}
TEST_F(MysqlBackup, CutOffBrokeOff) {
  const Throwaway database(mysql(), shop);
  Site site(database.address());
  dump(site, database.address());
  cut(site.path("1.sql.bz2"), 40);
  EXPECT_EQ(complete(site, "1.sql.bz2").outcome, Outcome::fail);
}
TEST_F(MysqlBackup, WithoutItsClosingLineBrokeOff) {
  const Throwaway database(mysql(), shop);
  Site site(database.address());
  dump(site, database.address(), {"--ignore-table=" + database.address().name + ".prices"});
  site.run({"bzip2", "-d", "1.sql.bz2"});
  const std::string text = text_of(site.path("1.sql"));
  site.write("1.sql", text.substr(0, text.find("-- Dump completed")));
  const Verdict verdict = complete(site, "1.sql");
  EXPECT_EQ(verdict.outcome, Outcome::fail);
  EXPECT_EQ(verdict.sentence,
            "The dump broke off: no closing line, 1 of 3 tables missing: prices.");
}
TEST_F(MysqlBackup, WithoutATableIsNotWhole) {
  const Throwaway database(mysql(), shop);
  Site site(database.address());
  dump(site, database.address(), {"--ignore-table=" + database.address().name + ".orders"});
  EXPECT_EQ(complete(site, "1.sql.bz2").sentence,
            "The dump was whole, but 1 of 3 tables missing: orders.");
}

struct PostgresBackup : Backup {
  void SetUp() override { INTERLOCK_NEEDS(postgres()); }
  void dump(const Site& site, const Address& at, std::vector<std::string> more) {
    std::vector<std::string> argv = {"pg_dump", "-h", at.host, "-p", at.port, "-U", at.user};
    argv.insert(argv.end(), more.begin(), more.end());
    argv.push_back(at.name);
    site.run(argv, "1.dump");
  }
};

TEST_F(PostgresBackup, InItsOwnFormatIsWhole) {
  const Throwaway database(postgres(), shop);
  Site site(database.address());
  dump(site, database.address(), {"-Fc"});
  const Verdict verdict = complete(site, "1.dump");
  EXPECT_EQ(verdict.outcome, Outcome::pass) << verdict.sentence;
}
TEST_F(PostgresBackup, InItsOwnFormatCutOffBrokeOff) {
  const Throwaway database(postgres(), shop);
  Site site(database.address());
  dump(site, database.address(), {"-Fc"});
  cut(site.path("1.dump"), 1);
  EXPECT_EQ(complete(site, "1.dump").outcome, Outcome::fail);
}
TEST_F(PostgresBackup, AsTextIsWhole) {
  const Throwaway database(postgres(), shop);
  Site site(database.address());
  dump(site, database.address(), {"-Fp"});
  const Verdict verdict = complete(site, "1.dump");
  EXPECT_EQ(verdict.outcome, Outcome::pass) << verdict.sentence;
}
TEST_F(PostgresBackup, WithoutATableIsNotWhole) {
  const Throwaway database(postgres(), shop);
  Site site(database.address());
  dump(site, database.address(), {"-Fc", "-T", "orders"});
  EXPECT_EQ(complete(site, "1.dump").sentence,
            "The dump was whole, but 1 of 3 tables missing: public.orders.");
}

TEST(Copy, MatchesUntilAFileDiffers) {
  Site site;
  site.write("a/x", "1");
  site.write("a/deep/y", "2");
  site.run({"cp", "-Rp", "a", "b"});
  const Arguments given = {{"original", "a"}, {"copy", "b"}};
  EXPECT_EQ(site.verdict("backup.copy_matches", given).outcome, Outcome::pass);
  site.write("b/deep/y", "3");
  EXPECT_EQ(site.verdict("backup.copy_matches", given).sentence, "b and a differed in deep/y.");
}

TEST(Copy, HasTheSecretOnlyIfItIsTheSame) {
  Site site;
  site.write(".env", "APP_KEY=base64:canary-one\n");
  site.write("copy/.env", "APP_KEY=\"base64:canary-one\"\n");
  const Arguments given = {{"copy", site.path("copy")}, {"key", "APP_KEY"}};
  EXPECT_EQ(site.verdict("backup.has_secret", given).outcome, Outcome::pass);
  site.write("copy/.env", "APP_KEY=base64:canary-two\n");
  const Verdict verdict = site.verdict("backup.has_secret", given);
  EXPECT_EQ(verdict.outcome, Outcome::fail);
  EXPECT_EQ(verdict.sentence.find("canary"), std::string::npos);
}

}  // namespace
}  // namespace interlock::live
