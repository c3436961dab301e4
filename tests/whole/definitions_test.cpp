// Machines that are none, as the program refuses them: with all problems, and exit 2.
#include <fmt/core.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <regex>

#include "states/shipped.h"
#include "tests/whole/typed.h"

namespace interlock {
namespace {

std::string demo_with(const std::string& what, const std::string& by) {
  for (const Shipped& file : shipped_machines()) {
    if (file.name != "demo") continue;
    std::string text(file.text);
    return text.replace(text.find(what), what.size(), by);
  }
  return {};
}

struct Bad {
  const char* name;
  std::string text;
};
void PrintTo(const Bad& bad, std::ostream* out) {
  *out << bad.name;
}

std::vector<Bad> all_bad() {
  const std::string product = "\"Demo shop\"";
  return {{"nothing", ""},
          {"blanks", " \n\t "},
          {"no_json", "machine: demo\n"},
          {"a_list", "[]"},
          {"a_text", "\"demo\""},
          {"null", "null"},
          {"an_empty_object", "{}"},
          {"a_zero", std::string("{\0}", 3)},
          {"no_utf8", demo_with(product, "\"\xff\"")},
          {"overlong_utf8", demo_with(product, "\"\xc0\xaf\"")},
          {"a_lone_surrogate", demo_with(product, "\"\\ud800\"")},
          {"truncated", demo_with("", "").substr(0, 4000)},
          {"two_objects", demo_with("", "") + "{}"},
          {"a_key_twice", demo_with("\"product\"", "\"machine\": \"demo\", \"product\"")},
          {"an_unknown_key", demo_with("\"product\"", "\"produkt\": \"x\", \"product\"")},
          {"a_number_for_a_text", demo_with(product, "17")},
          {"a_huge_number", demo_with("\"attempts\": 2", "\"attempts\": 1e999")},
          {"a_fraction", demo_with("\"attempts\": 2", "\"attempts\": 1.5")},
          {"a_long_name",
           demo_with("\"from\": \"checked\"", "\"from\": \"" + std::string(10'000, 'c') + "\"")},
          {"deep_lists", demo_with(product, std::string(100'000, '[') + std::string(100'000, ']'))},
          {"deep_objects", std::string(100'000, '{')},
          {"too_long", demo_with(product, '"' + std::string(2 << 20, 'x') + '"')}};
}

struct BadDefinition : testing::TestWithParam<Bad> {};
INSTANTIATE_TEST_SUITE_P(Of, BadDefinition, testing::ValuesIn(all_bad()),
                         [](const auto& param) { return std::string(param.param.name); });

TEST_P(BadDefinition, IsRefusedWithItsProblems) {
  Desk desk;
  desk.write("demo.json", GetParam().text);
  const Typed refused = desk.interlock({"prove", "./demo.json", "--format", "json"});
  EXPECT_EQ(refused.exit, 2) << refused.err;
  EXPECT_TRUE(refused.err.starts_with("error: ")) << refused.err;
  const Value told = json(refused.out);
  EXPECT_EQ(told["verdict"].text(), "error");
  ASSERT_FALSE(told["problems"].list().empty());
  for (const Value& problem : told["problems"].list()) {
    EXPECT_FALSE(problem["place"].null()) << refused.out;
    EXPECT_FALSE(problem["said"].text().empty());
  }
}

// What is said of each, place by place, lies beside it; the program puts the places in a column.
TEST(BadDefinitions, AreEachRefusedWithAllThatIsWrong) {
  const std::filesystem::path folder = INTERLOCK_SOURCE "/tests/states/refused";
  const std::regex column("\n  (\\S+(?: \\S+)*)  +");
  int several = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    Desk desk;
    const std::string name = entry.path().filename().string();
    std::filesystem::copy_file(entry.path(), desk.folder / name);
    const std::string expected =
        desk.read(std::filesystem::path(entry.path()).replace_extension(".txt"));
    const auto problems = std::count(expected.begin(), expected.end(), '\n');
    several += problems >= 3;
    const Typed refused = desk.interlock({"prove", "./" + name});
    EXPECT_EQ(refused.exit, 2) << name;
    EXPECT_EQ(refused.out, "") << name;
    EXPECT_EQ(std::regex_replace(refused.err, column, "\n$1: "),
              fmt::format("error: ./{} has {} {}; it was not loaded.\n{}", name, problems,
                          problems == 1 ? "problem" : "problems", expected));
  }
  EXPECT_GE(several, 10);
}

TEST(Definitions, ThatCannotBeUsedAreListedWithTheReason) {
  Desk desk;
  desk.write("machines/broken.json", R"({"machine": "broken", "product": 1})");
  std::filesystem::create_directory(desk.folder / "machines/folder.json");
  desk.write("machines/loose.json", demo_with("\"demo\"", "\"loose\""));
  std::filesystem::permissions(desk.folder / "machines/loose.json", std::filesystem::perms(0666));
  const Typed list = desk.interlock({"list", "--definitions", "machines"});
  EXPECT_EQ(list.exit, 0) << list.err;
  for (const char* words : {"interlock prove machines/broken.json",
                            "machines/folder.json is no file.", "The demo shop 1.x to a later 1.x"})
    EXPECT_NE(list.out.find(words), std::string::npos) << words << "\n" << list.out;
  if (::geteuid() == 0) {
    EXPECT_NE(list.out.find("loose.json can be written by others than root."), std::string::npos)
        << list.out;
  }
}

// What is asked may be fit, and the machine yet not fit to be run.
TEST(Definitions, ThatAreNotProvedLeadToTheProof) {
  Desk desk;
  desk.write("bare.json", R"({
    "machine": "bare", "product": "Bare", "title": "Bare",
    "guide": {"name": "None", "units": {"all": 1},
              "sha256": "0000000000000000000000000000000000000000000000000000000000000000"},
    "versions": [{"from": "1.x", "to": "1.x"}], "endpoints": {},
    "properties": ["endless: never terminal"],
    "states": [{"id": "old", "means": "Old.", "phase": "pre", "back": "untouched"},
               {"id": "upgraded", "means": "New.", "final": "success"},
               {"id": "untouched", "means": "Called off.", "final": "untouched"}],
    "transitions": [{"id": "check", "from": "old", "to": "upgraded", "step": "Check.",
                     "cites": ["all"], "require": ["version.path_allows"]}]})");
  const Typed ready = desk.interlock(
      {"ready", "./bare.json", "--root", ".", "--set", "installed=1.0", "--to", "1.1"});
  EXPECT_EQ(ready.exit, 0) << ready.out << ready.err;
  EXPECT_NE(ready.out.find("Next: interlock prove ./bare.json\n"), std::string::npos) << ready.out;
  EXPECT_NE(ready.err.find("warning: bare is not proved. It may not run.\n"), std::string::npos)
      << ready.err;
}

TEST(Definitions, OfWhichNothingIsAskedAreNotReady) {
  Desk desk;
  const Typed ready = desk.interlock(
      {"ready", INTERLOCK_SOURCE "/states/as-documented/ixp-manager-4-as-documented.json", "--root",
       ".", "--set", "installed=4.8.0", "--to", "4.9.0"});
  EXPECT_EQ(ready.exit, 3) << ready.err;
  EXPECT_NE(ready.out.find("\nUNKNOWN  Nothing was asked, "), std::string::npos) << ready.out;
  EXPECT_EQ(ready.out.find("Next: "), std::string::npos) << ready.out;
}

}  // namespace
}  // namespace interlock
