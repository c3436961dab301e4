#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace interlock {

// Reads the small notations in which people and programs write things down.

// The number that the whole of `digits` spells, or nothing.
std::optional<std::int64_t> whole_number(std::string_view digits);

// "30s", "10m", "2h"; nothing else.
std::optional<std::chrono::seconds> duration_of(std::string_view written);

// The names of the format: "backup_verified" (is_name), "ixp-manager-6" (is_dashed:
// with hyphens instead of underscores), "backup.complete" of a check (is_check_id).
bool is_name(std::string_view written);
bool is_dashed(std::string_view written);
bool is_check_id(std::string_view written);

// A key as a JSON pointer writes it: "a/b" is "a~1b".
std::string in_pointer(std::string_view key);

// The numbers a version begins with: "10.11.6-MariaDB" is {10, 11, 6}, a leading
// v is skipped, a suffix does not count. Empty if it begins with no number.
// Vectors compare as versions do: {3, 9} < {3, 10}.
std::vector<std::int64_t> version_of(std::string_view written);

// "Did you mean postgres?", or nothing if no known word is near enough.
std::string suggestion(std::string_view wrong, const std::vector<std::string_view>& known);

// A word as a shell takes it: as it is, or in quotes.
std::string for_shell(const std::string& word);

}  // namespace interlock
