#include "states/load.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "tests/states/reading.h"

namespace interlock {
namespace {

// A machine with these transitions, and everything else in order.
std::string with(const std::string& transitions, const std::string& more = "") {
  return R"({"machine": "m", "product": "p", "title": "t", "guide": {"name": "g", "sha256": ")" +
         std::string(64, '0') + R"(", "units": {"h": 1}},
             "versions": [{"from": "1.x", "to": "1.x"}], "endpoints": {"database": "sqlite"},
             "states": [{"id": "a", "means": "A.", "phase": "pre"},
                        {"id": "b", "means": "B.", "final": "success"}],
             "transitions": [)" +
         transitions + "]" + more + "}";
}

TEST(Load, KeepsWhatIsWritten) {
  const Machine machine = load(contents(INTERLOCK_SOURCE "/tests/states/smallest.json")).machine;
  EXPECT_EQ(machine.guide.units.at("rebuilding-the-views"), 4);
  EXPECT_EQ(machine.versions[1].refused, "Before 1.0 there were no views.");
  EXPECT_EQ(machine.parameters.at("php").fallback, "php");
  EXPECT_EQ(machine.commands.at("artisan").argv, (Texts{"${php}", "artisan"}));
  EXPECT_TRUE(machine.endpoints.at("cache").optional);
  EXPECT_EQ(machine.components.at("views").undo, Undo::step);
  EXPECT_EQ(find_state(machine, "closed")->phase, Phase::change);
  EXPECT_EQ(find_state(machine, "closed")->back, "to_reopen");
  EXPECT_EQ(find_state(machine, "recovered")->final, Final::recovered);
  const Transition& rebuild = *transition_from(machine, "closed");
  EXPECT_EQ(rebuild.run[1].when, "has cache");
  EXPECT_EQ(rebuild.ensure[1].since, "closed");
  EXPECT_EQ(rebuild.deadline, std::chrono::minutes(5));
  EXPECT_FALSE(transition_from(machine, "fit")->effect[0].holds);
  EXPECT_TRUE(transition_from(machine, "rebuilt")->require[0].advisory);
  EXPECT_TRUE(transition_from(machine, "to_reopen")->manual);
}

TEST(Load, PutsGroupsWhereTheirNamesStand) {
  const Loaded loaded = load(
      with(R"({"id": "t", "from": "a", "to": "b", "step": "S.", "require": ["fit", "x.last"]})",
           R"(, "groups": {"fit": ["common", "x.own"]})"),
      R"({"groups": {"common": ["x.first"]}})");
  EXPECT_EQ(told(loaded.problems), "");
  std::string order;
  for (const Guard& guard : loaded.machine.transitions[0].require)
    order += guard.check + " " + guard.place + "\n";
  EXPECT_EQ(order,
            "x.first /groups/common/0\n"
            "x.own /groups/fit/1\n"
            "x.last /transitions/0/require/1\n");
}

TEST(Load, RefusesGroupsThatAreMissingOrCircular) {
  EXPECT_EQ(told(load(with(R"({"id": "t", "from": "a", "to": "b", "step": "S.",
                               "require": ["fot", "fit"]})",
                           R"(, "groups": {"fit": ["fit"]})"))
                     .problems),
            "/transitions/0/require/0: There is no group \"fot\". Did you mean fit?\n"
            "/groups/fit/0: Group \"fit\" contains itself.\n");
}

TEST(Load, TellsAllMistakesAtOnce) {
  EXPECT_EQ(told(load(with(R"({"id": "t", "from": 7, "to": "b", "requires": [],
                               "require": ["x.y", {"on": "database", "with": {"n": 1.5}}],
                               "run": [["true"], {"argv": "ls", "in": "/"}], "attempts": 10,
                               "wait": "soon", "on_fail": "stop"})",
                           R"(, "stats": [])"))
                     .problems),
            "/transitions/0/from: This must be text.\n"
            "/transitions/0: \"step\" is missing.\n"
            "/transitions/0/require/1: \"check\" is missing.\n"
            "/transitions/0/require/1/with/n: This must be text, a whole number, true, false or a "
            "list of texts.\n"
            "/transitions/0/wait: This must be a duration such as 30s, 10m or 2h.\n"
            "/transitions/0/run/1/argv: This must be a list.\n"
            "/transitions/0/attempts: This must be a whole number from 1 to 9.\n"
            "/transitions/0/on_fail: There is no \"stop\" here, only hold, back.\n"
            "/transitions/0/requires: There is no key \"requires\" here. Did you mean require?\n"
            "/stats: There is no key \"stats\" here. Did you mean states?\n");
}

