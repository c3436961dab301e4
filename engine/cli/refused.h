#pragma once

#include <string>
#include <vector>

#include "engine/error.h"

namespace interlock {

// What a person wrote is wrong, perhaps in several places, which are told all at once.
struct Refused : Error {
  Refused(const std::string& what, std::vector<Problem> its_problems);

  std::vector<Problem> problems;
};

}  // namespace interlock
