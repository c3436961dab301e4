// What `interlock completion` and `interlock man` print, read by the shells and by man.
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "engine/cli/exit.h"
#include "engine/cli/options.h"
#include "tests/whole/typed.h"

namespace interlock {
namespace {

using Words = std::vector<std::string>;

Words words_in(const std::string& text) {
  std::istringstream in(text);
  Words words;
  for (std::string word; in >> word;) words.push_back(word);
  std::sort(words.begin(), words.end());
  return words;
}

struct Completion : testing::Test {
  Desk desk;

  bool there_is(const char* program) const {
    return desk.program({"sh", "-c", std::string("command -v ") + program}).exit == 0;
  }
  std::string script(const std::string& shell) const {
    const Typed typed = desk.interlock({"completion", shell});
    EXPECT_EQ(typed.exit, 0) << typed.err;
    desk.write(shell + ".sh", typed.out);
    return desk.path(shell + ".sh");
  }
  // What bash offers for the last of these words, as readline splits them.
  Words offered(const Words& typed) const {
    std::string command = "source " + script("bash") + "\nCOMP_WORDS=(interlock";
    for (const std::string& word : typed) command += " '" + word + "'";
    command += ")\nCOMP_CWORD=" + std::to_string(typed.size()) +
               "\n_interlock\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n";
    const Typed said = desk.program({"bash", "-c", command});
    EXPECT_EQ(said.err, "");
    return words_in(said.out);
  }
};

TEST_F(Completion, OffersAllVerbs) {
  Words verbs;
  for (const VerbWords& verb : all_verbs().verbs) verbs.push_back(verb.name);
  std::sort(verbs.begin(), verbs.end());
  EXPECT_EQ(offered({""}), verbs);
  EXPECT_EQ(offered({"re"}), (Words{"ready", "report", "resume", "retry"}));
}
TEST_F(Completion, OffersTheVerbsBelowAVerb) {
  const Words below = offered({"audit", ""});
  EXPECT_TRUE(std::count(below.begin(), below.end(), "verify")) << below.size();
  EXPECT_EQ(offered({"audit", "verify", "--exp"}), Words{"--expect"});
}
TEST_F(Completion, OffersTheOptionsOfAVerb) {
  for (const VerbWords& verb : all_verbs().verbs) {
    if (!verb.verbs.empty()) continue;
    Words options{"--help"};
    for (const VerbWords::Option& option : verb.options)
      if (!option.positional) options.push_back(option.name);
    std::sort(options.begin(), options.end());
    EXPECT_EQ(offered({verb.name, "-"}), options) << verb.name;
  }
}
TEST_F(Completion, OffersWhatAnOptionMayBe) {
  const Words all = {"dot", "human", "json", "markdown", "mermaid", "murphi", "promela", "svg"};
  EXPECT_EQ(offered({"show", "demo", "--format", ""}), all);
  EXPECT_EQ(offered({"show", "demo", "--format", "=", "mer"}), Words{"mermaid"});
  EXPECT_EQ(offered({"ready", "demo", "--set", "a", "=", "b", "--fail-on", ""}),
            (Words{"fail", "warn"}));
  EXPECT_EQ(offered({"ready", "demo", "--to", ""}), Words{});
}
TEST_F(Completion, OffersMachinesAndChecks) {
  EXPECT_EQ(offered({"show", "parsec"}), (Words{"parsec-3", "parsec-3-back"}));
  EXPECT_EQ(offered({"show", "--format", "json", "dem"}), Words{"demo"});
  EXPECT_EQ(offered({"explain", "backup.fr"}), Words{"backup.fresh"});
  EXPECT_EQ(offered({"answer", "a3f9-k2mt", "key", ""}), (Words{"no", "yes"}));
}
TEST_F(Completion, OffersFilesWithSpacesInTheirNames) {
  desk.write("an own.json", "{}");
  desk.write("other.txt", "");
  EXPECT_EQ(offered({"show", "an"}), (Words{"an", "own.json"}));  // one, printed on one line
  EXPECT_EQ(offered({"show", "oth"}), Words{});
  EXPECT_EQ(offered({"show", "demo", "--guide", "oth"}), Words{"other.txt"});
}
TEST_F(Completion, IsReadByZsh) {
  if (!there_is("zsh")) GTEST_SKIP() << "zsh is not installed";
  const Typed read = desk.program({"zsh", "-n", script("zsh")});
  EXPECT_EQ(read.exit, 0);
  EXPECT_EQ(read.err, "");
}
TEST_F(Completion, IsReadByFish) {
  if (!there_is("fish")) GTEST_SKIP() << "fish is not installed";
  const Typed said = desk.program(
      {"fish", "--no-config", "-c",
       "source " + script("fish") +
           "\nfor typed in 'interlock re' 'interlock audit veri' 'interlock show --format js'\n"
           "complete -C $typed | cut -f1\nend"});
  EXPECT_EQ(said.err, "");
  EXPECT_EQ(words_in(said.out), (Words{"json", "ready", "report", "resume", "retry", "verify"}));
}
TEST_F(Completion, KnowsNoOtherShell) {
  const Typed typed = desk.interlock({"completion", "tcsh"});
  EXPECT_EQ(typed.exit, 2);
  EXPECT_EQ(typed.out, "");
}

struct Manual : Completion {};

TEST_F(Manual, IsReadWithoutAWarning) {
  const Typed manual = desk.interlock({"man"});
  ASSERT_EQ(manual.exit, 0);
  desk.write("interlock.1", manual.out);
  if (!there_is("groff")) GTEST_SKIP() << "groff is not installed";
  const Typed read =
      desk.program({"groff", "-man", "-ww", "-z", "-Tutf8", desk.path("interlock.1")});
  EXPECT_EQ(read.exit, 0);
  EXPECT_EQ(read.out + read.err, "");
}
TEST_F(Manual, TellsEveryVerbOptionAndExitCode) {
  std::string text = desk.interlock({"man"}).out;
  for (std::size_t at = 0; (at = text.find("\\-", at)) != std::string::npos;) text.erase(at, 1);
  const auto expect_told = [&](const std::string& words) {
    EXPECT_NE(text.find(words), std::string::npos) << words;
  };
  for (const VerbWords& verb : all_verbs().verbs) {
    expect_told(verb.verbs.empty() ? ".SS " + verb.name + "\n" : ".SS " + verb.verbs[0].name);
    for (const VerbWords::Option& option : verb.options)
      if (verb.verbs.empty()) expect_told(option.name);
  }
  for (const ExitWords& each : exit_words)
    expect_told("\\fB" + std::to_string(static_cast<int>(each.exit)) + "\\fR\n" +
                std::string(each.whole));
}

}  // namespace
}  // namespace interlock
