#pragma once

#include "engine/cli/installation_file.h"
#include "engine/cli/overrides.h"
#include "engine/installation.h"

namespace interlock {

// Discovery knows the application, not the machine: what this machine does not have is left out.
void keep_declared(const Machine& machine, Installation& installation);

// Puts over what was found what the installation file at `at` says, and over that --set.
void put_endpoints(const InstallationFile& file, const std::string& at, const Overrides& set,
                   const Machine& machine, Installation& installation,
                   std::vector<Problem>& problems);

// Completes what was found; what was not, or only in part, is left out and told in the
// installation's problems.
void settle_endpoints(const Machine& machine, Installation& installation);

}  // namespace interlock
