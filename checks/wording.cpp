#include "checks/wording.h"

#include <algorithm>
#include <array>

namespace interlock::checks {

std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t most = 10;
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), most); ++i)
    text += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > most) text += " and " + std::to_string(names.size() - most) + " more";
  return text;
}

std::string count_of(std::size_t number, std::string_view one, std::string_view several) {
  return std::to_string(number) + " " + std::string(number == 1 ? one : several);
}

std::string span_of(std::int64_t seconds) {
  constexpr std::int64_t minute = 60, hour = 60 * minute, day = 24 * hour;
  if (seconds < 2 * minute) return std::to_string(seconds) + " s";
  if (seconds < 2 * hour) return std::to_string(seconds / minute) + " min";
  if (seconds < 2 * day) return std::to_string(seconds / hour) + " h";
  return std::to_string(seconds / day) + " d";
}

std::string bytes_of(std::int64_t bytes) {
  constexpr std::array<std::string_view, 6> units = {"B", "kB", "MB", "GB", "TB", "PB"};
  std::size_t unit = 0;
  std::int64_t whole = bytes, tenths = 0;
  for (; whole >= 1000 && unit + 1 < units.size(); ++unit) {
    tenths = whole % 1000 / 100;
    whole /= 1000;
  }
  const bool decimal = unit > 0 && whole < 10;
  return std::to_string(whole) + (decimal ? "." + std::to_string(tenths) : "") + " " +
         std::string(units[unit]);
}

}  // namespace interlock::checks
