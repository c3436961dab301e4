#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/machine.h"

// A machine made ready for the rules: states are numbers, facts and components
// are bits.
namespace interlock {

// Facts without which a guard set cannot become true. Only the question whether
// all goes well looks at them.
struct Needs {
  std::uint64_t facts = 0;
  std::uint64_t denials = 0;

  bool met(std::uint64_t holding) const {
    return (holding & facts) == facts && (holding & denials) == 0;
  }
};

// A piece of the work of a step. The work is done in order and may end after any
// piece: a component is broken between the two pieces that change or restore it.
struct Part {
  enum class Kind { change_begins, changed, restore_begins, restored, fact };
  Kind kind;
  std::uint64_t bit;
  bool holds = false;  // fact: becomes true
};

// One transition. A guard set binds if one of its guards is not advisory; one
// that does not bind always passes.
struct Row {
  std::size_t transition = 0;  // in Machine::transitions
  std::size_t to = 0;
  bool acts = false, manual = false, waits = false;
  bool restores = false;  // anything: it may be needless
  // It changes, or restores, what only the backup brings back; else it is reversible.
  bool destructive = false, restore = false;
  bool binding_require = false, binding_hold = false, binding_ensure = false;
  Needs require_needs, hold_needs, ensure_needs;
  int attempts = 1;
  bool back_on_fail = false;
  std::uint64_t gains = 0;                  // facts of the effect that hold afterwards
  std::uint64_t denies = 0;                 // those that do not
  std::uint64_t loses = 0;                  // assurances lost when the step begins
  std::uint64_t changes = 0, restored = 0;  // components
  bool lets_in = false;                     // its effect is that users reach the system
  std::vector<Part> parts;                  // its work
};

struct Plan {
  std::vector<std::string_view> states, facts, components;  // names, into the machine
  std::vector<std::optional<std::size_t>> back;             // of each state
  std::vector<std::optional<Row>> rows;                     // the transition from each state
  std::vector<bool> final;
  std::uint64_t world = 0;      // serving, maintenance
  std::uint64_t serving = 0;    // its bit
  std::uint64_t by_step = 0;    // components that a step remakes
  std::uint64_t initially = 0;  // facts

  std::uint64_t fact(std::string_view name) const;       // its bit; 0: there is none
  std::uint64_t component(std::string_view name) const;  // its bit; 0: there is none
};

// The machine must have been examined and must outlive the plan. Throws
// Error{input} if it has more than 64 facts or 64 components.
Plan plan_of(const Machine& machine);

// The same machine when the operator does every step and Interlock looks on: every step
// is manual and has one attempt; its commands are what the operator is told to do.
Machine observed(Machine machine);

}  // namespace interlock
