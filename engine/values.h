#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "engine/machine.h"

namespace interlock {

// What ${...} stands for in the texts of a machine: "root", "installed",
// "target", "commit", "run", "work", a parameter, "database.host", "time:quiet".
// ${secret:NAME} stays as it is: only actions and http look behind it.
using Values = Named<std::string>;

// The names of the values that are always there, and of those that an endpoint has.
inline constexpr std::array<std::string_view, 6> built_in_values = {"root",   "installed", "target",
                                                                    "commit", "run",       "work"};
inline constexpr std::array<std::string_view, 6> endpoint_values = {"host", "port", "socket",
                                                                    "name", "user", "url"};

// Throws Error{input} that names the variable if nothing stands for it.
std::string filled(std::string_view text, const Values& values);
Arguments filled(Arguments arguments, const Values& values);

// The names between ${ and }, in their order; a "${" without "}" is one name to the end.
Texts variables_in(std::string_view text);

}  // namespace interlock
