#pragma once

#include <string>

#include "engine/machine.h"
#include "engine/value.h"

// A machine, written for other programs: model checkers, drawing programs, and its
// own format. Each function is pure; the same machine gives the same bytes. The
// machine must have been examined.
namespace interlock {

// Everything that can become of a run, as a model for Spin and for rumur. Written
// from the rules of the format; engine/semantics.h is not asked.
std::string promela(const Machine& machine);
std::string murphi(const Machine& machine);

// Its states by phase and what leads from one to another.
std::string mermaid(const Machine& machine);
std::string dot(const Machine& machine);

// A machine's JSON, laid out for people: a state a line, a transition a block, at most
// 150 columns where a text is not longer by itself.
std::string laid_out(const Value& machine);

}  // namespace interlock
