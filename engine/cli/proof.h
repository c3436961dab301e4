#pragma once

#include <cstdint>
#include <string>

#include "engine/cli/session.h"
#include "engine/cli/terminal.h"
#include "engine/prove.h"

namespace interlock {

struct Proved {
  Proofs proofs;
  std::int64_t ms = 0;
};
Proved proved(const Machine& machine);

// A machine that is not proved does not run: tells what is violated. `machine`: as it
// was typed; empty: it is that of a recorded run.
bool may_run(const Session& session, const Proved& proved, const std::string& machine,
             Terminal& terminal);

}  // namespace interlock
