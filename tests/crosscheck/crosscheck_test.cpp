// Spin and rumur against engine/explore, on exports that share no code with it. What is
// compared, and why it is equal, stands in README.md beside this file.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "states/shipped.h"
#include "tests/crosscheck/mutant.h"
#include "tests/crosscheck/ours.h"
#include "tests/crosscheck/random_machine.h"
#include "tests/crosscheck/referees.h"
#include "tests/states/reading.h"

namespace interlock {
namespace {

// `./dev crosscheck` asks for everything.
bool everything() {
  return std::getenv("INTERLOCK_CROSSCHECK") != nullptr;
}

std::vector<std::string> all_names() {
  std::vector<std::string> names;
  for (const Shipped& shipped : shipped_machines()) names.emplace_back(shipped.name);
  return names;
}

std::string test_name(const testing::TestParamInfo<std::string>& test) {
  std::string name = test.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

// What our prover calls vacuous never comes about: that is no word of theirs.
void expect_same_verdicts(const Machine& machine, const Violated& theirs) {
  const auto ours = decided_by_us(machine);
  for (const auto& [id, violated] : theirs) {
    ASSERT_TRUE(ours.contains(id)) << id;
    if (ours.at(id) == Decided::vacuous) continue;
    EXPECT_EQ(ours.at(id) == Decided::violated, violated) << id << ": " << word(ours.at(id));
  }
}

void expect_rumur_agrees(const Machine& machine) {
  const Judged ours = counted_ourselves(machine), rumurs = asked_rumur(machine);
  EXPECT_EQ(ours.counted, rumurs.counted);
  for (const auto& [id, count] : ours.true_in) EXPECT_EQ(count, rumurs.true_in.at(id)) << id;
  expect_same_verdicts(machine, violated_for_rumur(machine, rumurs));
}

void expect_spin_counts_alike(const Machine& machine) {
  EXPECT_EQ(counted_ourselves(machine).counted, counted_by_spin(machine));
}

void expect_spin_agrees(const Machine& machine) {
  expect_same_verdicts(machine, violated_for_spin(machine, asked_spin(machine)));
}

struct OfAMachine : testing::TestWithParam<std::string> {
  Definitions read = definitions_of(GetParam(), {}, all_checks());
  const Machine& machine() const { return read.loaded.machine; }
};

struct Rumur : OfAMachine {};
TEST_P(Rumur, CountsAndJudgesAsWeDo) {
  if (const auto why = without_rumur(); !why.empty()) GTEST_SKIP() << why;
  expect_rumur_agrees(machine());
}
TEST_P(Rumur, CountsAndJudgesMutantsAsWeDo) {
  if (const auto why = without_rumur(); !why.empty()) GTEST_SKIP() << why;
  for (unsigned seed = 0; seed < (everything() ? 40u : 3u); ++seed) {
    const Mutant mutant = mutant_of(machine(), everything() ? seed : seed + 100);
    SCOPED_TRACE(mutant.told);
    expect_rumur_agrees(mutant.machine);
  }
}
INSTANTIATE_TEST_SUITE_P(Of, Rumur, testing::ValuesIn(all_names()), test_name);

struct Spin : OfAMachine {};
TEST_P(Spin, CountsAsWeDo) {
  if (const auto why = without_spin(); !why.empty()) GTEST_SKIP() << why;
  expect_spin_counts_alike(machine());
}
TEST_P(Spin, JudgesAsWeDo) {
  if (const auto why = without_spin(); !why.empty()) GTEST_SKIP() << why;
  expect_spin_agrees(machine());
}
TEST_P(Spin, CountsAndJudgesMutantsAsWeDo) {
  if (const auto why = without_spin(); !why.empty()) GTEST_SKIP() << why;
  for (unsigned seed = 0; seed < (everything() ? 40u : 3u); ++seed) {
    const Mutant mutant = mutant_of(machine(), everything() ? seed : seed + 100);
    SCOPED_TRACE(mutant.told);
    expect_spin_counts_alike(mutant.machine);
    if (everything()) expect_spin_agrees(mutant.machine);
  }
}
INSTANTIATE_TEST_SUITE_P(Of, Spin, testing::ValuesIn(all_names()), test_name);

struct Random : testing::TestWithParam<unsigned> {
  Machine machine = random_machine(GetParam());
};
TEST_P(Random, IsCountedAndJudgedAlikeByRumur) {
  if (const auto why = without_rumur(); !why.empty()) GTEST_SKIP() << why;
  expect_rumur_agrees(machine);
}
TEST_P(Random, IsCountedAlikeBySpin) {
  if (const auto why = without_spin(); !why.empty()) GTEST_SKIP() << why;
  expect_spin_counts_alike(machine);
}
TEST_P(Random, IsJudgedAlikeBySpin) {
  if (const auto why = without_spin(); !why.empty()) GTEST_SKIP() << why;
  if (GetParam() % 5 == 0) expect_spin_agrees(machine);
}
INSTANTIATE_TEST_SUITE_P(Machines, Random, testing::Range(0u, everything() ? 500u : 10u));

}  // namespace
}  // namespace interlock
