#include "engine/examine.h"

#include <algorithm>

#include "engine/examination.h"
#include "engine/written.h"

namespace interlock {

namespace {

// The rules and the prover count in bits; nobody reads a procedure beyond the rest.
struct Limit {
  std::string_view what;
  std::size_t most;
  std::size_t (*size)(const Machine&);
};
constexpr Limit limits_of_size[] = {
    {"states", 500, [](const Machine& m) { return m.states.size(); }},
    {"transitions", 500, [](const Machine& m) { return m.transitions.size(); }},
    {"endpoints", 50, [](const Machine& m) { return m.endpoints.size(); }},
    {"parameters", 500, [](const Machine& m) { return m.parameters.size(); }},
    {"commands", 500, [](const Machine& m) { return m.commands.size(); }},
    {"components", 50, [](const Machine& m) { return m.components.size(); }},
    {"facts", 50, [](const Machine& m) { return m.facts.size(); }},
};

bool too_large(const Machine& machine, std::vector<Problem>& problems) {
  const auto before = problems.size();
  for (const auto& [what, most, size] : limits_of_size)
    if (size(machine) > most)
      problems.push_back(
          {"/" + std::string(what), "There are more than " + std::to_string(most) + " of them."});
  return problems.size() > before;
}

// Is one place the other, or within it?
bool within(std::string_view inner, std::string_view outer) {
  return inner.starts_with(outer) && (inner.size() == outer.size() || inner[outer.size()] == '/');
}

bool in_procedure(const Problem& problem) {
  return problem.where.starts_with("/transitions") || problem.where == "/";
}

// What is said of names that are not there, and the section that has them.
struct Naming {
  std::string_view beginning;
  std::string_view section;
};
constexpr Naming namings[] = {
    {"There is no state", "states"},         {"There is no fact", "facts"},
    {"There is no component", "components"}, {"There is no transition", "transitions"},
    {"There is no endpoint", "endpoints"},   {"There is no parameter \"", "parameters"},
    {"There is no variable", "parameters"},  {"There is no variable", "endpoints"},
    {"There is no heading", "guide"}};

// Could the names of this section not be read?
bool unread(std::string_view section, const Problem& earlier) {
  const std::string place = "/" + std::string(section);
  if (earlier.where == "/") return earlier.what.starts_with('"' + std::string(section) + '"');
  return earlier.where == place || earlier.where == place + "/units" ||
         (within(earlier.where, place) && earlier.where.ends_with("/id")) ||
         (section == "guide" && earlier.what.starts_with("\"units\""));
}

// Does one problem come only of the other?
bool follows(const Problem& problem, const Problem& earlier) {
  if (within(problem.where, earlier.where) || within(earlier.where, problem.where)) return true;
  const bool about_the_whole = problem.what.starts_with("Nothing ") ||
                               problem.what.starts_with("No guard ") ||
                               problem.what.starts_with("No step ");
  if (about_the_whole && in_procedure(earlier)) return true;
  if (problem.what.ends_with("but no endpoint is one.") && within(earlier.where, "/endpoints"))
    return true;
  if (within(earlier.where, "/with") &&
      problem.what.find(" needs \"" + earlier.where.substr(std::min<std::size_t>(
                                          6, earlier.where.size()))) != std::string::npos)
    return true;
  return std::any_of(std::begin(namings), std::end(namings), [&](const Naming& naming) {
    return problem.what.starts_with(naming.beginning) && unread(naming.section, earlier);
  });
}

}  // namespace

Examination::Examination(const Machine& the_machine, std::span<const Check* const> known_checks)
    : machine(the_machine), checks(known_checks), systems(systems_of(the_machine)) {
  for (const State& state : machine.states) states.names.insert(state.id);
  for (const std::string_view name : world_facts) facts.names.insert(name);
  for (const std::string_view name : assurances) facts.names.insert(name);
  for (const auto& [name, unused] : machine.facts) facts.names.insert(name);
  for (const auto& [name, unused] : machine.components) components.names.insert(name);
  for (const Transition& transition : machine.transitions) transitions.names.insert(transition.id);
  for (const auto& [name, unused] : machine.parameters) parameters.names.insert(name);
  for (const auto& [name, unused] : systems) endpoints.names.insert(name);
  moments.names = states.names;
  moments.names.insert(facts.names.begin(), facts.names.end());
}

void Examination::add(std::string where, std::string what, std::string hint) {
  problems.push_back({std::move(where), std::move(what), std::move(hint)});
}

bool Examination::known_name(const std::string& at, const KnownNames& known,
                             std::string_view name) {
  if (name.empty() || known.has(name)) return true;
  add(at, "There is no " + known.kind + " " + quoted(name) + ".",
      suggestion(name, {known.names.begin(), known.names.end()}));
  return false;
}

void Examination::known_facts(const std::string& at, const Literals& literals) {
  std::map<std::string_view, bool> said;
  for (const auto& [fact, holds] : literals) {
    known_name(at, facts, fact);
    if (said.emplace(fact, holds).first->second != holds)
      add(at, "This says " + quoted(fact) + " and denies it.");
  }
}

void Examination::known_components(const std::string& at, const Texts& names) {
  for (const std::string& name : names) known_name(at, components, name);
}

std::vector<Problem> examine(const Machine& machine, std::span<const Check* const> known,
                             std::vector<Problem> so_far) {
  if (too_large(machine, so_far)) return so_far;
  Examination seen(machine, known);
  examine_declarations(seen);
  examine_procedure(seen);
  examine_guards(seen);
  examine_commands(seen);
  examine_properties(seen);
  examine_unused(seen);
  const std::vector<Problem> earlier = so_far;
  for (Problem& problem : seen.problems)
    if (std::none_of(earlier.begin(), earlier.end(),
                     [&](const Problem& told) { return follows(problem, told); }))
      so_far.push_back(std::move(problem));
  return so_far;
}

}  // namespace interlock
