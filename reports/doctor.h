#pragma once

#include <string>

#include "engine/ask.h"
#include "reports/style.h"

// `doctor`: what of an installation is reached, and what may be seen there.
namespace interlock {

struct Sight {
  Findings endpoints;  // what was asked of each endpoint about itself
  Findings guards;     // what the machine asks, each check once
};

std::string doctor_text(const Sight& sight, const Style& style);

}  // namespace interlock
