#include "engine/endpoints/words.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstring>
#include <system_error>

#include "engine/utf8.h"
#include "engine/written.h"

namespace interlock {

namespace {

constexpr std::string_view digits = "0123456789";

const std::string& argument(const Question& question, std::string_view number) {
  const auto which = whole_number(number).value_or(0);
  if (which < 1 || static_cast<std::size_t>(which) > question.arguments.size())
    throw Error(Error::Kind::bug, fmt::format("'{}' has no ${}", question.words, number));
  return question.arguments[static_cast<std::size_t>(which) - 1];
}

// $1 within a word; a '$' without a number stays as it is.
std::string filled_in(const Question& question, std::string_view word) {
  std::string text;
  while (!word.empty()) {
    const auto dollar = std::min(word.find('$'), word.size());
    text += word.substr(0, dollar);
    word.remove_prefix(dollar);
    if (word.empty()) break;
    const auto size = std::min(word.find_first_not_of(digits, 1), word.size()) - 1;
    text += size == 0 ? "$" : argument(question, word.substr(1, size));
    word.remove_prefix(1 + size);
  }
  return text;
}

// "$1+": each item of the list is a word.
bool is_several(std::string_view word) {
  return word.size() > 2 && word.front() == '$' && word.back() == '+' &&
         word.find_first_not_of(digits, 1) == word.size() - 1;
}

}  // namespace

Words words_of(const Question& question) {
  std::vector<std::string> all;
  std::string_view rest = question.words;
  for (;;) {
    const auto end = std::min(rest.find(' '), rest.size());
    const std::string_view word = rest.substr(0, end);
    if (is_several(word)) {
      for (auto& item : items_of(argument(question, word.substr(1, word.size() - 2))))
        all.push_back(std::move(item));
    } else {
      all.push_back(filled_in(question, word));
    }
    if (end == rest.size()) break;
    rest.remove_prefix(end + 1);
  }
  Words words{std::move(all.front()), {}};
  all.erase(all.begin());
  words.arguments = std::move(all);
  return words;
}

std::vector<std::string> items_of(std::string_view list) {
  std::vector<std::string> items;
  while (!list.empty()) {
    const auto end = std::min(list.find('\n'), list.size());
    if (end > 0) items.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return items;
}

void make_readable(Table& table) {
  for (auto& row : table.rows)
    for (auto& cell : row)
      if (cell && !utf8(*cell)) cell = readable(*cell);
}

Error refused(const std::string& path, int code) {
  const char* name = ::strerrorname_np(code);
  const bool denied = code == EACCES || code == EPERM;
  return {Error::Kind::endpoint, readable(path) + ": " + std::generic_category().message(code),
          denied ? "Run Interlock as a user that may read it." : "",
          name ? name : std::to_string(code)};
}

}  // namespace interlock
