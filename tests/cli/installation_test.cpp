#include "engine/cli/installation.h"

#include "tests/cli/machines.h"

namespace interlock {
namespace {

namespace fs = std::filesystem;

const std::string dotenv_text =
    "DB_HOST=h\nDB_DATABASE=x\nDB_USERNAME=app\nDB_PASSWORD=pw\nAPP_URL=https://shop.example.net\n";

Machine found_by_ixp() {
  Machine machine = shop();
  machine.discover = "ixp";
  return machine;
}

struct Place : testing::Test {
  Place() {
    folder.file(".env", dotenv_text);
    folder.file("version.php", "<?php define('APPLICATION_VERSION', '1.0.0');\n");
    given.root = folder.path();
  }

  Installation made(const Machine& machine = found_by_ixp()) const {
    return installation_of(machine, given, environment_of(variables), read_file);
  }

  std::string refusal() const {
    try {
      made();
    } catch (const Error& error) {
      return error.what() + std::string(error.hint.empty() ? "" : " ") + error.hint;
    }
    return "none";
  }

  TemporaryFolder folder;
  Given given;
  std::map<std::string, std::string> variables;
};

using InstallationOf = Place;
using ValuesOf = Place;

TEST_F(InstallationOf, TakesWhatDiscoveryFound) {
  const Installation installation = made();
  EXPECT_EQ(installation.installed, "1.0.0");
  EXPECT_EQ(installation.root, folder.path());
  EXPECT_EQ(installation.endpoints.at("database").from, ".env");
  EXPECT_EQ(installation.secrets.at("database").reveal(), "pw");
  EXPECT_EQ(installation.parameters.at("backups"), folder.path() + "-backups");
}

TEST_F(InstallationOf, PutsSetOverTheFileOverDiscovery) {
  given.at = folder.file("at.json", R"({"name": "one", "installed": "1.1",
    "parameters": {"backups": "/file", "user": "file"},
    "endpoints": {"database": {"host": "file", "name": "y"}}})");
  given.set = {"database=mysql://set", "user=set"};
  const Installation installation = made();
  EXPECT_EQ(installation.name, "one");
  EXPECT_EQ(installation.installed, "1.1");
  EXPECT_EQ(installation.parameters.at("backups"), "/file");
  EXPECT_EQ(installation.parameters.at("user"), "set");
  const Found& database = installation.endpoints.at("database");
  EXPECT_EQ(database.address.host, "set");
  EXPECT_EQ(database.address.name, "y");
  EXPECT_EQ(database.address.user, "app");
  EXPECT_EQ(database.from, "--set");
}

TEST_F(InstallationOf, IsNamedByProductAndRealPath) {
  const std::string id = made().id;
  EXPECT_EQ(id.size(), 16);
  const std::string link = folder.path() + "/link";
  fs::create_directory_symlink(folder.path(), link);
  given.root = link;
  EXPECT_EQ(made().id, id);
  Machine other = found_by_ixp();
  other.product = "Another";
  EXPECT_NE(made(other).id, id);
}

TEST_F(InstallationOf, TellsWhichEndpointWasNotFound) {
  Machine machine = found_by_ixp();
  machine.endpoints["queue"] = {System::redis, {}, false, {}};
  EXPECT_EQ(lines_of(made(machine).problems),
            "queue: This endpoint was not found. Give it: --set queue=redis://HOST:PORT/NUMBER\n");
}

TEST_F(InstallationOf, LeavesOutAnEndpointOfWhichAPartIsMissing) {
  given.set = {"database=mysql://h"};
  const Installation installation = made(shop());
  EXPECT_FALSE(installation.endpoints.contains("database"));
}

TEST_F(InstallationOf, TellsEverythingThatWasGivenWrong) {
  given.set = {"databse=x", "backups"};
  EXPECT_EQ(
      refusal(),
      "2 things that were given are wrong.\n"
      "  --set databse  There is no parameter and no endpoint \"databse\". Did you mean database?\n"
      "  --set backups  It has no value. Write --set NAME=VALUE.");
}

TEST_F(InstallationOf, NeedsAFolder) {
  given.root = folder.path() + "/none";
  EXPECT_EQ(refusal(), "--root: There is no folder " + folder.path() + "/none.");
}

TEST_F(InstallationOf, RefusesAsRootAFileThatOthersMayWrite) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root is held to it";
  given.at = folder.file("at.json", "{}");
  fs::permissions(given.at, fs::perms::others_write, fs::perm_options::add);
  EXPECT_EQ(refusal(), given.at + ": " + given.at +
                           " can be written by others than root. Its commands would be run as "
                           "root. chown root " +
                           given.at + "; chmod go-w " + given.at);
}

