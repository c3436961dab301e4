#include "engine/semantics.h"

#include "tests/engine/one_run.h"

namespace interlock {
namespace {

struct Semantics : OneRun {};

TEST_F(Semantics, MovesWhereThereIsNothingToDo) {
  EXPECT_EQ(take(asked(Gate::pass)), Rule::move);
  EXPECT_EQ(where(), "fit ready attempt 0");
  EXPECT_TRUE(holds("backup_verified"));
}

TEST_F(Semantics, BeginsInTwoSteps) {
  stand("fit", Standing::ready);
  EXPECT_EQ(take(asked(Gate::pass)), Rule::begin);
  EXPECT_EQ(where(), "fit intent begun attempt 1");
  EXPECT_EQ(take(Kind::started), Rule::begin);
  EXPECT_EQ(where(), "fit flight begun attempt 1");
}

TEST_F(Semantics, RunsNoRestoreThatIsNeedless) {
  stand("to_restore", Standing::ready);
  Input input = asked(Gate::pass);
  input.already = true;
  EXPECT_EQ(take(input), Rule::needless);
  EXPECT_EQ(where(), "to_open ready attempt 0");
}

TEST_F(Semantics, LooksForNeedlessRestoresOnlyAtTheFirstAttempt) {
  stand("to_restore", Standing::ready, true, 1);
  Input input = asked(Gate::pass);
  input.already = true;
  EXPECT_EQ(take(input), Rule::begin);
}

TEST_F(Semantics, RunsEveryOtherStepEvenIfItsGoalIsReachedAlready) {
  stand("fit", Standing::ready);
  Input input = asked(Gate::pass);
  input.already = true;
  EXPECT_EQ(take(input), Rule::begin);
}

TEST_F(Semantics, WaitsOnceAndThenAsksAgainUntilTheTimeIsUp) {
  stand("closed", Standing::ready);
  EXPECT_EQ(take(asked(Gate::unknown)), Rule::wait);
  EXPECT_EQ(where(), "closed ready attempt 0 waiting");
  EXPECT_EQ(take(asked(Gate::fail)), Rule::none);
  Input input = asked(Gate::fail);
  input.time_up = true;
  EXPECT_EQ(take(input), Rule::refuse);
  EXPECT_EQ(where(), "closed held attempt 0");
}

TEST_F(Semantics, TellsAWaitThatNobodyCouldJudgeFromOneThatFailed) {
  stand("closed", Standing::ready);
  now.waiting = true;
  Input input = asked(Gate::unknown);
  input.time_up = true;
  EXPECT_EQ(take(input), Rule::unknown);
}

TEST_F(Semantics, EndsTheWaitWhenTheStepBegins) {
  stand("closed", Standing::ready);
  now.waiting = true;
  EXPECT_EQ(take(asked(Gate::pass)), Rule::begin);
  EXPECT_EQ(where(), "closed intent begun attempt 1");
}

TEST_F(Semantics, WaitsOnlyAtTheFirstAttempt) {
  stand("closed", Standing::ready, true, 1);
  EXPECT_EQ(take(asked(Gate::fail)), Rule::refuse);
}

TEST_F(Semantics, RefusesWhatFailsBeforehand) {
  EXPECT_EQ(take(asked(Gate::fail)), Rule::refuse);
  EXPECT_EQ(where(), "old held attempt 0");
}

TEST_F(Semantics, HoldsWhatCannotBeToldBeforehand) {
  EXPECT_EQ(take(asked(Gate::unknown)), Rule::unknown);
  EXPECT_EQ(where(), "old held attempt 0");
}

TEST_F(Semantics, IsDoneWhenCommandsHoldAndEnsureSaySo) {
  stand("closed", Standing::flight, true, 1);
  EXPECT_EQ(take(answered(Kind::ended, Gate::pass, Gate::pass)), Rule::done);
  EXPECT_EQ(where(), "backed_up ready attempt 0");
  EXPECT_TRUE(holds("backup_verified"));
}

TEST_F(Semantics, IsDoneInDoubtWhenHoldAndEnsureSaySo) {
  stand("closed", Standing::doubt, true, 1);
  EXPECT_EQ(take(answered(Kind::looked, Gate::pass, Gate::pass)), Rule::done);
  EXPECT_EQ(where(), "backed_up ready attempt 0");
}

TEST_F(Semantics, FailsWhenACommandFailedWhateverEnsureSays) {
  stand("closed", Standing::flight, true, 1);
  EXPECT_EQ(take(broke(Kind::ended)), Rule::fail);
  EXPECT_EQ(where(), "closed held begun attempt 0");
}

TEST_F(Semantics, FailsWhenHoldFailsEvenIfEnsureCannotTell) {
  stand("closed", Standing::doubt, true, 1);
  EXPECT_EQ(take(answered(Kind::looked, Gate::fail, Gate::unknown)), Rule::fail);
}

TEST_F(Semantics, TriesAgainWhileAttemptsAreLeft) {
  stand("backed_up", Standing::flight, true, 1);
  EXPECT_EQ(take(answered(Kind::ended, Gate::pass, Gate::fail)), Rule::fail);
  EXPECT_EQ(where(), "backed_up ready begun attempt 1");
  stand("backed_up", Standing::doubt, true, 2);
  EXPECT_EQ(take(answered(Kind::looked, Gate::pass, Gate::fail)), Rule::fail);
  EXPECT_EQ(where(), "backed_up held begun attempt 0");
}

TEST_F(Semantics, GoesBackOnFailureWhereTheMachineSaysSo) {
  stand("fit", Standing::flight, true, 2);
  EXPECT_EQ(take(broke(Kind::ended)), Rule::fail);
  EXPECT_EQ(where(), "to_open ready attempt 0");
}

TEST_F(Semantics, IsUnsureWhenNobodyCanTellAfterwards) {
  for (const auto& [hold, ensure] :
       {std::pair(Gate::pass, Gate::unknown), std::pair(Gate::unknown, Gate::pass)}) {
    stand("fit", Standing::flight, true, 1);
    EXPECT_EQ(take(answered(Kind::ended, hold, ensure)), Rule::unsure);
    EXPECT_EQ(where(), "fit held begun attempt 0");
    stand("fit", Standing::doubt, true, 1);
    EXPECT_EQ(take(answered(Kind::looked, hold, ensure)), Rule::unsure);
  }
}

TEST_F(Semantics, IsInDoubtAfterACrash) {
  for (const Standing standing : {Standing::intent, Standing::flight}) {
    stand("fit", standing, true, 1);
    EXPECT_EQ(take(Kind::died), Rule::crash);
    EXPECT_EQ(where(), "fit doubt begun attempt 1");
  }
}

TEST_F(Semantics, DoesNotNoticeACrashElsewhere) {
  for (const Standing standing : {Standing::ready, Standing::held, Standing::doubt}) {
    stand("fit", standing, true, 0);
    const Configuration before = now;
    EXPECT_EQ(take(Kind::died), Rule::none);
    EXPECT_EQ(now, before);
  }
}

TEST_F(Semantics, IsInDoubtAfterTheDeadline) {
  stand("fit", Standing::flight, true, 1);
  EXPECT_EQ(take(Kind::overdue), Rule::deadline);
  EXPECT_EQ(where(), "fit doubt begun attempt 1");
}

TEST_F(Semantics, KnowsItsRulesByName) {
  for (int i = 0; i <= static_cast<int>(Rule::back); ++i)
    EXPECT_EQ(rule_of(word(static_cast<Rule>(i))), static_cast<Rule>(i));
  EXPECT_EQ(word(Rule::deadline), "deadline");
  EXPECT_EQ(rule_of("none such"), std::nullopt);
}

TEST_F(Semantics, BelievesTheExitStatusOnlyInFlight) {
  plan = plan_of(careless());
  stand("old", Standing::flight, true, 1);
  EXPECT_EQ(take(answered(Kind::ended, Gate::pass, Gate::pass)), Rule::done);
  stand("old", Standing::doubt, true, 1);
  EXPECT_EQ(take(answered(Kind::looked, Gate::pass, Gate::pass)), Rule::unsure);
  EXPECT_EQ(take(answered(Kind::resume, Gate::pass, Gate::pass)), Rule::none);
  EXPECT_EQ(where(), "old held begun attempt 0");
}

TEST_F(Semantics, FindsNothingNeedlessThatNobodyLooksAt) {
  plan = plan_of(careless());
  stand("to_restore", Standing::ready);
  Input input = asked(Gate::pass);
  input.already = true;
  EXPECT_EQ(take(input), Rule::begin);
}

}  // namespace
}  // namespace interlock
