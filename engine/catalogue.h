#pragma once

#include <string>
#include <vector>

#include "engine/machine.h"
#include "engine/versions.h"

// What is known of the releases of a product. It comes from states/releases/.
namespace interlock {

// What a migration of some release does, where that is worth knowing.
struct Migration {
  std::string dangerous;  // why; empty if it is not
  Texts makes;            // tables and table.columns that it creates
};

// Bounds of a program or server: at_least <= version, and < below; either may be empty.
struct Bounds {
  std::string at_least;
  std::string below;
};

// "8.0 or later, below 9"; empty if both are.
std::string in_words(const Bounds& bounds);

struct Release {
  std::string version;
  Texts migrations;          // by name, in the order in which they are applied
  Named<Texts> columns;      // table -> its columns; empty: not known
  Named<Bounds> supports;    // php, postgres, mysql, mariadb
  std::string note = {};     // what a person must know who goes past it; of this one alone
  Named<Texts> models = {};  // application of Django -> its models; empty: not known
};

struct Catalogue {
  std::string product;
  std::vector<Release> releases;  // oldest first
  Named<Migration> migrations;
};

// All that are known, as they are written.
Texts versions_in(const Catalogue& catalogue);

// Two versions are the same if their numbers are, and their suffixes too or one has none;
// the same suffix goes first. Null: there is none.
const Release* find_release(const Catalogue& catalogue, std::string_view version);

}  // namespace interlock
