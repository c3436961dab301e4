#pragma once

#include <string_view>
#include <vector>

#include "engine/error.h"
#include "engine/machine.h"

namespace interlock {

struct Loaded {
  Machine machine;                // only to be used if there are no problems
  std::vector<Problem> problems;  // all of them, not just the first
};

// Reads a machine written in JSON, with the groups that several machines share.
// Strict: an unknown or repeated key is a problem, because a guard that is
// spelled wrong would be a guard that is off. `file` is the name of the machine's
// file, which must be that of the machine; empty: not compared.
Loaded load(std::string_view machine, std::string_view common_groups = "{\"groups\": {}}",
            std::string_view file = {});

}  // namespace interlock
