#pragma once

#include <string>

#include "engine/machine.h"
#include "reports/style.h"

namespace interlock {

// A machine as its control table, for people: a row a step, and where back leads from
// where the step led. Knows nothing of a run.
std::string control_table_text(const Machine& machine, const Style& style);

}  // namespace interlock
