// What a step does that goes on without Interlock, and what the operator may do then.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>

#include "tests/reports/screen.h"
#include "tests/whole/crashed.h"
#include "tests/whole/shop.h"

namespace interlock {
namespace {

const Known& demo_machine() {
  static const Known known("demo");
  return known;
}

// A shop whose migration stands at a gate.
struct Gated : testing::Test {
  const Known& known = demo_machine();

  std::unique_ptr<ShopPlace> gated(const std::string& overdue = {}) {
    auto shop = std::make_unique<ShopPlace>(known, "1.1.1", overdue);
    shop->shut_gate();
    return shop;
  }

  // The number of a crash point of the step that leads on from a state.
  int point(const std::string& what, const std::string& state) {
    ShopPlace first(known, "1.1.1");
    const auto points = points_of(first, first.run_words());
    const auto found = std::find(points.begin(), points.end(), what + " " + state);
    EXPECT_NE(found, points.end());
    return static_cast<int>(found - points.begin()) + 1;
  }

  static void open(int gate) { ::close(gate); }
  static std::string last_of(ShopPlace& shop, const std::string& type) {
    std::string rule;
    for (const Event& event : events_of_run(shop.desk()))
      if (event.type == type) rule = event.data["rule"].text();
    return rule;
  }
};

struct Outlived : Gated {
  // Two points behind the start its process is on record.
  int started = point("started", "installed"), recorded = started + 2;

