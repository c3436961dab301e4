// Ranges of semantic versions.
#include <array>
#include <optional>

#include "checks/pins.h"
#include "engine/written.h"

namespace interlock::checks {

namespace {

using Numbers = std::array<std::int64_t, 3>;

constexpr std::int64_t endless = std::int64_t{1} << 60;

// 1.2 of 1.2.x: as many numbers as are given.
struct Part {
  Numbers numbers = {};
  std::size_t given = 0;
};

std::optional<Part> part_of(std::string_view text) {
  Part part;
  if (text.starts_with('v') || text.starts_with('=')) text.remove_prefix(1);
  text = text.substr(0, text.find_first_of("+-"));
  bool open = false;
  for (std::size_t place = 0; !text.empty(); ++place) {
    const auto end = std::min(text.find('.'), text.size());
    const auto word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (place == 3) return {};
    if (word == "x" || word == "X" || word == "*") open = true;
    if (open) continue;
    const auto number = whole_number(word);
    if (!number) return {};
    part.numbers[place] = *number;
    part.given = place + 1;
  }
  return part;
}

// The first version that is no longer of the part when `kept` of its numbers stay.
Numbers after(const Part& part, std::size_t kept) {
  if (kept == 0) return {endless, 0, 0};
  Numbers next = {};
  for (std::size_t i = 0; i < kept; ++i) next[i] = part.numbers[i];
  ++next[kept - 1];
  return next;
}

struct Bounds {
  Numbers from = {}, below = {endless, 0, 0};
};

// What stays of ^1.2.3: all up to the first number that is not 0.
std::size_t kept_by_caret(const Part& part) {
  for (std::size_t i = 0; i < part.given; ++i)
    if (part.numbers[i] != 0) return i + 1;
  return part.given;
}

std::optional<Bounds> bounds_of(std::string_view word) {
  const auto digits = std::min(word.find_first_not_of("<>=^~"), word.size());
  const std::string_view sign = word.substr(0, digits);
  const auto part = part_of(word.substr(digits));
  if (!part) return {};
  if (sign == "^") return Bounds{part->numbers, after(*part, kept_by_caret(*part))};
  if (sign == "~" || sign == "~>")
    return Bounds{part->numbers, after(*part, std::min<std::size_t>(2, part->given))};
  if (sign == ">=") return Bounds{part->numbers};
  if (sign == ">") return Bounds{after(*part, part->given)};
  if (sign == "<") return Bounds{{}, part->numbers};
  if (sign == "<=") return Bounds{{}, after(*part, part->given)};
  if (!sign.empty() && sign != "=") return {};
  return Bounds{part->numbers, after(*part, part->given)};
}

std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> words;
  bool sign = false;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    const auto word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word.empty()) continue;
    if (sign)
      words.back() += word;  // ">= 1.2"
    else
      words.emplace_back(word);
    sign = word.find_first_not_of("<>=^~") == std::string_view::npos;
  }
  return words;
}

Allows all_allow(std::string_view text, const Part& version) {
  auto words = words_in(text);
  if (words.size() == 3 && words[1] == "-") words = {">=" + words[0], "<=" + words[2]};
  for (const std::string& word : words) {
    const auto bounds = bounds_of(word);
    if (!bounds) return Allows::unread;
    if (version.numbers < bounds->from || version.numbers >= bounds->below) return Allows::no;
  }
  return Allows::yes;
}

}  // namespace

Allows range_allows(std::string_view range, std::string_view version) {
  const auto is = part_of(version);
  if (!is || is->given == 0) return Allows::unread;
  if (range == "latest" || range == "*" || range.empty()) return Allows::yes;
  Allows best = Allows::no;
  while (!range.empty()) {
    const auto end = std::min(range.find("||"), range.size());
    const Allows allows = all_allow(range.substr(0, end), *is);
    if (allows == Allows::yes) return allows;
    if (allows == Allows::unread) best = allows;
    range.remove_prefix(std::min(end + 2, range.size()));
  }
  return best;
}

}  // namespace interlock::checks
