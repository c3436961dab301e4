#include "engine/versions.h"

#include <fmt/core.h>

#include <algorithm>

#include "engine/written.h"

namespace interlock {

namespace {

using Numbers = std::vector<std::int64_t>;

constexpr std::string_view digits = "0123456789";

// One part of a range; `series`: every version that begins with these numbers.
struct Bound {
  Comparison comparison = Comparison::equal;
  Numbers numbers;
  bool series = false;
};

std::int64_t number_at(const Numbers& numbers, std::size_t place) {
  return place < numbers.size() ? numbers[place] : 0;
}

std::strong_ordering order(const Numbers& a, const Numbers& b) {
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i)
    if (const auto order = number_at(a, i) <=> number_at(b, i); order != 0) return order;
  return std::strong_ordering::equal;
}

bool compares(const Numbers& version, Comparison comparison, const Numbers& than) {
  if (version.empty() || than.empty()) return false;
  const auto which = order(version, than);
  switch (comparison) {
    case Comparison::less: return which < 0;
    case Comparison::at_most: return which <= 0;
    case Comparison::equal: return which == 0;
    case Comparison::at_least: return which >= 0;
    case Comparison::more: return which > 0;
  }
  return false;
}

// Takes "12.3.4" from the beginning of `rest`; empty if it does not stand there.
Numbers take_numbers(std::string_view& rest) {
  Numbers numbers;
  for (std::string_view ahead = rest;; ahead.remove_prefix(1)) {
    const auto length = std::min(ahead.find_first_not_of(digits), ahead.size());
    const auto number = whole_number(ahead.substr(0, length));
    if (!number) break;
    numbers.push_back(*number);
    ahead.remove_prefix(length);
    rest = ahead;
    if (!ahead.starts_with('.')) break;
  }
  return numbers;
}

Comparison take_comparison(std::string_view& rest) {
  const auto length = std::min(rest.find_first_not_of("<>="), rest.size());
  const auto found = comparison_of(rest.substr(0, length));
  if (!found || *found == Comparison::equal) return Comparison::equal;
  rest.remove_prefix(length);
  if (rest.starts_with(' ')) rest.remove_prefix(1);
  return *found;
}

// Empty if it is no range.
std::vector<Bound> bounds_of(std::string_view rest) {
  std::vector<Bound> bounds;
  while (!rest.empty()) {
    Bound& bound = bounds.emplace_back();
    bound.comparison = take_comparison(rest);
    const bool plain = bound.comparison == Comparison::equal;
    bound.numbers = take_numbers(rest);
    if (bound.numbers.empty() || (plain && bounds.size() > 1)) return {};
    bound.series = plain && rest.starts_with(".x");
    if (bound.series) rest.remove_prefix(2);
    if (rest.empty()) break;
    if (rest.size() < 2 || rest.front() != ' ') return {};
    rest.remove_prefix(1);
  }
  return bounds;
}

bool meets(const Numbers& version, const Bound& bound) {
  if (!bound.series) return compares(version, bound.comparison, bound.numbers);
  if (version.empty()) return false;
  for (std::size_t i = 0; i < bound.numbers.size(); ++i)
    if (number_at(version, i) != bound.numbers[i]) return false;
  return true;
}

// Whether no release lies in a minor between the two, as far as is known: then `to` is known.
bool none_between(const Numbers& from, const Numbers& to, const Texts& releases) {
  bool known = false;
  for (const std::string& release : releases) {
    const Numbers at = version_of(release);
    if (order(at, to) == 0) known = true;
    if (number_at(at, 0) == number_at(from, 0) && number_at(at, 1) > number_at(from, 1) &&
        number_at(at, 1) < number_at(to, 1))
      return false;
  }
  return known;
}

// The next minor, or what is later of the same.
bool next_minor(std::string_view installed, std::string_view target, const Texts& releases) {
  const Numbers from = version_of(installed), to = version_of(target);
  if (number_at(from, 0) != number_at(to, 0)) return false;
  const auto minors = number_at(to, 1) - number_at(from, 1);
  if (minors == 0) return order_of(target, installed, releases) > 0;
  return minors == 1 || (minors > 1 && none_between(from, to, releases));
}

Allowed judged(const Hop& hop, std::string_view installed, std::string_view target,
               const Texts& releases) {
  const auto refused = [&](std::string_view why) {
    return Allowed{false, fmt::format("{} to {} was no allowed step: {}", installed, target, why)};
  };
  if (!hop.refused.empty()) return refused(hop.refused);
  const auto order = order_of(target, installed, releases);
  switch (hop.path) {
    case Path::newer:
      if (order <= 0) return refused("it led to no later release.");
      break;
    case Path::next_minor:
      if (!next_minor(installed, target, releases))
        return refused(fmt::format(
            "{} to {} goes only to the next minor release, or to a later patch of the same.",
            hop.from, hop.to));
      break;
    case Path::older:
      if (order >= 0) return refused("it led to no earlier release.");
      break;
  }
  return {true, fmt::format("{} to {} was an allowed step.", installed, target)};
}

// How a release is written that `target` may mean, though it is not written so itself; of several
// the last. Empty: there is none, or `target` is one as it stands.
std::string written_otherwise(std::string_view target, const Texts& releases) {
  std::string other;
  const auto suffix = suffix_of(target);
  for (const std::string& release : releases) {
    if (release == target) return {};
    const bool same = suffix_of(release) == suffix;
    if (same_numbers(release, target) && (same || suffix.empty()) &&
        (same || suffix_of(other) != suffix || other.empty()))
      other = release;
  }
  return other;
}

}  // namespace

