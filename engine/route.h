#pragma once

#include <string>
#include <vector>

#include "engine/catalogue.h"
#include "engine/machine.h"

// The releases that one goes through from one to another, a run each.
namespace interlock {

struct PendingMigration {
  std::string name;
  std::string dangerous;  // why; empty if it is not
};

struct RevertedMigration {
  std::string name;
  Texts makes;  // what is lost; empty: not known
};

struct Leg {
  std::string from, to;
  bool known = false;    // both releases are in the catalogue
  std::string known_to;  // the last release that is, up to `to`; empty: none
  // That known_to has and `from` has not; where `from` is not known, all that it may lack.
  std::vector<PendingMigration> adds;
  // On the way down: that the last known release up to `from` has, and known_to has not.
  std::vector<RevertedMigration> takes_back;
  Named<Bounds> supports;  // by `to`
  Texts notes;             // of the releases that are gone past, and of `to`
};

struct Route {
  std::vector<Leg> legs;  // as few as there can be; of equally many those by the newest
  std::string why;        // none leads there: why not
};

// Goes by the machine's hops over the releases of the catalogue; those of which a later one
// has the same numbers, such as release candidates, are only gone to if they are `to`.
Route route(const Machine& machine, const Catalogue& catalogue, const std::string& from,
            const std::string& to);

}  // namespace interlock
