#include "engine/machine.h"

#include <algorithm>
#include <set>

#include "engine/values.h"

namespace interlock {

namespace {

// Puts the parameters that a text leads to at the end of `ahead`; true if it says
// something that only a run can know.
bool only_in_a_run(const std::string& text, Texts& ahead) {
  for (const std::string& name : variables_in(text)) {
    if (name == "run" || name == "work" || name.starts_with("time:")) return true;
    ahead.push_back(name);
  }
  return false;
}

}  // namespace

const State* find_state(const Machine& machine, std::string_view id) {
  const auto found = std::find_if(machine.states.begin(), machine.states.end(),
                                  [&](const State& state) { return state.id == id; });
  return found == machine.states.end() ? nullptr : &*found;
}

const Transition* transition_from(const Machine& machine, std::string_view id) {
  const auto found = std::find_if(machine.transitions.begin(), machine.transitions.end(),
                                  [&](const Transition& t) { return t.from == id; });
  return found == machine.transitions.end() ? nullptr : &*found;
}

bool can_be_ahead(const Machine& machine, const Guard& guard, const Arguments& arguments) {
  if (!guard.since.empty()) return false;
  Texts ahead;
  for (const auto& [unused, argument] : arguments) {
    const auto* list = std::get_if<Texts>(&argument);
    const auto* text = std::get_if<std::string>(&argument);
    for (const std::string& each : list ? *list : text ? Texts{*text} : Texts())
      if (only_in_a_run(each, ahead)) return false;
  }
  for (std::set<std::string> met; !ahead.empty();) {
    const auto found = machine.parameters.find(ahead.back());
    ahead.pop_back();
    if (found == machine.parameters.end() || !met.insert(found->first).second) continue;
    if (only_in_a_run(found->second.fallback.value_or(""), ahead)) return false;
  }
  return true;
}

bool is_ahead(const Machine& machine, const Transition& transition, const Guard& guard,
              const Arguments& arguments) {
  if (guard.ahead) return *guard.ahead;
  const State* from = find_state(machine, transition.from);
  const bool required = std::any_of(transition.require.begin(), transition.require.end(),
                                    [&](const Guard& each) { return each.place == guard.place; });
  return required && from && from->phase == Phase::pre && can_be_ahead(machine, guard, arguments);
}

Systems systems_of(const Machine& machine) {
  Systems systems;
  for (const auto& [name, outside] : machine.endpoints) systems[name] = outside.system;
  for (const auto system : {System::files, System::host, System::operator_, System::catalogue})
    systems[std::string(word(system))] = system;
  return systems;
}

std::string endpoint_for(const Probe& probe, const std::string& on, const Systems& systems) {
  const auto can_answer = [&](const std::string& name) {
    const auto found = systems.find(name);
    return found != systems.end() && !probe.words_for(found->second).empty();
  };
  if (can_answer(on)) return on;
  if (can_answer("database")) return "database";
  std::string only;
  for (const auto& [name, unused] : systems) {
    if (!can_answer(name)) continue;
    if (!only.empty()) return {};
    only = name;
  }
  return only;
}

}  // namespace interlock
