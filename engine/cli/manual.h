#pragma once

#include <string>

#include "engine/cli/help.h"

namespace interlock {

// The manual page interlock(1), in the language of man: all verbs, with what else a
// person must know. `version`: of the program.
std::string manual_text(const VerbWords& all, const std::string& version);

}  // namespace interlock
