#include <algorithm>
#include <array>

#include "engine/examination.h"
#include "engine/guide.h"
#include "engine/property.h"
#include "engine/values.h"
#include "engine/written.h"

namespace interlock {

namespace {

constexpr auto built_in_from = static_cast<std::size_t>(System::files);

// Parameters and endpoints are set by the same --set, beside what is built in.
void free_name(Examination& seen, const std::string& at, std::string_view name) {
  const auto always_there = std::span(system_words).subspan(built_in_from);
  if (has(built_in_values, name) || has(always_there, name))
    seen.add(at, quoted(name) + " is built in.");
}

void cites(Examination& seen, const std::string& at, const Texts& written) {
  KnownNames headings{"heading of the guide"};
  for (const auto& [heading, unused] : seen.machine.guide.units) headings.names.insert(heading);
  for (const std::string& each : written) {
    const auto cite = cite_of(each);
    if (!cite || !seen.known_name(at, headings, cite->heading)) continue;
    const auto most = seen.machine.guide.units.find(cite->heading)->second;
    if (cite->last > most)
      seen.add(at, "There is no unit " + quoted(each) + ": " + quoted(cite->heading) + " has " +
                       std::to_string(most) + ".");
  }
}

// Does the default of a parameter lead to itself, over those of others?
bool stands_for_itself(const Machine& machine, const std::string& name) {
  Texts ahead = {name};
  std::set<std::string> met;
  while (!ahead.empty()) {
    const auto found = machine.parameters.find(ahead.back());
    ahead.pop_back();
    if (found == machine.parameters.end() || !found->second.fallback) continue;
    for (const std::string& next : variables_in(*found->second.fallback)) {
      if (next == name) return true;
      if (met.insert(next).second) ahead.push_back(next);
    }
  }
  return false;
}

void parameters(Examination& seen) {
  for (const auto& [name, parameter] : seen.machine.parameters) {
    const std::string at = "/parameters/" + in_pointer(name);
    free_name(seen, at, name);
    if (seen.machine.endpoints.contains(name))
      seen.add(at, "An endpoint is called " + quoted(name) + " too.");
    if (!parameter.fallback) continue;
    examine_text(seen, at + "/default", *parameter.fallback, Setting::fallback);
    if (stands_for_itself(seen.machine, name)) seen.add(at + "/default", "This stands for itself.");
  }
}

}  // namespace

void examine_declarations(Examination& seen) {
  const Machine& machine = seen.machine;
  parameters(seen);
  for (const auto& [name, outside] : machine.endpoints) {
    const std::string at = "/endpoints/" + in_pointer(name);
    free_name(seen, at, name);
    seen.known_facts(at + "/needs", outside.needs);
  }
  for (const auto& [name, fact] : machine.facts) {
    const std::string at = "/facts/" + in_pointer(name);
    if (has(world_facts, name) || has(assurances, name))
      seen.add(at, "There is already a standard fact " + quoted(name) + ".");
    seen.known_components(at + "/spoiled_by", fact.spoiled_by);
  }
  for (std::size_t i = 0; i < machine.transitions.size(); ++i)
    cites(seen, place_of("transitions", i) + "/cites", machine.transitions[i].cites);
  for (std::size_t i = 0; i < machine.not_covered.size(); ++i)
    cites(seen, place_of("not_covered", i) + "/cites", machine.not_covered[i].cites);
}

namespace {

const KnownNames phases{"phase", {"pre", "change", "post", "back"}};
const KnownNames classes{"class of steps", {"reversible", "destructive", "restore"}};
const KnownNames kinds_of_end{"kind of end", {"success", "recovered", "untouched"}};

const KnownNames* names_of(const Examination& seen, Formula::Kind kind) {
  switch (kind) {
    case Formula::Kind::fact: return &seen.facts;
    case Formula::Kind::state: return &seen.states;
    case Formula::Kind::phase: return &phases;
    case Formula::Kind::running: return &seen.transitions;
    case Formula::Kind::step_class: return &classes;
    case Formula::Kind::broken:
    case Formula::Kind::changed:
    case Formula::Kind::untouched: return &seen.components;
    case Formula::Kind::terminal: return &kinds_of_end;
    case Formula::Kind::ponr:
    case Formula::Kind::negation:
    case Formula::Kind::conjunction:
    case Formula::Kind::disjunction:
    case Formula::Kind::implication: return nullptr;
  }
  return nullptr;
}

void formula(Examination& seen, const std::string& at, const Formula& part) {
  if (const KnownNames* known = names_of(seen, part.kind)) seen.known_name(at, *known, part.name);
  for (const Formula& each : part.of) formula(seen, at, each);
}

}  // namespace

void examine_properties(Examination& seen) {
  std::set<std::string> names;
  for (std::size_t i = 0; i < seen.machine.properties.size(); ++i) {
    const std::string at = place_of("properties", i);
    const auto property = property_of(seen.machine.properties[i], at, seen.problems);
    if (!property) continue;
    if (!names.insert(property->name).second)
      seen.add(at, "There is already a property " + quoted(property->name) + ".");
    formula(seen, at, property->first);
    formula(seen, at, property->second);
  }
}

}  // namespace interlock
