#include <gtest/gtest.h>

#include "tests/whole/pty.h"
#include "tests/whole/typed.h"

namespace interlock {
namespace {

const std::string guide = INTERLOCK_SOURCE "/states/demo.md";

struct Show : testing::Test {
  Desk desk;

  int coverage(std::vector<std::string> more) const {
    std::vector<std::string> words{"show", "demo", "--coverage"};
    words.insert(words.end(), more.begin(), more.end());
    return desk.interlock(words).exit;
  }
};

TEST_F(Show, EndsWithZeroWhereTheWholeGuideIsCovered) {
  EXPECT_EQ(coverage({}), 0);
  EXPECT_EQ(coverage({"--guide", guide}), 0);
}
TEST_F(Show, EndsWithOneWhereTheGuideIsAnother) {
  desk.write("demo.md", "# Upgrading the demo shop\nDo it.\n");
  EXPECT_EQ(coverage({"--guide", "demo.md"}), 1);
  EXPECT_EQ(coverage({"--guide", "demo.md", "--format", "json"}), 1);
}
TEST_F(Show, RefusesAGuideThatCannotBeRead) {
  desk.write("bytes.md", "\xff\xfe");
  for (const char* wrong : {"none.md", ".", "bytes.md"})
    EXPECT_EQ(coverage({"--guide", wrong}), 2) << wrong;
}
TEST_F(Show, ComparesAGuideOnlyForTheCoverage) {
  EXPECT_EQ(desk.interlock({"show", "demo", "--guide", guide}).exit, 2);
}
TEST_F(Show, WritesTheCoverageIntoAFile) {
  EXPECT_EQ(coverage({"--format", "json", "-o", "coverage.json"}), 0);
  const Value written = json(desk.read("coverage.json"));
  EXPECT_EQ(written["format"].text(), "interlock.coverage/1");
  EXPECT_EQ(written["verdict"].text(), "complete");
  EXPECT_EQ(written["counts"]["units"].number(), 15);
}

TEST_F(Show, SaysInJsonWhyThereIsNoCoverage) {
  const Typed typed =
      desk.interlock({"show", "demo", "--coverage", "--guide", "none.md", "--format", "json"});
  EXPECT_EQ(typed.exit, 2);
  const Value said = json(typed.out);
  EXPECT_EQ(said["format"].text(), "interlock.coverage/1");
  EXPECT_EQ(said["verdict"].text(), "error");
  EXPECT_EQ(said["problems"].list().front()["said"].text(), "none.md could not be read.");
}
TEST_F(Show, WhateverIsToldAlsoGoesToAFile) {
  for (const std::vector<std::string>& words : {std::vector<std::string>{"list"},
                                                {"checks"},
                                                {"explain", "backup.fresh"},
                                                {"schema"},
                                                {"schema", "--of", "ready"},
                                                {"completion", "bash"},
                                                {"man"}}) {
    std::vector<std::string> to_file = words;
    to_file.insert(to_file.end(), {"-o", "told"});
    const Typed typed = desk.interlock(to_file);
    EXPECT_EQ(typed.exit, 0) << words.front() << typed.err;
    EXPECT_EQ(typed.out, "") << words.front();
    EXPECT_EQ(desk.read("told"), desk.interlock(words).out) << words.front();
  }
}
// The colours are those of a terminal, which a file is not.
TEST_F(Show, NoColoursGoToAFile) {
  Pty shown(desk, {"prove", "demo"});
  EXPECT_EQ(shown.end(), 0);
  EXPECT_NE(shown.shown().find('\x1b'), std::string::npos) << shown.shown();
  EXPECT_EQ(Pty(desk, {"prove", "demo", "-o", "told"}).end(), 0);
  EXPECT_EQ(desk.read("told").find('\x1b'), std::string::npos) << desk.read("told");
}
TEST_F(Show, DrawsTheMachineIntoAFile) {
  EXPECT_EQ(desk.interlock({"show", "demo", "--format", "svg", "-o", "demo.svg"}).exit, 0);
  const std::string drawn = desk.read("demo.svg");
  EXPECT_TRUE(drawn.starts_with("<svg ")) << drawn.substr(0, 80);
  EXPECT_EQ(drawn, desk.interlock({"show", "demo", "--format", "svg"}).out);
  if (desk.program({"sh", "-c", "command -v xmllint"}).exit != 0)
    GTEST_SKIP() << "xmllint is not installed";
  EXPECT_EQ(desk.program({"xmllint", "--noout", "demo.svg"}).exit, 0);
}
TEST_F(Show, DrawsACounterexample) {
  const Typed typed =
      desk.interlock({"prove", INTERLOCK_SOURCE "/states/as-documented/convoy-3-as-documented.json",
                      "--format", "svg"});
  EXPECT_EQ(typed.exit, 7);
  EXPECT_NE(typed.out.find("Violated: W5."), std::string::npos);
}

}  // namespace
}  // namespace interlock
