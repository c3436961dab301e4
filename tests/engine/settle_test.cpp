// What is asked after a step, and what the operator does with a held run.
#include "tests/engine/leading.h"

namespace interlock {
namespace {

using namespace std::chrono_literals;

struct LeadOn : Leading {
  void hold_after(const std::string& word) {
    script.say("after", {word});
    begin();
    EXPECT_EQ(go(), Stopped::held);
  }
};

TEST_F(LeadOn, AsksAgainAsLongAsItMayTake) {
  work().within = 5s;
  script.say("after", {"fail", "unknown", "fail", "pass"});
  begin();
  EXPECT_EQ(go(), Stopped::finished);
  EXPECT_EQ(script.asked("after"), 4);
  EXPECT_EQ(clock.waited, 3s);
}

TEST_F(LeadOn, CountsTheLastAnswers) {
  work().within = 2s;
  script.say("after", {"unknown", "unknown", "fail"});
  begin();
  EXPECT_EQ(go(), Stopped::held);
  EXPECT_EQ(rules(), "begin begin fail");
  EXPECT_EQ(script.asked("after"), 3);
}

TEST_F(LeadOn, IsUnsureWhereTheGoalCannotBeSeen) {
  hold_after("unknown");
  EXPECT_EQ(rules(), "begin begin unsure");
  EXPECT_EQ(run.held_by, "unknown");
}

TEST_F(LeadOn, IsUnsureWhereHoldCannotBeSeen) {
  script.say("hold", {"pass", "unknown"});
  begin();
  EXPECT_EQ(go(), Stopped::held);
  EXPECT_EQ(rules(), "begin begin unsure");
}

TEST_F(LeadOn, DoesNotTryAgainWhatItIsUnsureOf) {
  work().attempts = 3;
  hold_after("unknown");
  EXPECT_EQ(commands(), "work");
}

TEST_F(LeadOn, IsInDoubtAfterACrashOnRecord) {
  begin();
  kill_while_running(false);
  EXPECT_EQ(where(), "old flight begun");
  take_up(lead(), run);
  EXPECT_EQ(where(), "old doubt begun");
  EXPECT_EQ(go(), Stopped::finished);
  EXPECT_EQ(rules(), "begin begin crash done move");
  EXPECT_EQ(commands(), "work");
}

TEST_F(LeadOn, IsInDoubtAfterACrashBeforeTheRecord) {
  begin();
  kill_while_running(true);
  EXPECT_EQ(where(), "old intent begun");
  take_up(lead(), run);
  EXPECT_EQ(go(), Stopped::finished);
  EXPECT_EQ(rules(), "begin crash done move");
}

TEST_F(LeadOn, IsOverdueIfWhatOutlivedItWasEnded) {
  begin();
  kill_while_running(false);
  take_up(lead(), run, true);
  EXPECT_EQ(rules(), "begin begin deadline");
}

TEST_F(LeadOn, DoesNotRepeatAfterACrashWhatMayRunOnce) {
  script.say("after", {"fail"});
  begin();
  kill_while_running(false);
  take_up(lead(), run);
  EXPECT_EQ(go(), Stopped::held);
  EXPECT_EQ(commands(), "work");
}

TEST_F(LeadOn, RepeatsAfterACrashWhatMayRunTwice) {
  work().attempts = 2;
  script.say("after", {"fail", "pass"});
  begin();
  kill_while_running(false);
  take_up(lead(), run);
  EXPECT_EQ(go(), Stopped::finished);
  EXPECT_EQ(rules(), "begin begin crash fail begin begin done move");
}

TEST_F(LeadOn, DoesNotBelieveInADoneStepWithoutAGuard) {
  work().ensure.clear();
  begin();
  kill_while_running(false);
  take_up(lead(), run);
  EXPECT_EQ(go(), Stopped::held);
  EXPECT_EQ(rules(), "begin begin crash unsure");
}

TEST_F(LeadOn, RecordsThatItWasTakenUp) {
  begin();
  interrupts = 1;
  go();
  take_up(lead(), run);
  EXPECT_EQ(last("run.resumed")->data["rule"].text(), "");
  EXPECT_EQ(where(), "old ready");
}

TEST_F(LeadOn, GoesOnWhereTheStepTurnsOutToBeDone) {
  hold_after("unknown");
  script.say("after", {"pass"});
  EXPECT_TRUE(look_again(lead(), run));
  EXPECT_EQ(where(), "worked ready");
  EXPECT_EQ(commands(), "work");
}

TEST_F(LeadOn, StaysHeldWhereItStillCannotTell) {
  hold_after("unknown");
  EXPECT_FALSE(look_again(lead(), run));
  EXPECT_EQ(where(), "old held begun");
}

TEST_F(LeadOn, StaysHeldWhereABaselineStillCannotBeTaken) {
  compare_with_baseline("worked");
  script.say("rows", {"down"});
  begin();
  go();
  EXPECT_FALSE(look_again(lead(), run));
  script.say("rows", {"3"});
  EXPECT_TRUE(look_again(lead(), run));
  EXPECT_EQ(go(), Stopped::finished);
}

TEST_F(LeadOn, AsksAgainWhatWasRefused) {
  script.say("before", {"fail", "pass"});
  begin();
  go();
  EXPECT_TRUE(look_again(lead(), run));
  EXPECT_EQ(go(), Stopped::finished);
  EXPECT_EQ(rules(), "refuse check begin begin done move");
}

TEST_F(LeadOn, DoesTheStepAgainOnlyWhenTold) {
  hold_after("fail");
  script.say("after", {"pass"});
  do_again(lead(), run);
  EXPECT_EQ(go(), Stopped::finished);
  EXPECT_EQ(commands(), "work work");
}

TEST_F(LeadOn, UndoesABegunStepAsIfItWereDone) {
  hold_after("fail");
  EXPECT_TRUE(go_back(lead(), run));
  EXPECT_EQ(where(), "undoing ready");
  EXPECT_EQ(go(), Stopped::finished);
  EXPECT_EQ(commands(), "work undo");
}

TEST_F(LeadOn, CallsOffWhatWasNotBegun) {
  script.say("before", {"fail"});
  begin();
  go();
  EXPECT_TRUE(go_back(lead(), run));
  EXPECT_EQ(where(), "untouched ready");
  EXPECT_EQ(last("run.finished")->data["end"].text(), "untouched");
}

TEST_F(LeadOn, StaysWhereNothingLeadsBack) {
  hold_after("fail");
  go_back(lead(), run);
  EXPECT_FALSE(go_back(lead(), run));
  EXPECT_EQ(where(), "undoing ready");
}

TEST_F(LeadOn, RestoresNothingWhereItIsNeedless) {
  hold_after("fail");
  script.say("undone", {"pass"});
  go_back(lead(), run);
  EXPECT_EQ(go(), Stopped::finished);
  EXPECT_EQ(commands(), "work");
  EXPECT_EQ(rules(), "begin begin fail back needless");
}

TEST_F(LeadOn, RestoresWhereItCannotTellWhetherItIsNeedless) {
  hold_after("fail");
  script.say("undone", {"unknown", "pass"});
  go_back(lead(), run);
  EXPECT_EQ(go(), Stopped::finished);
  EXPECT_EQ(commands(), "work undo");
}

// --on-fail back: the operator said so beforehand, but only of what failed.
struct LeadBack : LeadOn {
  LeadBack() { on_fail_back = true; }
  void stays(const std::string& question) {
    script.say(question, {question == "after" ? "unknown" : "down"});
    begin();
    EXPECT_EQ(go(), Stopped::held);
    EXPECT_EQ(plan.states[run.at.state], "old");
  }
};

TEST_F(LeadBack, FollowsAFailure) {
  script.say("after", {"fail"});
  begin();
  EXPECT_EQ(go(), Stopped::finished);
  EXPECT_EQ(rules(), "begin begin fail back begin begin done");
}

TEST_F(LeadBack, FollowsARefusal) {
  script.say("before", {"fail"});
  begin();
  EXPECT_EQ(go(), Stopped::finished);
  EXPECT_EQ(rules(), "refuse back");
}

TEST_F(LeadBack, NeverFollowsUnknownBeforeAStep) {
  stays("before");
}

TEST_F(LeadBack, NeverFollowsUnknownWhileAStepRuns) {
  stays("hold");
}

TEST_F(LeadBack, NeverFollowsUnknownAfterAStep) {
  stays("after");
}

}  // namespace
}  // namespace interlock
