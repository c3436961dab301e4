// Of every mistake it is known before which property finds it.
#include <gtest/gtest.h>

#include <algorithm>

#include "checks/index.h"
#include "engine/prove.h"
#include "states/shipped.h"
#include "tests/engine/mutants.h"

namespace interlock {
namespace {

std::string named(const Mutant& mutant) {
  std::string name = std::string(mutant.machine) + "_" + std::string(mutant.mistake);
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

Texts found_in(const Proofs& proofs) {
  Texts found;
  for (const Theorem& each : proofs.theorems)
    if (each.decided == Decided::violated || each.decided == Decided::vacuous)
      found.push_back(each.id);
  return found;
}

struct Mutants : testing::TestWithParam<Mutant> {};

TEST_P(Mutants, AreFoundByWhatMustFindThem) {
  const Mutant& mutant = GetParam();
  const Machine machine = machine_in(edited(mutant.machine, mutant.edits));
  const Texts found = found_in(prove(machine, all_checks()));
  if (mutant.found_by.empty()) {
    EXPECT_EQ(found, Texts());
    EXPECT_NE(mutant.because, "");
  } else {
    EXPECT_NE(std::find(found.begin(), found.end(), mutant.found_by), found.end())
        << mutant.found_by << " is not among " << testing::PrintToString(found);
  }
}

INSTANTIATE_TEST_SUITE_P(Each, Mutants, testing::ValuesIn(mutants()),
                         [](const auto& test) { return named(test.param); });

std::size_t count(std::string_view machine, bool survives) {
  return static_cast<std::size_t>(
      std::count_if(mutants().begin(), mutants().end(), [&](const Mutant& each) {
        return (machine.empty() || each.machine == machine) && (!survives || each.found_by.empty());
      }));
}

TEST(MutantTable, HasAtLeastFifteenOfEachMachine) {
  for (const Shipped& machine : shipped_machines())
    EXPECT_GE(count(machine.name, false), 15u) << machine.name;
}

TEST(MutantTable, LetsAtMostOneInTwentySurvive) {
  EXPECT_LE(count({}, true) * 20, count({}, false));
}

}  // namespace
}  // namespace interlock
