#pragma once

#include <map>
#include <optional>
#include <vector>

#include "engine/check.h"
#include "engine/gather.h"
#include "engine/ledger.h"

namespace interlock {

// The questions of one guard and what was answered, now and at the moment that it
// compares with, as canonical JSON. The same evidence gives the same verdict again.
Piece evidence_piece(const Check& check, const Arguments& arguments,
                     const std::vector<std::optional<Errand>>& errands,
                     const std::map<Errand, Heard>& heard, const std::map<Errand, Heard>& then);

}  // namespace interlock
