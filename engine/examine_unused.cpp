#include <algorithm>

#include "engine/examination.h"
#include "engine/values.h"
#include "engine/written.h"

namespace interlock {

namespace {

using Used = std::set<std::string, std::less<>>;

// The commands that steps begin with, and those that these begin with.
Used used_commands(const Machine& machine) {
  Used used;
  const auto use = [&](const Texts& argv) {
    for (const Texts* words = &argv; !words->empty();) {
      const auto found = machine.commands.find(words->front());
      if (found == machine.commands.end() || !used.insert(found->first).second) return;
      words = &found->second.argv;
    }
  };
  for (const Transition& transition : machine.transitions)
    for (const Command& command : transition.run) use(command.argv);
  return used;
}

bool is_changed(const Machine& machine, std::string_view component) {
  return std::any_of(machine.transitions.begin(), machine.transitions.end(),
                     [&](const Transition& step) { return has(step.changes, component); });
}

bool is_touched(const Machine& machine, std::string_view name, const Fact& fact) {
  const auto spoils = [&](const std::string& component) { return has(fact.spoiled_by, component); };
  return std::any_of(
      machine.transitions.begin(), machine.transitions.end(), [&](const Transition& step) {
        return std::any_of(step.effect.begin(), step.effect.end(),
                           [&](const Literal& literal) { return literal.fact == name; }) ||
               std::any_of(step.changes.begin(), step.changes.end(), spoils) ||
               std::any_of(step.restores.begin(), step.restores.end(), spoils);
      });
}

template <class All>
void unused(Examination& seen, std::string_view section, const All& all, const Used& used,
            const std::string& what) {
  for (const auto& [name, value] : all)
    if (!used.contains(name)) seen.add("/" + std::string(section) + "/" + in_pointer(name), what);
}

}  // namespace

void examine_unused(Examination& seen) {
  const Machine& machine = seen.machine;
  // What stands at the top for checks uses its variables, whoever takes it.
  for (const auto& [name, argument] : machine.with) {
    if (seen.used_arguments.contains(name)) continue;
    Texts texts;
    if (const auto* text = std::get_if<std::string>(&argument)) texts = {*text};
    if (const auto* list = std::get_if<Texts>(&argument)) texts = *list;
    for (const std::string& text : texts)
      examine_text(seen, "/with/" + in_pointer(name), text, Setting::secret);
  }
  unused(seen, "commands", machine.commands, used_commands(machine), "No step uses this command.");
  unused(seen, "parameters", machine.parameters, seen.used_parameters,
         "Nothing uses this parameter.");
  if (!seen.unknown_checks) {
    unused(seen, "endpoints", machine.endpoints, seen.used_endpoints,
           "Nothing uses this endpoint.");
    unused(seen, "with", machine.with, seen.used_arguments,
           "No guard uses this argument: no check of one takes it, or each says its own.");
  }
  for (const auto& [name, component] : machine.components)
    if (!is_changed(machine, name))
      seen.add("/components/" + in_pointer(name), "No step changes this component.");
  for (const auto& [name, fact] : machine.facts)
    if (!is_touched(machine, name, fact))
      seen.add("/facts/" + in_pointer(name), "No step gains, denies or spoils this fact.");
}

}  // namespace interlock
