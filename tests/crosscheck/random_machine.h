#pragma once

#include "engine/machine.h"

// Machines that nobody would write, but that the loader accepts.
namespace interlock {

// The same seed gives the same machine on every system.
Machine random_machine(unsigned seed);

}  // namespace interlock
