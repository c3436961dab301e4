#pragma once

#include <optional>
#include <set>
#include <span>
#include <vector>

#include "engine/conform.h"
#include "engine/prove_parts.h"
#include "engine/run.h"

// The parts of conform().
namespace interlock {

using Differing = std::optional<Divergence>;

// The records of one rule, and where the run stood before them.
struct Firing {
  const Machine& machine;
  const Plan& plan;
  std::span<const Check* const> checks;
  const Row& row;
  const Run& before;
  std::span<const Event> results;  // what checks answered
  std::span<const Event> records;  // what follows; not empty
  const Event& cause;              // it has data.input
  Input input;                     // as it is recorded
  Step step;                       // what follows from it
  std::size_t started;             // so many commands of the step were

  const Transition& transition() const { return machine.transitions[row.transition]; }
  const Event* record(std::string_view type) const;  // null: there is none
};

// engine/conform_observed.cpp: whether what was asked is what is to be asked here, and
// the input what follows from the answers.
Differing misjudged(const Firing& firing);
// What the answers say, of those alone that were asked then (When), or else.
Gate gate_in(std::span<const Event> results, std::initializer_list<std::string_view> asked);

// engine/conform_records.cpp: whether the records are those of the rule, and say what it
// makes so.
Differing misrecorded(const Firing& firing);
Differing differs(const Event& event, std::string_view key, const Value& expected);

// engine/conform_moments.cpp: the state that is entered, then the facts that are gained.
Texts moments_of(const Plan& plan, const Configuration& before, const Configuration& after);
// Whether a guard, wherever it stands, surely compares with what is answered then.
bool anything_compared_later(const Firing& firing);

// One rule that led from here to there.
struct Moved {
  Rule rule = Rule::none;
  Configuration before, after;
  std::int64_t event = 0;
};

// engine/conform_worlds.cpp: the configurations of the prover that the record can stand
// for. Empty: none can.
using Places = std::set<std::uint32_t>;
Places followed(const Graph& graph, const Places& from, const Moved& moved);
std::vector<Upheld> upheld(const Ground& on, const std::vector<Moved>& moves, bool finished,
                           std::int64_t first_event);

}  // namespace interlock
