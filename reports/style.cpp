#include "reports/style.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "engine/utf8.h"

namespace interlock {

namespace {

constexpr std::array<std::string_view, 8> colours = {"32", "33", "35", "1;31", "2", "1", "36", "2"};

struct Glyphs {
  std::string_view utf8, ascii;
};
constexpr Glyphs by_outcome[] = {
    {"-", "-"}, {"\xE2\x9C\x93", "+"}, {"!", "!"}, {"?", "?"}, {"\xE2\x9C\x97", "x"}};

// What stands for the few signs beyond ASCII that our own texts use.
constexpr Glyphs substitutes[] = {{"\xE2\x86\x92", "->"},
                                  {"\xE2\x80\xA6", "..."},
                                  {"\xC2\xB7", "-"},
                                  {"\xC2\xB5", "u"},
                                  {"\xE2\x89\xA5", ">="},
                                  {"\xE2\x94\x80", "-"},
                                  {"\xE2\x9C\x93", "+"},
                                  {"\xE2\x9C\x97", "x"},
                                  // The lamps and rails of a line of states.
                                  {"\xE2\x94\x83", "|"},
                                  {"\xE2\x94\x81", "="},
                                  {"\xE2\x97\x8F", "*"},
                                  {"\xE2\x97\x8B", "o"},
                                  {"\xE2\x97\x89", "@"},
                                  {"\xE2\x97\x8E", "(o)"}};

// Controls, line separators, marks that change the direction of writing, letters without
// width, and what is no letter: first and last.
constexpr std::pair<std::uint32_t, std::uint32_t> unseen[] = {
    {0x00, 0x1F},     {0x7F, 0x9F},     {0xAD, 0xAD},     {0x61C, 0x61C},
    {0x180E, 0x180E}, {0x200B, 0x200F}, {0x2028, 0x202E}, {0x2060, 0x206F},
    {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xFFFE, 0xFFFF}, {0xE0000, 0xE007F}};

std::uint32_t code_point(std::string_view letter) {
  if (letter.size() == 1) return static_cast<unsigned char>(letter.front());
  std::uint32_t code = static_cast<unsigned char>(letter.front()) & (0xFFU >> (letter.size() + 1));
  for (const char c : letter.substr(1)) code = code << 6 | (static_cast<unsigned char>(c) & 0x3FU);
  return code;
}

// A letter as it may be seen.
std::string seen(std::string_view letter) {
  const std::uint32_t code = code_point(letter);
  if (code >= ' ' && code < 0x7F) return std::string(letter);
  const auto* const found = std::find_if(std::begin(unseen), std::end(unseen), [&](auto range) {
    return code >= range.first && code <= range.second;
  });
  if (found == std::end(unseen)) return std::string(letter);
  switch (code) {
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    default: break;
  }
  // JSON on a terminal stays JSON: it has no control characters below this.
  return code < 0x7F     ? fmt::format("\\x{:02x}", code)
         : code > 0xFFFF ? fmt::format("\\u{{{:x}}}", code)
                         : fmt::format("\\u{:04x}", code);
}

// The size of an escape sequence that painted() makes, at the front; 0: there is none.
std::size_t colour_size(std::string_view text) {
  for (const std::string_view number : colours) {
    const std::string sequence = fmt::format("\x1b[{}m", number);
    if (text.starts_with(sequence)) return sequence.size();
  }
  return text.starts_with("\x1b[0m") ? 4 : 0;
}

// "1 min 47 s", and "30 min" where nothing is over.
std::string whole_and_rest(std::int64_t whole, std::string_view unit, std::int64_t rest,
                           std::string_view smaller) {
  const std::string text = fmt::format("{} {}", whole, unit);
  return rest == 0 ? text : fmt::format("{} {} {}", text, rest, smaller);
}

}  // namespace

Role role_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::not_applicable: return Role::not_applicable;
    case Outcome::pass: return Role::pass;
    case Outcome::warn: return Role::warn;
    case Outcome::unknown: return Role::unknown;
    case Outcome::fail: return Role::fail;
  }
  return Role::faint;
}

