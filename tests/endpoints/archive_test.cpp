#include "engine/endpoints/archive.h"

#include <unistd.h>

#include "engine/subprocess.h"
#include "tests/endpoints/folder.h"

namespace interlock {
namespace {

namespace fs = std::filesystem;
using Columns = std::vector<std::string>;

struct Archives : Folder {
  Archives() {
    write("site/config/app.php", "<?php return ['version' => '3.10.2-beta'];");
    write("site/a b", std::string(300000, 'x'));
    write("site/empty", "");
    fs::create_symlink("a b", root / "site/link");
    fs::create_hard_link(root / "site/a b", root / "site/twin");
  }

  void shell(const std::string& command) const {
    const Ended ended =
        run({.argv = {"bash", "-c", "set -e -o pipefail; " + command}, .folder = root});
    ASSERT_TRUE(ended.ok()) << ended.why << ended.err;
  }
  void pack(const std::string& archive = "s.tar.gz") const {
    shell("tar -czf " + archive + " -C site .");
  }
  std::string against(const std::string& archive = "s.tar.gz") const {
    const Table answer = ask("archive_against $1 site", {archive});
    std::string all;
    for (std::size_t row = 0; row < answer.rows.size(); ++row)
      if (answer.at(row, "name"))
        all += std::string(answer.text(row, "name")) + " " + std::string(answer.text(row, "why")) +
               "\n";
    return all;
  }
};

TEST_F(Archives, TellWhatTheyHold) {
  pack();
  const Table answer =
      ask("archive_paths s.tar.gz $1", {"./config/app.php\nconfig\nlink\ntwin\nempty\nnone"});
  EXPECT_EQ(answer.columns, (Columns{"path", "kind", "size"}));
  ASSERT_EQ(answer.rows.size(), 6u);
  EXPECT_EQ(answer.text(0, "kind"), "file");
  EXPECT_EQ(answer.integer(0, "size"), 42);
  EXPECT_EQ(answer.text(1, "kind"), "folder");
  EXPECT_EQ(answer.text(2, "kind"), "link");
  EXPECT_EQ(answer.text(3, "kind"), "file");
  EXPECT_EQ(answer.text(4, "kind"), "file");
  EXPECT_EQ(answer.at(5, "kind"), std::nullopt);
}

TEST_F(Archives, KnowFoldersThatNoEntryNames) {
  shell("tar -cf s.tar -C site config/app.php");
  EXPECT_EQ(ask("archive_paths s.tar $1", {"config"}).text(0, "kind"), "folder");
}

TEST_F(Archives, AreReadInAllTheirCompressions) {
  shell("tar -cf s.tar -C site . && bzip2 -k s.tar && xz -k s.tar && zstd -qk s.tar");
  for (const auto* name : {"s.tar", "s.tar.bz2", "s.tar.xz", "s.tar.zst"})
    EXPECT_EQ(ask("archive_version $1", {name}).text(0, "version"), "3.10.2-beta") << name;
}

TEST_F(Archives, LieAsTheyWereUnpacked) {
  pack();
  const Table answer = ask("archive_against s.tar.gz site");
  EXPECT_EQ(answer.columns, (Columns{"files", "name", "why"}));
  ASSERT_EQ(answer.rows.size(), 1u);
  EXPECT_EQ(answer.integer(0, "files"), 5);
  EXPECT_EQ(answer.at(0, "name"), std::nullopt);
}

TEST_F(Archives, ShowWhatIsMissingOrDiffers) {
  pack();
  fs::remove(root / "site/empty");
  fs::remove(root / "site/link");
  fs::create_symlink("empty", root / "site/link");
  write("site/config/app.php", "<?php return ['version' => '3.10.2-gamma'];");
  EXPECT_EQ(against(), "config/app.php differs\nempty missing\nlink differs\n");
}

TEST_F(Archives, ShowAFileThatGoesOnWhereTheArchivesEnds) {
  pack();
  std::ofstream(root / "site/empty", std::ios::app) << "x";
  EXPECT_EQ(against(), "empty differs\n");
}

TEST_F(Archives, ShowATwinThatIsNoneAnyMore) {
  pack();
  fs::remove(root / "site/twin");
  write("site/twin", "y");
  EXPECT_EQ(against().find("site"), std::string::npos);
  EXPECT_NE(against(), "");
}

TEST_F(Archives, CountWhatComesLastUnderAName) {
  write("old/empty", "old");
  shell("tar -cf s.tar -C old empty && tar -rf s.tar -C site empty");
  EXPECT_EQ(against("s.tar"), "");
}

TEST_F(Archives, NeverLookOutsideTheFolder) {
  write("secret", "x");
  shell("tar -cPf up.tar --transform 's,^,../,' secret");
  EXPECT_EQ(against("up.tar"), "../secret outside\n");
  shell("tar -cPf abs.tar \"$PWD/secret\"");
  EXPECT_EQ(against("abs.tar"), (root / "secret").string() + " outside\n");
  shell("tar -cPf mid.tar --transform 's,^,config/../../,' secret");
  EXPECT_EQ(against("mid.tar"), "config/../../secret outside\n");
}

TEST_F(Archives, NeverFollowALinkOfTheirOwn) {
  write("trap/way/passwd", "x");
  shell(
      "ln -s .. out && tar -cf s.tar out && tar -rf s.tar --transform 's,^trap/way,out,'"
      " trap/way/passwd");
  fs::create_symlink("..", root / "site/out");
  EXPECT_EQ(against("s.tar"), "out/passwd outside\n");
}

TEST_F(Archives, NeverOpenWhatIsNoFile) {
  shell("mkfifo site/pipe");
  pack();
  EXPECT_EQ(against(), "pipe special\n");
  fs::remove(root / "site/empty");
  shell("mkfifo site/empty");
  EXPECT_EQ(against(), "empty differs\npipe special\n");
}

TEST_F(Archives, AreBrokenWhereverTheyAreCut) {
  shell(
      "tar -cf s.tar -C site . && gzip -k s.tar && xz -k s.tar && bzip2 -k s.tar &&"
      " zstd -qk s.tar");
  fs::resize_file(root / "s.tar", fs::file_size(root / "s.tar") / 2048 * 1024);
  EXPECT_EQ(refusal("archive_paths s.tar a"), "broken");
  for (const auto* name : {"s.tar.gz", "s.tar.xz", "s.tar.bz2", "s.tar.zst"}) {
    const auto size = fs::file_size(root / name);
    for (const auto left : {size - 11, size * 9 / 10, size / 2}) {
      fs::resize_file(root / name, left);
      EXPECT_EQ(refusal("archive_paths $1 a", {name}), "broken") << name << " " << left;
    }
  }
}

// Nothing but the end mark tells this.
TEST_F(Archives, AreBrokenIfCutBetweenTwoEntries) {
  shell("tar -cf s.tar -C site empty config/app.php && truncate -s 1536 s.tar");
  EXPECT_EQ(refusal("archive_version s.tar"), "broken");
}

TEST_F(Archives, AreBrokenIfABitIsAnother) {
  pack();
  std::fstream file(root / "s.tar.gz", std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(fs::file_size(root / "s.tar.gz") - 6));
  file.put('\x55');
  file.close();
  EXPECT_EQ(refusal("archive_against s.tar.gz site"), "broken");
}

TEST_F(Archives, SayWhatIsNone) {
  write("page.tar.gz", "<html>Not found</html>");
  EXPECT_EQ(refusal("archive_version page.tar.gz"), "no_archive");
  write("s.zip", "PK\x03\x04" + std::string(200, 'x'));
  EXPECT_EQ(refusal("archive_version s.zip"), "no_archive");
  write("empty.tar", "");
  EXPECT_EQ(refusal("archive_version empty.tar"), "broken");
  EXPECT_EQ(refusal("archive_version site"), "EISDIR");
  EXPECT_TRUE(ask("archive_version none.tar").empty());
  EXPECT_TRUE(ask("archive_against none.tar site").empty());
  EXPECT_TRUE(ask("archive_paths none.tar $1", {"a"}).empty());
}

TEST_F(Archives, StopAtWhatIsMadeToFillDisks) {
  shell(
      "truncate -s 2G big; (tar -cf - big || true) | head -c 512 | zstd -q >s.tar.zst;"
      " head -c 16M /dev/zero | zstd -q >zeros; for i in $(seq 80); do cat zeros; done"
      " >>s.tar.zst");
  EXPECT_EQ(refusal("archive_paths s.tar.zst a"), "too_large");
}

TEST_F(Archives, ReadASparseFileWithoutItsHoles) {
  shell("truncate -s 8G site/sparse && tar -cSf s.tar -C site sparse");
  EXPECT_EQ(ask("archive_paths s.tar $1", {"sparse"}).text(0, "kind"), "file");
  EXPECT_EQ(against("s.tar"), "sparse differs\n");
}

TEST_F(Archives, SayNoVersionWhereThereIsNone) {
  shell("tar -cf s.tar -C site empty");
  const Table answer = ask("archive_version s.tar");
  EXPECT_EQ(answer.columns, (Columns{"file", "version"}));
  ASSERT_EQ(answer.rows.size(), 1u);
  EXPECT_EQ(answer.at(0, "file"), std::nullopt);
}

TEST(LeadsOut, KnowsNamesThatLeaveAFolder) {
  for (const auto* name : {"/a", "..", "../a", "a/..", "a/../../b", "/"})
    EXPECT_TRUE(leads_out(plain_name(name))) << name;
  for (const auto* name : {"a", "./a", "a//b/", "..a", "a..", "a/..b"})
    EXPECT_FALSE(leads_out(plain_name(name))) << name;
  EXPECT_EQ(plain_name("./a//b/./c/"), "a/b/c");
  EXPECT_EQ(plain_name("//etc"), "/etc");
}

}  // namespace
}  // namespace interlock
