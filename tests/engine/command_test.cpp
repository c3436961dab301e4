#include "engine/command.h"

#include <gtest/gtest.h>

namespace interlock {
namespace {

TEST(SpelledOut, PutsTheBeginningBeforeTheRest) {
  const Named<Alias> commands = {{"compose", {{"docker", "compose"}, {{"A", "outer"}, {"B", "b"}}}},
                                 {"in_db", {{"compose", "exec", "db"}, {{"A", "inner"}}}}};
  const Alias all = spelled_out({"in_db", "psql"}, commands);
  EXPECT_EQ(all.argv, (Texts{"docker", "compose", "exec", "db", "psql"}));
  EXPECT_EQ(all.env, (Named<std::string>{{"A", "inner"}, {"B", "b"}}));
}

TEST(SpelledOut, TakesANameWithinItsOwnWordsForTheProgram) {
  EXPECT_EQ(spelled_out({"git", "fetch"}, {{"git", {{"git", "-C", "/srv"}, {}}}}).argv,
            (Texts{"git", "-C", "/srv", "fetch"}));
}

TEST(SpelledOut, EndsWhereNamesGoInACircle) {
  const Named<Alias> commands = {{"a", {{"b", "1"}, {}}}, {"b", {{"a", "2"}, {}}}};
  EXPECT_EQ(spelled_out({"a"}, commands).argv, (Texts{"a", "2", "1"}));
  EXPECT_EQ(spelled_out({}, commands).argv, Texts());
}

TEST(ShellIn, FindsShells) {
  for (const Texts& argv :
       {Texts{"sh", "-c", "true"}, Texts{"/bin/bash", "upgrade.sh"}, Texts{"dash"},
        Texts{"docker", "exec", "db", "sh", "-ec", "true"}, Texts{"sudo", "-u", "www", "bash"},
        Texts{"sudo", "-n", "-s"}, Texts{"env", "A=b", "/usr/bin/zsh"}, Texts{"env", "-S", "sh x"},
        Texts{"timeout", "-k", "5", "10", "sh"}, Texts{"su", "-c", "true"},
        Texts{"sudo", "--user", "www", "--", "nice", "-n", "5", "ksh"},
        Texts{"runuser", "-c", "true", "www"}, Texts{"xargs", "-n", "1", "sh"}})
    EXPECT_NE(shell_in(argv), "") << argv.front() << " " << argv.back();
}

TEST(ShellIn, LeavesOtherProgramsAlone) {
  for (const Texts& argv :
       {Texts{}, Texts{"./upgrade.sh"}, Texts{"apt-get", "install", "bash"},
        Texts{"sudo", "-u", "www", "env", "HOME=/srv", "composer", "require", "dash"},
        Texts{"sudo", "-n", "-u", "postgres"}, Texts{"timeout", "10", "git", "fetch"},
        Texts{"rm", "-f", "/srv/bin/sh"}, Texts{"env", "-u", "A", "php", "-r", "1;"}})
    EXPECT_EQ(shell_in(argv), "") << (argv.empty() ? "" : argv.front());
}

TEST(ProgramsIn, AreTheFirstWordAndWhatItStarts) {
  EXPECT_EQ(programs_in({"git", "checkout", "sudo"}), Texts{"git"});
  EXPECT_EQ(programs_in({"sudo", "-u", "www-data", "env", "HOME=/srv", "composer", "install"}),
            (Texts{"sudo", "env", "composer"}));
  EXPECT_EQ(programs_in({"/usr/bin/env", "-u", "LANG", "php"}), (Texts{"/usr/bin/env", "php"}));
  EXPECT_EQ(programs_in({"timeout", "5", "nice"}), (Texts{"timeout", "nice"}));
  EXPECT_EQ(programs_in({}), Texts());
}

}  // namespace
}  // namespace interlock
