#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace interlock::checks {

// A view that lists columns of one table and nothing else, as SELECT * left it: the
// columns have the names that the view gives them. A column that was renamed later
// still has its old name there.
struct PlainView {
  std::string table;
  std::vector<std::string> columns;

  bool operator==(const PlainView&) const = default;
};

// Reads VIEW_DEFINITION as MySQL and MariaDB write it; nothing if the view joins
// tables or computes.
std::optional<PlainView> plain_view(std::string_view definition);

}  // namespace interlock::checks
