// Which compose files are read, and what becomes of a host that only containers know.
#include "engine/discovery/composed.h"

#include <gtest/gtest.h>

#include "tests/discovery/folder.h"

namespace interlock {
namespace {

const std::string env =
    "APP_URL=https://panel.example.net\nDB_HOST=database\nDB_DATABASE=convoy\nREDIS_HOST=redis\n";

std::string publishing(const std::string& port) {
  return "services:\n  database:\n    ports: ['" + port + ":3306']\n  redis:\n    image: redis\n";
}

Folder with(Folder files) {
  files.insert({{".env", env}, {"config/app.php", "'version' => '3.10.2-beta',\n"}});
  return files;
}

std::string database_in(const Folder& files) {
  return url_in(discovered("convoy", with(files)), "database");
}

TEST(Composed, ReadsTheFileThatDockerPrefers) {
  Folder files;
  for (const auto& [name, port] : {std::pair("docker-compose.yaml", "1"),
                                   {"docker-compose.yml", "2"},
                                   {"compose.yml", "3"},
                                   {"compose.yaml", "4"}}) {
    files[name] = publishing(port);
    EXPECT_EQ(database_in(files), std::string("mysql://127.0.0.1:") + port + "/convoy") << name;
  }
}

TEST(Composed, ReadsTheOverrideThatDockerPrefers) {
  Folder files = {{"compose.yaml", "services: {database: {image: mysql}, redis: {}}"}};
  for (const auto& [name, port] : {std::pair("docker-compose.override.yaml", "1"),
                                   {"docker-compose.override.yml", "2"},
                                   {"compose.override.yaml", "3"},
                                   {"compose.override.yml", "4"}}) {
    files[name] = publishing(port);
    EXPECT_EQ(database_in(files), std::string("mysql://127.0.0.1:") + port + "/convoy") << name;
  }
  files.erase("compose.yaml");
  EXPECT_EQ(database_in(files), "mysql://database:3306/convoy");
}

TEST(Composed, ReadsTheFilesThatAreNamed) {
  const Folder files = {
      {"compose.yaml", publishing("1")}, {"a.yml", publishing("2")}, {"b.yml", publishing("3")}};
  Folder named = files;
  named[".env"] = env + "COMPOSE_FILE=a.yml:b.yml\n";
  EXPECT_EQ(database_in(named), "mysql://127.0.0.1:3/convoy");
  named[".env"] = env + "COMPOSE_FILE=b.yml,a.yml\nCOMPOSE_PATH_SEPARATOR=,\n";
  EXPECT_EQ(database_in(named), "mysql://127.0.0.1:2/convoy");
  named[".env"] = env + "COMPOSE_FILE=/srv/a.yml\n";
  EXPECT_EQ(database_in(named), "mysql://127.0.0.1:2/convoy");
}

TEST(Composed, TellsWhatCannotBeRead) {
  EXPECT_EQ(told(discovered("convoy", with({{".env", env + "COMPOSE_FILE=a.yml\n"}}))),
            "a.yml: This file is not there, or may not be read. COMPOSE_FILE in .env names it.\n");
  EXPECT_EQ(told(discovered("convoy", with({{"compose.yml", "services: ["}}))),
            "compose.yml: It is no compose file. See what docker says of it: docker compose "
            "config --quiet\n");
}

TEST(Composed, TakesAHostThatIsNotPublishedForAContainer) {
  const Installation found = discovered("convoy", with({{"compose.yaml", publishing("3307")}}));
  EXPECT_FALSE(found.endpoints.at("database").contained);
  EXPECT_EQ(found.endpoints.at("database").from, ".env and compose.yaml");
  EXPECT_EQ(url_in(found, "queue"), "redis://redis:6379/0");
  const auto& queue = found.endpoints.at("queue").contained;
  ASSERT_TRUE(queue);
  EXPECT_EQ(queue->host + " " + queue->service + " " + queue->file, "redis redis compose.yaml");
  EXPECT_TRUE(queue->usual);
  EXPECT_EQ(queue->remedy,
            "Start it, publish the port on loopback (ports: [\"127.0.0.1:6379:6379\"]), or: --set "
            "queue=redis://HOST:PORT/NUMBER");
}

TEST(Composed, LeavesOtherHostsAsTheyAre) {
  Folder folder = with({{"compose.yaml", "services: {web: {ports: ['3307:3306']}}"}});
  const Installation found = discovered("convoy", folder);
  EXPECT_EQ(url_in(found, "database"), "mysql://database:3306/convoy");
  EXPECT_FALSE(found.endpoints.at("database").contained);
}

TEST(ComposeFile, IsNoDevice) {
  std::string asked;
  discover("convoy", "/srv", [&](const std::string& path) -> std::optional<std::string> {
    asked += path + "\n";
    if (path == "/srv/.env") return "COMPOSE_FILE=/dev/stdin:../dev/tty:../proc/1/environ\n";
    return {};
  });
  EXPECT_EQ(asked.find("/dev/"), std::string::npos) << asked;
  EXPECT_EQ(asked.find("/proc/"), std::string::npos) << asked;
}

}  // namespace
}  // namespace interlock
