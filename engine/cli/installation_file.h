#pragma once

#include <string_view>
#include <vector>

#include "engine/endpoint.h"
#include "engine/error.h"
#include "engine/machine.h"

namespace interlock {

// What an installation file says of an endpoint; empty where it leaves that to discovery.
struct WrittenEndpoint {
  std::string url;  // or
  Address address;
  bool says_tls = false;
};

// Where a secret is to be found.
struct SecretPlace {
  std::string env;   // or
  std::string file;  // a path
};

struct InstallationFile {
  std::string name;
  std::string root;
  std::string installed;
  Named<std::string> parameters;
  Named<WrittenEndpoint> endpoints;
  Named<Alias> commands;
  Named<SecretPlace> secrets;
};

// Reads the text of an installation file for this machine: unknown keys, parameters,
// endpoints and commands are problems, and so is all that is of a wrong kind.
InstallationFile installation_file(std::string_view text, const Machine& machine,
                                   std::vector<Problem>& problems);

}  // namespace interlock
