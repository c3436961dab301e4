// The guides exactly as they are written, under states/as-documented.
#include <gtest/gtest.h>

#include "engine/coverage.h"
#include "engine/digest.h"
#include "engine/jcs.h"
#include "engine/prove.h"
#include "states/shipped.h"
#include "tests/states/reading.h"

namespace interlock {
namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path(INTERLOCK_SOURCE) / "states/as-documented";

std::vector<std::string> names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().stem().string().ends_with("-as-documented"))
      names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

struct AsDocumented : testing::TestWithParam<std::string> {
  Definitions read = definitions_of((folder / (GetParam() + ".json")).string(), {}, all_checks());
  const Machine& machine() const { return read.loaded.machine; }
};

TEST_P(AsDocumented, IsAccepted) {
  EXPECT_EQ(told(read.loaded.problems), "");
}

// The property, and how its shortest story goes.
std::string drawn(const Theorem& theorem) {
  std::string all = theorem.id + ": " + theorem.says + " " + theorem.why + " " + theorem.seen;
  for (const Scene& scene : theorem.story) all += "\n  " + scene.says + " -> " + scene.state;
  for (const Scene& scene : theorem.round) all += "\n  ~ " + scene.says + " -> " + scene.state;
  return all + "\n";
}

TEST_P(AsDocumented, ViolatesWhatIsWrittenDown) {
  std::vector<Problem> problems;
  const Value expected = parsed(contents(folder / "violations.json"), problems);
  ASSERT_EQ(told(problems), "");
  Texts ids;
  for (const auto& [id, unused] : expected[GetParam()].members()) ids.push_back(id);
  const Proofs proofs = prove(machine(), all_checks());
  Texts found;
  std::string stories;
  for (const Theorem& theorem : proofs.theorems) {
    if (theorem.decided == Decided::proved || theorem.decided == Decided::not_applicable) continue;
    EXPECT_EQ(theorem.decided, Decided::violated) << drawn(theorem);
    found.push_back(theorem.id);
    stories += drawn(theorem);
  }
  EXPECT_EQ(found, ids) << stories;
}

TEST_P(AsDocumented, TellsOfEveryUnitOfItsGuide) {
  EXPECT_EQ(coverage_of(machine()).problems, Texts());
}

TEST_P(AsDocumented, IsAfterTheGuideThatIsShared) {
  const fs::path guides = fs::path(INTERLOCK_SHARED) / "guides";
  if (!fs::exists(guides)) GTEST_SKIP() << "no guides are shared here";
  for (const auto& entry : fs::directory_iterator(guides)) {
    const std::string text = contents(entry.path());
    if (hex_of(text) != machine().guide.sha256) continue;
    EXPECT_EQ(coverage_of(machine(), {text, entry.path().filename().string()}).problems, Texts());
    return;
  }
  ADD_FAILURE() << "its guide is not shared here";
}

// What is found of one property of one of them, as it is told.
std::string finding(const std::string& name, std::string_view id) {
  const Definitions read = definitions_of((folder / (name + ".json")).string(), {}, all_checks());
  for (const Theorem& theorem : prove(read.loaded.machine, all_checks()).theorems)
    if (theorem.id == id) return drawn(theorem);
  return {};
}

void expect_told(const std::string& finding, const std::string& words) {
  EXPECT_NE(finding.find(words), std::string::npos) << words << "\n" << finding;
}

TEST(ConvoyAsDocumented, CannotEndItsDrainOnceMaintenanceIsOn) {
  const std::string told = finding("convoy-3-as-documented", "W5");
  expect_told(told, "queue.laravel_redis_idle cannot pass while maintenance is true");
  expect_told(told, "  Enter maintenance mode: done. -> down\n  ~ Wait for the jobs to complete: ");
}

TEST(ConvoyAsDocumented, LeadsNowhereBackFromAMigration) {
  expect_told(finding("convoy-3-as-documented", "rollback"),
              "Update the database schema: it runs;");
  expect_told(finding("convoy-3-as-documented", "P6"), "nothing leads back from down");
}

TEST(IxpManager4AsDocumented, MayChangeTheSchemaWithoutABackup) {
  expect_told(finding("ixp-manager-4-as-documented", "P1"),
              "\"update\" can begin while backup_verified is false.");
}

INSTANTIATE_TEST_SUITE_P(Guides, AsDocumented, testing::ValuesIn(names()), [](const auto& test) {
  std::string name = test.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace interlock
