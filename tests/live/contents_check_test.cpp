// What tables hold, as it is compared with an earlier moment.
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>

#include "tests/live/asker.h"
#include "tests/live/servers.h"
#include "tests/live/throwaway.h"

namespace interlock::live {
namespace {

struct ContentsOnPostgres : testing::Test {
  void SetUp() override {
    INTERLOCK_NEEDS(postgres());
    shop.emplace(postgres(),
                 std::vector<std::string>{
                     "CREATE TABLE \"odd \"\"name\" (t int, j json, b bytea)",
                     "INSERT INTO \"odd \"\"name\" VALUES (1, '{}', 'x'), (2, NULL, NULL)",
                     "CREATE TABLE other (id int)", "INSERT INTO other VALUES (1)"});
  }
  const Address& at() const { return shop->address(); }
  std::optional<Throwaway> shop;
};

struct ContentsOnMariadb : testing::Test {
  void SetUp() override {
    INTERLOCK_NEEDS(mysql());
    shop.emplace(mysql(), std::vector<std::string>{
                              "CREATE TABLE `odd ``name` (t int, l varchar(9) CHARACTER SET latin1,"
                              " u varchar(9) CHARACTER SET utf8mb4, b blob, f double)",
                              "INSERT INTO `odd ``name` VALUES (1, 'a', 'b', x'00ff', 0.1),"
                              " (2, NULL, '', NULL, NULL)",
                              "CREATE TABLE other (id int)", "INSERT INTO other VALUES (1)",
                              "CREATE VIEW v AS SELECT id FROM other"});
  }
  const Address& at() const { return shop->address(); }
  std::optional<Throwaway> shop;
};

// Judges what was before these statements against what is after them.
Verdict after(const Address& at, std::string_view id, const std::vector<std::string>& statements,
              const Arguments& given = {}) {
  const Asker asker{id, at, given};
  const auto before = asker.replies();
  write_to(at, statements);
  return asker.verdict(before);
}

TEST_F(ContentsOnPostgres, AreTheSameInAnotherOrder) {
  EXPECT_EQ(
      after(at(), "data.same_as",
            {"CREATE TABLE k AS SELECT * FROM \"odd \"\"name\"", "DELETE FROM \"odd \"\"name\"",
             "INSERT INTO \"odd \"\"name\" SELECT * FROM k ORDER BY t DESC"})
          .outcome,
      Outcome::pass);
}
TEST_F(ContentsOnPostgres, AreOthersAfterAnUpdate) {
  const Verdict verdict =
      after(at(), "data.same_as", {"UPDATE \"odd \"\"name\" SET b = 'y' WHERE t = 1"});
  EXPECT_EQ(verdict.outcome, Outcome::fail);
  ASSERT_EQ(verdict.differences.size(), 1u);
  EXPECT_EQ(verdict.differences[0].object, "table odd \"name");
}
TEST_F(ContentsOnPostgres, AreCounted) {
  EXPECT_EQ(after(at(), "data.rows_kept", {"UPDATE other SET id = 7"}).outcome, Outcome::pass);
  EXPECT_EQ(after(at(), "data.rows_kept", {"DELETE FROM other"}).outcome, Outcome::fail);
  EXPECT_EQ(after(at(), "data.rows_kept", {"INSERT INTO other VALUES (1)"},
                  {{"except_tables", Argument(std::vector<std::string>{"other"})}})
                .outcome,
            Outcome::pass);
  EXPECT_EQ(after(at(), "data.changes_listed", {"INSERT INTO other VALUES (1)"}).outcome,
            Outcome::warn);
  EXPECT_EQ(after(at(), "data.rows_kept", {"DROP TABLE other"}).outcome, Outcome::fail);
}
TEST_F(ContentsOnPostgres, OfATableThatMayNotBeReadAreNotKnown) {
  const Account watch(at(), "watch", {"GRANT SELECT ON other TO $u"});
  const Asker asker{"data.rows_kept", watch.address()};
  const Verdict verdict = asker.verdict(asker.replies());
  EXPECT_EQ(verdict.outcome, Outcome::unknown);
  EXPECT_EQ(verdict.objects, std::vector<std::string>{"odd \"name"}) << verdict.sentence;
  write_to(at(), verdict.commands);
  EXPECT_EQ(asker.verdict(asker.replies()).outcome, Outcome::pass);
}

TEST_F(ContentsOnMariadb, AreTheSameInAnotherOrder) {
  EXPECT_EQ(after(at(), "data.same_as",
                  {"CREATE TABLE k AS SELECT * FROM `odd ``name`", "DELETE FROM `odd ``name`",
                   "INSERT INTO `odd ``name` SELECT * FROM k ORDER BY t DESC"})
                .outcome,
            Outcome::pass);
}
TEST_F(ContentsOnMariadb, AreOthersAfterAnUpdate) {
  for (const std::string change : {"b = x'00fe'", "l = ''", "u = 'a', l = 'b'", "f = 0.2"})
    EXPECT_EQ(
        after(at(), "data.same_as", {"UPDATE `odd ``name` SET " + change + " WHERE t = 1"}).outcome,
        Outcome::fail)
        << change;
  EXPECT_EQ(after(at(), "data.same_as", {"UPDATE `odd ``name` SET u = NULL WHERE t = 2"}).outcome,
            Outcome::fail);
}
TEST_F(ContentsOnMariadb, AreCounted) {
  EXPECT_EQ(after(at(), "data.rows_kept", {"UPDATE other SET id = 7"}).outcome, Outcome::pass);
  EXPECT_EQ(after(at(), "data.rows_kept", {"DELETE FROM other"}).outcome, Outcome::fail);
  EXPECT_EQ(after(at(), "data.rows_kept", {"INSERT INTO other VALUES (1)"},
                  {{"except_tables", Argument(std::vector<std::string>{"other"})}})
                .outcome,
            Outcome::pass);
  EXPECT_EQ(after(at(), "data.changes_listed", {"INSERT INTO other VALUES (1)"}).outcome,
            Outcome::warn);
}
TEST_F(ContentsOnMariadb, OfAWideTableAreReadToTheLastColumn) {
  std::string columns = "c0 int";
  for (int i = 1; i < 300; ++i)
    columns += ", a_column_with_a_long_name_" + std::to_string(i) + " int";
  write_to(at(), {"CREATE TABLE wide (" + columns + ")", "INSERT INTO wide (c0) VALUES (1)"});
  EXPECT_EQ(
      after(at(), "data.same_as", {"UPDATE wide SET a_column_with_a_long_name_299 = 1"}).outcome,
      Outcome::fail);
}
TEST_F(ContentsOnMariadb, OfTablesThatMayNotBeSeenAreNotKnown) {
  const Account watch(at(), "watch", {"GRANT SELECT ON other TO $u"});
  const Asker asker{"data.rows_kept", watch.address()};
  const Verdict verdict = asker.verdict(asker.replies());
  EXPECT_EQ(verdict.outcome, Outcome::unknown);
  write_to(at(), verdict.commands);
  EXPECT_EQ(asker.verdict(asker.replies()).outcome, Outcome::pass);
}

struct ContentsOnSqlite : testing::Test {
  void SetUp() override {
    write("CREATE TABLE \"odd \"\"name\" (a, b)");
    write("INSERT INTO \"odd \"\"name\" VALUES (1, x'00ff'), ('1', NULL)");
  }
  void TearDown() override { std::filesystem::remove(at.name); }
  void write(const char* statement) const {
    sqlite3* file = nullptr;
    sqlite3_open(at.name.c_str(), &file);
    EXPECT_EQ(sqlite3_exec(file, statement, nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(file);
    sqlite3_close(file);
  }
  const Address at{.system = System::sqlite,
                   .name = std::filesystem::temp_directory_path() /
                           ("interlock-contents-" + std::to_string(::getpid()) + "-" +
                            testing::UnitTest::GetInstance()->current_test_info()->name())};
};

TEST_F(ContentsOnSqlite, AreTheRowsThemselves) {
  const Asker asker{"data.same_as", at};
  const auto before = asker.replies();
  EXPECT_EQ(asker.verdict(before).outcome, Outcome::pass) << asker.verdict(before).sentence;
  write("UPDATE \"odd \"\"name\" SET b = x'00fe' WHERE a = 1");
  EXPECT_EQ(asker.verdict(before).outcome, Outcome::fail);
}
TEST_F(ContentsOnSqlite, AreCounted) {
  const Asker asker{"data.rows_kept", at};
  const auto before = asker.replies();
  write("UPDATE \"odd \"\"name\" SET b = 1");
  EXPECT_EQ(asker.verdict(before).outcome, Outcome::pass) << asker.verdict(before).sentence;
  write("DELETE FROM \"odd \"\"name\"");
  EXPECT_EQ(asker.verdict(before).outcome, Outcome::fail);
}

}  // namespace
}  // namespace interlock::live
