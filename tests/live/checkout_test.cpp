// Checks of code, packages, versions and files, of real checkouts and folders.
#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/live/site.h"

namespace interlock::live {
namespace {

struct Checkout : testing::Test {
  Site site;

  void SetUp() override {
    site.run({"git", "init", "-q"});
    commit("version.php", "<?php\ndefine('APPLICATION_VERSION', '6.4.2');\n");
    site.run({"git", "tag", "v6.4.2"});
  }
  void commit(const std::string& file, const std::string& text) {
    site.write(file, text);
    site.run({"git", "add", "-A"});
    site.run({"git", "commit", "-q", "-m", "x"});
  }
  Verdict tag(const std::string& name) {
    return site.verdict("code.tag_is_release", {{"tag", name}});
  }
};

TEST_F(Checkout, IsCleanAfterACommit) {
  const Verdict verdict = site.verdict("code.clean_tree");
  EXPECT_EQ(verdict.outcome, Outcome::pass) << verdict.sentence;
}

TEST_F(Checkout, NamesTheFilesThatWereChanged) {
  site.write("version.php", "changed");
  const Verdict verdict = site.verdict("code.clean_tree");
  EXPECT_EQ(verdict.outcome, Outcome::fail);
  EXPECT_EQ(verdict.sentence, "1 file was changed: version.php.");
}

TEST_F(Checkout, WarnsOfFilesThatGitDoesNotKnow) {
  site.write("notes.txt", "x");
  const Verdict verdict = site.verdict("code.clean_tree");
  EXPECT_EQ(verdict.outcome, Outcome::warn);
  EXPECT_EQ(verdict.objects, std::vector<std::string>{"notes.txt"});
}

TEST_F(Checkout, OfAnotherAccountIsToldWithGitsOwnCommandForIt) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a folder to another account";
  site.run({"chown", "-R", "65534", "."});
  for (const Verdict& verdict : {site.verdict("code.clean_tree"), tag("v6.4.2")}) {
    EXPECT_EQ(verdict.outcome, Outcome::unknown) << verdict.sentence;
    EXPECT_EQ(verdict.commands, Texts{"git config --global --add safe.directory " + site.root()});
  }
}

TEST(Folder, WithoutGitHasNoCleanTree) {
  Site site;
  EXPECT_EQ(site.verdict("code.clean_tree").outcome, Outcome::fail);
}

TEST_F(Checkout, HasTheTagOfARelease) {
  const Verdict verdict = tag("v6.4.2");
  EXPECT_EQ(verdict.outcome, Outcome::pass) << verdict.sentence;
  EXPECT_EQ(verdict.sentence, "version.php of v6.4.2 said 6.4.2.");
}

TEST_F(Checkout, HasNoTagThatWasNotFetched) {
  EXPECT_EQ(tag("v6.4.3").sentence, "There was no tag v6.4.3.");
}

TEST_F(Checkout, TakesNoDevelopmentForARelease) {
  commit("version.php", "<?php\ndefine('APPLICATION_VERSION','6.5.0-dev');\n");
  site.run({"git", "tag", "v6.5.0"});
  const Verdict verdict = tag("v6.5.0");
  EXPECT_EQ(verdict.outcome, Outcome::fail);
  EXPECT_EQ(verdict.sentence, "version.php of v6.5.0 said 6.5.0-dev.");
}

TEST_F(Checkout, ReadsTheVersionOfEveryKindOfFile) {
  site.run({"git", "rm", "-q", "version.php"});
  commit("statuspage/statuspage/settings.py", "import os\nVERSION = '2.5.1'\nHOSTNAME = 1\n");
  site.run({"git", "tag", "v2.5.1"});
  EXPECT_EQ(tag("v2.5.1").outcome, Outcome::pass);
  commit("config/app.php", "<?php return [\n    'version' => '3.10.2-beta',\n];\n");
  site.run({"git", "tag", "v3.10.2"});
  EXPECT_EQ(tag("v3.10.2").sentence, "config/app.php of v3.10.2 said 3.10.2-beta.");
}

constexpr const char* lock = R"({"packages": [
    {"name": "laravel/framework", "version": "v9.52.16", "require": {"php": "^8.0.2"}},
    {"name": "doctrine/dbal", "version": "3.6.1"}],
  "packages-dev": [{"name": "phpunit/phpunit", "version": "9.6.0"}]})";

