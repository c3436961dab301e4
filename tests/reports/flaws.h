#pragma once

#include <optional>
#include <string>
#include <vector>

namespace interlock {

// What another validator finds wrong with these outputs by the schema of `interlock
// schema --of OUTPUT`; empty: nothing. No answer where that validator is not installed.
std::optional<std::string> flaws(const std::string& output, const std::vector<std::string>& texts);

}  // namespace interlock
