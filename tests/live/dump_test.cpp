// Backups as the servers' own programs write them.
#include <filesystem>
#include <fstream>

#include "engine/endpoints/openers.h"
#include "engine/error.h"
#include "engine/subprocess.h"
#include "tests/live/servers.h"
#include "tests/live/throwaway.h"

namespace interlock::live {
namespace {

namespace fs = std::filesystem;

struct Dump : testing::Test {
  Dump() {
    std::string name = fs::temp_directory_path() / "interlock-XXXXXX";
    root = ::mkdtemp(name.data());
  }
  ~Dump() override { fs::remove_all(root); }

  void write(const std::vector<std::string>& argv, const std::string& file = "db") const {
    const Ended ended =
        run({.argv = argv, .output = root / file, .deadline = std::chrono::minutes(2)});
    ASSERT_TRUE(ended.ok()) << ended.why << ended.err;
  }
  void pg_dump(const Address& at, std::vector<std::string> options) const {
    options.insert(options.begin(), {"pg_dump", "-h", at.host, "-p", at.port, "-U", at.user});
    options.push_back(at.name);
    write(options);
  }
  void mariadb_dump(const Address& at, std::vector<std::string> options) const {
    options.insert(options.begin(),
                   {"mariadb-dump", "--no-defaults", "-h", at.host, "-P", at.port, "-u", at.user});
    options.push_back(at.name);
    write(options);
  }
  void halve() const { fs::resize_file(root / "db", fs::file_size(root / "db") / 2); }
  Table ask(const std::string& words) const { return open_files(root, Progress())->ask({words}); }

