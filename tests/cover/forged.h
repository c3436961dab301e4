#pragma once

#include <string>
#include <vector>

#include "engine/ledger.h"

namespace interlock {

// What would have to be written to get these events once more, evidence included. Whoever
// alters it and writes a ledger of it has one whose hashes are as they should be.
std::vector<Draft> drafts_of(const Ledger& ledger, const std::vector<Event>& events);

}  // namespace interlock
