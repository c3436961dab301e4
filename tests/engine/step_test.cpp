// The step itself: commands, deadlines, the operator's hands.
#include "tests/engine/leading.h"

namespace interlock {
namespace {

using namespace std::chrono_literals;
using How = Ended::How;

struct LeadStep : Leading {
  static Ended ended(How how, int code = 0) {
    Ended ended;
    ended.how = how;
    ended.code = code;
    return ended;
  }
  void by_hand() {
    work().run.clear();
    work().manual = true;
    person.is_there = true;
  }
};

TEST_F(LeadStep, FailsWithItsCommandAndAsksNoMore) {
  runner.ends["work"] = {ended(How::exited, 1)};
  begin();
  EXPECT_EQ(go(), Stopped::held);
  EXPECT_EQ(rules(), "begin begin fail");
  EXPECT_EQ(where(), "old held begun");
  EXPECT_EQ(script.asked("after"), 0);
  EXPECT_EQ(last("action.outcome")->outcome, "failed");
}

TEST_F(LeadStep, IsNotDoneBecauseItsCommandSaysSo) {
  script.say("after", {"fail"});
  begin();
  EXPECT_EQ(go(), Stopped::held);
  EXPECT_EQ(rules(), "begin begin fail");
  EXPECT_EQ(last("action.outcome")->outcome, "ok");
}

TEST_F(LeadStep, FailsIfItsCommandCannotBeStarted) {
  runner.ends["work"] = {ended(How::not_started)};
  begin();
  EXPECT_EQ(go(), Stopped::held);
  EXPECT_EQ(rules(), "begin begin fail");
}

TEST_F(LeadStep, StartsNothingAfterACommandThatFailed) {
  work().run.emplace_back().argv = {"tidy"};
  runner.ends["work"] = {ended(How::signalled, 9)};
  begin();
  go();
  EXPECT_EQ(commands(), "work");
}

TEST_F(LeadStep, RecordsEveryCommandThatIsStarted) {
  work().run.emplace_back().argv = {"tidy"};
  begin();
  EXPECT_EQ(go(), Stopped::finished);
  EXPECT_EQ(commands(), "work tidy");
  EXPECT_EQ(last("action.started")->data["command"].number(), 1);
  EXPECT_EQ(rules(), "begin begin done move");
}

TEST_F(LeadStep, IsTriedAgainAsOftenAsItMay) {
  work().attempts = 2;
  runner.ends["work"] = {ended(How::exited, 1)};
  begin();
  EXPECT_EQ(go(), Stopped::finished);
  EXPECT_EQ(rules(), "begin begin fail begin begin done move");
  EXPECT_EQ(script.asked("before"), 1);
}

TEST_F(LeadStep, IsHeldWhenItsAttemptsAreUsedUp) {
  work().attempts = 2;
  script.say("after", {"fail"});
  begin();
  EXPECT_EQ(go(), Stopped::held);
  EXPECT_EQ(commands(), "work work");
  EXPECT_EQ(run.held_by, "fail");
}

TEST_F(LeadStep, GoesBackWhereTheMachineSaysSo) {
  work().on_fail = OnFail::back;
  script.say("after", {"fail"});
  begin();
  EXPECT_EQ(go(), Stopped::finished);
  EXPECT_EQ(rules(), "begin begin fail begin begin done");
  EXPECT_EQ(where(), "recovered ready");
}

TEST_F(LeadStep, FailsIfHoldFailedMeanwhile) {
  script.say("hold", {"pass", "fail", "pass"});
  runner.while_it_runs = [this] { script.wait_until_asked("hold", 3); };
  begin();
  EXPECT_EQ(go(), Stopped::held);
  EXPECT_EQ(rules(), "begin begin fail");
  EXPECT_EQ(script.asked("after"), 0);
}

TEST_F(LeadStep, IsNotStoppedByAHoldThatCannotTellMeanwhile) {
  script.say("hold", {"pass", "unknown", "pass"});
  runner.while_it_runs = [this] { script.wait_until_asked("hold", 3); };
  begin();
  EXPECT_EQ(go(), Stopped::finished);
}

TEST_F(LeadStep, IsInDoubtAfterItsDeadlineAndThenAsked) {
  runner.ends["work"] = {ended(How::overdue)};
  begin();
  EXPECT_EQ(go(), Stopped::finished);
  EXPECT_EQ(rules(), "begin begin deadline done move");
  EXPECT_EQ(last("action.outcome")->outcome, "uncertain");
}

TEST_F(LeadStep, IsNotKilledByOneInterruption) {
  runner.while_it_runs = [this] { interrupts = 1; };
  begin();
  EXPECT_EQ(go(), Stopped::interrupted);
  EXPECT_EQ(rules(), "begin begin done");
}

TEST_F(LeadStep, IsKilledByTheSecondAndLeftInDoubt) {
  runner.while_it_runs = [this] { interrupts = 2; };
  begin();
  EXPECT_EQ(go(), Stopped::interrupted);
  EXPECT_EQ(rules(), "begin begin crash");
  EXPECT_EQ(where(), "old doubt begun");
}

TEST_F(LeadStep, HasItsSecretsOnlyWhereItRuns) {
  work().run.front().env = {{"TOKEN", "${secret:token}"}};
  installation.secrets.emplace("token", Secret("canary-7Kx"));
  begin();
  go();
  EXPECT_EQ(runner.ran.front().env.at("TOKEN"), "canary-7Kx");
  for (const Event& event : events())
    EXPECT_EQ(event.bytes.find("canary-7Kx"), std::string::npos) << event.type;
}

TEST_F(LeadStep, IsDoneByHandWhenItsGoalIsReached) {
  by_hand();
  script.say("after", {"fail", "unknown", "pass"});
  begin();
  EXPECT_EQ(go(), Stopped::finished);
  EXPECT_EQ(rules(), "begin begin done move");
  EXPECT_EQ(clock.waited, 20s);
}

TEST_F(LeadStep, IsWaitedForUntilItsBaselineCanBeTaken) {
  by_hand();
  compare_with_baseline("worked");
  script.say("rows", {"down", "3"});
  begin();
  EXPECT_EQ(go(), Stopped::finished);
  EXPECT_EQ(clock.waited, 10s);
}

TEST_F(LeadStep, IsLeftWhereNobodyIsToDoIt) {
  by_hand();
  person.is_there = false;
  script.say("after", {"fail"});
  begin();
  EXPECT_EQ(go(), Stopped::held);
  EXPECT_EQ(rules(), "begin begin unsure");
  EXPECT_EQ(run.held_by, "operator");
}

TEST_F(LeadStep, IsLeftWhenTheOperatorInterrupts) {
  by_hand();
  script.say("after", {"fail"});
  clock.on_wait = [this] { interrupts = 1; };
  begin();
  EXPECT_EQ(go(), Stopped::held);
  EXPECT_EQ(last("guard.decided")->outcome, "unknown");
}

}  // namespace
}  // namespace interlock