  fs::path root;
};

// What tempts a reader: quotes, statements in data, bodies of functions, odd names.
const std::vector<std::string> tempting_postgres = {
    "CREATE TABLE t (a integer, b text DEFAULT 'CREATE TABLE no1 (x int);')",
    "INSERT INTO t SELECT i, E'\\\\.\\nCREATE TABLE public.no2 (x);\\n-- PostgreSQL database dump "
    "complete' FROM generate_series(1, 500) i",
    "CREATE SCHEMA \"Odd;Schema\"",
    "CREATE TABLE \"Odd;Schema\".\"Odd \"\"Table\" (a integer)",
    "CREATE TABLE empty (a integer)",
    "CREATE FUNCTION f() RETURNS integer LANGUAGE plpgsql AS $$BEGIN\nCREATE TABLE no3 (x int);\n"
    "RETURN 1; END$$",
    "CREATE VIEW v AS SELECT a FROM t"};
const std::string postgres_tables =
    "name | rows \n Odd;Schema.Odd \"Table | 0 \n public.empty | 0 \n public.t | 500";

const std::vector<std::string> tempting_mysql = {
    "CREATE TABLE t (a integer, b text COMMENT 'it''s; CREATE TABLE no1')",
    "INSERT INTO t SELECT seq, 'a\\'b\\\\\\n-- Dump completed\\nCREATE TABLE `no2` (x);' FROM "
    "seq_1_to_500",
    "CREATE TABLE `odd``;table` (a integer)", "CREATE VIEW v AS SELECT a FROM t",
    "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW BEGIN INSERT INTO `odd``;table` VALUES (1);"
    " INSERT INTO `odd``;table` VALUES ('*/'); END"};
const std::string mysql_tables = "name | rows \n odd`;table | 0 \n t | 500";

struct PlainDump : Dump, testing::WithParamInterface<std::vector<std::string>> {};
struct PlainMysqlDump : PlainDump {};

TEST_P(PlainDump, OfPostgresIsReadWhole) {
  INTERLOCK_NEEDS(postgres());
  const Throwaway shop(postgres(), tempting_postgres);
  ASSERT_NO_FATAL_FAILURE(pg_dump(shop.address(), GetParam()));
  const Table answer = ask("dump db");
  EXPECT_EQ(answer.at(0, "problem"), std::nullopt);
  EXPECT_EQ(answer.text(0, "format"), "plain");
  EXPECT_TRUE(answer.text(0, "tool").starts_with("pg_dump "));
  EXPECT_TRUE(answer.at(0, "server"));
  EXPECT_EQ(ask("dump_tables db"), table_of(postgres_tables));
  halve();
  EXPECT_EQ(ask("dump db").text(0, "complete"), "0");
}
INSTANTIATE_TEST_SUITE_P(Options, PlainDump,
                         testing::Values(std::vector<std::string>{}, std::vector<std::string>{"-v"},
                                         std::vector<std::string>{"--inserts"},
                                         std::vector<std::string>{"--rows-per-insert=7"},
                                         std::vector<std::string>{"--column-inserts", "-c", "-C"}),
                         [](const auto& each) { return "Set" + std::to_string(each.index); });

TEST_F(Dump, OfPostgresTellsItsTimesIfItIsVerbose) {
  INTERLOCK_NEEDS(postgres());
  const Throwaway shop(postgres(), tempting_postgres);
  const auto before = std::time(nullptr);
  ASSERT_NO_FATAL_FAILURE(pg_dump(shop.address(), {"-v"}));
  const Table answer = ask("dump db");
  EXPECT_EQ(answer.text(0, "zoned"), "1");
  EXPECT_GE(answer.integer(0, "started"), before);
  EXPECT_GE(answer.integer(0, "ended"), answer.integer(0, "started"));
}

TEST_F(Dump, OfAllPostgresIsReadWhole) {
  INTERLOCK_NEEDS(postgres());
  const Address at = postgres();
  // Without the databases of other tests, which come and go while this one reads.
  ASSERT_NO_FATAL_FAILURE(write({"pg_dumpall", "-h", at.host, "-p", at.port, "-U", at.user,
                                 "--schema-only", "--exclude-database=*_*"}));
  EXPECT_EQ(ask("dump db").at(0, "problem"), std::nullopt);
}

TEST_F(Dump, OfPostgresInCustomFormatIsReadByPgRestore) {
  INTERLOCK_NEEDS(postgres());
  const Throwaway shop(postgres(), tempting_postgres);
  ASSERT_NO_FATAL_FAILURE(pg_dump(shop.address(), {"-Fc"}));
  const Table answer = ask("dump db");
  EXPECT_EQ(answer.at(0, "problem"), std::nullopt);
  EXPECT_EQ(answer.text(0, "format"), "custom");
  EXPECT_EQ(answer.text(0, "complete"), "1");
  EXPECT_EQ(answer.text(0, "zoned"), "1");
  EXPECT_TRUE(answer.text(0, "tool").starts_with("pg_dump "));
  EXPECT_NEAR(static_cast<double>(answer.integer(0, "started")),
              static_cast<double>(std::time(nullptr)), 60);
  EXPECT_EQ(ask("dump_tables db"), table_of(postgres_tables));
  halve();
  EXPECT_EQ(ask("dump db").text(0, "complete"), "0");
}

TEST_P(PlainMysqlDump, IsReadWhole) {
  INTERLOCK_NEEDS(mysql());
  const Throwaway shop(mysql(), tempting_mysql);
  ASSERT_NO_FATAL_FAILURE(mariadb_dump(shop.address(), GetParam()));
  const Table answer = ask("dump db");
  EXPECT_EQ(answer.at(0, "problem"), std::nullopt);
  EXPECT_EQ(answer.text(0, "format"), "plain");
  EXPECT_TRUE(answer.text(0, "tool").starts_with("MariaDB dump "));
  EXPECT_EQ(answer.text(0, "zoned"), "0");
  EXPECT_EQ(ask("dump_tables db"), table_of(mysql_tables));
  halve();
  EXPECT_EQ(ask("dump db").text(0, "complete"), "0");
}
INSTANTIATE_TEST_SUITE_P(
    Options, PlainMysqlDump,
    testing::Values(std::vector<std::string>{}, std::vector<std::string>{"--triggers"},
                    std::vector<std::string>{"--skip-extended-insert"},
                    std::vector<std::string>{"--complete-insert", "--hex-blob"},
                    std::vector<std::string>{"--replace", "--skip-quick"}),
    [](const auto& each) { return "Set" + std::to_string(each.index); });

TEST_F(Dump, OfMysqlThatFailedIsIncomplete) {
  INTERLOCK_NEEDS(mysql());
  const Throwaway shop(mysql(), {"CREATE TABLE a (x int)", "CREATE TABLE z (x int)",
                                 "CREATE VIEW b AS SELECT x FROM a", "DROP TABLE a"});
  const Address& at = shop.address();
  EXPECT_FALSE(run({.argv = {"mariadb-dump", "--no-defaults", "-h", at.host, "-P", at.port, "-u",
                             at.user, at.name},
                    .output = root / "db"})
                   .ok());
  EXPECT_EQ(ask("dump db").text(0, "complete"), "0");
}

TEST_F(Dump, OfMysqlWithoutCommentsHasNoClosingMark) {
  INTERLOCK_NEEDS(mysql());
  const Throwaway shop(mysql(), tempting_mysql);
  ASSERT_NO_FATAL_FAILURE(mariadb_dump(shop.address(), {"--skip-comments"}));
  const Table answer = ask("dump db");
  EXPECT_EQ(answer.text(0, "complete"), "0");
  EXPECT_EQ(answer.text(0, "problem"), "no closing line");
}

}  // namespace
}  // namespace interlock::live
