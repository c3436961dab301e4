#include "engine/endpoints/dump.h"

#include <sys/stat.h>

#include <ctime>

#include "engine/subprocess.h"
#include "tests/endpoints/folder.h"

namespace interlock {
namespace {

namespace fs = std::filesystem;
using Columns = std::vector<std::string>;

// Enough rows that a packed dump has several blocks and can be cut anywhere.
std::string shop(unsigned rows = 20000) {
  std::string text =
      "-- MariaDB dump 10.19  Distrib 10.11.19-MariaDB, for debian-linux-gnu (x86_64)\n--\n"
      "-- Server version\t10.11.19-MariaDB\n\nCREATE TABLE `t` (`a` int, `b` text);\n--\n"
      "-- Dumping data for table `t`\n--\n\nINSERT INTO `t` VALUES\n";
  for (unsigned i = 0; i < rows; ++i)
    text += "(" + std::to_string(i) + ",'" + std::to_string(i * 2654435761u) + "'),\n";
  return text + "(0,NULL);\n\n-- Dump completed on 2026-11-19 22:00:04\n";
}

struct Dumps : Folder {
  void pack(std::vector<std::string> argv) const {
    const Ended ended = run({.argv = std::move(argv), .folder = root});
    ASSERT_TRUE(ended.ok()) << ended.why << ended.err;
  }
  std::string bytes_of(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(root / name, std::ios::binary).rdbuf();
    return text.str();
  }
  std::string problem(const std::string& name) const {
    return ask("dump $1", {name}).at(0, "problem").value_or("");
  }
};

TEST_F(Dumps, TellWhatTheyAre) {
  write("db.sql", shop());
  const Table answer = ask("dump db.sql");
  EXPECT_EQ(answer.columns,
            (Columns{"path", "format", "compression", "complete", "started", "ended", "zoned",
                     "tool", "server", "problem", "size", "changed", "born"}));
  ASSERT_EQ(answer.rows.size(), 1u);
  EXPECT_EQ(answer.text(0, "path"), (root / "db.sql").string());
  EXPECT_EQ(answer.text(0, "format"), "plain");
  EXPECT_EQ(answer.text(0, "compression"), "none");
  EXPECT_EQ(answer.text(0, "complete"), "1");
  EXPECT_EQ(answer.at(0, "started"), std::nullopt);
  EXPECT_EQ(answer.integer(0, "ended"), dump_time("2026-11-19 22:00:04")->seconds);
  EXPECT_EQ(answer.text(0, "zoned"), "0");
  EXPECT_EQ(answer.text(0, "tool"), "MariaDB dump 10.19 Distrib 10.11.19-MariaDB");
  EXPECT_EQ(answer.text(0, "server"), "10.11.19-MariaDB");
  EXPECT_EQ(answer.at(0, "problem"), std::nullopt);
  EXPECT_EQ(answer.integer(0, "size"), static_cast<std::int64_t>(fs::file_size(root / "db.sql")));
}

TEST_F(Dumps, TellTheirTables) {
  write("db.sql", shop(10));
  EXPECT_EQ(ask("dump_tables db.sql"), table_of("name | rows \n t | 11"));
}

struct Packed {
  const char* name;
  std::vector<std::string> argv;
  const char* compression;
};
void PrintTo(const Packed& packed, std::ostream* out) {
  *out << packed.name;
}

struct PackedDumps : testing::WithParamInterface<Packed>, Dumps {
  void SetUp() override {
    write("db.sql", shop());
    ASSERT_NO_FATAL_FAILURE(pack(GetParam().argv));
    name = GetParam().name;
  }
  std::string name;
};

TEST_P(PackedDumps, AreRead) {
  const Table answer = ask("dump $1", {name});
  EXPECT_EQ(answer.at(0, "problem"), std::nullopt);
  EXPECT_EQ(answer.text(0, "complete"), "1");
  EXPECT_EQ(answer.text(0, "format"), "plain");
  EXPECT_EQ(answer.text(0, "compression"), GetParam().compression);
  EXPECT_EQ(ask("dump_tables $1", {name}).integer(0, "rows"), 20001);
}

TEST_P(PackedDumps, AreIncompleteWhereverTheyAreCut) {
  const std::string whole = bytes_of(name);
  const std::size_t tenth = whole.size() / 10;
  for (std::size_t size = tenth; size < whole.size() - tenth; size += tenth) {
    write("cut", whole.substr(0, size));
    EXPECT_EQ(ask("dump cut").text(0, "complete"), "0") << size;
  }
  write("cut", whole.substr(0, whole.size() / 2));
  EXPECT_NE(problem("cut").find("early"), std::string::npos) << problem("cut");
}

struct ChecksummedDumps : PackedDumps {};

TEST_P(ChecksummedDumps, AreIncompleteWhenAByteIsFlipped) {
  std::string damaged = bytes_of(name);
  damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 0x10);
  write("damaged", damaged);
  EXPECT_EQ(ask("dump damaged").text(0, "complete"), "0");
  EXPECT_NE(problem("damaged"), "");
}

std::string named(const testing::TestParamInfo<Packed>& each) {
  std::string name = each.param.name;
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
}

const auto with_checksum =
    testing::Values(Packed{"db.sql.gz", {"gzip", "-k", "db.sql"}, "gz"},
                    Packed{"db.sql.bz2", {"bzip2", "-k", "db.sql"}, "bz2"},
                    Packed{"db.sql.xz", {"xz", "-k", "-1", "db.sql"}, "xz"},
                    Packed{"db.sql.zst", {"zstd", "-q", "-k", "db.sql"}, "zst"},
                    Packed{"db.tgz", {"tar", "-czf", "db.tgz", "db.sql"}, "gz"});
INSTANTIATE_TEST_SUITE_P(Kinds, ChecksummedDumps, with_checksum, named);
INSTANTIATE_TEST_SUITE_P(Kinds, PackedDumps, with_checksum, named);
INSTANTIATE_TEST_SUITE_P(Tar, PackedDumps,
                         testing::Values(Packed{
                             "db.tar", {"tar", "-cf", "db.tar", "db.sql"}, "none"}),
                         named);

TEST_F(Dumps, AreReadFromSeveralMembersOfGzip) {
  const std::string text = shop(100);
  write("a", text.substr(0, 300));
  write("b", text.substr(300));
  ASSERT_NO_FATAL_FAILURE(pack({"gzip", "a", "b"}));
  write("both.gz", bytes_of("a.gz") + bytes_of("b.gz"));
  EXPECT_EQ(problem("both.gz"), "");
  write("zeros.gz", bytes_of("both.gz") + std::string(1000, '\0'));
  EXPECT_EQ(problem("zeros.gz"), "");
  write("more.gz", bytes_of("both.gz") + "x");
  EXPECT_EQ(problem("more.gz"), "something else follows the compressed data");
}

TEST_F(Dumps, SayWhatIsNoDump) {
  write("text", "hello");
  write("empty", "");
  for (const auto* name : {"text", "empty"}) {
    const Table answer = ask("dump $1", {name});
    EXPECT_EQ(answer.text(0, "complete"), "0");
    EXPECT_EQ(answer.at(0, "format"), std::nullopt);
    EXPECT_EQ(answer.text(0, "problem"), "it is no dump of a kind that is known");
  }
  EXPECT_TRUE(ask("dump none").empty());
  EXPECT_TRUE(ask("dump_tables none").empty());
}

TEST_F(Dumps, AreTheNewestOfTheirFolder) {
  EXPECT_TRUE(ask("dump .").empty());
  write("b/old.sql", shop(1));
  write("b/new.sql.gz", "");
  write("b/newest.txt", "no dump");
  write("b/deeper/latest.sql", shop(1));
  write("new.sql", shop(2));
  ASSERT_NO_FATAL_FAILURE(pack({"gzip", "new.sql"}));
  fs::rename(root / "new.sql.gz", root / "b/new.sql.gz");
  const auto now = fs::file_time_type::clock::now();
  fs::last_write_time(root / "b/old.sql", now - std::chrono::hours(3));
  fs::last_write_time(root / "b/new.sql.gz", now - std::chrono::hours(2));
  fs::last_write_time(root / "b/newest.txt", now - std::chrono::hours(1));
  EXPECT_EQ(ask("dump b").text(0, "path"), (root / "b/new.sql.gz").string());
  EXPECT_EQ(ask("dump_tables b").integer(0, "rows"), 3);
}

TEST_F(Dumps, OfSqliteAreReadAsItWritesThem) {
  ASSERT_NO_FATAL_FAILURE(
      pack({"sqlite3", "a.db",
            "create table t(a integer primary key autoincrement, b text);"
            "insert into t(b) values('x'),('two\nlines'),('it''s; CREATE TABLE no(x);');"
            "create table \"my table\"(x);"
            "create trigger tr after insert on t begin insert into \"my table\" values(1);"
            " insert into \"my table\" values(case when 1 then 2 end); end;"}));
  ASSERT_TRUE(run({.argv = {"sqlite3", root / "a.db", ".dump"}, .output = root / "a.sql"}).ok());
  const Table answer = ask("dump a.sql");
  EXPECT_EQ(answer.text(0, "format"), "sqlite");
  EXPECT_EQ(answer.at(0, "problem"), std::nullopt);
  EXPECT_EQ(answer.at(0, "zoned"), std::nullopt);
  EXPECT_EQ(ask("dump_tables a.sql"), table_of("name | rows \n my table | 0 \n t | 3"));
}

TEST_F(Dumps, AreReadOnce) {
  write("db.sql", shop(10));
  struct stat seen = {};
  ASSERT_EQ(::stat((root / "db.sql").c_str(), &seen), 0);
  const auto ns = [](const timespec& time) { return time.tv_sec * 1'000'000'000 + time.tv_nsec; };
  const auto known = no_dumps_yet();
  known->remember({seen.st_dev, seen.st_ino, seen.st_size, ns(seen.st_mtim), ns(seen.st_ctim)},
                  std::make_shared<const Dump>(Dump{"plain", "none", {.tables = {{"known", 1}}}}));
  const auto name = [&] {
    return open_files(root, Progress(), known)->ask({"dump_tables db.sql"}).rows.at(0).at(0);
  };
  EXPECT_EQ(name(), "known");
  write("db.sql", shop(11));
  EXPECT_EQ(name(), "t");
}

TEST_F(Dumps, CanBeStoppedWhileTheyAreRead) {
  write("db.sql", "-- MariaDB dump 10\n");
  fs::resize_file(root / "db.sql", 2'000'000'000);
  std::uint64_t total = 0;
  const auto session = open_files(root, [&](const Reading& reading) {
    total = reading.total;
    return false;
  });
  try {
    session->ask({"dump db.sql"});
    FAIL() << "it was read to its end";
  } catch (const Error& failure) {
    EXPECT_EQ(failure.code, "stopped");
  }
  EXPECT_EQ(total, 2'000'000'000u);
}

TEST_F(Dumps, OfPgDumpAreNotReadWhereTheyArePacked) {
  write("db.dump", "PGDMP and more");
  ASSERT_NO_FATAL_FAILURE(pack({"gzip", "-k", "db.dump"}));
  EXPECT_EQ(refusal("dump db.dump.gz"), "packed");
}

TEST_F(Dumps, OfPgDumpAreIncompleteIfPgRestoreSaysSo) {
  if (!run({.argv = {"pg_restore", "--version"}}).ok()) GTEST_SKIP() << "there is no pg_restore";
  write("db.dump", "PGDMP\x01\x0e");
  const Table answer = ask("dump db.dump");
  EXPECT_EQ(answer.text(0, "format"), "custom");
  EXPECT_EQ(answer.text(0, "complete"), "0");
  EXPECT_NE(answer.text(0, "problem"), "");
}

TEST(DumpTime, ReadsZones) {
  EXPECT_EQ(dump_time("1970-01-02 00:00:04 UTC")->seconds, 86404);
  EXPECT_EQ(dump_time("1970-01-02 02:00:00 +02")->seconds, 86400);
  EXPECT_EQ(dump_time("1970-01-01 20:30:00 -0330")->seconds, 86400);
  EXPECT_TRUE(dump_time("2026-11-19 22:00:04 UTC")->zoned);
  EXPECT_FALSE(dump_time("2026-11-19  9:00:04")->zoned);
  EXPECT_FALSE(dump_time("2026-11-19 22:00:04 NOSUCH"));
  for (const auto* text : {"", "2026-11-19", "2026-13-19 22:00:04", "2026-11-19 25:00:04", "x"})
    EXPECT_FALSE(dump_time(text)) << text;
}

TEST(DumpTime, IsTheLaterOneWithoutAZone) {
  const std::string before = std::getenv("TZ") ? std::getenv("TZ") : "";
  ::setenv("TZ", "EST5", 1);
  ::tzset();
  EXPECT_EQ(dump_time("1970-01-02 00:00:00")->seconds, 86400 + 5 * 3600);
  EXPECT_EQ(dump_time("1970-01-02 00:00:00 EST")->seconds, 86400 + 5 * 3600);
  ::setenv("TZ", "EET-2", 1);
  ::tzset();
  EXPECT_EQ(dump_time("1970-01-02 00:00:00")->seconds, 86400);
  before.empty() ? ::unsetenv("TZ") : ::setenv("TZ", before.c_str(), 1);
  ::tzset();
}

}  // namespace
}  // namespace interlock