TEST_F(InstallationOf, TakesThePasswordOfTheAskerFromTheEnvironment) {
  given.user = "auditor";
  variables["INTERLOCK_SECRET_USER"] = "sesame";
  const Installation installation = made();
  EXPECT_EQ(installation.user, "auditor");
  EXPECT_EQ(installation.passwords.at("database").reveal(), "sesame");
  EXPECT_EQ(installation.endpoints.at("database").address.user, "app");
}

TEST_F(InstallationOf, KnowsWhichVariablesHoldSecrets) {
  given.at = folder.file("at.json", R"({"secrets": {"database": {"env": "SHOP_PASSWORD"}}})");
  variables["SHOP_PASSWORD"] = "sesame";
  const Installation installation = made();
  EXPECT_EQ(installation.secrets.at("database").reveal(), "sesame");
  EXPECT_EQ(installation.secret_variables, Texts{"SHOP_PASSWORD"});
}

TEST_F(InstallationOf, TellsWhichSecretIsMissing) {
  Machine machine = found_by_ixp();
  machine.with = {{"token", std::string("${secret:token}")}};
  EXPECT_EQ(
      lines_of(made(machine).problems),
      "token: This secret was not found. Put it into the environment: INTERLOCK_SECRET_TOKEN\n");
}

TEST_F(InstallationOf, GivesTheSecretsToTheWebSite) {
  Machine machine = found_by_ixp();
  machine.with = {{"token", std::string("${secret:token}")}};
  variables["INTERLOCK_SECRET_TOKEN"] = "sesame";
  const Address web = made(machine).endpoints.at("web").address;
  EXPECT_EQ(web.secrets.size(), 1);
  EXPECT_EQ(web.secrets.at("token").reveal(), "sesame");
}

TEST_F(InstallationOf, KnowsWhichParametersAreMissing) {
  EXPECT_EQ(missing_parameters(found_by_ixp(), made()), Texts{"user"});
  given.set = {"user=u"};
  EXPECT_EQ(missing_parameters(found_by_ixp(), made()), Texts{});
}

TEST_F(InstallationOf, NamesTheEndpointsThatCanBeAsked) {
  EXPECT_EQ(found_in(made()), (Names{"catalogue", "database", "files", "host", "operator", "web"}));
}

TEST_F(ValuesOf, HaveWhatADollarSignStandsFor) {
  given.to = "1.1.0";
  const Values values = values_of(found_by_ixp(), made(), "a3f9-k2mt", "/work", "abc");
  EXPECT_EQ(values.at("root"), folder.path());
  EXPECT_EQ(values.at("installed"), "1.0.0");
  EXPECT_EQ(values.at("target"), "1.1.0");
  EXPECT_EQ(values.at("run"), "a3f9k2mt");
  EXPECT_EQ(values.at("commit"), "abc");
  EXPECT_EQ(values.at("database.host"), "h");
  EXPECT_EQ(values.at("database.port"), "3306");
  EXPECT_EQ(values.at("database.user"), "app");
  EXPECT_EQ(values.at("database.url"), "mysql://app@h:3306/x");
  EXPECT_EQ(values.at("web.url"), "https://shop.example.net");
}

TEST_F(ValuesOf, TellADefaultOnceItsPartsAreKnown) {
  const Installation installation = made();
  EXPECT_FALSE(installation.parameters.contains("archive"));
  EXPECT_FALSE(values_of(found_by_ixp(), installation, "", "", "").contains("archive"));
  EXPECT_EQ(values_of(found_by_ixp(), installation, "", "w", "").at("archive"),
            folder.path() + "-backups/w");
}

TEST_F(ValuesOf, TakeWhatAPersonGaveAsItIs) {
  given.set = {"user=${run}"};
  EXPECT_EQ(values_of(found_by_ixp(), made(), "r", "", "").at("user"), "${run}");
}

TEST_F(ValuesOf, NeverHoldASecret) {
  for (const auto& [name, value] : values_of(found_by_ixp(), made(), "r", "w", "c"))
    EXPECT_EQ(value.find("pw"), std::string::npos) << name;
}

}  // namespace
}  // namespace interlock
