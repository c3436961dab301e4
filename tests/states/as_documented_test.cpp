// The guides exactly as they are written, under states/as-documented.
#include <gtest/gtest.h>

#include "engine/coverage.h"
#include "engine/digest.h"
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

INSTANTIATE_TEST_SUITE_P(Guides, AsDocumented, testing::ValuesIn(names()), [](const auto& test) {
  std::string name = test.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace interlock
