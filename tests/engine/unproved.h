#pragma once

#include <ostream>
#include <vector>

#include "tests/engine/mutants.h"

namespace interlock {

// The demo with a mistake, and the property that is violated by it. What is told then
// stands in tests/engine/unproved, one file a property.
struct Negative {
  std::string_view property;
  std::vector<Edit> edits;
};

void PrintTo(const Negative& negative, std::ostream* out);
const std::vector<Negative>& negatives();

}  // namespace interlock