TEST(Packages, AreInSyncWithoutThoseForDevelopment) {
  Site site;
  site.write("composer.lock", lock);
  site.write("vendor/composer/installed.json", R"({"packages": [
    {"name": "doctrine/dbal", "version": "3.6.1"},
    {"name": "laravel/framework", "version": "v9.52.16"}],
    "dev": false, "dev-package-names": []})");
  const Verdict verdict = site.verdict("packages.composer_in_sync");
  EXPECT_EQ(verdict.outcome, Outcome::pass);
  EXPECT_EQ(verdict.sentence, "2 of 2 packages of composer.lock were installed.");
}

TEST(Packages, OfAnOlderReleaseAreNamed) {
  Site site;
  site.write("composer.lock", lock);
  site.write("vendor/composer/installed.json",
             R"([{"name": "laravel/framework", "version": "v8.83.27"}])");
  const Verdict verdict = site.verdict("packages.composer_in_sync");
  EXPECT_EQ(verdict.outcome, Outcome::fail);
  EXPECT_EQ(verdict.objects, (std::vector<std::string>{"doctrine/dbal", "laravel/framework"}));
}

TEST(Version, IsReadFromTheFileThatIsThere) {
  Site site;
  site.write("VERSION", "1.1\n");
  EXPECT_EQ(site.verdict("version.installed_is", {{"version", "1.1"}}).sentence,
            "VERSION said 1.1.");
  EXPECT_EQ(site.verdict("version.installed_is", {{"version", "1.0"}}).outcome, Outcome::fail);
}

TEST(Version, IsNotKnownWithoutAFile) {
  Site site;
  EXPECT_EQ(site.verdict("version.installed_is", {{"version", "1.1"}}).outcome, Outcome::unknown);
}

TEST(Files, OfAFolderThatOthersMayNotEnterAreNotTheirs) {
  Site site;
  site.write("storage/log", "x");
  site.run({"chmod", "-R", "a+rwX", "storage"});  // the folder above is mode 0700
  const Arguments given = {{"paths", std::vector<std::string>{"storage"}}, {"user", "others"}};
  EXPECT_EQ(site.verdict("files.writable_by", given).outcome, Outcome::fail);
  site.run({"chmod", "755", "."});
  EXPECT_EQ(site.verdict("files.writable_by", given).outcome, Outcome::pass);
}

TEST(Files, AreTheSameByTheirContents) {
  Site site;
  site.write("a", "same");
  site.write("b", "same");
  site.write("c", "other");
  EXPECT_EQ(site.verdict("files.same", {{"paths", std::vector<std::string>{"a", "b"}}}).outcome,
            Outcome::pass);
  EXPECT_EQ(site.verdict("files.same", {{"paths", std::vector<std::string>{"a", "c"}}}).sentence,
            "c differed from a.");
}

TEST(Files, NeedRoomThatNoDiskHas) {
  Site site;
  EXPECT_EQ(site.verdict("files.free_space", {{"folder", "."}, {"at_least", "1 MB"}}).outcome,
            Outcome::pass);
  EXPECT_EQ(site.verdict("files.free_space", {{"folder", "."}, {"at_least", "90000 TB"}}).outcome,
            Outcome::fail);
}

TEST(Keys, ThatAreMissingOrEmptyAreNamed) {
  Site site;
  site.write(".env", "APP_KEY=\nDB_HOST=localhost\n");
  const Arguments given = {{"file", ".env"},
                           {"keys", std::vector<std::string>{"APP_KEY", "DB_HOST", "DB_USERNAME"}}};
  EXPECT_EQ(site.verdict("config.keys_present", given).sentence,
            ".env had no DB_USERNAME, no value of APP_KEY.");
}

TEST(Program, IsAskedForItsVersion) {
  Site site;
  site.catalogue = {
      "P", {{"1.0", {}, {}, {{"git", {"2", ""}}}}, {"9.0", {}, {}, {{"git", {"99", ""}}}}}, {}};
  EXPECT_EQ(site.verdict("runtime.supported_by", {{"program", "git"}, {"release", "1.0"}}).outcome,
            Outcome::pass);
  EXPECT_EQ(site.verdict("runtime.supported_by", {{"program", "git"}, {"release", "9.0"}}).outcome,
            Outcome::fail);
}

}  // namespace
}  // namespace interlock::live
