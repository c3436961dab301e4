#include "engine/trusted.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "engine/error.h"

namespace interlock {
namespace {

namespace fs = std::filesystem;

struct TrustedText : testing::Test {
  fs::path folder;

  TrustedText() {
    std::string name = (fs::temp_directory_path() / "interlock-trusted-XXXXXX").string();
    folder = ::mkdtemp(name.data());
    std::ofstream(folder / "a.json") << "text";
    fs::permissions(folder / "a.json", fs::perms::owner_read | fs::perms::owner_write);
  }
  ~TrustedText() override { fs::remove_all(folder); }

  std::string refused(const fs::path& path) {
    try {
      trusted_text(path.string());
    } catch (const Error& failure) {
      EXPECT_EQ(failure.kind, Error::Kind::input);
      return failure.what();
    }
    return "";
  }
};

TEST_F(TrustedText, IsTheText) {
  EXPECT_EQ(trusted_text((folder / "a.json").string()), "text");
}

TEST_F(TrustedText, IsOfAFileOnly) {
  EXPECT_NE(refused(folder / "b.json").find("cannot be read"), std::string::npos);
  EXPECT_NE(refused(folder).find("is no file"), std::string::npos);
}

TEST_F(TrustedText, IsNotReadAsRootIfOthersMayWriteIt) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root is told";
  fs::permissions(folder / "a.json", fs::perms::others_write, fs::perm_options::add);
  EXPECT_NE(refused(folder / "a.json").find("can be written by others"), std::string::npos);
  fs::permissions(folder / "a.json", fs::perms::others_write, fs::perm_options::remove);
  fs::permissions(folder, fs::perms::others_write, fs::perm_options::add);
  EXPECT_EQ(refused(folder / "a.json"), folder.string() + " can be written by others than root.");
}

TEST_F(TrustedText, IsNotReadAsRootIfAnotherOwnsIt) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root is told";
  ASSERT_EQ(::chown((folder / "a.json").c_str(), 65534, 0), 0);
  EXPECT_NE(refused(folder / "a.json"), "");
}

}  // namespace
}  // namespace interlock
