#pragma once

#include <functional>
#include <optional>
#include <string>

#include "engine/endpoint.h"
#include "engine/error.h"
#include "engine/machine.h"
#include "engine/values.h"

namespace interlock {

// A host that only containers know: no published port is known to lead to it from here.
struct Contained {
  std::string host;     // as the settings name it
  std::string service;  // whose containers these are
  std::string file;     // the compose file, below the root folder
  bool usual = false;   // docker finds that file by itself
  std::string remedy;   // what makes it reachable
};

// An endpoint as it was found; `address` has the application's account.
struct Found {
  Address address;
  std::string from;  // where it was found: ".env", "--set"
  std::optional<Contained> contained = {};
};

// One deployed system. What ${...} in a machine stands for comes from here.
struct Installation {
  std::string id;    // first 16 hex digits of SHA-256(product, line feed, real path of root)
  std::string name;  // for people
  std::string root;  // absolute
  std::string host;  // the machine that we run on
  std::string installed;
  std::string target;
  Named<Found> endpoints;   // only those that were found
  std::string user;         // the account that asks, --user; empty: the application's own
  Named<Secret> passwords;  // of that account, by endpoint
  Named<std::string> parameters;
  Named<Secret> secrets;   // ${secret:NAME}; an endpoint's name: the application's password there
  Texts secret_variables;  // of the environment: no program that is run inherits them
  Named<Alias> commands;   // instead of the machine's
  std::vector<Problem> problems;  // what discovery could not read: shown, stops nothing
};

// The text of a file, or nothing if it is not there or not readable.
using Read = std::function<std::optional<std::string>(const std::string& path)>;

// Reads what the recipe (`ixp`, `convoy`, `status-page`, `parsec`; empty: none but the
// version file) knows of the folder: endpoints, parameters, secrets, installed,
// name. Nothing else is filled in. Opens no connection.
Installation discover(const std::string& recipe, const std::string& root, const Read& read);

}  // namespace interlock
