#include "engine/plan.h"

#include <algorithm>

#include "engine/error.h"

namespace interlock {
namespace {

constexpr std::size_t most_states = 4095;  // the prover packs a state into twelve bits

std::uint64_t bit_of(const std::vector<std::string_view>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? 0 : std::uint64_t{1} << (found - names.begin());
}

std::optional<std::size_t> number_of(const Plan& plan, std::string_view state) {
  const auto found = std::find(plan.states.begin(), plan.states.end(), state);
  if (found == plan.states.end()) return {};
  return static_cast<std::size_t>(found - plan.states.begin());
}

void add_names(Plan& plan, const Machine& machine) {
  plan.facts.assign(std::begin(world_facts), std::end(world_facts));
  plan.facts.insert(plan.facts.end(), std::begin(assurances), std::end(assurances));
  for (const auto& [name, fact] : machine.facts) plan.facts.push_back(name);
  for (const auto& [name, component] : machine.components) plan.components.push_back(name);
  for (const State& state : machine.states) plan.states.push_back(state.id);
  if (std::max(plan.facts.size(), plan.components.size()) > 64 || plan.states.size() > most_states)
    throw Error(
        Error::Kind::input,
        "The machine " + machine.id + " has more than 64 facts, 64 components or 4,095 states.",
        "Leave out facts that no property speaks of, and lead through fewer states.");
}

bool binds(const Guards& guards) {
  return std::any_of(guards.begin(), guards.end(),
                     [](const Guard& guard) { return !guard.advisory; });
}

Needs needs_of(const Plan& plan, const Guards& guards) {
  Needs needs;
  for (const Guard& guard : guards) {
    if (guard.advisory) continue;
    for (const auto& [fact, holds] : guard.needs)
      (holds ? needs.facts : needs.denials) |= plan.fact(fact);
  }
  return needs;
}

// What the step makes of components, then of the world's facts.
void add_work(const Plan& plan, const Transition& transition, Row& row) {
  for (const std::string& name : transition.changes) {
    const auto bit = plan.component(name);
    row.changes |= bit;
    row.parts.push_back({Part::Kind::change_begins, bit});
    row.parts.push_back({Part::Kind::changed, bit});
  }
  for (const std::string& name : transition.restores) {
    const auto bit = plan.component(name);
    row.restored |= bit;
    row.parts.push_back({Part::Kind::restore_begins, bit});
    row.parts.push_back({Part::Kind::restored, bit});
  }
  for (const auto& [name, holds] : transition.effect)
    if (const auto bit = plan.fact(name); bit & plan.world)
      row.parts.push_back({Part::Kind::fact, bit, holds});
}

void add_losses(const Plan& plan, const Machine& machine, Row& row) {
  row.loses = row.denies & ~plan.world;
  for (const auto& [name, fact] : machine.facts)
    for (const std::string& component : fact.spoiled_by)
      if (plan.component(component) & (row.changes | row.restored)) row.loses |= plan.fact(name);
  if (!row.lets_in) return;
  // Whenever users are let in, these are lost.
  for (const auto name : assurances) row.loses |= plan.fact(name);
}

Row row_of(const Plan& plan, const Machine& machine, const Transition& transition) {
  Row row;
  row.acts = transition.acts();
  row.manual = transition.manual;
  row.waits = transition.wait.count() > 0;
  row.restores = !transition.restores.empty();
  row.binding_require = binds(transition.require);
  row.binding_hold = binds(transition.hold);
  row.binding_ensure = binds(transition.ensure);
  row.require_needs = needs_of(plan, transition.require);
  row.hold_needs = needs_of(plan, transition.hold);
  row.ensure_needs = needs_of(plan, transition.ensure);
  row.attempts = transition.attempts;
  row.back_on_fail = transition.on_fail == OnFail::back;
  for (const auto& [name, holds] : transition.effect)
    (holds ? row.gains : row.denies) |= plan.fact(name);
  row.lets_in = (row.gains & plan.serving) != 0;
  add_work(plan, transition, row);
  row.destructive = (row.changes & ~plan.by_step) != 0;
  row.restore = (row.restored & ~plan.by_step) != 0;
  add_losses(plan, machine, row);
  return row;
}

}  // namespace

std::uint64_t Plan::fact(std::string_view name) const {
  return bit_of(facts, name);
}

std::uint64_t Plan::component(std::string_view name) const {
  return bit_of(components, name);
}

Plan plan_of(const Machine& machine) {
  Plan plan;
  add_names(plan, machine);
  for (const auto name : world_facts) plan.world |= plan.fact(name);
  plan.serving = plan.fact("serving");
  plan.initially = plan.serving;
  for (const auto& [name, fact] : machine.facts)
    if (fact.initially) plan.initially |= plan.fact(name);
  for (const auto& [name, component] : machine.components)
    if (component.undo == Undo::step) plan.by_step |= plan.component(name);
  for (const State& state : machine.states) {
    plan.final.push_back(state.final.has_value());
    plan.back.push_back(number_of(plan, state.back));
  }
  plan.rows.resize(plan.states.size());
  for (std::size_t i = 0; i < machine.transitions.size(); ++i) {
    const Transition& transition = machine.transitions[i];
    const auto from = number_of(plan, transition.from), to = number_of(plan, transition.to);
    if (!from || !to) continue;
    Row& row = plan.rows[*from].emplace(row_of(plan, machine, transition));
    row.transition = i;
    row.to = *to;
  }
  return plan;
}

Machine observed(Machine machine) {
  for (Transition& transition : machine.transitions)
    if (transition.acts()) transition.manual = true, transition.attempts = 1;
  return machine;
}

}  // namespace interlock