TEST(Load, RefusesKeysWrittenTwice) {
  const auto problems =
      load(R"({"states": [{"id": "a"}, {"phase": "pre", "id": "b", "phase": "back"}],
               "machine": "m", "machine": "n"})")
          .problems;
  EXPECT_TRUE(
      told(problems).starts_with("/states/1/phase: This key is written twice.\n"
                                 "/machine: This key is written twice.\n"));
}

TEST(Load, RefusesKeysThatDoNotGoTogether) {
  EXPECT_EQ(told(load(with(R"({"id": "t", "from": "a", "to": "b", "step": "S.", "wait": "1m",
                               "ensure": ["x.y"], "on_fail": "back"},
                              {"id": "u", "from": "a", "to": "b", "step": "S.", "manual": true,
                               "run": [["true"]], "attempts": 2, "within": "1m"})"))
                     .problems),
            "/transitions/0/ensure: There is no step that this could be about.\n"
            "/transitions/0/on_fail: There is no step that this could be about.\n"
            "/transitions/0/wait: There is nothing to wait for: no \"require\".\n"
            "/transitions/1/manual: A step is run, or it is manual.\n"
            "/transitions/1/attempts: Only what is run can be run again.\n"
            "/transitions/1/within: There is nothing to wait for: no \"ensure\".\n");
}

TEST(Load, RefusesWhatTheFormatDoesNotHave) {
  EXPECT_EQ(told(load(with(R"({"id": "t", "from": "a", "to": "b", "step": "S.", "else": "back",
                               "require": [{"check": "x.y", "critical": true}]})"))
                     .problems),
            "/transitions/0/require/0/critical: There is no key \"critical\" here.\n"
            "/transitions/0/else: There is no key \"else\" here.\n");
}

TEST(Load, SaysWhereTheJsonBreaks) {
  const auto problems = load("{\"machine\": }").problems;
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_NE(problems[0].what.find("Line 1, column 13"), std::string::npos) << problems[0].what;
}

TEST(Load, EndsWithAnyInput) {
  for (const std::string& text :
       {std::string(), std::string("null"), std::string("[]"), std::string(3, '\0'),
        std::string(100'000, '['), "{\"machine\": " + std::string(100'000, '['),
        std::string("\xff\xfe"), "\"" + std::string(500'000, 'x') + "\"",
        std::string(2'000'000, ' ')})
    EXPECT_FALSE(load(text).problems.empty()) << text.substr(0, 20);
}

TEST(Load, IsNotDrownedByGroupsOfGroups) {
  std::string groups = R"("g0": ["x.y", "x.z"])";
  for (int i = 1; i < 60; ++i) groups += fmt::format(R"(, "g{}": ["g{}", "g{}"])", i, i - 1, i - 1);
  const auto problems =
      load(with(R"({"id": "t", "from": "a", "to": "b", "step": "S.", "require": ["g40"]})",
                ", \"groups\": {" + groups + "}"))
          .problems;
  EXPECT_NE(told(problems).find("/groups: The groups stand for too many guards."),
            std::string::npos);
}

TEST(Load, ReadsAsManyStatesAsFitIn) {
  std::string states;
  for (int i = 0; i < 20'000; ++i)
    states += fmt::format(R"({}{{"id": "s{}", "means": "S."}})", i ? "," : "", i);
  const std::string text = R"({"machine": "m", "states": [)" + states + "]}";
  const Loaded loaded = load(text);
  EXPECT_EQ(loaded.machine.states.size(), 20'000u);
  EXPECT_EQ(examine(loaded.machine, all_checks()).size(), 1u);
}

}  // namespace
}  // namespace interlock
