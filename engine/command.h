#pragma once

#include <string>

#include "engine/machine.h"

namespace interlock {

// A command with its beginning (Machine::commands) spelled out: the first word may
// be the name of one, and so may the first word of that; within its own words a
// name is the program. What is in `env` of the outer ones wins.
Alias spelled_out(const Texts& argv, const Named<Alias>& commands);

// The programs that a command begins with: its first word and, behind sudo, env and the like, the
// one that they start.
Texts programs_in(const Texts& argv);

// The word of a command that is a shell, or makes another program call one; empty:
// none. Looks behind sudo, env and the like, and for "sh -c" anywhere. It finds what
// was written without thinking, not what somebody hides.
std::string shell_in(const Texts& argv);

}  // namespace interlock
