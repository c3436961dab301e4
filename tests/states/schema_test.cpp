#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

#include "states/shipped.h"
#include "tests/states/reading.h"

namespace interlock {
namespace {

namespace fs = std::filesystem;

// The schema judged by a validator of JSON schemas that is not ours.
struct Schema : testing::Test {
  fs::path folder;

  Schema() {
    std::string name = (fs::temp_directory_path() / "interlock-schema-XXXXXX").string();
    folder = ::mkdtemp(name.data());
  }
  ~Schema() override { fs::remove_all(folder); }

  // The names of the files that are "valid" or "refused", and whether there is a validator.
  bool judge(std::string_view schema, const std::string& files) {
    std::ofstream(folder / "schema.json") << schema;
    const std::string tests = INTERLOCK_SOURCE "/tests/states/";
    const std::string command =
        "python3 " + tests + "validate.py " + (folder / "schema.json").string() + " " + files;
    FILE* pipe = ::popen(command.c_str(), "r");
    if (!pipe) return false;
    char line[256];
    while (std::fgets(line, sizeof line, pipe)) {
      const std::string said(line);
      const auto gap = said.find(' ');
      (said.starts_with("valid") ? valid : refused)
          .insert(said.substr(gap + 1, said.size() - gap - 2));
    }
    const int status = ::pclose(pipe);
    EXPECT_TRUE(WIFEXITED(status));
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }

  std::set<std::string> valid, refused;
};

const std::string small = INTERLOCK_SOURCE "/tests/states/smallest.json";
const std::string refused_machines = INTERLOCK_SOURCE "/tests/states/refused/*.json";

TEST_F(Schema, AcceptsWhatTheLoaderAccepts) {
  std::string files = small;
  for (const auto& [name, text] : shipped_machines())
    files += " " INTERLOCK_SOURCE "/states/" + std::string(name) + ".json";
  if (!judge(shipped_schema(), files)) GTEST_SKIP() << "python3-jsonschema is not installed";
  EXPECT_EQ(refused, std::set<std::string>());
  EXPECT_EQ(valid.size(), shipped_machines().size() + 1);
}

TEST_F(Schema, RefusesWhatItCanExpress) {
  if (!judge(shipped_schema(), refused_machines))
    GTEST_SKIP() << "python3-jsonschema is not installed";
  const std::set<std::string> expressible = {
      "back-from-an-end.json",
      "back-on-the-way-back.json",
      "control-character.json",
      "empty.json",
      "fact-like-a-standard-one.json",
      "group-like-a-common-one.json",
      "key-missing-whole-part.json",
      "key-missing.json",
      "key-twice.json",
      "key-unknown.json",
      "manual-false.json",
      "manual-with-attempts.json",
      "mixture-of-shape-and-names.json",
      "names-that-are-built-in.json",
      "neither-phase-nor-final.json",
      "nested-too-deep.json",
      "no-object.json",
      "not-a-name.json",
      "not-as-written.json",
      "out-of-bounds.json",
      "path-with-refused.json",
      "phase-and-final.json",
      "pre-without-back.json",
      "property-that-cannot-be-read.json",
      "run-and-manual.json",
      "section-that-cannot-be-read.json",
      "state-like-standard-fact.json",
      "step-keys-without-a-step.json",
      "unknown-choice.json",
      "unknown-recipe.json",
      "unknown-system.json",
      "wait-without-require.json",
      "within-without-ensure.json",
      "world-fact-by-a-check.json",
      "written-twice-in-a-list.json",
      "wrong-kind.json",
  };
  EXPECT_EQ(refused, expressible);
}

TEST_F(Schema, KnowsTheArgumentsOfEveryCheck) {
  if (!judge(schema_of_machines(all_checks()), small + " " + refused_machines))
    GTEST_SKIP() << "python3-jsonschema is not installed";
  EXPECT_TRUE(valid.contains("smallest.json"));
  for (const char* name : {"argument-unknown.json", "argument-of-another-kind.json",
                           "since-where-nothing-is-compared.json", "secret-written-out.json"})
    EXPECT_TRUE(refused.contains(name)) << name;
}

}  // namespace
}  // namespace interlock
