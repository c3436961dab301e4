#include <gtest/gtest.h>

#include "tests/discovery/folder.h"

namespace interlock {
namespace {

const Folder ixp = {
    {".env",
     "APP_URL=\"https://ixp.example.net\"\nDB_HOST=10.0.0.5\nDB_DATABASE=ixp\nDB_USERNAME=web\n"
     "DB_PASSWORD='p#w'\nCACHE_DRIVER=memcached\n"},
    {"version.php", "<?php\ndefine( 'APPLICATION_VERSION', '6.3.1' );\n"}};

TEST(Ixp, FindsDatabaseWebAndCache) {
  const Installation found = discovered("ixp", ixp);
  EXPECT_EQ(url_in(found, "database"), "mysql://web@10.0.0.5:3306/ixp");
  EXPECT_EQ(url_in(found, "web"), "https://ixp.example.net");
  EXPECT_EQ(url_in(found, "cache"), "memcached://127.0.0.1:11211");
  EXPECT_EQ(found.endpoints.at("database").from, ".env");
  EXPECT_EQ(told(found), "");
}

TEST(Ixp, ReadsTheInstalledVersion) {
  EXPECT_EQ(discovered("ixp", ixp).installed, "6.3.1");
}

TEST(Ixp, KeepsThePasswordAsTheDatabasesSecret) {
  const Installation found = discovered("ixp", ixp);
  EXPECT_EQ(found.secrets.at("database").reveal(), "p#w");
  EXPECT_EQ(found.endpoints.at("database").address.password.reveal(), "p#w");
}

// What a shell would make of such lines is something else, or it would run it.
TEST(Ixp, ReadsAPasswordAsLaravelDoesAndNoShell) {
  const std::vector<std::pair<std::string, std::string>> passwords = {
      {"a$HOME`id`b", "a$HOME`id`b"},
      {"'$(id) ${DB_HOST}!\\'", "$(id) ${DB_HOST}!\\"},
      {R"("a\$b \"c\" #d")", "a$b \"c\" #d"},
      {R"("${DB_HOST}&*;")", "10.0.0.5&*;"}};
  for (const auto& [written, meant] : passwords) {
    Folder folder = ixp;
    folder[".env"] = "DB_HOST=10.0.0.5\nDB_DATABASE=ixp\nDB_PASSWORD=" + written + "\n";
    EXPECT_EQ(discovered("ixp", folder).secrets.at("database").reveal(), meant) << written;
  }
}

TEST(Ixp, HasNoCacheUnlessItUsesMemcached) {
  Folder folder = ixp;
  folder[".env"] = "APP_URL=http://h\nDB_DATABASE=ixp\nCACHE_DRIVER=array\n";
  EXPECT_EQ(url_in(discovered("ixp", folder), "cache"), "none");
}

TEST(Ixp, HasTheCacheThatOnlyDoctrineUses) {
  Folder folder = ixp;
  folder[".env"] = "APP_URL=http://h\nDB_DATABASE=ixp\nDOCTRINE_CACHE=memcached\n";
  EXPECT_EQ(url_in(discovered("ixp", folder), "cache"), "memcached://127.0.0.1:11211");
}

TEST(Ixp, TellsWhatIsNotThere) {
  EXPECT_EQ(
      told(discovered("ixp", {})),
      ": No version file tells what is installed. Give it: --set installed=VERSION\n"
      ".env: This file is not there, or may not be read. Is --root the folder of IXP Manager? "
      "Else: --set database=mysql://HOST/NAME\n");
}

TEST(Ixp, TellsWhatIsNotSet) {
  Folder folder = ixp;
  folder[".env"] = "APP_URL=nowhere\n";
  EXPECT_EQ(told(discovered("ixp", folder)),
            ".env: DB_DATABASE is not set. Give it: --set database=mysql://HOST/NAME\n"
            ".env: It names no address of the web site. Give it: --set web=https://HOST\n");
}

TEST(Ixp, SurvivesAFileOfGarbage) {
  Folder folder = ixp;
  folder[".env"] = std::string("\0\xff=\"${${${", 10) + std::string(5000, '"');
  EXPECT_EQ(url_in(discovered("ixp", folder), "database"), "none");
}

TEST(Ixp, DoesNotReadAFileThatIsFarTooLong) {
  Folder folder = ixp;
  folder[".env"] += std::string(1'000'000, '#');
  EXPECT_EQ(url_in(discovered("ixp", folder), "database"), "none");
}

}  // namespace
}  // namespace interlock
