#include <gtest/gtest.h>

#include "tests/discovery/folder.h"

namespace interlock {
namespace {

const Folder parsec = {
    {"parsec-db.env", "PARSEC_DB=postgresql://par%40sec:pw@parsec-postgres:5432/parsec\n"},
    {"parsec-admin-token.env", "PARSEC_ADMINISTRATION_TOKEN=s3cr3t\n"},
    {"parsec.env", "PARSEC_HOST=0.0.0.0\nPARSEC_PORT=6777\nPARSEC_SSL_CERTFILE=/x.crt\n"},
    {"parsec-server.docker.yaml",
     "services:\n  parsec-postgres:\n    image: postgres:14.10-alpine\n"
     "  parsec-server:\n    image: ghcr.io/scille/parsec-cloud/parsec-server:v3.0.0\n"}};

TEST(Parsec, FindsDatabaseAndWeb) {
  const Installation found = discovered("parsec", parsec);
  EXPECT_EQ(url_in(found, "database"), "postgresql://par%40sec@parsec-postgres:5432/parsec");
  EXPECT_EQ(url_in(found, "web"), "https://127.0.0.1:6777");
  EXPECT_EQ(told(found), "");
}

TEST(Parsec, TakesThePortThatTheComposeFilePublishes) {
  Folder folder = parsec;
  folder["parsec-server.docker.yaml"] =
      "services:\n  parsec-postgres:\n    ports: ['127.0.0.1:5433:5432']\n"
      "  parsec-server: {image: 'parsec-server:3.1.0'}\n";
  const Installation found = discovered("parsec", folder);
  EXPECT_EQ(url_in(found, "database"), "postgresql://par%40sec@127.0.0.1:5433/parsec");
  EXPECT_EQ(found.endpoints.at("database").from, "parsec-db.env and parsec-server.docker.yaml");
}

TEST(Parsec, PutsInWhatStandsInTheEnvBesideTheComposeFile) {
  Folder folder = parsec;
  folder[".env"] = "TAG=3.2.0\nOUTSIDE=5433\n";
  folder["parsec-server.docker.yaml"] =
      "services:\n  parsec-postgres:\n    ports: ['${OUTSIDE}:5432']\n"
      "  parsec-server: {image: 'parsec-server:v${TAG:?which}'}\n";
  const Installation found = discovered("parsec", folder);
  EXPECT_EQ(url_in(found, "database"), "postgresql://par%40sec@127.0.0.1:5433/parsec");
  EXPECT_EQ(found.installed, "3.2.0");
}

// The step that names the new release there finds its name as it is written.
TEST(Parsec, RefusesAnImageThatCannotBeNamedAnew) {
  const auto written_as = [](const std::string& image) {
    Folder folder = parsec;
    folder[".env"] = "IMAGE=parsec-server:3.2.0\nREGISTRY=ghcr.io\nTAG=3.2.0\n";
    folder["parsec-server.docker.yaml"] = "services:\n  parsec-server: {image: '" + image + "'}\n";
    return discovered("parsec", folder);
  };
  for (const char* image :
       {"${IMAGE}", "${IMAGE:-parsec-server:3.0.0}", "${REGISTRY}/parsec-server:3.2.0",
        "registry:5000/${IMAGE}", "parsec-server:${TAG:?set it}"}) {
    const Installation found = written_as(image);
    EXPECT_EQ(found.installed, "") << image;
    ASSERT_FALSE(found.problems.empty()) << image;
    EXPECT_EQ(found.problems[0].what,
              std::string("The image is written ") + image +
                  ": the step that names the new release would not find its name.");
  }
  for (const char* image : {"parsec-server:${TAG}", "parsec-server:${TAG:-3.0.0}"})
    EXPECT_EQ(written_as(image).installed, "3.2.0") << image;
}

// Docker is told which file to read, and so reads no other.
TEST(Parsec, ReadsNothingOverItsComposeFile) {
  Folder folder = parsec;
  folder["compose.override.yaml"] = "services: {parsec-postgres: {ports: ['5433:5432']}}\n";
  const Installation found = discovered("parsec", folder);
  const auto& contained = found.endpoints.at("database").contained;
  ASSERT_TRUE(contained);
  EXPECT_EQ(contained->service + " in " + contained->file,
            "parsec-postgres in parsec-server.docker.yaml");
  EXPECT_FALSE(contained->usual);
}

TEST(Parsec, ReadsImageAndInstalledFromTheComposeFile) {
  const Installation found = discovered("parsec", parsec);
  EXPECT_EQ(found.parameters.at("image"), "ghcr.io/scille/parsec-cloud/parsec-server");
  EXPECT_EQ(found.installed, "3.0.0");
}

TEST(Parsec, DoesNotTakeAPortOfARegistryForATag) {
  Folder folder = parsec;
  folder["parsec-server.docker.yaml"] =
      "services: {parsec-server: {image: 'registry:5000/parsec-server'}}\n";
  const Installation found = discovered("parsec", folder);
  EXPECT_EQ(found.parameters.at("image"), "registry:5000/parsec-server");
  EXPECT_EQ(found.installed, "");
  EXPECT_EQ(
      told(found),
      "parsec-server.docker.yaml: The image registry:5000/parsec-server names no version. Name "
      "one there, or: --set installed=VERSION\n");
}

TEST(Parsec, KeepsPasswordAndTokenAsSecrets) {
  const Installation found = discovered("parsec", parsec);
  EXPECT_EQ(found.secrets.at("database").reveal(), "pw");
  EXPECT_EQ(found.secrets.at("administration_token").reveal(), "s3cr3t");
}

TEST(Parsec, PrefersTheAddressThatClientsAreTold) {
  Folder folder = parsec;
  folder["parsec.env"] = "PARSEC_SERVER_ADDR=parsec3://parsec.example.net\nPARSEC_PORT=6777\n";
  EXPECT_EQ(url_in(discovered("parsec", folder), "web"), "https://parsec.example.net");
  folder["parsec.env"] = "PARSEC_SERVER_ADDR=parsec3://h:6777?no_ssl=true\n";
  EXPECT_EQ(url_in(discovered("parsec", folder), "web"), "http://h:6777");
}

class HostileCompose : public testing::TestWithParam<std::string> {};

TEST_P(HostileCompose, IsAProblem) {
  Folder folder = parsec;
  folder["parsec-server.docker.yaml"] = GetParam();
  const Installation found = discovered("parsec", folder);
  EXPECT_NE(told(found).find("parsec-server.docker.yaml"), std::string::npos);
  EXPECT_EQ(url_in(found, "database"), "postgresql://par%40sec@parsec-postgres:5432/parsec");
}

INSTANTIATE_TEST_SUITE_P(Parsec, HostileCompose,
                         testing::Values("", "[", "a: b: c", "services: 3", "services: []",
                                         "services: {parsec-server: 3}",
                                         "services: {parsec-server: {image: [x]}}",
                                         "services: &a {parsec-server: *a}", "--- !!binary x",
                                         std::string(2000, '[')),
                         [](const auto& tested) { return "Case" + std::to_string(tested.index); });

TEST(Parsec, TellsThatTheUrlIsNone) {
  Folder folder = parsec;
  folder["parsec-db.env"] = "PARSEC_DB=MOCKED\n";
  EXPECT_EQ(told(discovered("parsec", folder)),
            "parsec-db.env: PARSEC_DB is no URL of a PostgreSQL database. Give it: --set "
            "database=postgresql://HOST/NAME\n");
}

}  // namespace
}  // namespace interlock
