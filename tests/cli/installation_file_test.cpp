#include "engine/cli/installation_file.h"

#include "tests/cli/machines.h"

namespace interlock {
namespace {

std::string wrong_with(const std::string& text) {
  std::vector<Problem> problems;
  installation_file(text, shop(), problems);
  return lines_of(problems);
}

TEST(InstallationFile, SaysEverythingExplicitly) {
  std::vector<Problem> problems;
  const InstallationFile file = installation_file(R"({
    "name": "the shop",  // a comment
    "root": "/srv", "installed": "1.0",
    "parameters": {"backups": "/mnt"},
    "endpoints": {"database": "mysql://h/x", "cache": {"host": "c", "port": 11211, "tls": true}},
    "commands": {"php": ["php8.2"]},
    "secrets": {"database": {"env": "PW"}, "token": {"file": "/etc/token"}}
  })",
                                                  shop(), problems);
  EXPECT_EQ(lines_of(problems), "");
  EXPECT_EQ(file.name, "the shop");
  EXPECT_EQ(file.root, "/srv");
  EXPECT_EQ(file.installed, "1.0");
  EXPECT_EQ(file.parameters.at("backups"), "/mnt");
  EXPECT_EQ(file.endpoints.at("database").url, "mysql://h/x");
  EXPECT_EQ(file.endpoints.at("cache").address.port, "11211");
  EXPECT_TRUE(file.endpoints.at("cache").address.tls);
  EXPECT_EQ(file.commands.at("php").argv, Texts{"php8.2"});
  EXPECT_EQ(file.secrets.at("database").env, "PW");
  EXPECT_EQ(file.secrets.at("token").file, "/etc/token");
}

TEST(InstallationFile, RefusesUnknownKeysAllAtOnce) {
  EXPECT_EQ(wrong_with(R"({"rot": "/", "parameters": {"backup": "x"},
                           "endpoints": {"database": {"hots": "x"}, "queue": "redis://h"}})"),
            "/rot: There is no \"rot\" here. Did you mean root?\n"
            "/parameters/backup: There is no \"backup\" here. Did you mean backups?\n"
            "/endpoints/database/hots: There is no \"hots\" here. Did you mean host?\n"
            "/endpoints/queue: There is no \"queue\" here.\n");
}

TEST(InstallationFile, HoldsNoSecret) {
  EXPECT_EQ(
      wrong_with(R"({"secrets": {"database": "sesame"}})"),
      "/secrets/database: No secret stands in this file. Say where it is: {\"env\": \"NAME\"} "
      "or {\"file\": \"PATH\"}.\n");
}

TEST(InstallationFile, TakesOnePlaceForASecret) {
  EXPECT_EQ(wrong_with(R"({"secrets": {"database": {"env": "A", "file": "/b"}}})"),
            "/secrets/database: A secret is either in \"env\" or in \"file\".\n");
}

TEST(InstallationFile, RefusesWrongKinds) {
  EXPECT_EQ(wrong_with(R"({"name": 1, "commands": {"php": []}, "endpoints": []})"),
            "/name: This must be a text that is not empty.\n"
            "/commands/php: This must be a list of texts that is not empty.\n"
            "/endpoints: This must be an object.\n");
}

TEST(InstallationFile, RefusesWhatIsNoJson) {
  EXPECT_NE(wrong_with("{"), "");
  EXPECT_NE(wrong_with(""), "");
  EXPECT_EQ(wrong_with("[]"), "/: This must be an object.\n");
}

}  // namespace
}  // namespace interlock
