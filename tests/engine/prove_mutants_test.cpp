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

std::string told(const Guards& guards) {
  std::string told;
  for (const Guard& guard : guards) told += guard.check + (guard.advisory ? "? " : " ");
  return told;
}

std::string told(const Texts& texts) {
  return testing::PrintToString(texts);
}

// What a machine says of one kind of thing that a mistake can be made in.
struct Kind {
  std::string_view name;
  std::string (*of_state)(const State& state);
  std::string (*of_transition)(const Transition& transition);

  std::string in(const Machine& machine) const {
    std::string all;
    for (const State& each : machine.states)
      if (of_state) all += of_state(each) + "\n";
    for (const Transition& each : machine.transitions)
      if (of_transition) all += of_transition(each) + "\n";
    return all;
  }
};

constexpr Kind kinds[] = {
    {"back", [](const State& each) { return each.back; }, nullptr},
    {"to", nullptr, [](const Transition& each) { return each.to; }},
    {"effect", nullptr,
     [](const Transition& each) {
       std::string all;
       for (const auto& [fact, holds] : each.effect) all += (holds ? " " : " not ") + fact;
       return all;
     }},
    {"component", nullptr,
     [](const Transition& each) { return told(each.changes) + told(each.restores); }},
    {"ensure", nullptr, [](const Transition& each) { return told(each.ensure); }},
    {"require", nullptr, [](const Transition& each) { return told(each.require); }},
    {"attempts", nullptr, [](const Transition& each) { return std::to_string(each.attempts); }}};

TEST(MutantTable, HasEveryKindOfMistakeOfEachMachine) {
  for (const Shipped& shipped : shipped_machines()) {
    const Machine original = machine_in(std::string(shipped.text));
    std::vector<Machine> wrong;
    for (const Mutant& each : mutants())
      if (each.machine == shipped.name)
        wrong.push_back(machine_in(edited(each.machine, each.edits)));
    for (const Kind& kind : kinds)
      EXPECT_TRUE(
          std::any_of(wrong.begin(), wrong.end(),
                      [&](const Machine& each) { return kind.in(each) != kind.in(original); }))
          << "nothing is wrong in any " << kind.name << " of " << shipped.name;
  }
}

TEST(MutantTable, LetsAtMostOneInTwentySurvive) {
  EXPECT_LE(count({}, true) * 20, count({}, false));
}

}  // namespace
}  // namespace interlock
