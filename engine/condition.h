#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/values.h"
#include "engine/versions.h"

namespace interlock {

// What `when` says: "target >= 4.9", "has cache", "name = value", joined by "and".
// It does not change during a run.
struct Condition {
  struct Version {
    std::string which;  // "installed" or "target"
    Comparison comparison;
    std::string than;
  };
  struct Has {
    std::string endpoint;
  };
  struct Is {
    std::string parameter;
    std::string value;
  };
  using Part = std::variant<Version, Has, Is>;

  std::vector<Part> parts;  // all of them must hold
};

std::optional<Condition> condition_of(std::string_view written);  // nothing: it is none

// As it is written.
std::string text_of(const Condition::Part& part);

using Names = std::set<std::string, std::less<>>;

// The first part that does not hold, as it is written; empty if all do. `found`
// are the endpoints that were found. Throws Error{input} if a version or a
// parameter is not known: that is no reason to leave a guard out.
std::string unmet(const Condition& condition, const Values& values, const Names& found);

inline bool holds(const Condition& condition, const Values& values, const Names& found) {
  return unmet(condition, values, found).empty();
}

}  // namespace interlock
