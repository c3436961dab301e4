#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <set>

#include "engine/endpoint.h"
#include "engine/error.h"

namespace interlock {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

struct Sqlite : testing::Test {
  fs::path root = fs::temp_directory_path() / ("interlock-sqlite-" + std::to_string(::getpid()));
  fs::path file = root / "shop 50%?#.db";
  sqlite3* writer = nullptr;

  Sqlite() { fs::create_directories(root); }
  ~Sqlite() override {
    sqlite3_close(writer);
    fs::remove_all(root);
  }

  void write(const std::string& sql) {
    if (!writer) sqlite3_open(file.c_str(), &writer);
    ASSERT_EQ(sqlite3_exec(writer, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(writer);
  }
  void close_writer() {
    sqlite3_close(writer);
    writer = nullptr;
  }
  std::unique_ptr<Endpoint> shop() { return open({.system = System::sqlite, .name = file}, 1s); }
  std::string said(const std::function<void()>& what) {
    try {
      what();
      return "answered";
    } catch (const Error& failure) {
      return failure.what();
    }
  }
  std::set<std::string> files() {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(root)) names.insert(entry.path().filename());
    return names;
  }
};

TEST_F(Sqlite, KeepsWhatIsInTheFile) {
  write("CREATE TABLE t (a, b, c, d, e)");
  write("INSERT INTO t VALUES (x'6100ff', NULL, 9223372036854775807, 0.5, '')");
  EXPECT_EQ(shop()->ask({"SELECT * FROM t"}),
            (Table{{"a", "b", "c", "d", "e"},
                   {{std::string("a\0\xFF", 3), std::nullopt, "9223372036854775807", "0.5", ""}}}));
}
TEST_F(Sqlite, BindsArgumentsWhole) {
  write("CREATE TABLE t (a)");
  const std::string odd("a\0'b", 4);
  EXPECT_EQ(shop()->ask({"SELECT ? AS a", {odd}}).text(0, "a"), odd);
}
TEST_F(Sqlite, CannotWrite) {
  write("CREATE TABLE t (a)");
  for (const auto* words : {"INSERT INTO t VALUES (1)", "PRAGMA query_only = OFF",
                            "ATTACH 'x.db' AS x", "SELECT 1; DROP TABLE t", "COMMIT", ""})
    EXPECT_THROW(shop()->ask({words}), Error) << words;
  EXPECT_EQ(files(), std::set<std::string>{file.filename()});
}
TEST_F(Sqlite, SeesOneSnapshotWhateverFails) {
  write("PRAGMA journal_mode = WAL");
  write("CREATE TABLE t (a)");
  const auto session = shop();
  EXPECT_EQ(session->ask({"SELECT COUNT(*) AS n FROM t"}).text(0, "n"), "0");
  write("INSERT INTO t VALUES (1)");
  EXPECT_THROW(session->ask({"SELECT * FROM nowhere"}), Error);
  EXPECT_EQ(session->ask({"SELECT COUNT(*) AS n FROM t"}).text(0, "n"), "0");
  EXPECT_EQ(shop()->ask({"SELECT COUNT(*) AS n FROM t"}).text(0, "n"), "1");
}
TEST_F(Sqlite, IsReadBesideItsLogWithoutMakingFiles) {
  write("PRAGMA journal_mode = WAL");
  write("CREATE TABLE t (a)");
  close_writer();
  ASSERT_EQ(files(), std::set<std::string>{file.filename()});
  EXPECT_EQ(shop()->ask({"SELECT COUNT(*) AS n FROM t"}).text(0, "n"), "0");
  EXPECT_EQ(files(), std::set<std::string>{file.filename()});
}
TEST_F(Sqlite, LeavesTheLogOfAnotherProgramAsItIs) {
  write("PRAGMA journal_mode = WAL");
  write("CREATE TABLE t (a)");
  const auto before = files();
  const auto size = fs::file_size(file.string() + "-wal");
  shop()->ask({"SELECT COUNT(*) AS n FROM t"});
  EXPECT_EQ(files(), before);
  EXPECT_EQ(fs::file_size(file.string() + "-wal"), size);
}
TEST_F(Sqlite, NoticesThatItWasWrittenToMeanwhile) {
  write("PRAGMA journal_mode = WAL");
  write("CREATE TABLE t (a)");
  close_writer();
  const auto session = shop();
  write("INSERT INTO t VALUES (1)");
  EXPECT_TRUE(said([&] {
                session->ask({"SELECT COUNT(*) AS n FROM t"});
              }).ends_with("it was written to meanwhile; ask again"));
}
TEST_F(Sqlite, GivesUpInTimeAndGoesOn) {
  write("CREATE TABLE t (a)");
  const auto session = shop();
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(said([&] {
              session->ask(
                  {"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                   "SELECT COUNT(*) FROM n",
                   {},
                   200ms});
            }),
            "the database at " + file.string() + " did not answer within 0.2 s");
  EXPECT_LT(std::chrono::steady_clock::now() - start, 2s);
  EXPECT_EQ(session->ask({"SELECT 1 AS n"}).text(0, "n"), "1");
}
TEST_F(Sqlite, WaitsForALockNoLongerThanItsPatience) {
  write("CREATE TABLE t (a)");
  write("BEGIN EXCLUSIVE");
  EXPECT_TRUE(said([&] { shop(); }).ends_with("another program held a lock for longer than 1 s"));
}
TEST_F(Sqlite, MustBeThere) {
  EXPECT_EQ(said([&] { shop(); }),
            "cannot open the database at " + file.string() + ": there is no such file");
  EXPECT_THROW(open({.system = System::sqlite, .name = ":memory:"}, 1s), Error);
  EXPECT_THROW(open({.system = System::sqlite, .name = ""}, 1s), Error);
  EXPECT_THROW(open({.system = System::sqlite, .name = root}, 1s), Error);
  EXPECT_TRUE(files().empty());
}
TEST_F(Sqlite, MustBeADatabase) {
  std::ofstream(file) << "this is a text, and no database at all, however long it may be";
  EXPECT_EQ(said([&] { shop(); }),
            "cannot open the database at " + file.string() + ": it is no SQLite database");
}
TEST_F(Sqlite, IsNotReadWhereAWriterWasInterrupted) {
  write("CREATE TABLE t (a)");
  write("INSERT INTO t VALUES (1)");
  write("PRAGMA cache_size = 1");
  write(
      "BEGIN; INSERT INTO t SELECT randomblob(9000) FROM t, (WITH RECURSIVE n (i) AS "
      "(SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 50) SELECT i FROM n)");
  const fs::path copy = root / "copy.db";
  fs::copy_file(file, copy);
  fs::copy_file(file.string() + "-journal", copy.string() + "-journal");
  file = copy;
  EXPECT_TRUE(said([&] { shop(); }).find("not closed cleanly") != std::string::npos)
      << said([&] { shop(); });
}

}  // namespace
}  // namespace interlock
