#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/verdict.h"

namespace interlock {

// How text is laid out for people.
struct Style {
  std::size_t width = 100;  // 60 to 100
  bool colour = false;
  bool utf8 = true;
  bool quiet = false;  // leave out what passes or does not apply
};

enum class Role { pass, warn, unknown, fail, not_applicable, bold, remedy, faint };
Role role_of(Outcome outcome);

// Coloured where the style says so.
std::string painted(const Style& style, Role role, std::string_view text);

// The glyph of an outcome: a tick or "+"; an arrow or "->"; an ellipsis or "...".
std::string_view glyph(const Style& style, Outcome outcome);
std::string_view arrow(const Style& style);
std::string_view ellipsis(const Style& style);

// One of the pictures of a wheel that turns.
std::string_view spinner(const Style& style, std::size_t turn);

// Replaces what is not ASCII where the style has no UTF-8.
std::string plain(const Style& style, std::string text);

// Text from outside on one line: what could steer a terminal, reorder letters or be
// seen by nobody is written out (\x1b, \n, \u202e, and \xff for what is no UTF-8), and
// of more than `most` characters the rest is left out.
std::string visible(std::string_view text, std::size_t most = 1000);
// visible() as plain() has it.
std::string shown(const Style& style, std::string_view text);

// A command, which is never broken, so that it can be copied.
std::string command_words(const Style& style, std::string_view command);

// The last filter before a terminal: like visible(), but line feeds stay, and with
// `colours` those of painted().
std::string harmless(std::string_view text, bool colours);

// How many columns the text takes on a terminal; it has no colours yet.
std::size_t columns_of(std::string_view text);

// The text, broken at spaces so that no line is longer than the width; the first
// line begins at column `from`, the others are indented by `hang`. A word that is
// too long stands alone. No line feed at the end.
std::string wrapped(const Style& style, std::string_view text, std::size_t from, std::size_t hang);

// With spaces behind it up to the width.
std::string padded(const std::string& text, std::size_t width);

// "not_ready" as "NOT READY".
std::string shouted(std::string_view word);

// "3.4 GB", "0.4 s", "1 min 47 s", "2 h 11 min", "24 ms", "1,012".
std::string size_words(std::int64_t bytes);
std::string span_words(std::int64_t ms);
std::string number_words(std::int64_t number);
// "1 check", "3 checks".
std::string counted_words(std::int64_t number, std::string_view noun);

// "a, b and c".
std::string listed(const std::vector<std::string>& items);

}  // namespace interlock
