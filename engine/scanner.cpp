#include "engine/scanner.h"

#include <array>
#include <charconv>
#include <string>

#include "engine/utf8.h"

namespace interlock {

namespace {

constexpr int deepest_record = 200;

// Whether a byte may stand in a string as it is and is a character of its own.
constexpr std::array<bool, 256> in_plain_text = [] {
  std::array<bool, 256> table{};
  for (std::size_t byte = 0x20; byte < 0x80; ++byte) table[byte] = byte != '"' && byte != '\\';
  return table;
}();

int canonical_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// The text that a string, known to be canonical, stands for.
std::string unescaped(std::string_view inner) {
  static constexpr std::string_view letters = "btnfr", meant = "\b\t\n\f\r";
  std::string text;
  for (std::size_t i = 0; i < inner.size(); ++i) {
    if (inner[i] != '\\') {
      text += inner[i];
    } else if (inner[++i] == 'u') {
      text += static_cast<char>(16 * canonical_digit(inner[i + 3]) + canonical_digit(inner[i + 4]));
      i += 4;
    } else {
      const auto letter = letters.find(inner[i]);
      text += letter == std::string_view::npos ? inner[i] : meant[letter];
    }
  }
  return text;
}

bool in_order(std::string_view one, std::string_view other) {
  if (one.find('\\') == std::string_view::npos && other.find('\\') == std::string_view::npos)
    return before_in_utf16(one, other);
  return before_in_utf16(unescaped(one), unescaped(other));
}

}  // namespace

// After the backslash.
bool Scanner::escape() {
  if (at_ == end_) return false;
  const char letter = *at_++;
  if (letter != 'u') return std::string_view("btnfr\"\\").find(letter) != std::string_view::npos;
  if (!literal("00") || end_ - at_ < 2) return false;
  const int high = canonical_digit(at_[0]), low = canonical_digit(at_[1]);
  at_ += 2;
  const int code = 16 * high + low;
  const bool has_letter = code == 8 || code == 9 || code == 10 || code == 12 || code == 13;
  return (high == 0 || high == 1) && low >= 0 && !has_letter;
}

bool Scanner::text(std::string_view& inner) {
  if (front() != '"') return false;
  const char* begin = ++at_;
  while (true) {
    while (at_ != end_ && in_plain_text[static_cast<unsigned char>(*at_)]) ++at_;
    if (at_ == end_) return false;
    if (*at_ == '"') break;
    if (*at_ == '\\') {
      ++at_;
      if (!escape()) return false;
    } else {
      const auto rest = std::string_view(at_, static_cast<std::size_t>(end_ - at_));
      const std::size_t size = utf8_size(rest);
      if (size < 2) return false;
      at_ += size;
    }
  }
  inner = {begin, static_cast<std::size_t>(at_++ - begin)};
  return true;
}

bool Scanner::text_or_null(std::string_view& inner) {
  inner = {};
  return literal("null") || text(inner);
}

bool Scanner::integer(std::int64_t& number) {
  constexpr std::int64_t exact = std::int64_t{1} << 53;
  const char* digits = at_ + (front() == '-' ? 1 : 0);
  const auto [end, failed] = std::from_chars(at_, end_, number);
  if (failed != std::errc()) return false;
  const bool leads_with_zero = *digits == '0' && (end - digits > 1 || digits != at_);
  at_ = end;
  return !leads_with_zero && number <= exact && number >= -exact;
}

bool Scanner::value(int depth) {
  std::string_view inner;
  std::int64_t number = 0;
  switch (front()) {
    case '"': return text(inner);
    case '{': return object(depth);
    case '[': return list(depth);
    case 't': return literal("true");
    case 'f': return literal("false");
    case 'n': return literal("null");
    default: return integer(number);
  }
}

bool Scanner::list(int depth) {
  ++at_;
  if (literal("]")) return true;
  do
    if (depth >= deepest_record || !value(depth + 1)) return false;
  while (literal(","));
  return literal("]");
}

bool Scanner::object(int depth) {
  ++at_;
  if (literal("}")) return true;
  std::string_view key, last;
  bool first = true;
  do {
    if (depth >= deepest_record || !text(key) || !literal(":") || !value(depth + 1)) return false;
    if (!first && !in_order(last, key)) return false;
    first = false;
    last = key;
  } while (literal(","));
  return literal("}");
}

}  // namespace interlock
