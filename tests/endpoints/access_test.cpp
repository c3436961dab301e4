#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "tests/endpoints/folder.h"

namespace interlock {
namespace {

namespace fs = std::filesystem;

struct Access : Folder {
  Access() {
    fs::permissions(root, fs::perms(0755));
    fs::create_directory(root / "open");
    fs::permissions(root / "open", fs::perms(0777));
  }
  void file(const std::string& name, unsigned mode) const {
    write(name, "x");
    fs::permissions(root / name, fs::perms(mode));
  }
};

TEST_F(Access, LetsOthersWriteWhatIsOpen) {
  file("open/a", 0666);
  const Table answer = ask("access $1 $2", {"others", "open"});
  EXPECT_EQ(answer, (Table{{"path", "why"}, {}}));
}

TEST_F(Access, NamesWhatMayNotBeWritten) {
  file("open/a", 0644);
  const Table answer = ask("access others open");
  ASSERT_EQ(answer.rows.size(), 1u);
  EXPECT_EQ(answer.text(0, "path"), (root / "open/a").string());
  EXPECT_TRUE(answer.text(0, "why").starts_with("may not be written (mode 0644, owner "));
}

TEST_F(Access, AsksForTheFoldersAbove) {
  fs::create_directories(root / "closed/in");
  fs::permissions(root / "closed/in", fs::perms(0777));
  fs::permissions(root / "closed", fs::perms(0700));
  const Table answer = ask("access others closed/in");
  ASSERT_EQ(answer.rows.size(), 1u);
  EXPECT_EQ(answer.text(0, "path"), (root / "closed").string());
}

TEST_F(Access, NamesWhatIsNotThere) {
  EXPECT_EQ(ask("access others none").text(0, "why"), "is not there");
}

TEST_F(Access, TakesTheOwnersBitsForTheOwner) {
  if (::getuid() != 0) GTEST_SKIP() << "only root can give files away";
  file("open/a", 0466);
  ASSERT_EQ(::chown((root / "open/a").c_str(), 65534, 0), 0);
  EXPECT_EQ(ask("access nobody open").rows.size(), 1u);
  EXPECT_EQ(ask("access others open").rows.size(), 0u);
}

TEST_F(Access, TakesTheGroupsBitsForItsMembers) {
  if (::getuid() != 0) GTEST_SKIP() << "only root can give files away";
  file("open/a", 0646);
  ASSERT_EQ(::chown((root / "open/a").c_str(), 0, 65534), 0);
  EXPECT_EQ(ask("access nobody open").rows.size(), 1u);
}

TEST_F(Access, LetsRootDoEverything) {
  file("open/a", 0400);
  EXPECT_TRUE(ask("access root open").empty());
}

TEST_F(Access, KnowsNoSuchUser) {
  EXPECT_EQ(refusal("access no-such-user open"), "no_user");
}

TEST_F(Access, CannotTellWithAnAccessControlList) {
  file("open/a", 0666);
  // Version 2; owner, one named user, group, mask, others: all rw.
  const unsigned char list[] = {2, 0, 0,   0,   1,   0,   6,  0, 255, 255, 255, 255, 2,   0,  6,
                                0, 1, 0,   0,   0,   4,   0,  6, 0,   255, 255, 255, 255, 16, 0,
                                6, 0, 255, 255, 255, 255, 32, 0, 6,   0,   255, 255, 255, 255};
  if (::setxattr((root / "open/a").c_str(), "system.posix_acl_access", list, sizeof list, 0) != 0)
    GTEST_SKIP() << "this file system keeps no access control lists";
  EXPECT_EQ(refusal("access others open"), "acl");
}

TEST_F(Access, DoesNotFollowLinks) {
  fs::create_symlink("/etc/passwd", root / "open/link");
  EXPECT_TRUE(ask("access others open").empty());
}

TEST_F(Access, NamesAtMostAHundred) {
  for (int i = 0; i < 120; ++i) file("open/" + std::to_string(i), 0600);
  EXPECT_EQ(ask("access others open").rows.size(), 100u);
}

}  // namespace
}  // namespace interlock
