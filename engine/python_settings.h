#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace interlock {

// The assignments at the top level of a Python file, read without running it: NAME =
// 'x' | "x" | number | True | None | {...} | [...]. What stands in a dictionary has the
// path of its keys: "DATABASE.USER", in a list its number: "HOSTS.0"; the dictionary or list
// itself has its text as written, or an empty one if it holds nothing. None is empty.
// No value: an expression that only Python could tell, or a name that is changed later or is
// assigned to within another statement. The last of equal names counts.
std::map<std::string, std::optional<std::string>, std::less<>> python_settings(
    std::string_view text);

}  // namespace interlock
