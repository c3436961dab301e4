#include "engine/cli/containers.h"

#include <cstdlib>

#include "tests/cli/machines.h"

namespace interlock {
namespace {

namespace fs = std::filesystem;

// A program of the name docker that a test wrote, before all others.
struct WithDocker : testing::Test {
  ~WithDocker() override { ::setenv("PATH", path.c_str(), 1); }
  void docker(const std::string& script) const {
    fs::permissions(folder.file("docker", "#!/bin/sh\n" + script), fs::perms(0755));
    ::setenv("PATH", (folder.path() + ":" + path).c_str(), 1);
  }
  std::string told() const {
    const Whereabouts there = container_of(folder.path(), contained);
    return there.address + (there.why.empty() ? "" : "because: " + there.why);
  }

  TemporaryFolder folder;
  Contained contained{"store", "db", "c.yml", false, "Start it."};
  std::string path = std::getenv("PATH");
};

using ContainerOf = WithDocker;
using AddressNow = WithDocker;

const std::string format = "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}";

TEST_F(ContainerOf, AsksDockerForItsAddress) {
  docker(
      "[ \"$*\" = 'compose -f c.yml ps -q db' ] && echo 1a && echo 2b && exit\n"
      "[ \"$*\" = 'inspect --format " +
      format + " 1a 2b' ] && echo ' 172.18.0.2 10.0.0.1 '");
  EXPECT_EQ(told(), "172.18.0.2");
}

TEST_F(ContainerOf, NamesNoFileThatDockerFindsByItself) {
  contained.usual = true;
  docker(
      "[ \"$*\" = 'compose ps -q db' ] && echo 1a && exit\n"
      "[ $1 = inspect ] && pwd >&2 && echo 'invalid IP fd00::2'");
  EXPECT_EQ(told(), "fd00::2");
}

TEST_F(ContainerOf, TellsNoneWhereNoneRuns) {
  docker("exit");
  EXPECT_EQ(told(), "");
  docker("[ $1 = inspect ] && echo ' <no value> 1.2.3 localhost' || echo 1a");
  EXPECT_EQ(told(), "");
}

TEST_F(ContainerOf, TellsWhyDockerDoesNot) {
  // It quotes the line of .env that it cannot read.
  docker("echo 'unexpected character in variable name near \"PASSWORD canary\"' >&2; exit 1");
  EXPECT_EQ(told(), "because: it ended with 1, to be asked by hand: docker compose ps");
  docker("[ $1 = inspect ] && exit 2; echo 1a");
  EXPECT_EQ(told(), "because: it ended with 2, to be asked by hand: docker compose ps");
  docker("kill $$");
  EXPECT_EQ(told(), "because: it was killed");
  ::setenv("PATH", (folder.path() + "/nowhere").c_str(), 1);
  EXPECT_EQ(told(), "because: No such file or directory");
}

TEST_F(AddressNow, IsWhereTheContainerIsNow) {
  Found found{{.system = System::postgres, .host = "172.18.0.2", .port = "5432"}, "x", contained};
  docker("[ $1 = inspect ] && echo 172.18.0.9 || echo 1a");
  EXPECT_EQ(address_now(folder.path(), found).host, "172.18.0.9");
  docker("exit");
  try {
    address_now(folder.path(), found);
    ADD_FAILURE() << "it has an address";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind, Error::Kind::endpoint);
    EXPECT_EQ(std::string(error.what()) + " " + error.hint,
              "The host store is a name of containers: no port 5432 of it is published, and "
              "docker told no address of a running container. Start it.");
  }
  found.contained.reset();
  EXPECT_EQ(address_now(folder.path(), found).host, "172.18.0.2");
}

// A folder of Parsec of which no port is published.
struct InContainers : testing::Test {
  InContainers() {
    folder.file("parsec-db.env", "PARSEC_DB=postgresql://p:pw@db:5432/parsec\n");
    folder.file("parsec-server.docker.yaml",
                "services: {db: {}, parsec-server: {image: 'parsec-server:3.0.0'}}\n");
    folder.file("parsec.env", "");
    folder.file("parsec-admin-token.env", "");
    given.root = folder.path();
    machine.id = "parsec-3";
    machine.discover = "parsec";
    machine.endpoints = {{"database", {System::postgres, {}, false, {}}}};
    machine.parameters = {{"host", {"the host", "${database.host}"}}};
  }
  Installation made(const Whereabouts& there) {
    return installation_of(machine, given, environment_of({}), read_file,
                           [&](const Installation& so_far, const Contained& contained) {
                             asked += so_far.root == folder.path() ? contained.service + " " : "?";
                             secret_known = so_far.secrets.contains("database");
                             return there;
                           });
  }

  TemporaryFolder folder;
  Given given;
  Machine machine;
  std::string asked;
  bool secret_known = false;
};

using SettleContainers = InContainers;

TEST_F(SettleContainers, PutsTheAddressInPlaceOfTheName) {
  const Installation installation = made({"172.18.0.2"});
  const Found& database = installation.endpoints.at("database");
  EXPECT_EQ(database.address.host + ":" + database.address.port, "172.18.0.2:5432");
  EXPECT_EQ(database.from, "parsec-db.env; docker told the address of the container");
  EXPECT_EQ(installation.parameters.at("host"), "172.18.0.2");
  EXPECT_EQ(lines_of(installation.problems), "");
  EXPECT_EQ(asked, "db ");
  EXPECT_TRUE(secret_known);
}

TEST_F(SettleContainers, TellsWhatCannotBeReached) {
  EXPECT_EQ(lines_of(made({{}, "permission denied"}).problems),
            "parsec-server.docker.yaml: The host db is a name of containers: no port 5432 of it is "
            "published, and docker told no address of a running container: permission denied. "
            "Start it, publish the port on loopback (ports: [\"127.0.0.1:5432:5432\"]), or: --set "
            "database=postgresql://HOST:PORT/NAME\n");
  EXPECT_TRUE(made({}).endpoints.contains("database"));
}

TEST_F(SettleContainers, AskNothingOfWhatIsGiven) {
  given.set = {"database=postgresql://127.0.0.1/parsec"};
  const Installation installation = made({});
  EXPECT_EQ(asked, "");
  EXPECT_EQ(lines_of(installation.problems), "");
  EXPECT_FALSE(installation.endpoints.at("database").contained);
}

TEST_F(SettleContainers, AskNothingOfWhatIsPublished) {
  folder.file("parsec-server.docker.yaml",
              "services: {db: {ports: ['5433:5432']}, parsec-server: {image: 'x:3.0.0'}}\n");
  EXPECT_EQ(made({}).endpoints.at("database").address.port, "5433");
  EXPECT_EQ(asked, "");
}

}  // namespace
}  // namespace interlock
