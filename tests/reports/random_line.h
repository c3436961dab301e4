#pragma once

#include "engine/machine.h"

namespace interlock {

// What is drawn of a machine and nothing else: of 3 to 30 states, mostly few, and in half of
// the machines ways that nobody would write.
Machine random_line(unsigned seed);

}  // namespace interlock
