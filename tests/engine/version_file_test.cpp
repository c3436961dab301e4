#include "engine/version_file.h"

#include <gtest/gtest.h>

namespace interlock {
namespace {

TEST(VersionIn, ReadsTheConstantOfIxpManager) {
  EXPECT_EQ(version_in("version.php", "<?php\ndefine('APPLICATION_VERSION','6.4.2');\n"), "6.4.2");
  EXPECT_EQ(
      version_in("/srv/library/IXP/Version.php", "define( \"APPLICATION_VERSION\" , \"4.8.0\" );"),
      "4.8.0");
  EXPECT_EQ(version_in("version.php", "const APPLICATION_VERSION = '6.0.0';"), "6.0.0");
}

TEST(VersionIn, ReadsTheConfigurationOfLaravel) {
  EXPECT_EQ(version_in("config/app.php",
                       "return [\n 'api_version' => '2',\n 'version' => '3.10.2-beta',\n"),
            "3.10.2-beta");
}

TEST(VersionIn, ReadsDjangoSettings) {
  EXPECT_EQ(version_in("statuspage/statuspage/settings.py", "import os\nVERSION = '2.5.1'\n"),
            "2.5.1");
  EXPECT_EQ(version_in("settings.py", "VERSION = get()\n"), std::nullopt);
}

TEST(VersionIn, TakesTheFirstLineOfOtherFiles) {
  EXPECT_EQ(version_in("VERSION", "3.1.0\r\nmore\n"), "3.1.0");
  EXPECT_EQ(version_in("VERSION", " 3.1.0 "), "3.1.0");
  EXPECT_EQ(version_in("VERSION", "\n3.1.0"), std::nullopt);
}

TEST(VersionIn, DoesNotReadComments) {
  EXPECT_EQ(
      version_in("version.php",
                 "<?php\n// define('APPLICATION_VERSION','1.0');\n/* define('APPLICATION_VERSION'"
                 ",'2.0'); */ # 'APPLICATION_VERSION','3.0'\n$a = '// no comment';"
                 "define('APPLICATION_VERSION','4.0');"),
      "4.0");
}

TEST(VersionIn, TellsNothingOfWhatIsComputed) {
  EXPECT_EQ(version_in("config/app.php", "'version' => env('APP_VERSION', '1'),"), std::nullopt);
}

TEST(VersionIn, SurvivesWhatIsCutOff) {
  for (const auto* text :
       {"'", "/*", "/", "'APPLICATION_VERSION'", "'APPLICATION_VERSION','", "\\", "'\\"})
    EXPECT_EQ(version_in("version.php", text), std::nullopt) << text;
}

}  // namespace
}  // namespace interlock
