// Drawings of machines, looked at as a person would: nothing lies on anything else.
#include "reports/track.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <regex>

#include "checks/index.h"
#include "reports/track_label.h"
#include "states/shipped.h"
#include "tests/reports/drawn.h"
#include "tests/reports/random_line.h"
#include "tests/reports/screen.h"
#include "tests/reports/story.h"

namespace interlock {
namespace {

namespace fs = std::filesystem;

Machine machine_at(const std::string& name) {
  return definitions_of(name, {}, all_checks()).loaded.machine;
}
Machine as_documented(const std::string& name) {
  return machine_at(INTERLOCK_SOURCE "/states/as-documented/" + name + "-as-documented.json");
}

// Lamps and ways of every kind, on states that need not have them.
Lamps some_lamps(const Machine& machine, std::size_t seed) {
  Lamps lamps;
  for (const State& state : machine.states) {
    seed = seed * 1103515245 + 12345;
    lamps.lit[state.id] = static_cast<Lamp>(seed / 65536 % 9);
    lamps.left[state.id] = static_cast<Left>(seed / 1048576 % 5);
    lamps.passed = seed / 131072 % 2 == 0;
  }
  return lamps;
}

void expect_drawn_well(const Machine& machine, std::size_t seed) {
  const Lamps lamps = some_lamps(machine, seed);
  const std::string dark = track_svg(machine), lit = track_svg(machine, lamps);
  for (const std::string& svg : {dark, lit})
    EXPECT_EQ(faults_in(svg), std::vector<std::string>{}) << machine.id << "\n" << svg;
  const Machine again = machine;
  EXPECT_EQ(track_svg(again), dark);
  EXPECT_EQ(track_svg(again, lamps), lit);
}

TEST(TrackSvg, OfEveryMachineIsClear) {
  std::vector<std::string> names = machine_names({});
  for (const char* folder : {"/states/as-documented", "/tests/states"})
    for (const auto& entry : fs::directory_iterator(INTERLOCK_SOURCE + std::string(folder)))
      if (entry.path().extension() == ".json" && entry.path().stem() != "violations")
        names.push_back(entry.path().string());
  EXPECT_GE(names.size(), 8U);
  for (const std::string& name : names) expect_drawn_well(machine_at(name), 7);
}

TEST(TrackSvg, OfAThousandMachinesIsClear) {
  for (unsigned seed = 1; seed <= 1000; ++seed) expect_drawn_well(random_line(seed), seed);
}

// The same machine with other ids, by their numbers.
Machine renamed(Machine machine, const std::function<std::string(std::size_t)>& name) {
  std::map<std::string, std::string> names{{"", ""}};
  for (std::size_t i = 0; i < machine.states.size(); ++i) names[machine.states[i].id] = name(i);
  for (State& state : machine.states) {
    state.id = names[state.id];
    state.means = state.id;
    state.back = names[state.back];
  }
  for (Transition& t : machine.transitions) {
    t.from = names[t.from];
    t.to = names[t.to];
  }
  return machine;
}

TEST(TrackSvg, TakesNamesForNoMarkup) {
  const std::vector<std::string> hostile = {
      "</title><script>alert(1)</script>",
      "\"' onload='alert(1)",
      "a\xE2\x80\xAE"
      "b",
      std::string(10000, 'W'),
      "&amp;&lt;",
      "a\x01\x1b[31m\n\tb",
      "]]>",
      "\xff\xfe",
      "\xF0\x9F\x9A\x82\xF0\x9F\x9A\x82\xF0\x9F\x9A\x82\xF0\x9F\x9A\x82",
      "\xEF\xBF\xBF",
      "_",
      "${jndi:x}"};
  Machine machine = renamed(machine_at("ixp-manager-6"), [&](std::size_t i) {
    return hostile[i % hostile.size()] + std::to_string(i);
  });
  machine.title = hostile[0] + hostile[3];
  const std::string svg = track_svg(machine, some_lamps(machine, 3));
  EXPECT_EQ(faults_in(svg), std::vector<std::string>{});
  const Element element = element_in(svg);
  EXPECT_TRUE(all_in(element, "script").empty());
  const Machine plain = machine_at("ixp-manager-6");
  const Element usual = element_in(track_svg(plain, some_lamps(plain, 3)));
  for (const char* name : {"title", "g", "style", "desc"})
    EXPECT_EQ(all_in(element, name).size(), all_in(usual, name).size()) << name;
  EXPECT_LT(svg.size(), 200000U);
}

// Nothing but colours, marks and what is travelled comes with the lamps.
TEST(TrackSvg, LiesTheSameWithLampsAndWithout) {
  const Machine machine = machine_at("ixp-manager-6");
  static const std::regex lamp(
      R"re(<path class="[ms] set"[^>]*/>\n|<path class="n set"[^>]*/>\n|<g transform='[^']*'><[^>]*></g>| class="[^"]*"|, passed)re");
  const std::string lit = track_svg(machine, some_lamps(machine, 1));
  EXPECT_NE(lit, track_svg(machine));
  EXPECT_EQ(std::regex_replace(lit, lamp, ""), std::regex_replace(track_svg(machine), lamp, ""));
}

TEST(TrackSvg, NamesEveryStateForThoseWhoCannotSeeIt) {
  const Machine machine = machine_at("demo");
  const Element svg = element_in(track_svg(machine));
  EXPECT_EQ(svg["role"], "img");
  EXPECT_EQ(svg["aria-labelledby"], "tk-title tk-desc");
  const auto titles = all_in(svg, "title");
  EXPECT_EQ(titles.front()->text, "Track diagram of " + machine.title);
  for (const State& state : machine.states)
    EXPECT_TRUE(std::any_of(titles.begin(), titles.end(), [&](const Element* title) {
      return title->text == state.id + ": " + state.means;
    })) << state.id;
  EXPECT_EQ(
      all_in(svg, "desc").front()->text,
      "The main line leads from serving_old, checked, closed, backed_up, installed, migrated, "
      "open to upgraded. The point of no return lies behind migrated. From serving_old and "
      "checked the way back leads to untouched. From closed and backed_up the way back leads "
      "to old_closed. From installed the way back leads to new_code. From migrated the way "
      "back leads to new_schema. From open the way back leads to abandoned.");
}

// The signal stands where the control table draws its line.
TEST(TrackSvg, HasASignalAtThePointOfNoReturn) {
  const auto signals = [](const Machine& machine) {
    const Element svg = element_in(track_svg(machine));
    std::size_t found = 0;
    for (const Element* group : all_in(svg, "g")) found += (*group)["class"] == "sig";
    return found;
  };
  Machine machine = machine_at("demo");
  EXPECT_EQ(signals(machine), 1U);
  for (Transition& each : machine.transitions)
    std::erase_if(each.effect, [](const Literal& l) { return l.fact == "serving"; });
  EXPECT_EQ(signals(machine), 0U);
}

TEST(TrackSvg, IsAsItWas) {
  for (const char* name : {"demo", "parsec-3", "ixp-manager-6"})
    expect_screen(std::string("track_") + name, track_svg(machine_at(name)));
}

TEST(TrackFigure, CutsALongMachineIntoStrips) {
  const Machine machine = machine_at("ixp-manager-6");
  const std::string page = "<body>\n" + track_figure(machine) + "</body>\n";
  const Element body = element_in(page);
  EXPECT_EQ(all_in(body, "symbol").size(), 1U);
  int x = 0, strips = 0;
  for (const Element* svg : all_in(body, "svg")) {
    if ((*svg)["class"] != "tk tk-strip") continue;
    ++strips;
    EXPECT_EQ((*svg)["viewBox"], std::to_string(x) + " 0 " + (*svg)["width"] + " 225");
    x += std::stoi((*svg)["width"]);
  }
  EXPECT_EQ(strips, 2);
  EXPECT_EQ(all_in(body, "symbol").front()->attributes.at("viewBox"),
            "0 0 " + std::to_string(x) + " 225");
}

Story held() {
  Story story;
  story.begin();
  story.say("server.auditor_readonly", {Outcome::warn, "The account could write."});
  story.go_to("cleared");
  story.asked(Gate::pass);
  story.ended(1, Gate::pass, Gate::pass, "General error: 1419");
  return story;
}

TEST(LampsOf, ARunThatIsHeld) {
  const Story story = held();
  const Lamps lamps = lamps_of(story.machine, story.report());
  EXPECT_EQ(lamps.lit.at("serving_old"), Lamp::pass);
  EXPECT_EQ(lamps.lit.at("checked"), Lamp::warn);
  EXPECT_EQ(lamps.lit.at("cleared"), Lamp::held_fail);
  EXPECT_EQ(lamps.left.at("installed"), Left::done);
  EXPECT_EQ(lamps.left.at("cleared"), Left::begun);
  EXPECT_FALSE(lamps.lit.contains("migrated"));
  EXPECT_FALSE(lamps.passed);
}
TEST(LampsOf, ARunOnItsWayBack) {
  Story story = held();
  story.acts(Input::Kind::back);
  story.go_to("new_code");
  const Lamps lamps = lamps_of(story.machine, story.report());
  EXPECT_EQ(lamps.lit.at("cleared"), Lamp::fail);
  EXPECT_EQ(lamps.left.at("cleared"), Left::begun_back);
  EXPECT_EQ(lamps.left.at("new_schema"), Left::done);
  EXPECT_EQ(lamps.lit.at("new_code"), Lamp::here);
}
TEST(LampsOf, ARunThatWentWell) {
  Story story = held();
  story.acts(Input::Kind::retry);
  story.go_to("upgraded");
  const Lamps lamps = lamps_of(story.machine, story.report());
  EXPECT_EQ(lamps.left.at("cleared"), Left::done);
  EXPECT_EQ(lamps.lit.at("upgraded"), Lamp::pass);
  EXPECT_TRUE(lamps.passed);
}

Proving proving(const Machine& machine, const Proofs& proofs) {
  return {machine, proofs, {}, {}, "2026-11-19T12:00:00.000Z", 9};
}

TEST(ProveSvg, DrawsEachStory) {
  for (const char* name : {"convoy-3", "ixp-manager-4", "ixp-manager-6", "parsec-3"}) {
    const Machine machine = as_documented(name);
    const Proofs proofs = prove(machine, all_checks());
    const std::string svg = prove_svg(proving(machine, proofs));
    EXPECT_EQ(faults_in(svg), std::vector<std::string>{}) << name;
    std::size_t drawn = 0;
    const Element drawing = element_in(svg);
    for (const Element* text : all_in(drawing, "text")) drawn += (*text)["class"] == "head";
    EXPECT_GE(drawn, 1U) << name;
    EXPECT_LE(drawn, proofs.count(Decided::violated) * 2) << name;
  }
}
TEST(ProveSvg, LightsTheStateInWhichAStoryEndsWrongly) {
  const Machine machine = as_documented("convoy-3");
  const Proofs proofs = prove(machine, all_checks());
  const auto found = std::find_if(proofs.theorems.begin(), proofs.theorems.end(),
                                  [](const Theorem& each) { return each.id == "W5"; });
  ASSERT_NE(found, proofs.theorems.end());
  const Lamps lamps = lamps_of(machine, *found);
  EXPECT_EQ(lamps.left.at("serving_old"), Left::done);
  EXPECT_EQ(lamps.lit.at("down"), Lamp::fail);
}
TEST(ProveSvg, SaysThatAllIsProved) {
  const Machine machine = machine_at("demo");
  const Proofs proofs = prove(machine, all_checks());
  const Element svg = element_in(prove_svg(proving(machine, proofs)));
  const auto texts = all_in(svg, "text");
  EXPECT_TRUE(texts.front()->text.starts_with("Proved: ")) << texts.front()->text;
}

TEST(LabelOf, BreaksAtSpacesAndCutsWhatIsTooLong) {
  EXPECT_EQ(label_of("checked_out"), Texts{"checked out"});
  EXPECT_EQ(label_of("permitted_again"), (Texts{"permitted", "again"}));
  EXPECT_EQ(label_of("a_very_long_name_of_a_state_that_nobody_would_give").size(), 3U);
  EXPECT_TRUE(label_of(std::string(500, 'm')).back().ends_with("\xE2\x80\xA6"));
  for (const std::string& line : label_of(std::string(500, 'm')))
    EXPECT_LE(text_width(line, 12), label_width);
}

}  // namespace
}  // namespace interlock
