#include "engine/cli/whole_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/error.h"

namespace interlock {
namespace {

namespace fs = std::filesystem;

struct WholeFile : testing::Test {
  fs::path folder;

  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "interlock-test-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder = name;
  }
  void TearDown() override { fs::remove_all(folder); }

  std::string path(const char* name) const { return (folder / name).string(); }
  std::string read(const char* name) const {
    std::ostringstream text;
    text << std::ifstream(folder / name, std::ios::binary).rdbuf();
    return text.str();
  }
  std::size_t files() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
  }
};

TEST_F(WholeFile, IsWrittenAndLeavesNothingBeside) {
  write_whole(path("page"), "new");
  EXPECT_EQ(read("page"), "new");
  EXPECT_EQ(files(), 1U);
}

TEST_F(WholeFile, TakesThePlaceOfAnotherAndKeepsItsRights) {
  std::ofstream(folder / "page") << "old and longer";
  fs::permissions(folder / "page", fs::perms(0640));
  write_whole(path("page"), "new");
  EXPECT_EQ(read("page"), "new");
  EXPECT_EQ(fs::status(folder / "page").permissions(), fs::perms(0640));
  EXPECT_EQ(files(), 1U);
}

TEST_F(WholeFile, HasTheRightsOfAnyNewFile) {
  const mode_t before = ::umask(027);
  write_whole(path("page"), "new");
  ::umask(before);
  EXPECT_EQ(fs::status(folder / "page").permissions(), fs::perms(0640));
}

TEST_F(WholeFile, IsReachedThroughALinkThatStays) {
  std::ofstream(folder / "page") << "old";
  fs::create_symlink("page", folder / "link");
  write_whole(path("link"), "new");
  EXPECT_EQ(read("page"), "new");
  EXPECT_TRUE(fs::is_symlink(folder / "link"));
}

TEST_F(WholeFile, SaysWhyItCannotBeWritten) {
  const std::pair<std::string, const char*> expected[] = {
      {path("nowhere/page"), "No such file or directory"},
      {folder.string(), "Is a directory"},
      {"/dev/full", "No space left on device"}};
  for (const auto& [where, why] : expected) try {
      write_whole(where, "text");
      ADD_FAILURE() << where;
    } catch (const Error& refused) {
      EXPECT_EQ(refused.kind, Error::Kind::input);
      EXPECT_EQ(std::string(refused.what()),
                "the file " + where + " could not be written: " + why + ".");
      EXPECT_NE(refused.hint, "");
    }
  EXPECT_EQ(files(), 0U);
}

}  // namespace
}  // namespace interlock
