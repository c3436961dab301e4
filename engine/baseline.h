#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/ask.h"

// What guards compare with later: it is asked when its moment comes.
namespace interlock {

// Which questions are to be asked then; empty if there are none.
std::vector<Errand> baseline_errands(const Asking& asking, const std::string& moment);

// Why what was answered is nothing to compare with, as the first check says that does not even
// know whether it is as it is itself; empty if all can.
std::string baseline_flaw(const Asking& asking, const Texts& moments,
                          const std::map<Errand, Heard>& heard);

}  // namespace interlock
