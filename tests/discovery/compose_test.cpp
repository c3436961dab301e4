#include "engine/discovery/compose.h"

#include <gtest/gtest.h>

namespace interlock {
namespace {

// Where port 5432 of the service `db` is reached.
std::string reached(const std::vector<std::string>& texts, const Variables& variables = {}) {
  const auto there = Compose(texts, variables).published("db", "5432");
  return there ? there->host + " " + there->port : "not known";
}

std::string with_ports(const std::string& ports) {
  return "services: {db: {ports: " + ports + "}}";
}

TEST(ComposeFile, ReadsBothSyntaxesOfPorts) {
  EXPECT_EQ(reached({with_ports("['5431:5431', 5433:5432]")}), "127.0.0.1 5433");
  EXPECT_EQ(reached({with_ports("[{target: 5432, published: '5433'}]")}), "127.0.0.1 5433");
  EXPECT_EQ(reached({with_ports("[{target: 5432, published: 5433, host_ip: '::1'}]")}), "::1 5433");
  EXPECT_EQ(reached({with_ports("[{target: 5432}, {published: 1}, 7, [8], null]")}), "not known");
  EXPECT_EQ(reached({with_ports("[{target: 5432, published: 5433, protocol: udp}]")}), "not known");
  EXPECT_EQ(reached({"services: {db: {expose: ['5432']}}"}), "not known");
}

TEST(ComposeFile, PutsInItsVariables) {
  const std::string text = with_ports("['${OUTSIDE:?say it}:5432']");
  EXPECT_EQ(reached({text}, {{"OUTSIDE", "5433"}}), "127.0.0.1 5433");
  EXPECT_EQ(reached({text}), "not known");
}

TEST(ComposeFile, AddsWhatIsLaidOverIt) {
  const std::string base = with_ports("['5433:5432']");
  EXPECT_EQ(reached({base, "services: {db: {image: x}}"}), "127.0.0.1 5433");
  EXPECT_EQ(reached({base, with_ports("['5434:5432']")}), "127.0.0.1 5434");
  EXPECT_EQ(reached({base, "volumes: {a: null}"}), "127.0.0.1 5433");
}

TEST(ComposeFile, ForgetsWhatIsReplaced) {
  const std::string base = with_ports("['5433:5432']");
  EXPECT_EQ(reached({base, with_ports("!override ['6000:6000']")}), "not known");
  EXPECT_EQ(reached({base, with_ports("!override ['5434:5432']")}), "127.0.0.1 5434");
  EXPECT_EQ(reached({base, with_ports("!reset []")}), "not known");
  EXPECT_EQ(reached({base, with_ports("!reset ['5434:5432']")}), "not known");
  EXPECT_EQ(reached({base, "services: {db: !override {image: x}}"}), "not known");
}

TEST(ComposeFile, ReadsWhatIsMerged) {
  const std::string common =
      "x-one: &one {ports: ['5433:5432']}\nx-two: &two {image: x, ports: ['5434:5432']}\n";
  EXPECT_EQ(reached({common + "services: {db: {<<: *one, image: y}}"}), "127.0.0.1 5433");
  EXPECT_EQ(reached({common + "services: {db: {<<: [*two, *one]}}"}), "127.0.0.1 5434");
  EXPECT_EQ(reached({common + "services: {db: {<<: *one, ports: ['5435:5432']}}"}),
            "127.0.0.1 5435");
  EXPECT_EQ(reached({common + "x-three: &three {<<: *one}\nservices: {db: {<<: *three}}"}),
            "127.0.0.1 5433");
  EXPECT_EQ(reached({common + "services: {db: {<<: 7}}"}), "not known");
  EXPECT_EQ(Compose({common + "services: {db: {<<: *two}}"}).image("db"), "x");
}

TEST(ComposeFile, KnowsTheNamesOfItsServices) {
  const Compose compose(
      {"services:\n  db:\n    container_name: ${NAME:-the-db}\n"
       "    hostname: pg\n    networks:\n      back: {aliases: [store, data]}\n"
       "      front:\n  other: {networks: [back]}\n  -v: {hostname: dashed}\n"});
  for (const char* name : {"db", "the-db", "pg", "store", "data"})
    EXPECT_EQ(compose.service_called(name), "db") << name;
  for (const char* name : {"", "back", "127.0.0.1", "localhost", "-v", "dashed", "db;x"})
    EXPECT_EQ(compose.service_called(name), std::nullopt) << name;
}

TEST(ComposeFile, PrefersAServiceToWhatAnotherIsCalled) {
  EXPECT_EQ(Compose({"services: {a: {hostname: db}, db: {}}"}).service_called("db"), "db");
}

// Whatever it is, it is read in an instant.
TEST(ComposeFile, CannotBeKnottedIntoAnEndlessOne) {
  std::string doubled = "x0: &x0 {a: 1}\n";
  for (int i = 1; i < 40; ++i) {
    const std::string number = std::to_string(i), below = "*x" + std::to_string(i - 1);
    doubled += "x" + number + ": &x" + number + " {<<: [" + below + ", " + below + "]}\n";
  }
  std::string many = "n: &n {";
  for (int i = 0; i < 5000; ++i) many += "n" + std::to_string(i) + ": {aliases: &a [x, y, z]}, ";
  many += "}\nservices: {";
  for (int i = 0; i < 5000; ++i) many += "s" + std::to_string(i) + ": {networks: *n}, ";
  std::string entries = "x: &x '" + std::string(1900, '$') + "'\nservices: {db: {ports: [";
  for (int i = 0; i < 100'000; ++i) entries += "*x, ";
  const std::vector<std::string> knotted = {
      "services: {db: &d {<<: *d}}",
      "services: {db: &d {<<: [*d, *d]}}",
      "services: &s {db: *s, <<: *s}",
      doubled + "services: {db: *x39}",
      doubled + "services: {db: {<<: *x39}, other: {networks: *x39}}",
      many + "}",
      entries + "]}}"};
  for (const std::string& text : knotted) {
    const Compose compose(std::vector{text});
    EXPECT_TRUE(compose.sound());
    EXPECT_EQ(compose.published("db", "5432").has_value(), false);
    EXPECT_EQ(compose.service_called("nobody"), std::nullopt);
  }
}

}  // namespace
}  // namespace interlock
