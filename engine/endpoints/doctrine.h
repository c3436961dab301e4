#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

namespace interlock {

// A column as a mapping asks MySQL for it, in the words of information_schema.COLUMNS.
struct MappedColumn {
  std::string type;    // varchar, "int unsigned"
  std::string length;  // 255; of decimal "10,2"; empty: it has none
  bool nullable = false;
  std::optional<std::string> fallback;  // its DEFAULT, as text
  std::string key;                      // primary, unique (of this column alone), or empty
};

// (table, column) -> what it is.
using Mapped = std::map<std::pair<std::string, std::string>, MappedColumn>;

// What XML mappings of Doctrine's ORM (file name -> text) ask for. A column without a name
// is called as Laravel's naming strategy calls it. Throws Error{endpoint, mapping} if one
// cannot be read, or uses what changes tables in ways that are not read here: inheritance,
// embedded classes, definitions in SQL.
Mapped mapped_columns(const std::map<std::string, std::string>& files);

}  // namespace interlock