std::string painted(const Style& style, Role role, std::string_view text) {
  if (!style.colour || text.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", colours[static_cast<std::size_t>(role)], text);
}

std::string_view glyph(const Style& style, Outcome outcome) {
  const Glyphs& both = by_outcome[static_cast<std::size_t>(outcome)];
  return style.utf8 ? both.utf8 : both.ascii;
}

std::string_view arrow(const Style& style) {
  return style.utf8 ? substitutes[0].utf8 : substitutes[0].ascii;
}

std::string_view ellipsis(const Style& style) {
  return style.utf8 ? substitutes[1].utf8 : substitutes[1].ascii;
}

std::string_view spinner(const Style& style, std::size_t turn) {
  static constexpr std::array<std::string_view, 10> dots = {
      "\xE2\xA0\x8B", "\xE2\xA0\x99", "\xE2\xA0\xB9", "\xE2\xA0\xB8", "\xE2\xA0\xBC",
      "\xE2\xA0\xB4", "\xE2\xA0\xA6", "\xE2\xA0\xA7", "\xE2\xA0\x87", "\xE2\xA0\x8F"};
  static constexpr std::string_view bars = "|/-\\";
  return style.utf8 ? dots[turn % dots.size()] : bars.substr(turn % bars.size(), 1);
}

std::string plain(const Style& style, std::string text) {
  if (style.utf8) return text;
  for (const auto& [from, to] : substitutes)
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
      text.replace(at, from.size(), to);
  std::string ascii;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80)
      ascii += c;
    else if (byte >= 0xC0)  // the first of a letter
      ascii += '?';
  }
  return ascii;
}

std::string visible(std::string_view text, std::size_t most) {
  std::string result;
  for (std::size_t letters = 0; !text.empty(); ++letters) {
    if (letters == most) return result + "\xE2\x80\xA6";
    const std::size_t size = utf8_size(text);
    result += size == 0 ? readable(text.substr(0, 1)) : seen(text.substr(0, size));
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return result;
}

std::string shown(const Style& style, std::string_view text) {
  return plain(style, visible(text));
}

std::string command_words(const Style& style, std::string_view command) {
  return plain(style, visible(command, 4000));
}

std::string harmless(std::string_view text, bool colours_stay) {
  std::string result;
  while (!text.empty()) {
    std::size_t size = colours_stay ? colour_size(text) : 0;
    if (size > 0 || text.front() == '\n') {
      size = size > 0 ? size : 1;
      result += text.substr(0, size);
    } else {
      size = utf8_size(text);
      result += size == 0 ? readable(text.substr(0, 1)) : seen(text.substr(0, size));
      size = size == 0 ? 1 : size;
    }
    text.remove_prefix(size);
  }
  return result;
}

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  for (const char c : text) columns += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return columns;
}

std::string wrapped(const Style& style, std::string_view text, std::size_t from, std::size_t hang) {
  std::string result;
  std::size_t column = from;
  bool first = true;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t size = columns_of(word);
    if (!first && column + 1 + size > style.width) {
      result += "\n" + std::string(hang, ' ');
      column = hang;
    } else if (!first) {
      result += ' ';
      ++column;
    }
    result += word;
    column += size;
    first = false;
  }
  return result;
}

std::string padded(const std::string& text, std::size_t width) {
  const std::size_t columns = columns_of(text);
  return columns < width ? text + std::string(width - columns, ' ') : text;
}

std::string shouted(std::string_view word) {
  std::string result;
  for (const char c : word)
    result += c == '_' ? ' ' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  return result;
}

std::string number_words(std::int64_t number) {
  std::string digits = std::to_string(number);
  const std::size_t sign = number < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > sign + 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string size_words(std::int64_t bytes) {
  static constexpr std::string_view units[] = {"B", "kB", "MB", "GB", "TB", "PB"};
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (value >= 999.5 && unit + 1 < std::size(units)) value /= 1000, ++unit;
  if (unit == 0) return fmt::format("{} B", bytes);
  return value < 9.95 ? fmt::format("{:.1f} {}", value, units[unit])
                      : fmt::format("{:.0f} {}", value, units[unit]);
}

std::string span_words(std::int64_t ms) {
  if (ms < 100) return fmt::format("{} ms", ms);
  if (ms < 9950) return fmt::format("{:.1f} s", static_cast<double>(ms) / 1000);
  const std::int64_t s = (ms + 500) / 1000;
  if (s < 60) return fmt::format("{} s", s);
  if (s < 3600) return whole_and_rest(s / 60, "min", s % 60, "s");
  return whole_and_rest(s / 3600, "h", s % 3600 / 60, "min");
}

std::string counted_words(std::int64_t number, std::string_view noun) {
  return fmt::format("{} {}{}", number_words(number), noun, number == 1 ? "" : "s");
}

std::string listed(const std::vector<std::string>& items) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i)
    text += (i == 0 ? "" : i + 1 == items.size() ? " and " : ", ") + items[i];
  return text;
}

}  // namespace interlock
