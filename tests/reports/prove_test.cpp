#include "reports/prove.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "checks/index.h"
#include "engine/jcs.h"
#include "reports/schema.h"
#include "states/shipped.h"
#include "tests/reports/screen.h"

namespace interlock {
namespace {

namespace fs = std::filesystem;

// The demo, and the demo without a way back from its migration, for ever closed.
struct ProofOfTheDemo : testing::Test {
  Machine machine = definitions_of("demo", {}, all_checks()).loaded.machine;

  void spoil() {
    for (State& state : machine.states)
      if (state.id == "migrated") state.back.clear();
    for (Transition& transition : machine.transitions)
      if (transition.id == "close") transition.on_fail = OnFail::hold;
  }
  Proving proving(const Proofs& proofs) const {
    return {machine, proofs, std::string(64, 'a'), std::string(64, 'b'), "2026-11-19T12:00:00.000Z",
            9};
  }
  std::string text(const Style& style = {.utf8 = false}) const {
    const Proofs proofs = prove(machine, all_checks());
    return prove_text(proving(proofs), style);
  }
  Value value() const {
    const Proofs proofs = prove(machine, all_checks());
    return prove_value(proving(proofs));
  }
};

void expect_in(const std::string& text, const std::string& words) {
  EXPECT_NE(text.find(words), std::string::npos) << words << "\n" << text;
}

TEST_F(ProofOfTheDemo, IsALineEachAndAVerdict) {
  expect_in(text(),
            "The demo shop 1.x to a later 1.x: every path, every fault, a crash anywhere\n"
            "  + proved    S5      Every state is reached.\n");
  EXPECT_TRUE(
      text().ends_with("  + proved    backup  backup_verified precedes class(destructive)\n"
                       "PROVED  32 of 32 properties. 382 configurations, 1,120 edges, "
                       "9 ms.\n"));
}

TEST_F(ProofOfTheDemo, IsAScreenOfEveryWidth) {
  const auto screen = [this](const Proofs& proofs) {
    return [this, proofs](const Style& style) { return prove_text(proving(proofs), style); };
  };
  expect_screens("prove", screen(prove(machine, all_checks())));
  spoil();
  expect_screens("prove_violated", screen(prove(machine, all_checks())));
}

TEST_F(ProofOfTheDemo, TellsHowItWouldGoWrong) {
  spoil();
  expect_in(text({.utf8 = false, .quiet = true}),
            "  x violated  P6      Before the point of no return a way leads back, after it one to "
            "success.\n"
            "      It can happen like this, in 5 steps; no shorter way exists:\n"
            "        1  Check that the shop is fit for the upgrade.               -> checked\n"
            "        2  Close the shop, and look again that no job waits.         -> closed\n"
            "        3  Back up database and code, and prove the backup.          -> backed_up\n"
            "        4  Copy the new release over the old one.                    -> installed\n"
            "        5  Apply the migrations: it begins.\n"
            "           x nothing leads back from migrated\n"
            "      -> Say in \"back\" of migrated where the way back begins.  /states/5\n"
            "NOT PROVED  2 violated, 30 proved. ");
}

TEST_F(ProofOfTheDemo, TellsWhatGoesRound) {
  spoil();
  expect_in(text(),
            "      And from there it can go round like this, for ever:\n"
            "        3  Close the shop, and look again that no job waits: it fails; all of it is "
            "done, it is\n"
            "           tried again.\n");
}

TEST_F(ProofOfTheDemo, DecidesNothingIfItIsTooLarge) {
  const Proofs proofs = prove(machine, all_checks(), 100);
  expect_in(prove_text(proving(proofs), {}), "Too large: more than 1");
  EXPECT_EQ(prove_value(proving(proofs))["exit"].number(), 7);
}

TEST_F(ProofOfTheDemo, IsADocumentInMarkdown) {
  spoil();
  const Proofs proofs = prove(machine, all_checks());
  const std::string document = prove_markdown(proving(proofs));
  expect_in(document, "| S5 | Every state is reached. | proved |\n");
  expect_in(document,
            "\n## P6: Before the point of no return a way leads back, after it one to success.\n");
  expect_in(document, "5. Apply the migrations: it begins. **nothing leads back from migrated**\n");
}

TEST_F(ProofOfTheDemo, IsWhatARunSays) {
  const Value proved = proved_value(prove(machine, all_checks()), 32);
  EXPECT_EQ(proved_words(proved), "32 of 32 properties, 32 ms");
  EXPECT_EQ(proved["properties"].list().size(), 32u);
}

TEST_F(ProofOfTheDemo, IsAsItsSchemaSays) {
  std::string name = (fs::temp_directory_path() / "interlock-prove-XXXXXX").string();
  const fs::path folder = ::mkdtemp(name.data());
  std::ofstream(folder / "schema.json") << schema_of_output("prove");
  std::ofstream(folder / "proved.json") << pretty(value());
  spoil();
  std::ofstream(folder / "violated.json") << pretty(value());
  const std::string command =
      "python3 " INTERLOCK_SOURCE "/tests/states/validate.py " + (folder / "schema.json").string() +
      " " + (folder / "proved.json").string() + " " + (folder / "violated.json").string() + " > " +
      (folder / "said").string();
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
