// What `interlock show --format` gives to other programs.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "engine/jcs.h"
#include "engine/subprocess.h"
#include "reports/models.h"
#include "states/shipped.h"
#include "tests/crosscheck/random_machine.h"
#include "tests/states/reading.h"

namespace interlock {
namespace {

const Machine& demo() {
  static const Definitions read = definitions_of("demo", {}, all_checks());
  return read.loaded.machine;
}

std::size_t times(const std::string& text, const std::string& what) {
  std::size_t count = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
  return count;
}

Value value_of(std::string_view text) {
  std::vector<Problem> problems;
  Value value = parsed(text, problems);
  EXPECT_EQ(told(problems), "");
  return value;
}

struct LaidOut : testing::TestWithParam<Shipped> {};

TEST_P(LaidOut, IsTheSameMachine) {
  const Value machine = value_of(GetParam().text);
  EXPECT_EQ(value_of(laid_out(machine)), machine);
}

TEST_P(LaidOut, IsLaidOutAlikeAgain) {
  const std::string once = laid_out(value_of(GetParam().text));
  EXPECT_EQ(laid_out(value_of(once)), once);
}

TEST_P(LaidOut, HasLinesOf150ColumnsButForLongTexts) {
  std::istringstream lines(laid_out(value_of(GetParam().text)));
  for (std::string line; std::getline(lines, line);)
    EXPECT_TRUE(line.size() <= 150 || times(line, "\", \"") == 0) << line;
}

INSTANTIATE_TEST_SUITE_P(Of, LaidOut,
                         testing::ValuesIn(shipped_machines().begin(), shipped_machines().end()),
                         [](const auto& test) {
                           std::string name(test.param.name);
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(LaidOut, PutsAStateOnALineAndATransitionIntoABlock) {
  const Value machine =
      value_of(R"({"machine":"m","states":[{"id":"a","means":"A."},{"id":"b","means":"B."}],)"
               R"("transitions":[{"id":"t","from":"a","to":"b","step":"Do.","require":["x.y"]}]})");
  EXPECT_EQ(laid_out(machine), R"({
  "machine": "m",
  "states": [
    {"id": "a", "means": "A."},
    {"id": "b", "means": "B."}
  ],
  "transitions": [
    {"id": "t", "from": "a", "to": "b", "step": "Do.",
     "require": ["x.y"]}
  ]
}
)");
}

TEST(Mermaid, DrawsEachStateOnceAndEachStepAndWayBack) {
  const std::string text = mermaid(demo());
  for (const State& state : demo().states)
    EXPECT_EQ(times(text, " as s_" + state.id + "\n"), 1u) << state.id;
  for (const Transition& t : demo().transitions)
    EXPECT_EQ(times(text, "  s_" + t.from + " --> s_" + t.to + " : " + t.step), 1u) << t.id;
  EXPECT_EQ(times(text, " : back\n"), 7u);
  EXPECT_EQ(times(text, "  [*] --> s_serving_old\n"), 1u);
}

TEST(Mermaid, MarksThePointOfNoReturn) {
  const std::string text = mermaid(demo());
  EXPECT_EQ(times(text, "(point of no return)\n"), 1u);
  EXPECT_EQ(times(text, "  class s_open beyond\n"), 1u);
}

TEST(Mermaid, LetsNoSentenceEndAStatement) {
  Machine machine = demo();
  machine.states.front().means = "It \"says\"; {so} #1\nand more.";
  EXPECT_EQ(
      times(mermaid(machine), "serving_old: It #34;says#34;#59; #123;so#125; #35;1 and more.\" as"),
      1u);
}

TEST(Dot, HasAClusterForEachPhaseAndABoldLine) {
  const std::string text = dot(demo());
  for (const auto* phase : {"pre", "change", "post", "back"})
    EXPECT_EQ(times(text, std::string("subgraph cluster_") + phase + " {"), 1u) << phase;
  EXPECT_EQ(times(text, "style=bold, penwidth=4"), 1u);
  EXPECT_EQ(times(text, "peripheries=2"), 3u);
}

TEST(Dot, IsReadByGraphviz) {
  const auto file = std::filesystem::temp_directory_path() /
                    ("interlock-" + std::to_string(this_process().pid) + ".dot");
  Machine machine = demo();
  machine.states.front().means = "A \"quote\" and a \\.";
  std::ofstream(file) << dot(machine);
  const Ended drawn = run({{"dot", "-Tsvg", file.string()}});
  std::filesystem::remove(file);
  if (drawn.how == Ended::How::not_started) GTEST_SKIP() << "dot is not installed: ./dev setup";
  EXPECT_TRUE(drawn.ok()) << drawn.err;
  EXPECT_EQ(times(drawn.out, "class=\"node\""), demo().states.size());
}

TEST(Models, AreTheSameBytesEachTime) {
  for (auto* format : {promela, murphi, mermaid, dot}) EXPECT_EQ(format(demo()), format(demo()));
}

TEST(Models, LetNoSentenceEndAComment) {
  Machine machine = demo();
  machine.title = "Ends */ here\nor /* there";
  EXPECT_EQ(times(promela(machine), "Ends * / here or / * there"), 1u);
  EXPECT_EQ(times(murphi(machine), "Ends * / here or / * there"), 1u);
}

TEST(Models, SayTheRulesForAMachineWithoutComponents) {
  Machine machine = demo();
  machine.components.clear();
  for (Transition& t : machine.transitions) t.changes.clear(), t.restores.clear();
  EXPECT_EQ(times(murphi(machine), "part_none"), 1u);
  EXPECT_EQ(times(promela(machine), "mtype:condition part_"), 0u);
}

}  // namespace
}  // namespace interlock
