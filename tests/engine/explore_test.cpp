#include "engine/explore.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "engine/error.h"
#include "tests/engine/shop.h"

namespace interlock {
namespace {

TEST(Explore, BeginsAtTheStart) {
  const Plan plan = plan_of(shop());
  const Explored found = explore(plan);
  EXPECT_EQ(found.configurations.front(), start(plan));
  EXPECT_TRUE(found.way_to(0).empty());
  EXPECT_FALSE(found.too_large);
}

TEST(Explore, ListsEachConfigurationAndEachEdgeOnce) {
  const Explored found = explore(plan_of(shop()));
  EXPECT_EQ(std::set(found.configurations.begin(), found.configurations.end()).size(),
            found.configurations.size());
  std::set<std::tuple<Rule, std::uint32_t, std::uint32_t>> edges;
  for (const Edge& edge : found.edges) {
    EXPECT_NE(edge.from, edge.to);
    EXPECT_TRUE(edges.insert({edge.rule, edge.from, edge.to}).second);
  }
}

TEST(Explore, KeepsWhatBroughtEachEdgeAbout) {
  const Plan plan = plan_of(shop());
  const Explored found = explore(plan);
  for (const Edge& edge : found.edges) {
    const Step step = next(plan, found.configurations[edge.from], edge.input);
    EXPECT_EQ(step.rule, edge.rule);
    EXPECT_EQ(step.after, found.configurations[edge.to]);
    EXPECT_EQ(calm(plan, found.configurations[edge.from], edge.input), edge.calm);
  }
}

TEST(Explore, KnowsAShortestWayToEachConfiguration) {
  const Explored found = explore(plan_of(shop()));
  std::size_t before = 0;
  for (std::uint32_t i = 0; i < found.configurations.size(); ++i) {
    const auto way = found.way_to(i);
    EXPECT_GE(way.size(), before);
    before = way.size();
    std::uint32_t at = 0;
    for (const auto edge : way) {
      EXPECT_EQ(found.edges[edge].from, at);
      at = found.edges[edge].to;
    }
    EXPECT_EQ(at, i);
  }
  for (const Edge& edge : found.edges)
    EXPECT_LE(found.way_to(edge.to).size(), found.way_to(edge.from).size() + 1);
}

TEST(Explore, RefusesMoreStatesThanItCanTellApart) {
  Machine machine;
  for (int i = 0; i < 4096; ++i) machine.states.emplace_back().id = std::to_string(i);
  EXPECT_THROW(plan_of(machine), Error);
  machine.states.pop_back();
  EXPECT_NO_THROW(plan_of(machine));
}

TEST(Explore, SaysSoWhenThereIsMoreThanItMayLookAt) {
  const Explored found = explore(plan_of(shop()), 10);
  EXPECT_TRUE(found.too_large);
  EXPECT_LT(found.configurations.size(), 30u);
}

TEST(Explore, TakesOnlyTheWholeWorkAndGuardsThatPassForCalm) {
  const std::set<Rule> never = {Rule::crash, Rule::deadline}, always = {Rule::move, Rule::done};
  for (const Edge& edge : explore(plan_of(shop())).edges) {
    EXPECT_FALSE(edge.calm && never.contains(edge.rule)) << word(edge.rule);
    EXPECT_TRUE(edge.calm || !always.contains(edge.rule)) << word(edge.rule);
  }
}

TEST(Explore, LeavesARunThatIsReadyAloneWhereAllGoesWell) {
  const Explored found = explore(plan_of(shop()));
  for (const Edge& edge : found.edges) {
    if (edge.rule != Rule::back) continue;
    EXPECT_EQ(edge.calm, found.configurations[edge.from].standing == Standing::held);
  }
}

TEST(Calm, LetsAGuardFailThatCannotBecomeTrue) {
  const Plan plan = plan_of(shop());
  Configuration closed = start(plan);
  closed.state = 2;
  Input input;
  input.before = Gate::fail;
  EXPECT_FALSE(calm(plan, closed, input));
  closed.facts |= plan.fact("quiet");
  EXPECT_TRUE(calm(plan, closed, input));
}

TEST(Calm, LetsNoGuardBeUnableToTell) {
  const Plan plan = plan_of(shop());
  Configuration closed = start(plan);
  closed.state = 2;
  closed.facts |= plan.fact("quiet");
  Input input;
  input.before = Gate::unknown;
  EXPECT_FALSE(calm(plan, closed, input));
}

TEST(Calm, LetsWorkThatWasNotDoneWholeFailAndNothingElse) {
  const Plan plan = plan_of(shop());
  Configuration migrating = start(plan);
  migrating.state = 3;
  migrating.standing = Standing::flight;
  Input input;
  input.kind = Input::Kind::ended;
  input.ensure = Gate::fail;
  EXPECT_TRUE(calm(plan, migrating, input));
  input.ensure = Gate::unknown;
  EXPECT_FALSE(calm(plan, migrating, input));
}

TEST(Calm, LooksInDoubtAlsoWhereNobodyCanTell) {
  const Plan plan = plan_of(careless());
  Configuration blind = start(plan);
  blind.standing = Standing::doubt;
  blind.reached = true;
  for (const Input& input : inputs(plan, blind)) EXPECT_TRUE(calm(plan, blind, input));
}

// The first things that are proved of a machine.
struct Sound : testing::TestWithParam<const char*> {
  Plan plan;
  const Machine* machine = nullptr;
  Explored found;

