#include <fmt/core.h>

#include <algorithm>

#include "engine/prove_parts.h"

namespace interlock {
namespace {

std::string all_of(const Ground& on, std::string_view form) {
  std::string all;
  for (const auto component : on.plan.components)
    all += fmt::format("{}{}({})", all.empty() ? "" : " and ", form, component);
  return all.empty() ? "{true}" : all;
}

bool uses(const Machine& machine, std::string_view fact) {
  for (const Transition& each : machine.transitions)
    for (const Literal& literal : each.effect)
      if (literal.fact == fact) return true;
  return false;
}

// The states that say what they hold, and what each of them says.
std::string holding(const Ground& on) {
  std::string any;
  for (const State& state : on.machine.states)
    if (!state.holds.empty())
      any += fmt::format("{}state({})", any.empty() ? "" : " or ", state.id);
  return any;
}

std::string held(const Ground& on) {
  std::string all;
  for (const State& state : on.machine.states)
    for (const auto& [fact, holds] : state.holds)
      all += fmt::format("{}(not state({}) or {}{})", all.empty() ? "" : " and ", state.id,
                         holds ? "" : "not ", fact);
  return all;
}

// Where a loss is being accepted.
std::string accepting(const Ground& on) {
  std::string any;
  for (const Transition& each : on.machine.transitions)
    for (const auto& [fact, holds] : each.effect)
      if (holds && fact == "loss_accepted")
        any += fmt::format("{}{}({})", any.empty() ? "" : " or ", each.acts() ? "running" : "state",
                           each.acts() ? each.id : each.from);
  return any;
}

struct Placeholder {
  std::string_view written;
  std::string (*meant)(const Ground&);
};
constexpr Placeholder placeholders[] = {
    {"{all untouched}", [](const Ground& on) { return all_of(on, "untouched"); }},
    {"{all changed}", [](const Ground& on) { return all_of(on, "changed"); }},
    {"{and maintenance}",
     [](const Ground& on) {
       return std::string(uses(on.machine, "maintenance") ? " and maintenance" : "");
     }},
    {"{holding}", holding},
    {"{held}", held},
    {"{accepting}", accepting},
    {"{true}", [](const Ground&) { return std::string("(ponr or not ponr)"); }}};

std::string spelled_out(const Ground& on, std::string_view written) {
  std::string text(written);
  for (const auto& [word, meant] : placeholders)
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word))
      text.replace(at, word.size(), meant(on));
  return text;
}

std::string is(std::string_view what, bool is_so, std::string_view so, std::string_view not_so) {
  return fmt::format("{} {}", what, is_so ? so : not_so);
}

std::string atom(const Formula& f, bool is_so) {
  switch (f.kind) {
    case Formula::Kind::fact: return is(f.name, is_so, "is true", "is false");
    case Formula::Kind::state: return is("the run", is_so, "is in ", "is not in ") + f.name;
    case Formula::Kind::phase: return is("the phase", is_so, "is ", "is not ") + f.name;
    case Formula::Kind::running: return is('"' + f.name + '"', is_so, "runs", "does not run");
    case Formula::Kind::step_class: return is(is_so ? "a" : "no", true, f.name, "") + " step runs";
    case Formula::Kind::broken: return is(f.name, is_so, "is broken", "is not broken");
    case Formula::Kind::changed: return is(f.name, is_so, "is changed", "is not changed");
    case Formula::Kind::untouched: return is(f.name, is_so, "is as before", "is not as before");
    case Formula::Kind::terminal:
      return is("the run", is_so, "has ended", "has not ended") +
             (f.name.empty() ? "" : " as " + f.name);
    case Formula::Kind::ponr:
      return is("the point of no return", is_so, "was passed", "was not passed");
    case Formula::Kind::negation:
    case Formula::Kind::conjunction:
    case Formula::Kind::disjunction:
    case Formula::Kind::implication: return {};
  }
  return {};
}

// The operands that make the whole as it is.
std::vector<std::pair<const Formula*, bool>> reasons(const Ground& on, const Formula& f,
                                                     const Configuration& at, bool is_so) {
  if (f.kind == Formula::Kind::negation) return {{&f.of[0], !is_so}};
  if (f.kind == Formula::Kind::implication) {
    const bool first = holds(f.of[0], on.machine, on.plan, at);
    if (!is_so) return {{&f.of[0], true}, {&f.of[1], false}};
    if (!first) return {{&f.of[0], false}};
    return {{&f.of[1], true}};
  }
  std::vector<std::pair<const Formula*, bool>> all;
  const bool by_all = (f.kind == Formula::Kind::conjunction) == is_so;
  for (const Formula& each : f.of) {
    if (by_all) {
      all.emplace_back(&each, is_so);
    } else if (holds(each, on.machine, on.plan, at) == is_so) {
      return {{&each, is_so}};
    }
  }
  return all;
}

void explain(const Ground& on, const Formula& f, const Configuration& at, bool is_so,
             std::vector<std::string>& said) {
  if (f.of.empty()) {
    if (std::string text = atom(f, is_so); std::find(said.begin(), said.end(), text) == said.end())
      said.push_back(std::move(text));
    return;
  }
  for (const auto& [part, part_is_so] : reasons(on, f, at, is_so))
    explain(on, *part, at, part_is_so, said);
}

}  // namespace

Formula formula_of(const Ground& on, std::string_view written) {
  std::vector<Problem> problems;
  const auto property = property_of("p: always " + spelled_out(on, written), "", problems);
  if (!property) throw Error(Error::Kind::bug, problems.at(0).what, std::string(written));
  return property->first;
}

std::string because(const Ground& on, const Formula& formula, const Configuration& at, bool is_so) {
  std::vector<std::string> said;
  explain(on, formula, at, is_so, said);
  std::string text;
  for (std::size_t i = 0; i < said.size(); ++i)
    text += (i == 0 ? "" : i + 1 < said.size() ? ", " : " and ") + said[i];
  return text;
}

}  // namespace interlock
