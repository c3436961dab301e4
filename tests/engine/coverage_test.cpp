#include "engine/coverage.h"

#include <gtest/gtest.h>

#include "engine/digest.h"
#include "engine/error.h"

namespace interlock {
namespace {

const GuideText guide = {"# Do it\nLook. Ask. Do.\n# Or not\nLeave it.\n", "guide.md"};

Guard asking(const char* check) {
  Guard guard;
  guard.check = check;
  return guard;
}

// Looks, asks the operator, acts, and leaves one unit out.
Machine small() {
  Machine machine;
  machine.guide.sha256 = hex_of(guide.text);
  machine.guide.units = {{"do-it", 3}, {"or-not", 1}};
  Transition& look = machine.transitions.emplace_back();
  look.id = "look";
  look.cites = {"do-it#1"};
  look.require = {asking("server.reachable"), asking("operator.confirms")};
  Transition& ask = machine.transitions.emplace_back();
  ask.id = "ask";
  ask.cites = {"do-it#2"};
  ask.require = {asking("operator.confirms")};
  Transition& act = machine.transitions.emplace_back();
  act.id = "act";
  act.cites = {"do-it#2-3"};
  act.run = {Command{{"true"}, {}, {}, {}, {}, {}}};
  machine.not_covered = {{{"or-not"}, "It is left."}};
  return machine;
}

std::string drawn(const Coverage& coverage) {
  std::string lines;
  for (const auto& [unit, by, left_out] : coverage.units) {
    lines += unit.heading + "#" + std::to_string(unit.number);
    for (const Transition* transition : by)
      lines += " " + std::string(word(cover_of(*transition))) + " by " + transition->id;
    for (const Uncovered* uncovered : left_out) lines += " left out: " + uncovered->because;
    lines += (unit.text.empty() ? "" : " | " + unit.text) + "\n";
  }
  return lines;
}

TEST(Coverage, TellsWhatBecomesOfEveryUnit) {
  const Machine machine = small();
  EXPECT_EQ(drawn(coverage_of(machine)),
            "do-it#1 checked by look\n"
            "do-it#2 asked by ask done by act\n"
            "do-it#3 done by act\n"
            "or-not#1 left out: It is left.\n");
  EXPECT_EQ(coverage_of(machine).problems, Texts());
}

TEST(Coverage, ReadsTheGuideBesideIt) {
  const Machine machine = small();
  const Coverage coverage = coverage_of(machine, guide);
  EXPECT_EQ(drawn(coverage),
            "do-it#1 checked by look | Look.\n"
            "do-it#2 asked by ask done by act | Ask.\n"
            "do-it#3 done by act | Do.\n"
            "or-not#1 left out: It is left. | Leave it.\n");
  EXPECT_EQ(coverage.problems, Texts());
}

TEST(Coverage, CountsAUnitOnceHoweverManyCiteIt) {
  const Machine machine = small();
  const auto counts = coverage_of(machine).counts();
  EXPECT_EQ(counts.units, 4);
  EXPECT_EQ(counts.done, 2);
  EXPECT_EQ(counts.checked, 1);
  EXPECT_EQ(counts.asked, 0);
  EXPECT_EQ(counts.not_covered, 1);
  EXPECT_EQ(counts.missing + counts.both, 0);
}

TEST(Coverage, FindsUnitsThatNobodyCites) {
  Machine machine = small();
  machine.not_covered.clear();
  EXPECT_EQ(coverage_of(machine).problems, Texts{"or-not#1 is neither cited nor left out."});
  EXPECT_EQ(coverage_of(machine).counts().missing, 1);
}

TEST(Coverage, FindsUnitsThatAreCitedAndLeftOut) {
  Machine machine = small();
  machine.not_covered.push_back({{"do-it#3"}, "But it is done."});
  EXPECT_EQ(coverage_of(machine).problems, Texts{"do-it#3 is cited by act, and left out too."});
  EXPECT_EQ(coverage_of(machine).counts().both, 1);
  EXPECT_EQ(coverage_of(machine).counts().done, 1);
}

TEST(Coverage, TellsOnceOfUnitsThatFollowEachOther) {
  Machine machine = small();
  machine.transitions.clear();
  EXPECT_EQ(coverage_of(machine).problems, Texts{"do-it#1-3 are neither cited nor left out."});
}

TEST(Coverage, CountsAStepByHandAsAsked) {
  Transition step;
  step.manual = true;
  EXPECT_EQ(cover_of(step), Cover::asked);
}

TEST(Coverage, FindsThatTheGuideIsAnotherOne) {
  const Machine machine = small();
  const GuideText longer = {guide.text + "# New\nMore.\n", "guide.md"};
  EXPECT_EQ(coverage_of(machine, longer).problems,
            (Texts{"The SHA-256 of guide.md is " + hex_of(longer.text) + ", that of the guide is " +
                       hex_of(guide.text) + ".",
                   "new has 1 unit, and the machine does not know it.",
                   "new#1 is neither cited nor left out."}));
}

TEST(Coverage, FindsThatTheUnitsAreCountedWrong) {
  Machine machine = small();
  machine.guide.units = {{"do-it", 4}, {"gone", 2}, {"or-not", 1}};
  EXPECT_EQ(coverage_of(machine, guide).problems,
            (Texts{"do-it has 3 units, not 4.", "gone has 0 units, not 2."}));
}

TEST(Coverage, BelievesNoNumberWithoutBounds) {
  Machine machine = small();
  machine.guide.units["do-it"] = std::numeric_limits<std::int64_t>::max();
  EXPECT_THROW(coverage_of(machine), Error);
}

}  // namespace
}  // namespace interlock
