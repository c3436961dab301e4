#include "engine/discovery/published.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "engine/written.h"

namespace interlock {

namespace {

struct Range {
  std::int64_t first, last;
};

// "5432", "5430-5432".
std::optional<Range> range_of(std::string_view text) {
  const auto dash = std::min(text.find('-'), text.size());
  const auto first = whole_number(text.substr(0, dash));
  const auto last = dash == text.size() ? first : whole_number(text.substr(dash + 1));
  if (!first || !last || *first < 1 || *last < *first || *last > 65535) return {};
  return Range{*first, *last};
}

// What stands behind the last colon, which is taken off; all, where there is none.
std::string_view take_last(std::string_view& text) {
  const auto colon = text.rfind(':');
  const std::string_view last = text.substr(colon + 1);
  text = text.substr(0, colon == std::string_view::npos ? 0 : colon);
  return last;
}

// What is bound to every address is reached at our own.
std::string reached(std::string_view bound) {
  if (bound.starts_with('[') && bound.ends_with(']')) bound = bound.substr(1, bound.size() - 2);
  if (bound.empty() || bound == "0.0.0.0") return "127.0.0.1";
  return bound == "::" ? "::1" : std::string(bound);
}

}  // namespace

std::optional<Published> published_by(std::string_view entry, std::string_view wanted) {
  const auto slash = std::min(entry.find('/'), entry.size());
  if (slash < entry.size() && entry.substr(slash) != "/tcp") return {};
  std::string_view rest = entry.substr(0, slash);
  const auto inside = range_of(take_last(rest));
  const auto outside = range_of(take_last(rest));
  const auto port = range_of(wanted);
  if (!inside || !outside || !port) return {};
  if (port->first < inside->first || port->first > inside->last) return {};
  if (outside->last - outside->first != inside->last - inside->first) return {};
  return Published{reached(rest), std::to_string(outside->first + port->first - inside->first)};
}

}  // namespace interlock
