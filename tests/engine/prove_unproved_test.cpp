// For each property a machine that violates it alone, or nearly, and what a person is told.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "checks/index.h"
#include "engine/prove.h"
#include "tests/engine/mutants.h"
#include "tests/engine/unproved.h"

namespace interlock {
namespace {

// As plain text: the verdict, why, the story, and what mends it.
std::string told(const Theorem& theorem) {
  std::string text = std::string(word(theorem.decided)) + " " + theorem.id + ": " + theorem.says +
                     "\n" + theorem.why + "\n";
  for (const Scene& scene : theorem.story)
    text += "  " + scene.says + (scene.enters ? " -> " + scene.state : "") + "\n";
  if (!theorem.seen.empty()) text += "  ! " + theorem.seen + "\n";
  for (const Scene& scene : theorem.round) text += "  ~ " + scene.says + "\n";
  if (!theorem.remedy.empty()) text += theorem.remedy + "\n";
  return text + theorem.place + "\n";
}

std::string expected(std::string_view property) {
  std::ostringstream text;
  text << std::ifstream(INTERLOCK_SOURCE "/tests/engine/unproved/" + std::string(property) + ".txt")
              .rdbuf();
  return text.str();
}

struct Unproved : testing::TestWithParam<Negative> {};

TEST_P(Unproved, IsToldWithItsStory) {
  const auto& [property, edits] = GetParam();
  const Machine machine = machine_in(edited("demo", edits));
  std::string found;
  for (const Theorem& each : prove(machine, all_checks()).theorems)
    if (each.id == property) found = told(each);
  EXPECT_EQ(found, expected(property));
}

INSTANTIATE_TEST_SUITE_P(Each, Unproved, testing::ValuesIn(negatives()),
                         [](const auto& test) { return std::string(test.param.property); });

TEST(Negatives, ThereIsOneOfEachProperty) {
  for (const Theorem& each : prove(machine_in(edited("demo", {})), all_checks()).theorems) {
    if (each.group == Theorem::Group::own) continue;
    const auto& all = negatives();
    EXPECT_TRUE(std::any_of(all.begin(), all.end(), [&](const Negative& negative) {
      return negative.property == each.id;
    })) << each.id;
  }
}

}  // namespace
}  // namespace interlock
