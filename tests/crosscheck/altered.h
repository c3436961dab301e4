#pragma once

#include <string>

#include "engine/machine.h"

namespace interlock {

struct Altered {
  std::string told;  // what is other in it
  Machine machine;
};

// A copy in which one thing is other: where a step or `back` leads, an effect, a
// component, a guard, `attempts` ... The seed says which. Its shape is one that the loader
// accepts; whether all names in it are still used is not looked at.
Altered altered(const Machine& machine, unsigned seed);
inline constexpr unsigned ways_to_alter = 17;  // each of the seeds before it is another way

}  // namespace interlock
