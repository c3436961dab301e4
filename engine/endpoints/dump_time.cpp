#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>

#include "engine/endpoints/dump.h"
#include "engine/sql_words.h"
#include "engine/written.h"

namespace interlock {

namespace {

// "+02", "-0330", "+02:00" in seconds east of UTC.
std::optional<std::int64_t> offset_of(std::string_view zone) {
  if (zone.size() < 3 || (zone[0] != '+' && zone[0] != '-')) return {};
  std::string digits(zone.substr(1));
  std::erase(digits, ':');
  const auto hours = whole_number(digits.substr(0, 2));
  const auto minutes = digits.size() == 2 ? 0 : whole_number(digits.substr(2));
  if (!hours || !minutes || *hours < 0 || *minutes < 0 || digits.size() > 4) return {};
  return (zone[0] == '-' ? -60 : 60) * (*hours * 60 + *minutes);
}

}  // namespace

std::optional<DumpTime> dump_time(std::string_view text) {
  if (text.size() < 19 || text[4] != '-' || text[7] != '-' || text[10] != ' ' || text[13] != ':' ||
      text[16] != ':')
    return {};
  std::array<int, 6> parts = {};
  constexpr std::array<std::size_t, 6> places = {0, 5, 8, 11, 14, 17};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto part = whole_number(skipped(text.substr(places[i], i == 0 ? 4 : 2)));
    if (!part || *part < 0) return {};
    parts[i] = static_cast<int>(*part);
  }
  using namespace std::chrono;
  const year_month_day day{year{parts[0]}, month{static_cast<unsigned>(parts[1])},
                           std::chrono::day{static_cast<unsigned>(parts[2])}};
  if (!day.ok() || parts[3] > 23 || parts[4] > 59 || parts[5] > 60) return {};
  std::tm local = {};
  local.tm_year = parts[0] - 1900;
  local.tm_mon = parts[1] - 1;
  local.tm_mday = parts[2];
  local.tm_hour = parts[3];
  local.tm_min = parts[4];
  local.tm_sec = parts[5];
  local.tm_isdst = -1;
  const std::int64_t ours = ::mktime(&local);
  const std::int64_t utc =
      (sys_days(day).time_since_epoch() + hours(parts[3]) + minutes(parts[4]) + seconds(parts[5])) /
      seconds(1);
  const std::string_view zone = trimmed(text.substr(19));
  if (zone.empty()) return DumpTime{std::max(ours, utc), false};
  if (zone == "UTC" || zone == "GMT" || zone == "Z") return DumpTime{utc, true};
  if (const auto offset = offset_of(zone)) return DumpTime{utc - *offset, true};
  if (local.tm_zone && zone == local.tm_zone) return DumpTime{ours, true};
  return {};
}

}  // namespace interlock
