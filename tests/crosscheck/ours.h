#pragma once

#include <map>
#include <string>

#include "engine/prove.h"
#include "tests/crosscheck/referees.h"

// The same questions, answered by ourselves; and the verdicts, by property, of all.
namespace interlock {

// What engine/explore finds, without what is asked of more than one configuration.
Judged counted_ourselves(const Machine& machine);

// Whether each property is violated. Several questions may be about one property.
using Violated = std::map<std::string, bool>;
Violated violated_for_rumur(const Machine& machine, const Judged& judged);
Violated violated_for_spin(const Machine& machine, const std::map<std::string, bool>& holds);

// What engine/prove decided of each.
std::map<std::string, Decided> decided_by_us(const Machine& machine);

}  // namespace interlock
