#pragma once

#include "engine/discovery/compose.h"
#include "engine/discovery/search.h"

namespace interlock {

// The compose files of a folder.
struct Composed {
  Compose compose;
  std::string file;  // the first; empty if there is none
  bool usual;        // docker finds them by itself
};

// Those that docker reads in the folder where it is told none. Problems are told.
Composed usual_composed(Search& search, const Settings& env);

// An endpoint. The name of a service stands for the port that is published, or else for a
// container.
void find_composed(Search& search, const Composed& composed, std::string_view name, Address address,
                   std::string_view from);

}  // namespace interlock
