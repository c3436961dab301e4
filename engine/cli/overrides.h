#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/error.h"
#include "engine/machine.h"
#include "engine/url.h"

namespace interlock {

// What the options --set NAME=VALUE said. Endpoints, parameters and built-in values have one
// name space.
struct Overrides {
  Named<std::string> parameters;
  Named<Url> endpoints;
  std::string root;
  std::string installed;
};

// A password in a URL is refused: whoever lists processes could read it.
Overrides overrides_of(const std::vector<std::string>& set, const Machine& machine,
                       std::vector<Problem>& problems);

// The URL that a person wrote for this endpoint of this system, or a problem.
std::optional<Url> endpoint_url(std::string_view written, const std::string& name, System system,
                                const std::string& where, std::vector<Problem>& problems);

}  // namespace interlock
