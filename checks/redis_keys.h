#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/table.h"

// What Redis answers to several commands: key, name, value.
namespace interlock::checks {

using Fields = std::map<std::string, std::string, std::less<>>;

// Hashes by their keys; sets with scores too, their members being the fields.
std::map<std::string, Fields, std::less<>> hashes_in(const Table& answer);

// What a command answered that answers with one number; 0 if it was not asked.
std::int64_t number_at(const Table& answer, std::string_view key);

// A field; empty if there is none.
std::string field(const Fields& fields, std::string_view name);

// A score, which may have a fraction, as a time in whole seconds since 1970; "inf" is
// the end of time. Nothing if it is no number.
std::optional<std::int64_t> seconds_of(std::string_view score);

// "default (2 waiting, 1 delayed)": what is 0 is told too.
struct Count {
  std::int64_t number;
  std::string_view means;
};
std::string counted_in(const std::string& queue, const std::vector<Count>& counts);

}  // namespace interlock::checks
