#include "engine/time.h"

#include <fmt/core.h>

#include "engine/written.h"

namespace interlock {

using namespace std::chrono;

Moment now() {
  return time_point_cast<milliseconds>(system_clock::now());
}

std::string written(Moment moment) {
  const auto day = floor<days>(moment);
  const year_month_day date(day);
  const hh_mm_ss time(moment - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count(),
                     time.subseconds().count());
}

std::optional<Moment> moment_of(std::string_view text) {
  if (text.size() < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' ||
      text[16] != ':' || text.back() != 'Z')
    return {};
  const auto part = [&](std::size_t from, std::size_t size) {
    return whole_number(text.substr(from, size));
  };
  const auto y = part(0, 4), mo = part(5, 2), d = part(8, 2);
  const auto h = part(11, 2), mi = part(14, 2), s = part(17, 2);
  if (!y || !mo || !d || !h || !mi || !s) return {};
  std::int64_t ms = 0;
  if (text[19] == '.') {
    std::string digits(text.substr(20, text.size() - 21));
    digits.resize(3, '0');
    const auto read = whole_number(digits);
    if (!read) return {};
    ms = *read;
  } else if (text.size() != 20) {
    return {};
  }
  const year_month_day date(year(static_cast<int>(*y)), month(static_cast<unsigned>(*mo)),
                            day(static_cast<unsigned>(*d)));
  if (!date.ok() || *h > 23 || *mi > 59 || *s > 59) return {};
  return Moment(sys_days(date)) + hours(*h) + minutes(*mi) + seconds(*s) + milliseconds(ms);
}

}  // namespace interlock
