// What the operator may do with a run, and what only looks like it.
#include "tests/engine/one_run.h"

namespace interlock {
namespace {

struct Operator : OneRun {};

TEST_F(Operator, ChecksAStepThatWasBegun) {
  stand("closed", Standing::held, true);
  EXPECT_EQ(take(answered(Kind::resume, Gate::pass, Gate::unknown)), Rule::none);
  EXPECT_EQ(take(answered(Kind::resume, Gate::fail, Gate::pass)), Rule::none);
  EXPECT_EQ(take(answered(Kind::resume, Gate::pass, Gate::pass)), Rule::check);
  EXPECT_EQ(where(), "backed_up ready attempt 0");
}

TEST_F(Operator, IsReadyAgainAfterACheckOfWhatWasNotBegun) {
  stand("closed", Standing::held);
  EXPECT_EQ(take(Kind::resume), Rule::check);
  EXPECT_EQ(where(), "closed ready attempt 0");
}

TEST_F(Operator, RemembersAfterRetryThatTheStepWasBegun) {
  stand("closed", Standing::held, true);
  EXPECT_EQ(take(Kind::retry), Rule::retry);
  EXPECT_EQ(where(), "closed ready begun attempt 0");
}

TEST_F(Operator, UndoesAStepThatWasBegunAsIfItHadBeenFinished) {
  stand("backed_up", Standing::held, true);
  EXPECT_EQ(take(Kind::back), Rule::back);
  EXPECT_EQ(where(), "to_restore ready attempt 0");
  stand("backed_up", Standing::ready, true, 1);
  EXPECT_EQ(take(Kind::back), Rule::back);
  EXPECT_EQ(where(), "to_restore ready attempt 0");
}

TEST_F(Operator, GoesBackFromWhereItIsIfNothingWasBegun) {
  stand("backed_up", Standing::ready);
  EXPECT_EQ(take(Kind::back), Rule::back);
  EXPECT_EQ(where(), "to_open ready attempt 0");
}

TEST_F(Operator, StaysWhereNothingLeadsBack) {
  stand("to_open", Standing::held, true);
  EXPECT_EQ(take(Kind::back), Rule::none);
  EXPECT_EQ(where(), "to_open held begun attempt 0");
}

TEST_F(Operator, StaysAtAnEnd) {
  stand("new", Standing::ready);
  EXPECT_EQ(take(asked(Gate::pass)), Rule::none);
  EXPECT_TRUE(inputs(plan, now).empty());
}

TEST_F(Operator, LetsTheOperatorTakeHisTime) {
  stand("lost", Standing::flight, true, 1);
  EXPECT_EQ(take(answered(Kind::ended, Gate::pass, Gate::fail)), Rule::none);
  EXPECT_EQ(take(Kind::overdue), Rule::none);
  EXPECT_EQ(take(answered(Kind::ended, Gate::pass, Gate::pass)), Rule::done);
  EXPECT_EQ(where(), "to_restore ready attempt 0");
}

TEST_F(Operator, IsUnsureOfAManualStepThatWasLeft) {
  stand("lost", Standing::flight, true, 1);
  EXPECT_EQ(take(Kind::left), Rule::unsure);
  EXPECT_EQ(where(), "lost held begun attempt 0");
  stand("fit", Standing::flight, true, 1);
  EXPECT_EQ(take(Kind::left), Rule::none);
}

TEST_F(Operator, LooksOnWhileAllStepsAreManual) {
  const Machine by_hand = observed(shop());
  plan = plan_of(by_hand);
  stand("backed_up", Standing::flight, true, 1);
  EXPECT_EQ(take(Kind::overdue), Rule::none);
  EXPECT_EQ(take(answered(Kind::ended, Gate::pass, Gate::fail)), Rule::none);
  EXPECT_EQ(take(Kind::left), Rule::unsure);
  EXPECT_FALSE(plan.rows[0]->manual);
}

}  // namespace
}  // namespace interlock
