#pragma once

#include <string>

#include "engine/explore.h"

// Small machines for the tests of the rules.
namespace interlock {

// A whole upgrade: close, back up, migrate, open, verify, and the ways back.
const Machine& shop();
// Steps without what proves them: one without ensure, one whose guards are all
// advisory, a manual one, a restore that cannot be looked at.
const Machine& careless();

// The machine of that name that is shipped.
const Machine& shipped(const std::string& name);

// A configuration or an input in words, for messages.
std::string told(const Plan& plan, const Configuration& c);

}  // namespace interlock
