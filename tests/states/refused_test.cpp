#include <gtest/gtest.h>

#include <algorithm>

#include "tests/states/reading.h"

namespace interlock {
namespace {

namespace fs = std::filesystem;

const fs::path folder = INTERLOCK_SOURCE "/tests/states/refused";

std::vector<fs::path> files_ending_in(const char* ending) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ending) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

struct Refused : testing::TestWithParam<fs::path> {};

// Beside each machine that is refused lies the whole of what is said about it.
TEST_P(Refused, IsToldAllThatIsWrong) {
  const fs::path& machine = GetParam();
  const std::string expected = contents(fs::path(machine).replace_extension(".txt"));
  ASSERT_NE(expected, "") << "no text beside " << machine.filename();
  EXPECT_EQ(refusal(contents(machine), contents(INTERLOCK_SOURCE "/states/groups.json"),
                    machine.filename().string()),
            expected);
}

std::string name_of(const testing::TestParamInfo<fs::path>& info) {
  std::string name = info.param.stem().string();
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Machines, Refused, testing::ValuesIn(files_ending_in(".json")), name_of);

TEST(RefusedMachines, HaveNoTextTooMany) {
  for (const fs::path& text : files_ending_in(".txt"))
    EXPECT_TRUE(fs::exists(fs::path(text).replace_extension(".json"))) << text;
}

TEST(RefusedMachines, AreOftenWrongInSeveralWays) {
  int several = 0;
  for (const fs::path& text : files_ending_in(".txt")) {
    const std::string lines = contents(text);
    several += std::count(lines.begin(), lines.end(), '\n') >= 3;
  }
  EXPECT_GE(several, 10);
}

}  // namespace
}  // namespace interlock
