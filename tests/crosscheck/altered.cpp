#include "tests/crosscheck/altered.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "tests/crosscheck/dice.h"

namespace interlock {

namespace {

struct Site {
  Machine& machine;
  Dice& dice;
  Transition& step = machine.transitions[dice.below(machine.transitions.size())];
};

// Each changes one thing and says what, or cannot and says nothing.
using Change = std::string (*)(Site&);

std::string other_to(Site& at) {
  const State& to = at.dice.one_of(at.machine.states);
  if (to.id == at.step.from || to.id == at.step.to) return {};
  if (at.step.on_fail == OnFail::back && to.back.empty()) return {};
  at.step.to = to.id;
  return at.step.id + " leads to " + to.id;
}

std::string other_back(Site& at) {
  State& state = at.machine.states[at.dice.below(at.machine.states.size())];
  const State& back = at.dice.one_of(at.machine.states);
  if (state.back.empty() || state.id == back.id || back.id == state.back) return {};
  state.back = back.id;
  return "back of " + state.id + " is " + back.id;
}

std::string no_effect(Site& at) {
  if (at.step.effect.empty()) return {};
  const std::size_t which = at.dice.below(at.step.effect.size());
  const std::string fact = at.step.effect[which].fact;
  at.step.effect.erase(at.step.effect.begin() + static_cast<std::ptrdiff_t>(which));
  return at.step.id + " says nothing of " + fact;
}

std::string other_effect(Site& at) {
  if (at.step.effect.empty()) return {};
  Literal& literal = at.step.effect[at.dice.below(at.step.effect.size())];
  literal.holds = !literal.holds;
  return at.step.id + " does the contrary to " + literal.fact;
}

std::string one_more_effect(Site& at) {
  const auto fact = assurances[at.dice.below(assurances.size())];
  for (const Literal& literal : at.step.effect)
    if (literal.fact == fact) return {};
  at.step.effect.push_back({std::string(fact), true});
  return at.step.id + " gives " + std::string(fact);
}

std::string fewer_changes(Site& at) {
  if (at.step.changes.empty()) return {};
  const std::string name = at.step.changes.back();
  at.step.changes.pop_back();
  return at.step.id + " does not change " + name;
}

std::string fewer_restores(Site& at) {
  if (at.step.restores.empty()) return {};
  const std::string name = at.step.restores.back();
  at.step.restores.pop_back();
  return at.step.id + " does not restore " + name;
}

std::string other_undo(Site& at) {
  if (at.machine.components.empty()) return {};
  auto component = at.machine.components.begin();
  std::advance(component, at.dice.below(at.machine.components.size()));
  Undo& undo = component->second.undo;
  undo = undo == Undo::step ? Undo::backup : Undo::step;
  return component->first + " is undone otherwise";
}

std::string blind(Site& at) {
  if (at.step.ensure.empty()) return {};
  for (Guard& guard : at.step.ensure) guard.advisory = true;
  return "ensure of " + at.step.id + " only advises";
}

std::string needy(Site& at) {
  if (at.step.ensure.empty()) return {};
  at.step.ensure.front().needs = {{"maintenance", at.dice.once_in(2)}};
  return "ensure of " + at.step.id + " needs something of maintenance";
}

std::string no_require(Site& at) {
  if (at.step.require.empty()) return {};
  at.step.require.clear();
  at.step.wait = std::chrono::seconds(0);
  return at.step.id + " requires nothing";
}

std::string other_attempts(Site& at) {
  if (at.step.run.empty()) return {};
  at.step.attempts = at.step.attempts % 3 + 1;
  return fmt::format("{} has {} attempts", at.step.id, at.step.attempts);
}

std::string other_on_fail(Site& at) {
  if (!at.step.acts() || find_state(at.machine, at.step.to)->back.empty()) return {};
  at.step.on_fail = at.step.on_fail == OnFail::hold ? OnFail::back : OnFail::hold;
  return at.step.id + " does something else where it fails";
}

std::string by_hand(Site& at) {
  if (at.step.run.empty()) return {};
  at.step.run.clear();
  at.step.manual = true;
  at.step.attempts = 1;
  return at.step.id + " is manual";
}

std::string other_hold(Site& at) {
  if (!at.step.acts() || at.step.ensure.empty()) return {};
  if (at.step.hold.empty())
    at.step.hold = at.step.ensure;
  else
    at.step.hold.clear();
  return at.step.id + " holds otherwise";
}

std::string other_wait(Site& at) {
  if (at.step.require.empty()) return {};
  at.step.wait = std::chrono::seconds(at.step.wait.count() > 0 ? 0 : 60);
  return at.step.id + " waits otherwise";
}

std::string other_phase(Site& at) {
  State& state = at.machine.states[at.dice.below(at.machine.states.size())];
  if (state.phase != Phase::change && state.phase != Phase::post) return {};
  state.phase = state.phase == Phase::change ? Phase::post : Phase::change;
  return state.id + " is of another phase";
}

constexpr std::array<Change, ways_to_alter> changes = {
    other_to,       other_back, no_effect,  other_effect, one_more_effect, fewer_changes,
    fewer_restores, other_undo, blind,      needy,        no_require,      other_attempts,
    other_on_fail,  by_hand,    other_hold, other_wait,   other_phase};

}  // namespace

Altered altered(const Machine& machine, unsigned seed) {
  Dice dice(seed);
  for (;;) {
    Altered it{{}, machine};
    Site site{it.machine, dice};
    it.told = changes[seed < changes.size() ? seed : dice.below(changes.size())](site);
    if (!it.told.empty()) return it;
    if (dice.once_in(50)) seed = static_cast<unsigned>(changes.size());
  }
}

}  // namespace interlock
