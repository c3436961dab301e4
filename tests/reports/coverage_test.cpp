#include "reports/coverage.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "checks/index.h"
#include "engine/digest.h"
#include "engine/jcs.h"
#include "reports/schema.h"
#include "states/shipped.h"
#include "tests/reports/screen.h"

namespace interlock {
namespace {

namespace fs = std::filesystem;

// The machine of the demo, and its guide.
struct CoverageOfTheDemo : testing::Test {
  Machine machine = definitions_of("demo", {}, all_checks()).loaded.machine;
  GuideText guide{std::string(shipped_guides().front().text), "demo.md"};

  std::string text(const Style& style) const {
    return coverage_text(machine, coverage_of(machine, guide), guide.file, style);
  }
  std::string markdown() const {
    return coverage_markdown(machine, coverage_of(machine, guide), guide.file);
  }
  std::string json() const {
    return pretty(coverage_value(machine, coverage_of(machine, guide),
                                 {hex_of("machine"), hex_of("groups"), guide.file},
                                 "2026-11-19T22:00:04.118Z", 3));
  }
  // A unit that is cited is left out too, one is left out by nobody, and the guide has more.
  void spoil() {
    machine.not_covered.push_back({{"the-upgrade#9"}, "It opens by itself."});
    for (Transition& transition : machine.transitions)
      std::erase_if(transition.cites,
                    [](const std::string& cite) { return cite.starts_with("if-something-fails"); });
    guide.text += "\nCall | somebody.\n";
  }
};

void expect_in(const std::string& text, const std::string& words) {
  EXPECT_NE(text.find(words), std::string::npos) << words << "\n" << text;
}

TEST_F(CoverageOfTheDemo, ShowsTheGuideBesideTheSteps) {
  const std::string shown = text({});
  expect_in(shown,
            "  before-you-begin\n"
            "    1         checked      Check that the shop is fit for the upgrade.\n"
            "              done         Close the shop, and look again that no job waits.\n"
            "                           A job that slipped in would wait as long as the shop is "
            "closed: then it\n"
            "                           opens again.\n"
            "           1  No job may wait in the queue.\n"
            "    2-3       checked      Check that the shop is fit for the upgrade.\n"
            "           2  A backup of last night must exist.\n");
  EXPECT_TRUE(
      shown.ends_with("\nCOMPLETE  15 units; 12 in steps, 3 in checks. demo.md is this "
                      "guide, byte for byte.\n"))
      << shown;
}
TEST_F(CoverageOfTheDemo, IsAScreenOfEveryWidth) {
  expect_screens("coverage", [this](const Style& style) { return text(style); });
}
TEST_F(CoverageOfTheDemo, ShowsWhatIsWrong) {
  spoil();
  const std::string shown = text({.utf8 = false});
  expect_in(shown, "    1-2       missing      Neither cited nor left out.\n");
  expect_in(shown, "  x if-something-fails has 2 units, not 1.\n");
  expect_in(shown, "  x the-upgrade#9 is cited by open, and left out too.\n");
  EXPECT_TRUE(
      shown.ends_with("\nINCOMPLETE  16 units; 10 in steps, 3 in checks, 2 missing, 1 both cited "
                      "and left out.\n"))
      << shown;
}
TEST_F(CoverageOfTheDemo, IsATableInMarkdown) {
  spoil();
  expect_in(markdown(),
            "| the-upgrade#9 | done<br>not covered | Open the shop: customers reach the new "
            "release.<br>It opens by itself. | Open the shop. |\n");
  expect_in(markdown(),
            "| if-something-fails#2 | **missing** | Neither cited nor left out. | Call \\| "
            "somebody. |\n");
}
TEST_F(CoverageOfTheDemo, IsAsItsSchemaSays) {
  std::string name = (fs::temp_directory_path() / "interlock-coverage-XXXXXX").string();
  const fs::path folder = ::mkdtemp(name.data());
  std::ofstream(folder / "schema.json") << schema_of_output("coverage");
  std::ofstream(folder / "complete.json") << json();
  spoil();
  std::ofstream(folder / "incomplete.json") << json();
  const std::string command =
      "python3 " INTERLOCK_SOURCE "/tests/states/validate.py " + (folder / "schema.json").string() +
      " " + (folder / "complete.json").string() + " " + (folder / "incomplete.json").string() +
      " > " + (folder / "said").string();
  const int status = std::system(command.c_str());
  std::ifstream said(folder / "said");
  std::string first, second, rest;
  said >> first >> rest >> second;
  fs::remove_all(folder);
  if (WEXITSTATUS(status) == 77) GTEST_SKIP() << "python3-jsonschema is not installed";
  EXPECT_EQ(first + " " + second, "valid valid");
}

}  // namespace
}  // namespace interlock
