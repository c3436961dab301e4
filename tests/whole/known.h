#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "engine/explore.h"
#include "engine/ledger.h"
#include "engine/machine.h"
#include "engine/plan.h"
#include "engine/run.h"

namespace interlock {

// A shipped machine with everything that the prover says can become of a run of it.
class Known {
 public:
  explicit Known(const std::string& name);
  Known(const Known&) = delete;
  Known& operator=(const Known&) = delete;

  const Machine& machine() const { return machine_; }
  // The same machine as a text in which every step asks for `within` only a second,
  // and whose step `overdue` has a deadline of a second.
  std::string text(const std::string& overdue = {}) const;

  Run fold(const std::vector<Event>& events) const;
  // What the prover does not know: a rule that leads where it leads to nothing; and
  // records of a rule that are not all there. Empty for a path of the machine.
  std::string unknown_in(const std::vector<Event>& events) const;

 private:
  using Places = std::set<std::uint32_t>;
  Places after(const Places& at, Rule rule, const Configuration& folded) const;

  std::string name_;
  Machine machine_;
  Plan plan_;
  Explored explored_;
  std::vector<std::size_t> first_edge_;  // of each configuration
};

}  // namespace interlock
