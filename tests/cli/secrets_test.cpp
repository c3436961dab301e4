#include "engine/cli/secrets.h"

#include "tests/cli/machines.h"

namespace interlock {
namespace {

namespace fs = std::filesystem;

const Address database = {.system = System::postgres, .host = "h", .port = "5432", .name = "x"};

void open_for_all(const std::string& path) {
  fs::permissions(path, fs::perms::others_read, fs::perm_options::add);
}

TEST(Pgpass, TakesTheFirstLineThatMatches) {
  const std::string text =
      "# h:5432:x:u:comment\nh:5432:y:u:other\n*:*:x:u:p\\:a\\\\s\nh:5432:x:u:later\n";
  EXPECT_EQ(pgpass_password(text, database, "u"), "p:a\\s");
  EXPECT_EQ(pgpass_password(text, database, "v"), std::nullopt);
}

TEST(Pgpass, CallsASocketLocalhost) {
  Address local = database;
  local.socket = "/run/postgresql";
  EXPECT_EQ(pgpass_password("localhost:*:*:*:p\n", local, "u"), "p");
  EXPECT_EQ(pgpass_password("localhost:*:*:*:p\n", database, "u"), std::nullopt);
}

TEST(Pgpass, SurvivesGarbage) {
  EXPECT_EQ(pgpass_password(":::::\n\\\n:\n" + std::string(100, ':'), database, "u"), std::nullopt);
}

TEST(MyCnf, HasThePasswordInItsClientGroup) {
  EXPECT_EQ(my_cnf_password("[mysqld]\npassword=no\n[client]\n password = \"a b\" \n", "u"), "a b");
  EXPECT_EQ(my_cnf_password(R"([client]
password="a\\b\"\s\q")",
                            "u"),
            "a\\b\" \\q");
  EXPECT_EQ(my_cnf_password("[mysqld]\npassword=no\n", "u"), std::nullopt);
}

TEST(MyCnf, IsNotForAnotherUser) {
  EXPECT_EQ(my_cnf_password("[client]\nuser=v\npassword=p\n", "u"), std::nullopt);
  EXPECT_EQ(my_cnf_password("[client]\nuser=u\npassword=p\n", "u"), "p");
}

TEST(Secrets, ComeFromTheEnvironmentFirst) {
  const TemporaryFolder folder;
  folder.file("database", "credential\n");
  const Named<SecretPlace> places = {{"database", {.env = "OTHER", .file = {}}}};
  std::vector<Problem> problems;
  std::map<std::string, std::string> variables = {{"INTERLOCK_SECRET_DATABASE", "first"},
                                                  {"CREDENTIALS_DIRECTORY", folder.path()},
                                                  {"OTHER", "third"}};
  const auto secret = [&] {
    const Environment environment = environment_of(variables);
    const Read read = read_file;
    return SecretSources{environment, read, places, problems}.called("database")->reveal();
  };
  EXPECT_EQ(secret(), "first");
  variables.erase("INTERLOCK_SECRET_DATABASE");
  EXPECT_EQ(secret(), "credential");
  variables.erase("CREDENTIALS_DIRECTORY");
  EXPECT_EQ(secret(), "third");
  EXPECT_EQ(lines_of(problems), "");
}

TEST(Secrets, AreRefusedFromAFileThatOthersMayRead) {
  const TemporaryFolder folder;
  const std::string path = folder.file("token", "sesame\n");
  const Named<SecretPlace> places = {{"token", {.env = {}, .file = path}}};
  const Environment environment = environment_of({});
  const Read read = read_file;
  std::vector<Problem> problems;
  const SecretSources sources{environment, read, places, problems};
  EXPECT_EQ(sources.called("token")->reveal(), "sesame");
  open_for_all(path);
  EXPECT_FALSE(sources.called("token"));
  EXPECT_EQ(
      lines_of(problems),
      path + ": Others may read this file, and a secret stands in it. chmod 600 " + path + "\n");
}

TEST(Secrets, OfTheAskerMayBeOthersForEachEndpoint) {
  const Environment environment = environment_of(
      {{"INTERLOCK_SECRET_USER", "usual"}, {"INTERLOCK_SECRET_USER_STOCK", "of stock"}});
  const Read read = read_file;
  const Named<SecretPlace> places;
  std::vector<Problem> problems;
  const SecretSources sources{environment, read, places, problems};
  EXPECT_EQ(sources.of_asker("auditor", "stock", database).reveal(), "of stock");
  EXPECT_EQ(sources.of_asker("auditor", "books", database).reveal(), "usual");
}

TEST(Secrets, OfTheAskerComeFromItsOwnFiles) {
  const TemporaryFolder folder;
  const std::string path = folder.file(".pgpass", "*:*:*:auditor:sesame\n");
  const Environment environment = environment_of({{"HOME", folder.path()}});
  const Read read = read_file;
  const Named<SecretPlace> places;
  std::vector<Problem> problems;
  const SecretSources sources{environment, read, places, problems};
  EXPECT_EQ(sources.of_asker("auditor", "database", database).reveal(), "sesame");
  open_for_all(path);
  EXPECT_TRUE(sources.of_asker("auditor", "database", database).empty());
  EXPECT_EQ(problems.size(), 1);
}

}  // namespace
}  // namespace interlock
