// Facts, components and the point of no return: what is gained, lost and seen.
#include "engine/error.h"
#include "tests/engine/one_run.h"

namespace interlock {
namespace {

struct Facts : OneRun {};

TEST_F(Facts, AtTheStartUsersAreServed) {
  EXPECT_EQ(now.facts, plan.fact("serving") | plan.fact("fresh"));
}

TEST_F(Facts, AreGainedOnlyWhenTheStepIsDone) {
  stand("closed", Standing::ready);
  take(Kind::asked);
  take(Kind::started);
  EXPECT_FALSE(holds("backup_verified"));
  take(Kind::ended);
  EXPECT_TRUE(holds("backup_verified"));
}

TEST_F(Facts, AreLostWhenAStepBeginsThatDeniesThem) {
  now.facts |= plan.fact("backup_verified");
  stand("fit", Standing::ready);
  take(Kind::asked);
  EXPECT_FALSE(holds("backup_verified"));
}

TEST_F(Facts, AreLostWhenAStepBeginsThatSpoilsThem) {
  stand("backed_up", Standing::ready);
  take(Kind::asked);
  EXPECT_FALSE(holds("fresh"));
}

TEST_F(Facts, AreLostAndGainedByANeedlessRestore) {
  now.facts |= plan.fact("quiet");
  now.facts &= ~plan.fact("fresh");
  stand("to_restore", Standing::ready);
  Input input = asked(Gate::pass);
  input.already = true;
  EXPECT_EQ(take(input), Rule::needless);
  EXPECT_TRUE(holds("fresh"));
  EXPECT_TRUE(holds("quiet"));
}

TEST_F(Facts, TheThreeStandardOnesAreLostWhenUsersAreLetIn) {
  for (const auto* fact : {"quiet", "backup_verified", "loss_accepted", "fresh"})
    now.facts |= plan.fact(fact);
  stand("migrated", Standing::ready);
  take(Kind::asked);
  for (const auto* fact : {"quiet", "backup_verified", "loss_accepted"})
    EXPECT_FALSE(holds(fact)) << fact;
  EXPECT_TRUE(holds("fresh"));
}

TEST_F(Facts, OfTheWorldAreNotLostByABeginning) {
  stand("fit", Standing::ready);
  take(Kind::asked, Done{});
  EXPECT_TRUE(holds("serving"));
  EXPECT_EQ(now.unsure, 0u);
}

TEST_F(Facts, OfTheWorldAreUnsureUntilAStepThatMakesThemIsDone) {
  stand("fit", Standing::ready);
  take(Kind::asked);
  EXPECT_TRUE(unsure("serving"));
  EXPECT_TRUE(unsure("maintenance"));
  EXPECT_FALSE(unsure("quiet"));
  take(Kind::started);
  take(Kind::ended);
  EXPECT_EQ(now.unsure, 0u);
  EXPECT_FALSE(holds("serving"));
  EXPECT_TRUE(holds("maintenance"));
}

TEST_F(Facts, StayUnsureOnTheWayBackFromAStepThatWasBegun) {
  stand("fit", Standing::ready);
  take(Kind::asked);
  take(Kind::died);
  take(answered(Kind::looked, Gate::pass, Gate::unknown));
  EXPECT_EQ(take(Kind::back), Rule::back);
  EXPECT_TRUE(unsure("serving"));
}

TEST_F(Facts, ComponentsCountAsBrokenUntilTheStepIsDone) {
  stand("backed_up", Standing::ready);
  take(Kind::asked);
  EXPECT_EQ(is("database"), "broken");
  take(Kind::started);
  take(Kind::ended);
  EXPECT_EQ(is("database"), "changed");
  EXPECT_EQ(is("code"), "changed");
}

TEST_F(Facts, ComponentsAreUntouchedOnceTheyAreRestored) {
  now.broken = plan.component("database");
  now.changed = plan.component("code");
  stand("to_restore", Standing::doubt, true, 1);
  EXPECT_EQ(take(Kind::looked), Rule::done);
  EXPECT_EQ(now.broken | now.changed, 0u);
}

TEST_F(Facts, TheProverSeesHowFarTheWorkCame) {
  stand("backed_up", Standing::intent, true, 1);
  const Configuration before = now;
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"untouched", "untouched"}, {"broken", "untouched"}, {"changed", "untouched"},
      {"changed", "broken"},      {"changed", "changed"},
  };
  for (int parts = 0; parts < 5; ++parts) {
    now = before;
    take(Kind::started, Done{parts});
    EXPECT_EQ(is("code"), expected[static_cast<std::size_t>(parts)].first) << parts;
    EXPECT_EQ(is("database"), expected[static_cast<std::size_t>(parts)].second) << parts;
    EXPECT_FALSE(now.reached);
  }
}

