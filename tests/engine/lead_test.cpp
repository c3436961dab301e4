#include "tests/engine/leading.h"

namespace interlock {
namespace {

using namespace std::chrono_literals;

struct LeadRun : Leading {};

TEST_F(LeadRun, GoesToTheEndWhereAllGoesWell) {
  begin();
  EXPECT_EQ(go(), Stopped::finished);
  EXPECT_EQ(rules(), "begin begin done move");
  EXPECT_EQ(commands(), "work");
  EXPECT_EQ(last("run.finished")->data["end"].text(), "success");
}

TEST_F(LeadRun, IsHeldWhereItIsRefused) {
  script.say("before", {"fail"});
  begin();
  EXPECT_EQ(go(), Stopped::held);
  EXPECT_EQ(rules(), "refuse");
  EXPECT_EQ(where(), "old held");
  EXPECT_EQ(run.held_by, "fail");
  EXPECT_EQ(commands(), "");
}

TEST_F(LeadRun, IsHeldWhereItCannotTell) {
  script.say("before", {"down"});
  begin();
  EXPECT_EQ(go(), Stopped::held);
  EXPECT_EQ(rules(), "unknown");
  EXPECT_EQ(run.held_by, "unknown");
}

TEST_F(LeadRun, IsRefusedByHoldToo) {
  script.say("hold", {"fail"});
  begin();
  EXPECT_EQ(go(), Stopped::held);
  EXPECT_EQ(rules(), "refuse");
}

TEST_F(LeadRun, LetsAnAdvisoryGuardPass) {
  work().require.front().advisory = true;
  script.say("before", {"fail"});
  begin();
  EXPECT_EQ(go(), Stopped::finished);
}

TEST_F(LeadRun, WaitsAndGoesOn) {
  work().wait = 60s;
  script.say("before", {"fail", "fail", "pass"});
  begin();
  EXPECT_EQ(go(), Stopped::finished);
  EXPECT_EQ(rules(), "wait begin begin done move");
  EXPECT_EQ(clock.waited, 20s);
}

TEST_F(LeadRun, WaitsNoLongerThanItIsTold) {
  work().wait = 25s;
  script.say("before", {"fail"});
  begin();
  EXPECT_EQ(go(), Stopped::held);
  EXPECT_EQ(rules(), "wait refuse");
  EXPECT_EQ(clock.waited, 25s);
  EXPECT_EQ(last("timer.fired")->data["rule"].text(), "refuse");
}

TEST_F(LeadRun, IsHeldByUnknownWhenTheTimeIsUp) {
  work().wait = 25s;
  script.say("before", {"fail", "unknown"});
  begin();
  EXPECT_EQ(go(), Stopped::held);
  EXPECT_EQ(rules(), "wait unknown");
}

TEST_F(LeadRun, RecordsWhileItWaitsOnlyWhatIsNew) {
  work().wait = 60s;
  script.say("before", {"fail", "fail", "unknown", "unknown", "pass"});
  begin();
  go();
  int results = 0;
  for (const Event& event : events())
    if (event.type == "check.result" && event.data["check"].text() == "script.said" &&
        event.data["asked"].text() == "before" && event.data["transition"].text() == "work")
      ++results;
  EXPECT_EQ(results, 3);
  EXPECT_EQ(clock.waited, 40s);
}

TEST_F(LeadRun, WaitsOnAfterACrash) {
  work().wait = 25s;
  script.say("before", {"fail"});
  begin();
  clock.on_wait = [] { throw Killed(); };
  EXPECT_THROW(go(), Killed);
  clock.on_wait = [] {};
  run = replay(machine, plan, events());
  take_up(lead(), run);
  EXPECT_EQ(go(), Stopped::held);
  EXPECT_EQ(clock.waited, 25s);
}

TEST_F(LeadRun, AsksNobodyOnceItIsInterrupted) {
  begin();
  interrupts = 1;
  EXPECT_EQ(go(), Stopped::interrupted);
  EXPECT_EQ(script.asked("before"), 0);
}

TEST_F(LeadRun, AsksAgainWhatIsOldByTheTimeThatItIsBegun) {
  typed = true;
  script.say("before", {"pass", "fail"});
  begin();
  EXPECT_EQ(go(), Stopped::held);
  EXPECT_EQ(rules(), "refuse");
  EXPECT_EQ(last("operator.event")->data["said"].text(), "yes");
  EXPECT_EQ(commands(), "");
}

TEST_F(LeadRun, IsLeftIfNobodyBeginsIt) {
  person.begin = {};
  begin();
  EXPECT_EQ(go(), Stopped::left);
  EXPECT_EQ(rules(), "");
  EXPECT_EQ(where(), "old ready");
}

TEST_F(LeadRun, IsLeftIfTheOperatorDoesNotBeginIt) {
  person.begin = false;
  begin();
  EXPECT_EQ(go(), Stopped::left);
  EXPECT_EQ(last("operator.event")->data["said"].text(), "no");
  EXPECT_EQ(commands(), "");
}

TEST_F(LeadRun, WaitsForAnAnswerWhereNobodyIs) {
  ask_operator(work().require);
  begin();
  EXPECT_EQ(go(), Stopped::held);
  EXPECT_EQ(rules(), "unknown");
  EXPECT_EQ(run.held_by, "operator");
}

TEST_F(LeadRun, IsNotHeldByTheOperatorWhereMoreIsUnknown) {
  ask_operator(work().require);
  script.say("before", {"unknown"});
  begin();
  go();
  EXPECT_EQ(run.held_by, "unknown");
}

TEST_F(LeadRun, GoesOnWithAYes) {
  ask_operator(work().require);
  person.answer = true;
  begin();
  EXPECT_EQ(go(), Stopped::finished);
  EXPECT_EQ(person.heard, (Texts{"Users were told."}));
}

TEST_F(LeadRun, IsRefusedByANo) {
  ask_operator(work().require);
  person.answer = false;
  begin();
  EXPECT_EQ(go(), Stopped::held);
  EXPECT_EQ(rules(), "refuse");
}

TEST_F(LeadRun, ComparesWithWhatWasAnsweredThen) {
  compare_with_baseline("worked");
  script.say("rows", {"3", "3"});
  begin();
  EXPECT_EQ(go(), Stopped::finished);
  EXPECT_EQ(last("baseline.captured")->data["rule"].text(), "done");
}

TEST_F(LeadRun, IsRefusedWhereSomethingIsNotAsBefore) {
  compare_with_baseline("worked");
  script.say("rows", {"3", "2"});
  begin();
  EXPECT_EQ(go(), Stopped::held);
  EXPECT_EQ(where(), "worked held");
}

TEST_F(LeadRun, CannotTellWhereABaselineCannotBeTaken) {
  compare_with_baseline("worked");
  script.say("rows", {"down"});
  begin();
  EXPECT_EQ(go(), Stopped::held);
  EXPECT_EQ(rules(), "begin begin unsure");
  EXPECT_NE(last("guard.decided")->data["why"].text().find("connection refused"),
            std::string_view::npos);
}

TEST_F(LeadRun, CannotMoveWhereABaselineCannotBeTaken) {
  compare_with_baseline("worked");
  work().run.clear();
  work().hold.clear();
  work().ensure.clear();
  work().changes.clear();
  undo().restores.clear();
  script.say("rows", {"down"});
  begin();
  EXPECT_EQ(go(), Stopped::held);
  EXPECT_EQ(rules(), "unknown");
}

}  // namespace
}  // namespace interlock
