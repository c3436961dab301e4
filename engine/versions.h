#pragma once

#include <array>
#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/machine.h"

// Versions and ranges of them, by their numbers: a suffix such as -beta does not
// count, and what is left out is 0: 4.9 is 4.9.0.
namespace interlock {

enum class Comparison { less, at_most, equal, at_least, more };
inline constexpr std::array<std::string_view, 5> comparison_words = {"<", "<=", "=", ">=", ">"};

std::optional<Comparison> comparison_of(std::string_view word);

// Is `version` less, at most ... `than`? False if one of them has no numbers.
bool compares(std::string_view version, Comparison comparison, std::string_view than);

// "3.x", "5.8.x", "5.8.1", ">=3.0 <3.6": every part must be met.
bool is_range(std::string_view written);
bool in_range(std::string_view version, std::string_view range);

// Whether two versions have the same numbers.
bool same_numbers(std::string_view a, std::string_view b);

// What follows the numbers: "-beta" of "v1.2.3-beta".
std::string_view suffix_of(std::string_view version);

// Which of two is the later one: by their numbers; of the same numbers by their places among
// `releases`, which are the oldest first. Equal where that does not tell either.
std::strong_ordering order_of(std::string_view a, std::string_view b, const Texts& releases);

// May one go from `installed` to `target`? The first hop whose ranges have both decides.
// `releases`: those that are known, the oldest first. A minor release that never was, between two
// that are known, is not waited for: where there is no 4.3, the next minor after 4.2 is 4.4. Of a
// target that is known only by other zeros, or with a suffix that it lacks, no tag would be there.
struct Allowed {
  bool allowed = false;
  std::string why;  // past tense: "6.3.1 to 6.4.2 was an allowed step."
};
Allowed path_allowed(const std::vector<Hop>& hops, std::string_view installed,
                     std::string_view target, const Texts& releases = {});

}  // namespace interlock
