#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/check.h"

// Doctrine's mapping of tables, and the tables of MySQL or MariaDB.
namespace interlock::checks {

// Asked unless that parameter, a folder of mappings, is none.
Probe mapping_probe(std::string_view param = "mapping");
// The same columns of what is there, and whether this is MariaDB.
Probe live_definitions();

// A column as both answer it.
struct Definition {
  std::string type, length;
  bool nullable = false;
  std::optional<std::string> fallback;  // its default, as text
  std::string key;
};
using Definitions = std::map<std::string, std::map<std::string, Definition>>;  // by table, column

// MariaDB writes defaults as SQL ('x', NULL, current_timestamp()): here they are as texts.
Definitions definitions_in(const Table& columns);

// "cust.name varchar(255) instead of varchar(100)", "table x (missing)", "a.b (further)".
std::vector<std::string> otherwise(const Definitions& live, const Definitions& mapped);

}  // namespace interlock::checks
