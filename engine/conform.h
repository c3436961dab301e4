#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/graph.h"
#include "engine/ledger.h"
#include "engine/machine.h"
#include "engine/prove.h"

// Does a run on record follow its machine? Folded by the same rules that led it, and
// followed on the prover's graph: every rule must be one that the machine allows there,
// what was observed must justify it, and all its records must be there.
namespace interlock {

// The first place where record and machine part.
struct Divergence {
  std::int64_t event = 0;
  std::string expected, found;
};

// What became of a property on one run. What is only said of all runs does not apply to
// one; undecided: the run goes on, or what it would need to know is not on record.
enum class Kept { held, violated, undecided, not_applicable };
std::string_view word(Kept kept);  // "not_applicable"

struct Upheld {
  std::string id;
  Theorem::Group group = Theorem::Group::own;
  std::string says;
  Kept kept = Kept::held;
  std::string why = {};                    // nothing if it held
  std::optional<std::int64_t> event = {};  // from which on it was violated
};

struct Conformance {
  std::string run;
  Definition definition;
  std::int64_t events = 0, rules = 0;
  std::string state;  // where the record leaves it
  bool finished = false;
  std::optional<Divergence> divergence = {};
  std::vector<Upheld> properties = {};  // up to the divergence, if there is one

  std::size_t count(Kept kept) const;
  bool conforms() const { return !divergence && count(Kept::violated) == 0; }
};

// A machine that runs are followed through.
class Conformer {
 public:
  // Proves it. It must have been examined with these checks, and outlive this.
  Conformer(const Machine& machine, std::span<const Check* const> checks);

  const Plan& plan() const { return plan_; }
  const Proofs& proofs() const { return proofs_; }
  // `events`: of one run, in order, of a ledger that is whole, which names this machine.
  Conformance follow(const std::vector<Event>& events) const;

 private:
  const Machine& machine_;
  std::span<const Check* const> checks_;
  Plan plan_;
  Graph graph_;
  Proofs proofs_;
};

}  // namespace interlock
