#include "engine/written.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <numeric>

namespace interlock {

namespace {

// How many letters must be put in, left out or changed to make one of the other.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

bool is_small(char c) {
  return c >= 'a' && c <= 'z';
}

// A small letter, then small letters, digits and `joint`.
bool is_word(std::string_view written, char joint) {
  return !written.empty() && is_small(written.front()) &&
         std::all_of(written.begin(), written.end(),
                     [&](char c) { return is_small(c) || (c >= '0' && c <= '9') || c == joint; });
}

}  // namespace

bool is_name(std::string_view written) {
  return is_word(written, '_');
}

bool is_dashed(std::string_view written) {
  return is_word(written, '-');
}

bool is_check_id(std::string_view written) {
  const auto dot = written.find('.');
  return dot != std::string_view::npos && is_name(written.substr(0, dot)) &&
         is_name(written.substr(dot + 1));
}

std::string in_pointer(std::string_view key) {
  std::string written;
  for (const char c : key) {
    if (c == '~')
      written += "~0";
    else if (c == '/')
      written += "~1";
    else
      written += c;
  }
  return written;
}

std::optional<std::int64_t> whole_number(std::string_view digits) {
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (failure != std::errc{} || end != digits.data() + digits.size()) return {};
  return value;
}

std::optional<std::chrono::seconds> duration_of(std::string_view written) {
  if (written.size() < 2 || written.size() > 8 || written.front() < '1') return {};
  const auto count = whole_number(written.substr(0, written.size() - 1));
  if (!count) return {};
  switch (written.back()) {
    case 's': return std::chrono::seconds(*count);
    case 'm': return std::chrono::minutes(*count);
    case 'h': return std::chrono::hours(*count);
    default: return {};
  }
}

std::vector<std::int64_t> version_of(std::string_view written) {
  std::vector<std::int64_t> numbers;
  if (written.starts_with('v')) written.remove_prefix(1);
  while (!written.empty()) {
    const auto digits = std::min(written.find_first_not_of("0123456789"), written.size());
    const auto number = whole_number(written.substr(0, digits));
    if (!number) break;
    numbers.push_back(*number);
    written.remove_prefix(digits);
    if (!written.starts_with('.')) break;
    written.remove_prefix(1);
  }
  return numbers;
}

std::string suggestion(std::string_view wrong, const std::vector<std::string_view>& known) {
  constexpr std::size_t longest = 80, most = 2000;  // what is compared must stay small
  if (wrong.size() > longest || known.size() > most) return {};
  std::string_view best;
  std::size_t least = wrong.size() / 3 + 2;  // further away is no likeness
  for (const std::string_view word : known)
    if (word.size() <= longest)
      if (const std::size_t d = distance(wrong, word); d < least) least = d, best = word;
  return best.empty() ? std::string() : "Did you mean " + std::string(best) + "?";
}

std::string for_shell(const std::string& word) {
  const auto plain = [](unsigned char c) {
    return std::isalnum(c) != 0 ||
           std::string_view("_-./:=@,+%").find(static_cast<char>(c)) != std::string_view::npos;
  };
  if (!word.empty() && std::all_of(word.begin(), word.end(), plain)) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace interlock
