#pragma once

#include <span>
#include <vector>

#include "engine/error.h"
#include "engine/machine.h"

namespace interlock {

// What must be refused of a machine that could be read: names that nobody knows,
// keys that do not go together, guards that do not fit their check, what is defined
// and not used. Empty if it may be proved. Whether its paths are safe is not looked
// at here.
//
// `so_far` are the problems of reading it, which come first in what is returned; what
// only follows from them is not told again.
std::vector<Problem> examine(const Machine& machine, std::span<const Check* const> known,
                             std::vector<Problem> so_far = {});

}  // namespace interlock
