#pragma once

#include <string>

#include "engine/machine.h"

namespace interlock {

struct Mutant {
  std::string told;  // what is other in it
  Machine machine;
};

// A copy in which one thing is other: where a step or `back` leads, an effect, a
// component, a guard, `attempts` ... The seed says which. Its shape is one that the loader
// accepts; whether all names in it are still used is not looked at.
Mutant mutant_of(const Machine& machine, unsigned seed);

}  // namespace interlock
