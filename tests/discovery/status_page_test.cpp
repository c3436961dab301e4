#include <gtest/gtest.h>

#include "tests/discovery/folder.h"

namespace interlock {
namespace {

const std::string file = "statuspage/statuspage/configuration.py";
const Folder status_page = {
    {file,
     "DATABASE = {'NAME': 'status', 'USER': 'sp', 'PASSWORD': 'pw', 'HOST': 'localhost', 'PORT': "
     "''}\n"
     "REDIS = {'tasks': {'HOST': 'localhost', 'PORT': 6379, 'PASSWORD': '', 'DATABASE': 0}}\n"
     "SITE_URL = 'https://status.example.net'\n"},
    {"statuspage/statuspage/settings.py", "VERSION = '2.5.0'\n"}};

TEST(StatusPage, FindsDatabaseQueueAndWeb) {
  const Installation found = discovered("status-page", status_page);
  EXPECT_EQ(url_in(found, "database"), "postgresql://sp@localhost:5432/status");
  EXPECT_EQ(url_in(found, "queue"), "redis://localhost:6379/0");
  EXPECT_EQ(url_in(found, "web"), "https://status.example.net");
  EXPECT_EQ(found.secrets.at("database").reveal(), "pw");
  EXPECT_EQ(found.installed, "2.5.0");
  EXPECT_EQ(told(found), "");
}

TEST(StatusPage, DoesNotGuessWhatOnlyPythonCouldTell) {
  Folder folder = status_page;
  folder[file] =
      "DATABASE = {'NAME': 'status', 'USER': 'sp', 'PASSWORD': environ['PW'], 'HOST': 'h'}\n"
      "SITE_URL = 'https://h'\n";
  const Installation found = discovered("status-page", folder);
  EXPECT_EQ(told(found),
            file +
                ": DATABASE.PASSWORD is an expression that only Python could tell. Give "
                "it: --set, or for a password INTERLOCK_SECRET_NAME.\n");
}

// Another server might be asked than the one that is used.
TEST(StatusPage, NamesNoServerOfWhichPartsAreUnclear) {
  const std::string database = "DATABASE = {'NAME': 'status', 'HOST': environ['DB']}\n";
  for (const char* redis :
       {"REDIS = {'tasks': {'HOST': environ['REDIS']}}\n", "REDIS = settings()\n",
        "REDIS = {'tasks': tasks}\n", "REDIS = {'tasks': {'SENTINELS': [('redis1', 26379)]}}\n",
        "REDIS = {'tasks': {'DATABASE': 0}}\nif True:\n    REDIS['tasks']['DATABASE'] = 3\n"}) {
    Folder folder = status_page;
    folder[file] = database + redis + "SITE_URL = 'https://h'\n";
    const Installation found = discovered("status-page", folder);
    EXPECT_FALSE(found.endpoints.contains("database"));
    EXPECT_FALSE(found.endpoints.contains("queue")) << redis;
    EXPECT_NE(told(found).find("DATABASE.HOST is an expression"), std::string::npos);
    EXPECT_NE(told(found).find(": REDIS"), std::string::npos) << told(found);
  }
}

TEST(Discover, WithoutARecipeReadsTheVersionFileOnly) {
  const Installation found = discovered("", {{"VERSION", "1.4.2\n"}, {".env", "DB_DATABASE=x\n"}});
  EXPECT_EQ(found.installed, "1.4.2");
  EXPECT_TRUE(found.endpoints.empty());
}

}  // namespace
}  // namespace interlock
