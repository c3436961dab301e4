#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/cli/containers.h"
#include "engine/condition.h"
#include "engine/installation.h"
#include "engine/machine.h"

namespace interlock {

// What was said of an installation on the command line.
struct Given {
  std::string root;              // --root; empty: the file's, else the current folder
  std::string at;                // --at FILE
  std::string to;                // --to; empty: `newest` below
  std::string user;              // --user
  std::vector<std::string> set;  // NAME=VALUE
};

// The value of an environment variable, or nothing.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

// Puts together, in this order: --set, the installation file, discovery, the
// machine's defaults. Throws Error{usage, input} with every problem of what a person
// wrote, one a line; what was merely not found is left out of `endpoints` and told in
// `problems`. Relative paths are made absolute. `target` is `to` as given, or empty.
// Parameters have their ${...} replaced. Opens no connection; `containers` are asked only for
// hosts that only containers know.
Installation installation_of(const Machine& machine, const Given& given,
                             const Environment& environment, const Read& read,
                             const Containers& containers = {});

// Parameters of the machine that nobody gave a value and that have no default.
Texts missing_parameters(const Machine& machine, const Installation& installation);

// What ${...} stands for: root, installed, target, commit, run (without its dash),
// work, parameters, ENDPOINT.host|port|socket|name|user|url. `run` may be empty.
Values values_of(const Machine& machine, const Installation& installation, const std::string& run,
                 const std::string& work, const std::string& commit);

// The endpoints that can be asked, the built-in ones among them.
Names found_in(const Installation& installation);

}  // namespace interlock
