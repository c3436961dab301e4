// Spin and rumur against engine/explore, on exports that share no code with it. What is
// compared, and why it is equal, stands in README.md beside this file.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "states/shipped.h"
#include "tests/crosscheck/altered.h"
#include "tests/crosscheck/ours.h"
#include "tests/crosscheck/random_machine.h"
#include "tests/crosscheck/referees.h"
#include "tests/engine/mutants.h"
#include "tests/states/reading.h"

namespace interlock {
namespace {

// `./dev crosscheck` asks for everything.
bool everything() {
  return std::getenv("INTERLOCK_CROSSCHECK") != nullptr;
}

// Those that are shipped, and the guides as documented.
std::vector<std::string> all_names() {
  std::vector<std::string> names;
  for (const Shipped& shipped : shipped_machines()) names.emplace_back(shipped.name);
  const auto folder = std::filesystem::path(INTERLOCK_SOURCE) / "states/as-documented";
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().stem().string().ends_with("-as-documented"))
      names.push_back(entry.path().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::string test_name(const testing::TestParamInfo<std::string>& test) {
  std::string name = std::filesystem::path(test.param).stem().string();
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
INSTANTIATE_TEST_SUITE_P(Of, Spin, testing::ValuesIn(all_names()), test_name);

// All of them, or three of each machine.
std::vector<Mutant> chosen_mutants() {
  std::map<std::string_view, std::vector<Mutant>> by_machine;
  for (const Mutant& mutant : mutants()) by_machine[mutant.machine].push_back(mutant);
  std::vector<Mutant> chosen;
  for (const auto& [unused, all] : by_machine)
    for (std::size_t i = 0; i < all.size(); i += everything() ? 1 : all.size() / 3 + 1)
      chosen.push_back(all[i]);
  return chosen;
}

struct OfAMutant : testing::TestWithParam<Mutant> {
  Machine machine = machine_in(edited(GetParam().machine, GetParam().edits));
};
TEST_P(OfAMutant, IsCountedAndJudgedAlikeByRumur) {
  if (const auto why = without_rumur(); !why.empty()) GTEST_SKIP() << why;
  expect_rumur_agrees(machine);
}
TEST_P(OfAMutant, IsCountedAlikeBySpin) {
  if (const auto why = without_spin(); !why.empty()) GTEST_SKIP() << why;
  expect_spin_counts_alike(machine);
  if (everything()) expect_spin_agrees(machine);
}
INSTANTIATE_TEST_SUITE_P(Of, OfAMutant, testing::ValuesIn(chosen_mutants()), [](const auto& test) {
  std::string name = fmt::format("{}_{}", test.param.machine, test.param.mistake);
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

// One thing of it is other, in each way once: more than a person would think of.
struct OfAnAltered : OfAMachine {};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(OfAnAltered);  // none but with all
TEST_P(OfAnAltered, IsCountedAndJudgedAlike) {
  if (const auto why = without_rumur() + without_spin(); !why.empty()) GTEST_SKIP() << why;
  for (unsigned seed = 0; seed < ways_to_alter; ++seed) {
    const Altered it = altered(machine(), seed);
    SCOPED_TRACE(it.told);
    expect_rumur_agrees(it.machine);
    expect_spin_counts_alike(it.machine);
  }
}
INSTANTIATE_TEST_SUITE_P(Of, OfAnAltered,
                         testing::ValuesIn(everything() ? all_names() : std::vector<std::string>()),
                         test_name);

// In the ordinary tests each of them asks another half; with all, both ask all.
struct Random : testing::TestWithParam<unsigned> {
  Machine machine = random_machine(GetParam());
};
struct RandomForRumur : Random {};
TEST_P(RandomForRumur, IsCountedAndJudgedAlike) {
  if (const auto why = without_rumur(); !why.empty()) GTEST_SKIP() << why;
  expect_rumur_agrees(machine);
}
struct RandomForSpin : Random {};
TEST_P(RandomForSpin, IsCountedAlike) {
  if (const auto why = without_spin(); !why.empty()) GTEST_SKIP() << why;
  expect_spin_counts_alike(machine);
}
struct SomeForSpin : Random {};
TEST_P(SomeForSpin, AreJudgedAlike) {
  if (const auto why = without_spin(); !why.empty()) GTEST_SKIP() << why;
  expect_spin_agrees(machine);
}
auto some(unsigned first, unsigned step) {
  return everything() ? testing::Range(0u, 500u) : testing::Range(first, 36u, step);
}
INSTANTIATE_TEST_SUITE_P(Machines, RandomForRumur, some(0, 2));
INSTANTIATE_TEST_SUITE_P(Machines, RandomForSpin, some(1, 2));
INSTANTIATE_TEST_SUITE_P(Machines, SomeForSpin, testing::Range(0u, everything() ? 500u : 20u, 10u));

}  // namespace
}  // namespace interlock