  void SetUp() override {
    machine = &shipped(GetParam());
    plan = plan_of(*machine);
    found = explore(plan);
  }
  bool is_end(const Configuration& c) const { return plan.final[c.state]; }
  bool served(const Configuration& c) const {
    return (c.facts & plan.serving) != 0 && (c.facts & plan.fact("maintenance")) == 0;
  }
};

TEST_P(Sound, EveryStateIsReached) {
  std::set<std::size_t> reached;
  for (const Configuration& c : found.configurations) reached.insert(c.state);
  EXPECT_EQ(reached.size(), plan.states.size());
}

TEST_P(Sound, EveryTransitionFires) {
  std::set<std::size_t> fired;
  for (const Edge& edge : found.edges)
    if (edge.rule == Rule::move || edge.rule == Rule::done || edge.rule == Rule::needless)
      fired.insert(found.configurations[edge.from].state);
  EXPECT_EQ(fired.size(), machine->transitions.size());
}

TEST_P(Sound, FromEverywhereAnEndCanBeReached) {
  std::vector<bool> ends(found.configurations.size());
  for (std::size_t i = 0; i < ends.size(); ++i) ends[i] = is_end(found.configurations[i]);
  for (bool more = true; more;) {
    more = false;
    for (const Edge& edge : found.edges)
      if (ends[edge.to] && !ends[edge.from]) more = ends[edge.from] = true;
  }
  for (std::size_t i = 0; i < ends.size(); ++i)
    EXPECT_TRUE(ends[i]) << told(plan, found.configurations[i]);
}

TEST_P(Sound, AtEveryEndUsersAreServed) {
  for (const Configuration& c : found.configurations)
    EXPECT_TRUE(served(c) || !is_end(c)) << told(plan, c);
}

TEST_P(Sound, AtEveryEndComponentsAreAsItSays) {
  const std::uint64_t all = (std::uint64_t{1} << plan.components.size()) - 1;
  for (const Configuration& c : found.configurations) {
    if (!is_end(c)) continue;
    const bool success = machine->states[c.state].final == Final::success;
    EXPECT_EQ(c.broken, 0u) << told(plan, c);
    EXPECT_EQ(c.changed, success ? all : 0u) << told(plan, c);
  }
}

TEST_P(Sound, NothingIsDestroyedOrRestoredWhileUsersAreServed) {
  for (const Configuration& c : found.configurations) {
    if (c.standing != Standing::intent && c.standing != Standing::flight) continue;
    const Row& row = *plan.rows[c.state];
    if (!row.destructive && !row.restore) continue;
    EXPECT_EQ(c.facts & plan.serving, 0u) << told(plan, c);
  }
}

INSTANTIATE_TEST_SUITE_P(Of, Sound, testing::Values("demo", "parsec-3", "ixp-manager-6"),
                         [](const auto& param) {
                           std::string name = param.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

struct Size {
  const char* machine;
  std::size_t configurations, edges;
};
void PrintTo(const Size& size, std::ostream* out) {
  *out << size.machine;
}

struct Sizes : testing::TestWithParam<Size> {};

// Counted as other model checkers count: a rule and two different configurations.
TEST_P(Sizes, AreKnown) {
  const auto& [name, configurations, edges] = GetParam();
  const auto began = std::chrono::steady_clock::now();
  const Explored found = explore(plan_of(shipped(name)));
  const auto took = std::chrono::steady_clock::now() - began;
  RecordProperty(
      "microseconds",
      std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(took).count()));
  EXPECT_EQ(found.configurations.size(), configurations);
  EXPECT_EQ(found.edges.size(), edges);
}

INSTANTIATE_TEST_SUITE_P(Of, Sizes,
                         testing::Values(Size{"demo", 382, 1120}, Size{"parsec-3", 565, 1657},
                                         Size{"parsec-3-back", 551, 1601},
                                         Size{"ixp-manager-4", 585, 1710},
                                         Size{"ixp-manager-6", 585, 1710},
                                         Size{"convoy-3", 1775, 5706},
                                         Size{"status-page-2", 917, 2770}),
                         [](const auto& param) {
                           std::string name = param.param.machine;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace interlock
