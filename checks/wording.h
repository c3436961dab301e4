#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// How sentences name things.
namespace interlock::checks {

// "a, b, c"; of more than ten the first ten: "a, b, ... and 7 more".
std::string listed(const std::vector<std::string>& names);

// "1 session", "3 sessions".
std::string count_of(std::size_t number, std::string_view one, std::string_view several);

// "45 s", "12 min", "3 h", "2 d"
std::string span_of(std::int64_t seconds);

// "0 B", "480 B", "1.3 GB", "48 MB": powers of 1000, one decimal below 10.
std::string bytes_of(std::int64_t bytes);

}  // namespace interlock::checks
