#include "states/load.h"

#include <algorithm>

#include "engine/jcs.h"
#include "states/fields.h"
#include "states/groups.h"

namespace interlock {

namespace {

// Far more than any procedure that a person could still read.
constexpr std::size_t largest = 1 << 20;

Value value_of(std::string_view text, std::vector<Problem>& problems) {
  if (text.size() <= largest) return parsed(text, problems);
  problems.push_back({"/", "This is longer than 1 MiB."});
  return {};
}

void compare_names(const Machine& machine, std::string_view file, std::vector<Problem>& problems) {
  const std::string wanted = machine.id + ".json";
  if (!file.empty() && !machine.id.empty() && file != wanted)
    problems.push_back({"/machine", "The file is called " + std::string(file) +
                                        ", but a machine of this name is in " + wanted + "."});
}

// Else what uses a group may be what could not be read.
bool guards_were_read(const std::vector<Problem>& problems) {
  return std::none_of(problems.begin(), problems.end(), [](const Problem& problem) {
    const std::string& where = problem.where;
    return where == "/" || where == "/transitions" || where.ends_with("/require") ||
           where.ends_with("/hold") || where.ends_with("/ensure");
  });
}

}  // namespace

Loaded load(std::string_view machine, std::string_view common_groups, std::string_view file) {
  Loaded loaded;
  auto& problems = loaded.problems;
  const Value common = value_of(common_groups, problems);
  const Value root = value_of(machine, problems);
  if (common.null() || root.null()) {
    if (problems.empty()) problems.push_back({"/", "This must be an object."});
    return loaded;
  }

  Reader shared(common, "", problems);
  Named<Guards> common_guards = groups_in(shared);
  shared.finish();

  Reader reader(root, "", problems);
  loaded.machine = machine_in(reader);
  const Named<Guards> own = groups_in(reader);
  reader.finish();
  compare_names(loaded.machine, file, problems);

  Groups groups(std::move(common_guards), own, problems);
  for (Transition& transition : loaded.machine.transitions)
    for (Guards* guards : {&transition.require, &transition.hold, &transition.ensure})
      *guards = groups.expanded(*guards);
  if (guards_were_read(problems)) groups.refuse_unused();
  return loaded;
}

}  // namespace interlock
