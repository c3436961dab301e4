#include <algorithm>

#include "engine/examination.h"

namespace interlock {

namespace {

void state(Examination& seen, const std::string& at, const State& state) {
  if (seen.facts.has(state.id))
    seen.add(at + "/id", "A fact is called " + quoted(state.id) + " too.");
  if (state.phase.has_value() == state.final.has_value())
    seen.add(at, "A state has a phase, or it is final.");
  if (state.phase == Phase::pre && state.back.empty())
    seen.add(at, "A state of \"pre\" says where back leads.");
  if (!state.back.empty()) {
    seen.known_name(at + "/back", seen.states, state.back);
    if (state.final || state.phase == Phase::back)
      seen.add(at + "/back", "From here nothing leads further back.");
  }
  seen.known_facts(at + "/holds", state.holds);
}

void step(Examination& seen, const std::string& at, const Transition& step) {
  if (const State* to = find_state(seen.machine, step.to);
      step.on_fail == OnFail::back && to && to->back.empty())
    seen.add(at + "/on_fail", "Nothing leads back from " + quoted(step.to) + ".");
  seen.known_components(at + "/changes", step.changes);
  seen.known_components(at + "/restores", step.restores);
  seen.known_facts(at + "/effect", step.effect);
  for (const Literal& literal : step.effect)
    if (!step.acts() &&
        std::find(world_facts.begin(), world_facts.end(), literal.fact) != world_facts.end())
      seen.add(at + "/effect", "No check can bring about " + quoted(literal.fact) + ".");
}

}  // namespace

void examine_procedure(Examination& seen) {
  const Machine& machine = seen.machine;
  std::set<std::string_view> states, transitions, left;
  for (const Transition& transition : machine.transitions) left.insert(transition.from);
  for (std::size_t i = 0; i < machine.states.size(); ++i) {
    const State& each = machine.states[i];
    const std::string at = place_of("states", i);
    if (!states.insert(each.id).second && !each.id.empty())
      seen.add(at + "/id", "There is already a state " + quoted(each.id) + ".");
    state(seen, at, each);
    if (!each.final && !left.contains(each.id))
      seen.add(at, "Nothing leads out of " + quoted(each.id) + ", and it is not final.");
  }
  left.clear();
  for (std::size_t i = 0; i < machine.transitions.size(); ++i) {
    const Transition& each = machine.transitions[i];
    const std::string at = place_of("transitions", i);
    if (!transitions.insert(each.id).second && !each.id.empty())
      seen.add(at + "/id", "There is already a transition " + quoted(each.id) + ".");
    seen.known_name(at + "/from", seen.states, each.from);
    seen.known_name(at + "/to", seen.states, each.to);
    if (!left.insert(each.from).second && !each.from.empty())
      seen.add(at + "/from", "Another transition leaves " + quoted(each.from) + ".");
    if (const State* from = find_state(machine, each.from); from && from->final)
      seen.add(at + "/from", "Nothing leads out of a final state.");
    if (!each.from.empty() && each.from == each.to)
      seen.add(at + "/to", "A transition leads to another state than its own.");
    step(seen, at, each);
  }
}

}  // namespace interlock
