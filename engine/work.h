#pragma once

#include "engine/semantics.h"

// What a step does to the world, for the rules only.
namespace interlock {

Done whole(const Row& row);

// Does that much of the work. A component that a step remakes stays as it is where
// it is so already.
void work(const Plan& plan, const Row& row, Done done, Configuration& after);

// The step begins, and nobody sees what it does.
void lose_sight(const Plan& plan, const Row& row, Configuration& after);

// Can the step be found to be needless here, if `ensure` passes?
bool can_be_needless(const Row& row, const Configuration& now);

// The same facts, and the same components broken and changed.
bool same_world(const Configuration& one, const Configuration& other);

}  // namespace interlock
