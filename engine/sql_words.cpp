#include "engine/sql_words.h"

#include <algorithm>
#include <cctype>

namespace interlock {

namespace {

constexpr std::string_view blanks = " \t\r\n";

}  // namespace

bool in_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

std::string_view skipped(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(blanks), text.size()));
}

std::string_view trimmed(std::string_view text) {
  text = skipped(text);
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

bool same_letters(std::string_view a, std::string_view b) {
  const auto same = [](unsigned char x, unsigned char y) {
    return std::tolower(x) == std::tolower(y);
  };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), same);
}

bool begins(std::string_view text, std::string_view word) {
  return same_letters(text.substr(0, word.size()), word);
}

bool take(std::string_view& rest, std::string_view word) {
  std::string_view text = skipped(rest);
  if (!begins(text, word)) return false;
  text.remove_prefix(word.size());
  if (!text.empty() && in_word(text.front())) return false;
  rest = text;
  return true;
}

std::string take_part(std::string_view& rest) {
  std::string part;
  if (rest.empty()) return part;
  const char quote = rest.front();
  if (quote != '"' && quote != '`' && quote != '\'' && quote != '[') {
    const auto size = std::min(rest.find_first_of(" \t\r\n.(;,"), rest.size());
    part = rest.substr(0, size);
    rest.remove_prefix(size);
    return part;
  }
  const char closing = quote == '[' ? ']' : quote;
  rest.remove_prefix(1);
  while (!rest.empty()) {
    const bool doubled = rest.size() > 1 && rest[0] == closing && rest[1] == closing;
    if (rest.front() == closing && !doubled) {
      rest.remove_prefix(1);
      break;
    }
    part += rest.front();
    rest.remove_prefix(doubled ? 2 : 1);
  }
  return part;
}

}  // namespace interlock
