#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/machine.h"

// An upgrade guide as a machine cites it: numbered units below headings.
namespace interlock {

// A sentence of prose or of a list item, a row of a table, a line of code, the
// title of an admonition, or a picture.
struct Unit {
  std::string heading;  // as a slug; before the first one, the name of the file
  std::int64_t number = 1;
  std::string text;
};

// The units of a guide in Markdown, or in reStructuredText if `file` ends in .rst.
std::vector<Unit> units_of(std::string_view text, std::string_view file);

// How many units each heading has, as a machine declares it (Guide::units).
Named<std::int64_t> counted(const std::vector<Unit>& units);

// "heading" (all its units), "heading#3" or "heading#3-5".
struct Cite {
  std::string heading;
  std::int64_t first = 0;  // 0: all
  std::int64_t last = 0;
};
std::optional<Cite> cite_of(std::string_view written);

bool is_slug(std::string_view written);  // "before-you-begin"

}  // namespace interlock
