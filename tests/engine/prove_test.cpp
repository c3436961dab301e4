#include "engine/prove.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "checks/index.h"
#include "states/shipped.h"
#include "tests/engine/shop.h"

namespace interlock {
namespace {

std::string drawn(const Theorem& theorem) {
  std::string all = theorem.id + ": " + std::string(word(theorem.decided)) + ". " + theorem.why;
  for (const Scene& scene : theorem.story) all += "\n  " + scene.says + " -> " + scene.state;
  for (const Scene& scene : theorem.round) all += "\n  ~ " + scene.says + " -> " + scene.state;
  return all;
}

struct Applicable {
  const char* machine;
  std::size_t properties;
};
void PrintTo(const Applicable& its, std::ostream* out) {
  *out << its.machine;
}
std::string named(const testing::TestParamInfo<Applicable>& info) {
  std::string name = info.param.machine;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

void expect_proved(const Machine& machine, std::size_t properties) {
  const Proofs proofs = prove(machine, all_checks());
  for (const Theorem& each : proofs.theorems)
    EXPECT_EQ(each.decided, Decided::proved) << drawn(each);
  EXPECT_TRUE(proofs.proved());
  EXPECT_EQ(proofs.theorems.size(), properties);
}

struct ShippedMachines : testing::TestWithParam<Applicable> {};

TEST_P(ShippedMachines, AreProved) {
  const Definitions found = definitions_of(GetParam().machine, {}, all_checks());
  ASSERT_TRUE(found.loaded.problems.empty());
  expect_proved(found.loaded.machine, GetParam().properties);
}

INSTANTIATE_TEST_SUITE_P(Of, ShippedMachines,
                         testing::Values(Applicable{"demo", 32}, Applicable{"parsec-3", 31},
                                         Applicable{"parsec-3-back", 32},
                                         Applicable{"ixp-manager-4", 33},
                                         Applicable{"ixp-manager-6", 33},
                                         Applicable{"convoy-3", 33},
                                         Applicable{"status-page-2", 31}),
                         named);

TEST(Prove, DecidesNothingWhereThereIsTooMuchToLookAt) {
  const Proofs proofs = prove(shop(), all_checks(), 100);
  EXPECT_TRUE(proofs.too_large);
  EXPECT_FALSE(proofs.proved());
  EXPECT_TRUE(proofs.theorems.empty());
}

TEST(Prove, TellsTheSizeOfWhatWasExplored) {
  const Proofs proofs = prove(shop(), all_checks());
  const Explored found = explore(plan_of(shop()));
  EXPECT_EQ(proofs.configurations, found.configurations.size());
  EXPECT_EQ(proofs.edges, found.edges.size());
  const auto last = static_cast<std::uint32_t>(found.configurations.size()) - 1;
  EXPECT_EQ(proofs.deepest, found.way_to(last).size());
  EXPECT_EQ(proofs.states, 12u);
  EXPECT_EQ(proofs.transitions, 9u);
}

}  // namespace
}  // namespace interlock
