#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ctime>
#include <thread>

#include "engine/digest.h"
#include "engine/endpoints/tree.h"
#include "tests/endpoints/folder.h"

namespace interlock {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Columns = std::vector<std::string>;

struct Files : Folder {};

TEST_F(Files, TellWhatPathsAre) {
  write("three", "abc");
  fs::permissions(root / "three", fs::perms(0640));
  const Table answer = ask("stat $1", {"three\n.\nfour"});
  EXPECT_EQ(answer.columns, (Columns{"path", "kind", "mode", "uid", "gid", "size", "changed"}));
  ASSERT_EQ(answer.rows.size(), 3u);
  EXPECT_EQ(answer.text(0, "path"), (root / "three").string());
  EXPECT_EQ(answer.text(0, "kind"), "file");
  EXPECT_EQ(answer.text(0, "mode"), "0640");
  EXPECT_EQ(answer.integer(0, "uid"), ::getuid());
  EXPECT_EQ(answer.integer(0, "gid"), ::getgid());
  EXPECT_EQ(answer.integer(0, "size"), 3);
  EXPECT_NEAR(static_cast<double>(answer.integer(0, "changed")),
              static_cast<double>(std::time(nullptr)), 60);
  EXPECT_EQ(answer.text(1, "kind"), "folder");
  EXPECT_EQ(answer.at(2, "kind"), std::nullopt);
}

TEST_F(Files, TakeHostileNamesAsTheyAre) {
  for (const auto* name : {"a b", "-rf", "$1", "'\"`;", "\xC3\xA4", "*", "~", "\\"}) {
    write(name, "x");
    EXPECT_EQ(ask("stat $1", {name}).text(0, "kind"), "file") << name;
    EXPECT_EQ(ask("read $1", {name}).text(0, "line"), "x") << name;
  }
  EXPECT_EQ(ask("list . *").rows.size(), 8u);
}

TEST_F(Files, WriteNamesThatAreNoTextInHexadecimals) {
  write("\xFF", "x");
  EXPECT_EQ(ask("list . *").text(0, "name"), "\\xff");
}

TEST_F(Files, RefuseAPathThatIsNone) {
  EXPECT_THROW(ask("read $1", {""}), Error);
  EXPECT_THROW(ask("read $1", {std::string("a\0b", 3)}), Error);
}

TEST_F(Files, AnswerNoOtherWords) {
  EXPECT_EQ(refusal("remove three"), "bug");
  EXPECT_EQ(refusal("stat a b"), "bug");
  EXPECT_EQ(refusal("stat $2", {"a"}), "bug");
  EXPECT_EQ(refusal(""), "bug");
}

TEST_F(Files, FillArgumentsIntoWords) {
  write("copy/.env", "A=1");
  EXPECT_EQ(ask("keys $1/.env", {"copy"}).text(0, "key"), "A");
}

TEST_F(Files, ListWhatMatches) {
  write("b.php", "12");
  write("a.php", "1");
  write("c.txt", "");
  write(".d.php", "");
  fs::create_directory(root / "e.php");
  fs::create_symlink("gone", root / "f.php");
  const Table answer = ask("list $1 $2", {".", "*.php"});
  EXPECT_EQ(answer.columns, (Columns{"name", "kind", "size", "changed"}));
  ASSERT_EQ(answer.rows.size(), 4u);
  EXPECT_EQ(answer.text(0, "name"), "a.php");
  EXPECT_EQ(answer.text(1, "kind"), "file");
  EXPECT_EQ(answer.integer(1, "size"), 2);
  EXPECT_EQ(answer.text(2, "kind"), "folder");
  EXPECT_EQ(answer.text(3, "kind"), "other");
}

TEST_F(Files, ListWhatMatchesInFoldersBelow) {
  write("manage.py", "");
  write("shop/migrations/0001_initial.py", "");
  write("shop/migrations/__init__.py", "");
  fs::create_directory_symlink("shop", root / "link");
  const Table answer = ask("list . */migrations/[0-9]*_*.py");
  ASSERT_EQ(answer.rows.size(), 1u);
  EXPECT_EQ(answer.text(0, "name"), "shop/migrations/0001_initial.py");
}

TEST_F(Files, ListNothingOfAFolderThatIsNotThere) {
  write("file", "");
  EXPECT_TRUE(ask("list none *").empty());
  EXPECT_TRUE(ask("list file *").empty());
}

TEST_F(Files, ReadLines) {
  write("text", "one\r\n\nthree");
  EXPECT_EQ(ask("read text"), (Table{{"line"}, {{"one"}, {""}, {"three"}}}));
  EXPECT_TRUE(ask("read none").empty());
}

TEST_F(Files, RefuseToReadWhatIsTooLarge) {
  write("large", "");
  fs::resize_file(root / "large", (1 << 20) + 1);
  EXPECT_EQ(refusal("read large"), "too_large");
}

TEST_F(Files, NeverWaitForAFifo) {
  ASSERT_EQ(::mkfifo((root / "fifo").c_str(), 0600), 0);
  EXPECT_EQ(refusal("read fifo"), "no_file");
  EXPECT_EQ(ask("hash fifo").text(0, "kind"), "other");
  EXPECT_EQ(ask("stat fifo").text(0, "kind"), "other");
}

TEST_F(Files, RefuseToReadAFolder) {
  EXPECT_EQ(refusal("read ."), "EISDIR");
}

TEST_F(Files, TellTheScalarsOfJson) {
  write("a.json",
        R"({"name": "x", "list": [1, true, null, 1.5], "a/b~": {"deep": "y"}, "none": {}})");
  EXPECT_EQ(ask("json a.json"), (Table{{"path", "value"},
                                       {{"/name", "x"},
                                        {"/list/0", "1"},
                                        {"/list/1", "true"},
                                        {"/list/2", std::nullopt},
                                        {"/list/3", "1.5"},
                                        {"/a~1b~0/deep", "y"}}}));
  EXPECT_TRUE(ask("json none.json").empty());
}

TEST_F(Files, RefuseWhatIsNoJson) {
  write("a.json", "{\"a\": ");
  EXPECT_EQ(refusal("json a.json"), "json");
  write("b.json", std::string(100000, '['));
  EXPECT_EQ(refusal("json b.json"), "json");
}

TEST_F(Files, TellKeysButNoValues) {
  write(".env", "APP_KEY=base64:abc\nEMPTY=\n");
  const Table answer = ask("keys .env");
  EXPECT_EQ(answer.columns, (Columns{"key", "empty", "digest"}));
  ASSERT_EQ(answer.rows.size(), 2u);
  EXPECT_EQ(answer.text(0, "key"), "APP_KEY");
  EXPECT_EQ(answer.text(0, "empty"), "0");
  EXPECT_NE(answer.text(0, "digest"), hex_of("base64:abc"));
  EXPECT_EQ(answer.text(0, "digest").size(), 64u);
  EXPECT_EQ(answer.text(1, "empty"), "1");
  EXPECT_EQ(answer.at(1, "digest"), std::nullopt);
  EXPECT_TRUE(ask("keys none").empty());
}

TEST_F(Files, TellKeysOfPython) {
  write("configuration.py", "DATABASE = {'USER': 'u', 'PORT': ''}\nKEY = f()\n");
  const Table answer = ask("keys configuration.py");
  ASSERT_EQ(answer.rows.size(), 4u);
  EXPECT_EQ(answer.text(1, "key"), "DATABASE.PORT");
  EXPECT_EQ(answer.text(1, "empty"), "1");
  EXPECT_EQ(answer.at(3, "empty"), std::nullopt);  // nobody can tell
}

TEST_F(Files, GiveDigestsThatAreComparedWithinASessionOnly) {
  write("a", "X=1\nY=2");
  write("b", "X=1\nY=3");
  const auto session = open_files(root, Progress());
  const Table a = session->ask({"keys a"}), b = session->ask({"keys b"});
  EXPECT_EQ(a.text(0, "digest"), b.text(0, "digest"));
  EXPECT_NE(a.text(1, "digest"), b.text(1, "digest"));
  EXPECT_NE(a.text(0, "digest"), ask("keys a").text(0, "digest"));
}

TEST_F(Files, FindTheVersion) {
  EXPECT_TRUE(ask("version auto").empty());
  write("VERSION", "1.2.3\n");
  EXPECT_EQ(ask("version auto"), (Table{{"file", "version"}, {{"VERSION", "1.2.3"}}}));
  write("config/app.php", "'version' => '3.10.2-beta',");
  EXPECT_EQ(ask("version auto").text(0, "version"), "3.10.2-beta");
  write("version.php", "<?php nothing");
  EXPECT_EQ(ask("version auto").at(0, "version"), std::nullopt);
  write("other.txt", "4.5\nmore");
  EXPECT_EQ(ask("version $1", {"other.txt"}).text(0, "version"), "4.5");
}

TEST_F(Files, TellTheSpaceOfTheNearestParent) {
  const Table answer = ask("space $1", {"not/yet/there"});
  EXPECT_EQ(answer.columns, (Columns{"path", "free", "total"}));
  EXPECT_EQ(answer.text(0, "path"), root.string());
  EXPECT_GT(answer.integer(0, "total"), answer.integer(0, "free") - 1);
}

TEST_F(Files, TellTheSizeOfAllBelow) {
  write("data/a", "12345");
  write("data/b/c", "123");
  fs::create_symlink("/", root / "data/up");
  EXPECT_EQ(ask("size data"),
            (Table{{"path", "bytes", "entries"}, {{(root / "data").string(), "8", "4"}}}));
  EXPECT_EQ(ask("size data/a").integer(0, "bytes"), 5);
  EXPECT_EQ(ask("size none").at(0, "bytes"), std::nullopt);
}

// A folder that a server works in: files come and go while one looks.
TEST_F(Files, PassOverWhatIsDeletedMeanwhileWhereItCountsForNothing) {
  for (const bool folder : {false, true}) {
    const auto walked = [&](Deleted deleted) {
      write("live/a", "");
      write(folder ? "live/b/c" : "live/b", "");
      write("live/d", "");
      std::string names;
      const auto visit = [&](const Entry& entry) {
        names += entry.name;
        if (entry.name == (folder ? "b" : "a")) fs::remove_all(root / "live/b");
      };
      walk(root / "live", visit, deleted);
      return names;
    };
    EXPECT_EQ(walked(Deleted::pass_over), folder ? "abd" : "ad");
    EXPECT_THROW(walked(Deleted::refuse), Error);
  }
}

TEST_F(Files, StopWalkingWhenPatienceEnds) {
  write("a", "");
  try {
    open_files(root, Progress())->ask({"size .", {}, 0ms});
    FAIL() << "it had no time";
  } catch (const Error& failure) {
    EXPECT_EQ(failure.code, "ETIMEDOUT");
  }
}

TEST_F(Files, HashFiles) {
  write("a", "abc");
  EXPECT_EQ(ask("hash $1", {"a\nnone"}), (Table{{"path", "name", "kind", "mode", "size", "sha256"},
                                                {{"a", "", "file", "0644", "3", hex_of("abc")}}}));
}

TEST_F(Files, HashAllOfAFolder) {
  write("tree/b/x", "1");
  write("tree/b.x", "2");
  fs::create_symlink("b/x", root / "tree/link");
  const Table answer = ask("hash tree");
  ASSERT_EQ(answer.rows.size(), 5u);
  EXPECT_EQ(answer.text(0, "name"), "");
  EXPECT_EQ(answer.text(0, "kind"), "folder");
  EXPECT_EQ(answer.at(0, "size"), std::nullopt);
  EXPECT_EQ(answer.text(1, "name"), "b");
  EXPECT_EQ(answer.text(2, "name"), "b.x");
  EXPECT_EQ(answer.text(3, "name"), "b/x");
  EXPECT_EQ(answer.text(3, "sha256"), hex_of("1"));
  EXPECT_EQ(answer.text(4, "kind"), "link");
  EXPECT_EQ(answer.text(4, "sha256"), hex_of("b/x"));
}

TEST_F(Files, ReportHowFarTheyAre) {
  write("sparse", "");
  fs::resize_file(root / "sparse", 400'000'000);
  std::vector<Reading> seen;
  const auto session = open_files(root, [&](const Reading& reading) {
    seen.push_back(reading);
    return false;
  });
  EXPECT_THROW(session->ask({"hash sparse"}), Error);
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].what, "sparse");
  EXPECT_EQ(seen[0].total, 400'000'000u);
  EXPECT_GT(seen[0].done, 0u);
}

// As root everything may be read: another account asks.
TEST_F(Files, SayWhatMayNotBeRead) {
  if (::getuid() != 0) GTEST_SKIP() << "only root can become somebody else";
  write("closed/secret", "x");
  fs::permissions(root, fs::perms(0755));
  fs::permissions(root / "closed", fs::perms(0700));
  ASSERT_EQ(::seteuid(65534), 0);
  const std::string stat = refusal("stat closed/secret"), hash = refusal("hash closed"),
                    size = refusal("size closed"), list = refusal("list closed *");
  ASSERT_EQ(::seteuid(0), 0);
  EXPECT_EQ(stat, "EACCES");
  EXPECT_EQ(hash, "EACCES");
  EXPECT_EQ(size, "EACCES");
  EXPECT_EQ(list, "EACCES");
}

}  // namespace
}  // namespace interlock