TEST_F(Facts, AComponentThatAStepRemakesStaysAsItIs) {
  now.changed = plan.component("code") | plan.component("database");
  stand("backed_up", Standing::intent, true, 1);
  take(Kind::started, Done{3});
  EXPECT_EQ(is("code"), "changed");
  EXPECT_EQ(is("database"), "broken");
}

TEST_F(Facts, OnlyTheWholeWorkReachesTheGoal) {
  stand("backed_up", Standing::intent, true, 1);
  take(Kind::started, Done{4, true});
  EXPECT_TRUE(now.reached);
  take(Kind::died);
  EXPECT_TRUE(now.reached);
  take(answered(Kind::looked, Gate::pass, Gate::fail));
  EXPECT_FALSE(now.reached);
}

TEST_F(Facts, TheOperatorMayHaveDoneTheRest) {
  now.broken = plan.component("code");
  stand("backed_up", Standing::held, true);
  const auto all = inputs(plan, now);
  const auto look =
      std::find_if(all.begin(), all.end(), [](const Input& i) { return i.kind == Kind::resume; });
  ASSERT_NE(look, all.end());
  EXPECT_EQ(take(*look), Rule::check);
  EXPECT_EQ(is("code"), "changed");
  EXPECT_EQ(is("database"), "changed");
}

TEST_F(Facts, AStepThatNobodyLookedAtMayHaveDoneNothing) {
  plan = plan_of(careless());
  now = start(plan);
  take(Kind::asked, Done{});
  take(Kind::started, Done{1});
  EXPECT_EQ(take(Kind::ended, Done{}), Rule::done);
  EXPECT_EQ(is("database"), "broken");
}

TEST_F(Facts, ThePointOfNoReturnIsPassedWhenUsersComeToWhatIsNotUntouched) {
  now.facts &= ~plan.serving;
  now.changed = plan.component("database");
  stand("migrated", Standing::ready);
  take(Kind::asked);
  EXPECT_TRUE(now.beyond);
}

TEST_F(Facts, ThePointOfNoReturnIsNotPassedWhenAllIsUntouched) {
  now.facts &= ~plan.serving;
  stand("to_open", Standing::ready);
  take(Kind::asked);
  EXPECT_FALSE(now.beyond);
}

TEST(Plan, RefusesMoreFactsThanItCanHold) {
  Machine machine = shop();
  for (int i = 0; i < 60; ++i) machine.facts["fact_" + std::to_string(i)] = {};
  EXPECT_THROW(plan_of(machine), Error);
}

TEST(Plan, KnowsWhichStepsCanCostTheData) {
  const Plan plan = plan_of(shop());
  EXPECT_TRUE(plan.rows[3]->destructive);
  EXPECT_FALSE(plan.rows[3]->restore);
  EXPECT_TRUE(plan.rows[8]->restore);
  EXPECT_FALSE(plan.rows[1]->destructive);
}

TEST(Plan, KnowsWhichGuardsBind) {
  const Plan plan = plan_of(careless());
  EXPECT_FALSE(plan.rows[0]->binding_require);
  EXPECT_FALSE(plan.rows[0]->binding_ensure);
  EXPECT_TRUE(plan.rows[1]->binding_hold);
}

TEST(Plan, KnowsWhatGuardsNeed) {
  const Plan plan = plan_of(shop());
  const Needs& needs = plan.rows[2]->require_needs;
  EXPECT_TRUE(needs.met(0));
  EXPECT_FALSE(needs.met(plan.fact("quiet")));
}

}  // namespace
}  // namespace interlock
