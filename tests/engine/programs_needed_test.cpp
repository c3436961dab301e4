#include <gtest/gtest.h>

#include "engine/action.h"

namespace interlock {
namespace {

Command of(Texts argv, std::string when = {}) {
  Command command;
  command.argv = std::move(argv);
  command.when = std::move(when);
  return command;
}

Machine with(std::vector<Command> commands) {
  Machine machine;
  machine.commands = {{"tool", {{"sudo", "-n", "${tool}"}, {}}}, {"own", {{"chown"}, {}}}};
  machine.transitions.resize(2);
  machine.transitions[1].run = std::move(commands);
  return machine;
}

Texts needed(const Machine& machine, const Named<Alias>& instead = {}) {
  Installation place;
  place.root = "/srv/app";
  place.commands = instead;
  const Values values = {{"root", "/srv/app"}, {"tool", "dump"}, {"target", "2.0"}};
  return programs_needed(machine, place, values, {"cache"});
}

TEST(ProgramsNeeded, AreThoseOfTheCommandsThatApplyEachOnce) {
  const Machine machine = with({of({"tool", "-x"}), of({"own", "a"}), of({"own", "b"}),
                                of({"restart"}, "has cache"), of({"other"}, "has queue")});
  EXPECT_EQ(needed(machine), (Texts{"chown", "dump", "restart", "sudo"}));
}

TEST(ProgramsNeeded, AreThoseThatTheInstallationNamesInstead) {
  EXPECT_EQ(needed(with({of({"tool"})}), {{"tool", {{"/opt/dump"}, {}}}}), Texts{"/opt/dump"});
}

TEST(ProgramsNeeded, AreNotThoseOfTheFolderThatTheStepsMake) {
  EXPECT_EQ(needed(with({of({"./upgrade.sh"}), of({"${root}/venv/bin/python"}),
                         of({"${unknown}/x"}), of({"git", "checkout", "${unknown}"})})),
            Texts{"git"});
}

}  // namespace
}  // namespace interlock
