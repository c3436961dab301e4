#pragma once

#include <functional>
#include <set>
#include <stop_token>
#include <vector>

#include "engine/condition.h"
#include "engine/installation.h"
#include "engine/machine.h"
#include "engine/subprocess.h"
#include "engine/value.h"

namespace interlock {

// The only thing that changes the world.
class Runner {
 public:
  virtual ~Runner() = default;
  // See run() in engine/subprocess.h.
  virtual Ended run(const Program& program, const std::function<void(const Started&)>& started,
                    const std::function<void()>& meanwhile, const std::stop_token& stop) = 0;
};

// The commands of a step as they will be started: aliases and ${...} replaced,
// those left out whose `when` does not hold. ${secret:NAME} still stands in `env`.
// Throws Error{input} for a variable that nothing is known of.
std::vector<Program> programs_of(const Machine& machine, const Transition& transition,
                                 const Installation& installation, const Values& values,
                                 const Names& found);

// What the steps need on this machine: the programs that programs_in() finds in their commands,
// each once, sorted. Left out are those of the root folder, which the steps may first make, and
// those whose names are not known.
Texts programs_needed(const Machine& machine, const Installation& installation,
                      const Values& values, const Names& found);

// A program with its secrets, for the runner only. Throws Error{input} for one that
// is not known.
Program revealed(Program program, const Named<Secret>& secrets);

// As an intent records it; no secret is in it.
Value value_of(const Program& program);

}  // namespace interlock