  void is_waited_for(int killed_at) {
    const auto shop = gated();
    Crashed crashed(*shop, {"resume"});
    ASSERT_TRUE(crashed.killed_at(killed_at, shop->run_words()));
    Typing resume(shop->desk(), {"resume"});
    resume.until_it_says("still runs");
    open(shop->hold_gate());
    const Typed typed = resume.end();
    EXPECT_EQ(typed.exit, 0) << typed.out << typed.err;
    EXPECT_EQ(shop->differs_from(Final::success), "");
    EXPECT_EQ(shop->starts(), 1);
    EXPECT_EQ(last_of(*shop, "action.resolved"), "done");
  }
};

TEST_F(Outlived, IsWaitedForAndThenAskedWhetherItIsDone) {
  is_waited_for(recorded);
}

TEST_F(Outlived, IsWaitedForAlsoIfItsProcessIsNotOnRecord) {
  is_waited_for(started);
}

TEST_F(Outlived, IsNotToldOfAsIfItWereLedStill) {
  const auto shop = gated();
  Crashed crashed(*shop, {"resume"});
  ASSERT_TRUE(crashed.killed_at(recorded, shop->run_words()));
  const Typed status = shop->desk().interlock({"status"});
  EXPECT_NE(status.out.find("The process that led it has ended."), std::string::npos) << status.out;
  EXPECT_NE(status.out.find("Go on: interlock resume"), std::string::npos) << status.out;
  open(shop->hold_gate());
  crashed.end(Choice::back);
}

TEST_F(Outlived, IsEndedAtItsDeadline) {
  const auto shop = gated("migrate");
  Crashed crashed(*shop, {"resume"});
  ASSERT_TRUE(crashed.killed_at(recorded, shop->run_words()));
  const Typed resume = shop->desk().interlock({"resume"});
  EXPECT_EQ(resume.exit, 1) << resume.out << resume.err;
  EXPECT_EQ(last_of(*shop, "action.in_doubt"), "deadline");
  crashed.end(Choice::back);
  EXPECT_EQ(crashed.state(), "recovered");
  EXPECT_EQ(shop->starts(), 1);
}

TEST_F(Outlived, IsLeftAloneIfNobodyKnowsItsProcess) {
  const auto shop = gated("migrate");
  Crashed crashed(*shop, {"resume"});
  ASSERT_TRUE(crashed.killed_at(started, shop->run_words()));
  Typed resume = shop->desk().interlock({"resume"});
  EXPECT_EQ(resume.exit, 6) << resume.out << resume.err;
  EXPECT_NE(resume.err.find("fuser"), std::string::npos) << resume.err;
  open(shop->hold_gate());
  while (resume.exit == 6) resume = shop->desk().interlock({"resume"});
  EXPECT_EQ(resume.exit, 0) << resume.out << resume.err;
}

TEST_F(Outlived, LetsTheOperatorStopWaiting) {
  const auto shop = gated();
  Crashed crashed(*shop, {"resume"});
  ASSERT_TRUE(crashed.killed_at(recorded, shop->run_words()));
  Typing resume(shop->desk(), {"resume"});
  resume.until_it_says("still runs");
  resume.interrupt();
  EXPECT_EQ(resume.end().exit, 130);
  open(shop->hold_gate());
  crashed.end(Choice::retry);
  EXPECT_EQ(shop->starts(), 1);
}

struct Running : Gated {};

TEST_F(Running, LetsNobodyElseAct) {
  const auto shop = gated();
  Typing run(shop->desk(), shop->run_words());
  const int gate = shop->hold_gate();
  for (const auto& words : {std::vector<std::string>{"resume"}, {"retry"}, {"back", "--yes"}}) {
    const Typed second = shop->desk().interlock(words);
    EXPECT_EQ(second.exit, 6) << words.front() << second.out << second.err;
    expect_screen("another_run", masked(second.err));
  }
  open(gate);
  EXPECT_EQ(run.end().exit, 0);
}

TEST_F(Running, EndsTheStepAndWaitsWhenInterrupted) {
  const auto shop = gated();
  Typing run(shop->desk(), shop->run_words());
  const int gate = shop->hold_gate();
  run.interrupt();
  open(gate);
  const Typed typed = run.end();
  EXPECT_EQ(typed.exit, 130) << typed.out;
  EXPECT_NE(typed.err.find("Stopped. The run waits in migrated: interlock resume"),
            std::string::npos)
      << typed.err;
  EXPECT_EQ(shop->desk().interlock({"resume"}).exit, 0);
  EXPECT_EQ(shop->starts(), 1);
}

TEST_F(Running, KillsTheStepWhenInterruptedTwice) {
  const auto shop = gated();
  Typing run(shop->desk(), shop->run_words());
  const int gate = shop->hold_gate();
  run.interrupt();
  run.interrupt();
  const Typed typed = run.end();
  open(gate);
  EXPECT_EQ(typed.exit, 130) << typed.out << typed.err;
  EXPECT_EQ(last_of(*shop, "action.in_doubt"), "crash");
  EXPECT_EQ(events_of_run(shop->desk()).back().type, "action.in_doubt");
  std::filesystem::remove(shop->desk().folder / "standin/gate");
  EXPECT_EQ(shop->desk().interlock({"resume"}).exit, 1);
  EXPECT_EQ(shop->desk().interlock({"retry"}).exit, 0);
  EXPECT_EQ(shop->differs_from(Final::success), "");
}

struct Acting : Gated {};

TEST_F(Acting, GoesBackFromDoubt) {
  ShopPlace shop(known, "1.1.1");
  Crashed crashed(shop, {"resume"});
  ASSERT_TRUE(crashed.killed_at(point("ended", "installed"), shop.run_words()));
  const Typed back = shop.desk().interlock({"back", "--yes"});
  EXPECT_EQ(back.exit, 8) << back.out << back.err;
  EXPECT_EQ(shop.differs_from(Final::recovered), "");
  EXPECT_EQ(known.unknown_in(events_of_run(shop.desk())), "");
}

// By the process that goes back, which may be of another version than the run's.
TEST_F(Acting, RecordsThatTheWayBackIsProved) {
  ShopPlace shop(known, "1.1.1");
  shop.sql("INSERT INTO jobs VALUES (9, 'default', '{}', 0, NULL, 0, 0)");
  EXPECT_EQ(shop.desk().interlock(shop.run_words()).exit, 1);
  EXPECT_EQ(shop.desk().interlock({"back", "--yes"}).exit, 8);
  const std::vector<Event> events = events_of_run(shop.desk());
  std::vector<std::size_t> proofs;
  for (std::size_t i = 0; i < events.size(); ++i)
    if (events[i].type == "definition.proved") proofs.push_back(i);
  ASSERT_EQ(proofs.size(), 2U);
  EXPECT_EQ(events[proofs[1] + 1].data["act"].text(), "back");
  for (const char* same : {"size", "counts", "properties"})
    EXPECT_EQ(events[proofs[0]].data[same], events[proofs[1]].data[same]) << same;
  const Typed conforms = shop.desk().interlock({"audit", "conform"});
  EXPECT_EQ(conforms.exit, 0) << conforms.out << conforms.err;
}

TEST_F(Acting, RetriesWhatWasRefused) {
  ShopPlace shop(known, "1.1.1");
  shop.sql("INSERT INTO jobs VALUES (9, 'default', '{}', 0, NULL, 0, 0)");
  EXPECT_EQ(shop.desk().interlock(shop.run_words()).exit, 1);
  EXPECT_EQ(shop.desk().interlock({"retry"}).exit, 1);
  shop.sql("DELETE FROM jobs");
  EXPECT_EQ(shop.desk().interlock({"retry"}).exit, 0);
  EXPECT_EQ(known.unknown_in(events_of_run(shop.desk())), "");
}

TEST_F(Acting, GoesOnOnceAQuestionIsAnswered) {
  ShopPlace shop(known, "1.1.1");
  Crashed crashed(shop, {"resume"});
  ASSERT_TRUE(crashed.killed_at(point("ended", "migrated") + 2, shop.run_words()));
  EXPECT_EQ(crashed.state(), "open");
  EXPECT_EQ(shop.desk().interlock({"back", "--yes"}).exit, 9);
  EXPECT_EQ(shop.desk().interlock({"resume"}).exit, 9);
  std::string run, key;
  for (const Event& event : events_of_run(shop.desk()))
    if (event.data["on"].text() == "operator") run = event.run, key = event.data["key"].text();
  EXPECT_EQ(shop.desk().interlock({"answer", run, key, "yes"}).exit, 0);
  const Typed resume = shop.desk().interlock({"resume"});
  EXPECT_EQ(resume.exit, 8) << resume.out << resume.err;
  EXPECT_EQ(shop.differs_from(Final::recovered), "");
}

}  // namespace
}  // namespace interlock
