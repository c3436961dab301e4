#include "states/shipped.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "engine/ask.h"
#include "engine/digest.h"
#include "engine/guide.h"
#include "engine/jcs.h"
#include "engine/judge.h"
#include "tests/states/reading.h"

namespace interlock {
namespace {

namespace fs = std::filesystem;

std::string in_states(const std::string& file) {
  return contents(fs::path(INTERLOCK_SOURCE) / "states" / file);
}

TEST(Shipped, IsWhatLiesInTheFolder) {
  EXPECT_EQ(shipped_groups(), in_states("groups.json"));
  EXPECT_EQ(shipped_schema(), in_states("machine.schema.json"));
  for (const auto& [name, text] : shipped_machines())
    EXPECT_EQ(text, in_states(std::string(name) + ".json")) << name;
  for (const auto& [name, text] : shipped_guides())
    EXPECT_EQ(text, in_states(std::string(name) + ".md")) << name;
  for (const auto& [name, text] : shipped_releases())
    EXPECT_EQ(text, in_states("releases/" + std::string(name) + ".json")) << name;
}

TEST(Shipped, IsAccepted) {
  for (const auto& [name, text] : shipped_machines())
    EXPECT_EQ(
        refusal(std::string(text), std::string(shipped_groups()), std::string(name) + ".json"), "")
        << name;
}

TEST(Shipped, CountsTheUnitsOfTheGuidesThatAreShipped) {
  for (const auto& [name, text] : shipped_guides())
    for (const auto& machine : shipped_machines()) {
      if (machine.name != name) continue;
      const Guide guide = load(machine.text, shipped_groups()).machine.guide;
      EXPECT_EQ(guide.sha256, hex_of(text)) << name;
      EXPECT_EQ(guide.units, counted(units_of(text, std::string(name) + ".md"))) << name;
    }
}

// Every key of every object, one after the other, as JSON pointers lead to them; what
// a name of the machine's own is, is no key.
void misspell(const Value& part, Value& whole, Value& here, std::vector<std::string>& accepted,
              bool own_names, const std::string& place) {
  if (const auto* list = std::get_if<Value::List>(&part.it)) {
    for (std::size_t i = 0; i < list->size(); ++i)
      misspell((*list)[i], whole, std::get<Value::List>(here.it)[i], accepted, false,
               place + "/" + std::to_string(i));
    return;
  }
  const auto* object = std::get_if<Value::Object>(&part.it);
  if (!object) return;
  static const std::set<std::string> of_names = {"parameters", "commands", "endpoints",
                                                 "components", "facts",    "groups",
                                                 "with",       "env",      "units"};
  for (std::size_t i = 0; i < object->size(); ++i) {
    auto& [key, value] = std::get<Value::Object>(here.it)[i];
    const std::string right = key;
    if (!own_names) {
      key += "x";
      if (refusal(canonical(whole), std::string(shipped_groups()), "").empty())
        accepted.push_back(place + "/" + key);
      key = right;
    }
    misspell((*object)[i].second, whole, value, accepted, !own_names && of_names.contains(right),
             place + "/" + right);
  }
}

void expect_no_misspelling_accepted(std::string_view text) {
  std::vector<Problem> problems;
  const Value machine = parsed(text, problems);
  Value copy = machine;
  std::vector<std::string> accepted;
  misspell(machine, copy, copy, accepted, false, "");
  EXPECT_EQ(accepted, std::vector<std::string>());
}

TEST(Shipped, RefusesEveryKeyThatIsSpelledWrong) {
  for (const auto& [name, text] : shipped_machines()) expect_no_misspelling_accepted(text);
  expect_no_misspelling_accepted(contents(INTERLOCK_SOURCE "/tests/states/smallest.json"));
}

// `ready` leaves out what takes long unless it is told not to: nothing that keeps an upgrade
// from its first step may be among that.
TEST(Shipped, HaveNothingToAskAheadThatTakesLong) {
  for (const auto& [name, text] : shipped_machines()) {
    const Machine machine = load(text, shipped_groups()).machine;
    for (const Transition& transition : machine.transitions)
      for (const When when : {When::before, When::meanwhile, When::after})
        for (const Posed& each : posed(transition, when)) {
          const Check* check = find_check(each.guard->check);
          ASSERT_NE(check, nullptr) << each.guard->check;
          const bool ahead = is_ahead(machine, transition, *each.guard,
                                      arguments_of(*check, *each.guard, machine));
          if (!ahead || check->id.starts_with("backup.")) continue;
          EXPECT_LE(check->patience, std::chrono::seconds(10)) << name << " " << check->id;
        }
  }
}

struct DefinitionsOf : testing::Test {
  fs::path folder;
  DefinitionsOf() {
    std::string name = (fs::temp_directory_path() / "interlock-machines-XXXXXX").string();
    folder = ::mkdtemp(name.data());
    std::ofstream(folder / "smallest.json")
        << contents(INTERLOCK_SOURCE "/tests/states/smallest.json");
    fs::permissions(folder / "smallest.json", fs::perms::owner_read);
  }
  ~DefinitionsOf() override { fs::remove_all(folder); }
  Definitions found(const std::string& machine) {
    return definitions_of(machine, {folder.string()}, all_checks());
  }
};

TEST_F(DefinitionsOf, FindsANameInAFolder) {
  const Definitions read = found("smallest");
  EXPECT_EQ(read.name, (folder / "smallest.json").string());
  EXPECT_EQ(read.machine, contents(INTERLOCK_SOURCE "/tests/states/smallest.json"));
  EXPECT_EQ(read.groups, shipped_groups());
  EXPECT_EQ(told(read.loaded.problems), "");
}

TEST_F(DefinitionsOf, FindsAPath) {
  EXPECT_EQ(found((folder / "smallest.json").string()).loaded.machine.id, "smallest");
  fs::rename(folder / "smallest.json", folder / "other.json");
  EXPECT_EQ(told(found((folder / "other.json").string()).loaded.problems),
            "/machine: The file is called other.json, but a machine of this name is in "
            "smallest.json.\n");
}

TEST_F(DefinitionsOf, TellsWhatMayBeMeant) {
  try {
    found("smalest");
    FAIL() << "it was found";
  } catch (const Error& failure) {
    EXPECT_EQ(failure.kind, Error::Kind::usage);
    EXPECT_STREQ(failure.what(), "there is no machine \"smalest\".");
    EXPECT_EQ(failure.hint, "Did you mean smallest? All of them: interlock list");
  }
}

TEST_F(DefinitionsOf, ListsAllNames) {
  const auto names = machine_names({folder.string(), "/does/not/exist"});
  EXPECT_NE(std::find(names.begin(), names.end(), "smallest"), names.end());
  EXPECT_GE(names.size(), shipped_machines().size() + 1);
}

}  // namespace
}  // namespace interlock