std::optional<Comparison> comparison_of(std::string_view word) {
  const auto found = std::find(comparison_words.begin(), comparison_words.end(), word);
  if (found == comparison_words.end()) return {};
  return static_cast<Comparison>(found - comparison_words.begin());
}

bool compares(std::string_view version, Comparison comparison, std::string_view than) {
  return compares(version_of(version), comparison, version_of(than));
}

bool same_numbers(std::string_view a, std::string_view b) {
  return compares(a, Comparison::equal, b);
}

std::string_view suffix_of(std::string_view version) {
  if (version.starts_with('v')) version.remove_prefix(1);
  return version.substr(std::min(version.find_first_not_of("0123456789."), version.size()));
}

std::strong_ordering order_of(std::string_view a, std::string_view b, const Texts& releases) {
  if (const auto numbers = order(version_of(a), version_of(b)); numbers != 0) return numbers;
  const auto place_of = [&](std::string_view version) {
    return std::find_if(releases.begin(), releases.end(), [&](const std::string& release) {
      return same_numbers(release, version) && suffix_of(release) == suffix_of(version);
    });
  };
  const auto its = place_of(a), other = place_of(b);
  if (its == releases.end() || other == releases.end()) return std::strong_ordering::equal;
  return its <=> other;
}

bool is_range(std::string_view written) {
  return !bounds_of(written).empty();
}

bool in_range(std::string_view version, std::string_view range) {
  const auto bounds = bounds_of(range);
  const Numbers numbers = version_of(version);
  return !bounds.empty() && std::all_of(bounds.begin(), bounds.end(),
                                        [&](const Bound& bound) { return meets(numbers, bound); });
}

Allowed path_allowed(const std::vector<Hop>& hops, std::string_view installed,
                     std::string_view target, const Texts& releases) {
  if (const std::string is = written_otherwise(target, releases); !is.empty())
    return {false, fmt::format("{} to {} was no allowed step: no {} is known, but {}.", installed,
                               target, target, is)};
  std::string all;
  for (const Hop& hop : hops) {
    if (in_range(installed, hop.from) && in_range(target, hop.to))
      return judged(hop, installed, target, releases);
    if (hop.refused.empty())
      all += fmt::format("{}{} to {}", all.empty() ? "" : ", ", hop.from, hop.to);
  }
  return {false, fmt::format("{} to {} was no allowed step: there is {}.", installed, target,
                             all.empty() ? "none" : all)};
}

}  // namespace interlock
