#include <gtest/gtest.h>

#include "tests/discovery/folder.h"

namespace interlock {
namespace {

const Folder convoy = {
    {".env",
     "APP_NAME=\"My Convoy\"\nAPP_URL=https://panel.example.net\nDB_HOST=database\nDB_PORT=3306\n"
     "DB_DATABASE=convoy\nDB_USERNAME=convoy_user\nDB_PASSWORD=pw\nREDIS_HOST=redis\n"
     "REDIS_PASSWORD=null\n"},
    {"docker-compose.yml",
     "services:\n  database:\n    ports: ['3307:3306']\n  redis:\n    ports:\n"
     "      - {target: 6379, published: '6380', host_ip: 127.0.0.1}\n"},
    {"config/app.php", "<?php\nreturn [\n    'version' => '3.10.2-beta',\n];\n"}};

TEST(Convoy, FindsWhatTheComposeFilePublishes) {
  const Installation found = discovered("convoy", convoy);
  EXPECT_EQ(url_in(found, "database"), "mysql://convoy_user@127.0.0.1:3307/convoy");
  EXPECT_EQ(url_in(found, "queue"), "redis://127.0.0.1:6380/0");
  EXPECT_EQ(url_in(found, "web"), "https://panel.example.net");
  EXPECT_EQ(told(found), "");
}

TEST(Convoy, FindsWhatIsLaidOverTheComposeFile) {
  Folder folder = convoy;
  folder["docker-compose.yml"] = "services:\n  database:\n    image: mysql\n";
  folder["docker-compose.override.yml"] =
      "services:\n  database:\n    ports: ['127.0.0.1:${DB_OUTSIDE}:3306']\n  redis:\n"
      "    ports: ['${REDIS_OUTSIDE:-6381}:6379', '$$:1']\n";
  folder[".env"] += "DB_OUTSIDE=3399\n";
  const Installation found = discovered("convoy", folder);
  EXPECT_EQ(url_in(found, "database"), "mysql://convoy_user@127.0.0.1:3399/convoy");
  EXPECT_EQ(url_in(found, "queue"), "redis://127.0.0.1:6381/0");
  folder["docker-compose.override.yml"] =
      "services:\n  database:\n    ports: ['${NOWHERE:?say it}:3306', '${:3306', '$', 7]\n";
  EXPECT_EQ(url_in(discovered("convoy", folder), "database"),
            "mysql://convoy_user@database:3306/convoy");
}

TEST(Convoy, TakesNullForNoPassword) {
  EXPECT_TRUE(discovered("convoy", convoy).secrets.at("queue").empty());
}

TEST(Convoy, KeepsTheDollarsOfItsPasswords) {
  Folder folder = convoy;
  folder[".env"] += "DB_PASSWORD=a$b$$HOME\nREDIS_PASSWORD='$(id)'\n";
  const Installation found = discovered("convoy", folder);
  EXPECT_EQ(found.secrets.at("database").reveal(), "a$b$$HOME");
  EXPECT_EQ(found.secrets.at("queue").reveal(), "$(id)");
}

TEST(Convoy, MakesThePrefixesOfItsKeysFromItsName) {
  const Installation found = discovered("convoy", convoy);
  EXPECT_EQ(found.parameters.at("queue_prefix"), "my_convoy_database_");
  EXPECT_EQ(found.parameters.at("horizon_prefix"), "my_convoy_horizon:");
  EXPECT_EQ(found.name, "My Convoy");
}

TEST(Convoy, ReadsItsNameAsLaravelDoes) {
  Folder folder = convoy;
  folder[".env"] = "APP_NAME=\"The Panel @ Home -- (2)\"\n";
  EXPECT_EQ(discovered("convoy", folder).parameters.at("queue_prefix"),
            "the_panel_at_home_2_database_");
}

TEST(Convoy, ReadsTheInstalledVersion) {
  EXPECT_EQ(discovered("convoy", convoy).installed, "3.10.2-beta");
}

TEST(Convoy, DoesNotTakeCanaryForAVersion) {
  Folder folder = convoy;
  folder["config/app.php"] = "<?php\nreturn [\n    'version' => 'canary',\n];\n";
  const Installation found = discovered("convoy", folder);
  EXPECT_EQ(found.installed, "");
  EXPECT_EQ(told(found),
            "config/app.php: It tells no version: canary. Give it: --set installed=VERSION\n");
}

}  // namespace
}  // namespace interlock
