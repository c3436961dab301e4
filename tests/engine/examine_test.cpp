#include "engine/examine.h"

#include <gtest/gtest.h>

#include "checks/index.h"

namespace interlock {
namespace {

std::string told(const std::vector<Problem>& problems) {
  std::string lines;
  for (const auto& [where, what, hint] : problems)
    lines += where + ": " + what + (hint.empty() ? "" : " " + hint) + "\n";
  return lines;
}

State at(const char* id, std::optional<Phase> phase, std::optional<Final> final = {}) {
  State state;
  state.id = id;
  state.phase = phase;
  state.final = final;
  return state;
}

Guard asks(const char* check, const char* place, Arguments with = {}) {
  Guard guard;
  guard.check = check;
  guard.place = place;
  guard.with = std::move(with);
  return guard;
}

struct Examine : testing::Test {
  Machine machine;
  Examine() {
    machine.endpoints["database"] = {System::mysql, {}, false, {}};
    machine.states = {at("old", Phase::pre), at("upgraded", {}, Final::success)};
    machine.transitions.resize(1);
    Transition& only = machine.transitions.front();
    only.id = "go", only.from = "old", only.to = "upgraded";
    machine.states.front().back = "upgraded";
    Guard guard;  // that uses the endpoint
    guard.check = "server.reachable";
    guard.place = "/transitions/0/hold/0";
    only.hold = {guard};
  }
  Transition& only() { return machine.transitions.front(); }
  std::string complaints() { return told(examine(machine, all_checks())); }
};

TEST_F(Examine, HasNothingToSayAboutASoundMachine) {
  only().require = {asks("server.reachable", "/transitions/0/require/0")};
  EXPECT_EQ(complaints(), "");
}

TEST_F(Examine, FindsNamesThatNobodyKnows) {
  only().to = "upgradet";
  only().changes = {"database"};
  only().run = {{{"true"}, {}, {}, {}, {}, {}}};
  only().effect = {{"serving", false}, {"quite", true}};
  EXPECT_EQ(complaints(),
            "/transitions/0/to: There is no state \"upgradet\". Did you mean upgraded?\n"
            "/transitions/0/changes: There is no component \"database\".\n"
            "/transitions/0/effect: There is no fact \"quite\". Did you mean quiet?\n");
}

TEST_F(Examine, DemandsOneWayForwardFromEachState) {
  machine.states.push_back(at("lost", Phase::change));
  machine.transitions.push_back(only());
  EXPECT_EQ(complaints(),
            "/states/2: Nothing leads out of \"lost\", and it is not final.\n"
            "/transitions/1/id: There is already a transition \"go\".\n"
            "/transitions/1/from: Another transition leaves \"old\".\n");
}

TEST_F(Examine, LetsNothingLeadBackFromTheWayBack) {
  machine.states.front().phase = Phase::back;
  EXPECT_EQ(complaints(), "/states/0/back: From here nothing leads further back.\n");
  machine.states.front().phase = Phase::pre;
  machine.states.front().back = "";
  EXPECT_EQ(complaints(), "/states/0: A state of \"pre\" says where back leads.\n");
}

TEST_F(Examine, LetsNoCheckBringAboutWhatTheWorldDecides) {
  only().effect = {{"serving", true}};
  EXPECT_EQ(complaints(), "/transitions/0/effect: No check can bring about \"serving\".\n");
}

TEST_F(Examine, RefusesWhatContradictsItself) {
  machine.facts["quiet"] = {"nobody writes", false, {}};
  only().effect = {{"quiet", true}, {"quiet", false}};
  only().on_fail = OnFail::back;
  EXPECT_EQ(complaints(),
            "/facts/quiet: There is already a standard fact \"quiet\".\n"
            "/transitions/0/on_fail: Nothing leads back from \"upgraded\".\n"
            "/transitions/0/effect: This says \"quiet\" and denies it.\n");
}

TEST_F(Examine, KeepsOneNameSpaceForWhatCanBeSet) {
  machine.endpoints["files"] = machine.endpoints["database"];
  machine.parameters["database"] = {"a folder", {}};
  machine.parameters["run"] = {"a name", {}};
  only().run = {{{"true", "${database}", "${run}", "${files.name}"}, {}, {}, {}, {}, {}}};
  EXPECT_EQ(complaints(),
            "/parameters/database: An endpoint is called \"database\" too.\n"
            "/parameters/run: \"run\" is built in.\n"
            "/endpoints/files: \"files\" is built in.\n");
}

TEST_F(Examine, FindsGuardsThatDoNotFitTheirCheck) {
  only().require = {asks("server.version_at_leest", "/0"),
                    asks("server.version_at_least", "/1", {{"versoin", "10"}}),
                    asks("schema.views_usable", "/2", {{"views", "all"}}),
                    asks("schema.same_as", "/3"), asks("cache.restarted_since", "/4")};
  only().require[4].since = "quiet";
  EXPECT_EQ(complaints(),
            "/0: There is no check \"server.version_at_leest\". "
            "Did you mean server.version_at_least?\n"
            "/1: server.version_at_least needs \"version\": the lowest version that is supported.\n"
            "/1/with/versoin: There is no parameter of server.version_at_least \"versoin\". "
            "Did you mean version?\n"
            "/2/with/views: This must be a list of texts.\n"
            "/3: schema.same_as compares: \"since\" is missing.\n"
            "/4: cache.restarted_since asks memcached, but no endpoint is one.\n");
}

TEST_F(Examine, RefusesAMomentWhereNothingIsCompared) {
  only().require = {asks("server.reachable", "/0"), asks("server.reachable", "/1")};
  only().require[0].since = "old";
  only().require[0].ahead = true;
  only().require[0].on = "files";
  EXPECT_EQ(complaints(),
            "/0/ahead: This cannot be asked before there is a run.\n"
            "/0/since: server.reachable does not compare.\n"
            "/0/on: server.reachable cannot ask files.\n");
}

// Asks the files, and then a database unless `against` is none.
const Check two_systems = {
    .id = "test.two_systems",
    .asks = "?",
    .because = ".",
    .remedy = ".",
    .params = {{"against", "what to compare with", Kind::text, "live"}},
    .probes = {{.files = "stat a"}, {.mysql = "SELECT 1", .when = {"against", "live"}}},
    .judge = [](const Evidence&) { return pass("Yes."); },
    .samples = {}};

struct ExamineSecondEndpoint : Examine {
  std::string of(Arguments with, const char* on = "") {
    only().require = {asks("test.two_systems", "/0", std::move(with))};
    only().require[0].on = on;
    only().hold.clear();
    const Check* const known[] = {&two_systems};
    return told(examine(machine, known));
  }
};

TEST_F(ExamineSecondEndpoint, IsFoundLikeTheFirst) {
  EXPECT_EQ(of({}), "");
  EXPECT_EQ(of({}, "database"), "/0/on: test.two_systems cannot ask mysql.\n");
}

TEST_F(ExamineSecondEndpoint, MustBeClear) {
  machine.endpoints = {{"one", {System::mysql, {}, false, {}}},
                       {"two", {System::mysql, {}, false, {}}}};
  EXPECT_EQ(of({}), "/0: test.two_systems could ask one, two: \"on\" must say which.\n");
}

TEST_F(ExamineSecondEndpoint, MustBeThere) {
  machine.endpoints.clear();
  EXPECT_EQ(of({}), "/0: test.two_systems asks mysql, but no endpoint is one.\n");
  EXPECT_EQ(of({{"against", "${target}"}}),
            "/0: test.two_systems asks mysql, but no endpoint is one.\n");
}

TEST_F(ExamineSecondEndpoint, IsNotNeededForWhatIsNotAsked) {
  machine.endpoints.clear();
  EXPECT_EQ(of({{"against", "none"}}), "");
}

TEST_F(Examine, DoesNotTellAgainWhatFollows) {
  machine.states.front().phase.reset();
  only().to = "";
  const auto all = examine(machine, all_checks(),
                           {{"/states/0/phase", "There is no \"prae\" here."},
                            {"/transitions/0/to", "This must be text."}});
  EXPECT_EQ(told(all),
            "/states/0/phase: There is no \"prae\" here.\n"
            "/transitions/0/to: This must be text.\n");
}

TEST_F(Examine, HasBounds) {
  for (int i = 0; i <= 50; ++i) machine.facts["f" + std::to_string(i)] = {"a fact", false, {}};
  for (int i = 0; i <= 50; ++i) machine.components["c" + std::to_string(i)] = {"a thing"};
  EXPECT_EQ(complaints(),
            "/components: There are more than 50 of them.\n"
            "/facts: There are more than 50 of them.\n");
}

}  // namespace
}  // namespace interlock
