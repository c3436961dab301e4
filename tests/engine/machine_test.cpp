#include "engine/machine.h"

#include <gtest/gtest.h>

namespace interlock {
namespace {

struct Ahead : testing::Test {
  Machine machine;
  Transition transition;
  Guard guard;
  Arguments arguments;

  Ahead() {
    State state;
    state.id = "old";
    state.phase = Phase::pre;
    machine.states = {state};
    transition.from = "old";
    guard.place = "/transitions/0/require/0";
    transition.require = {guard};
  }
  bool asked() { return is_ahead(machine, transition, guard, arguments); }
};

TEST_F(Ahead, IsWhatIsRequiredBeforeAnythingWasDone) {
  EXPECT_TRUE(asked());
  machine.states[0].phase = Phase::change;
  EXPECT_FALSE(asked());
}

TEST_F(Ahead, IsNotWhatIsEnsured) {
  guard.place = "/transitions/0/ensure/0";
  EXPECT_FALSE(asked());
}

TEST_F(Ahead, IsWhatTheGuardSays) {
  guard.ahead = false;
  EXPECT_FALSE(asked());
  machine.states[0].phase = Phase::change;
  guard.ahead = true;
  EXPECT_TRUE(asked());
}

TEST_F(Ahead, IsNotWhatOnlyARunKnows) {
  arguments["paths"] = Texts{"${root}", "${run}.sql"};
  EXPECT_FALSE(asked());
  arguments["paths"] = Texts{"${time:quiet}"};
  EXPECT_FALSE(asked());
  arguments.clear();
  guard.since = "quiet";
  EXPECT_FALSE(asked());
}

TEST_F(Ahead, LooksIntoTheDefaultsOfParameters) {
  machine.parameters["archive"] = {"a file", "${folder}/a.tar"};
  machine.parameters["folder"] = {"a folder", "${root}"};
  arguments["archive"] = "${archive}";
  EXPECT_TRUE(asked());
  machine.parameters["folder"].fallback = "${work}";
  EXPECT_FALSE(asked());
}

TEST(EndpointFor, TakesTheOnlyOneThatCanAnswer) {
  const Probe probe{.mysql = "SELECT 1", .redis = "PING"};
  const auto chosen = [&](const std::string& on, const Systems& systems) {
    return endpoint_for(probe, on, systems);
  };
  EXPECT_EQ(chosen("", {{"a", System::mysql}, {"b", System::http}}), "a");
  EXPECT_EQ(chosen("", {{"a", System::mysql}, {"b", System::redis}}), "");
  EXPECT_EQ(chosen("b", {{"a", System::mysql}, {"b", System::redis}}), "b");
  EXPECT_EQ(chosen("", {{"database", System::mysql}, {"b", System::redis}}), "database");
  EXPECT_EQ(chosen("", {{"b", System::http}}), "");
}

}  // namespace
}  // namespace interlock
