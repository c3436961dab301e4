#include "engine/reading.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace interlock {

namespace {

constexpr std::array<std::string_view, 5> beginnings = {"SELECT", "SHOW", "WITH", "VALUES",
                                                        "TABLE"};
// INTO makes a table or a file, UPDATE also locks rows (FOR UPDATE).
constexpr std::array<std::string_view, 11> writing = {"INSERT", "UPDATE",   "DELETE", "MERGE",
                                                      "INTO",   "TRUNCATE", "DROP",   "ALTER",
                                                      "CREATE", "GRANT",    "LOCK"};

bool goes_on(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '$' || (c & 0x80) != 0;
}

std::size_t length_of_word(std::string_view sql) {
  const auto end = std::find_if_not(sql.begin(), sql.end(), goes_on);
  return static_cast<std::size_t>(end - sql.begin());
}

std::size_t length_of_quoted(std::string_view sql) {
  if (std::string_view("'\"`").find(sql.front()) == std::string_view::npos) return 0;
  const auto end = sql.find(sql.front(), 1);
  return end == std::string_view::npos ? sql.size() : end + 1;
}

std::string upper(std::string_view text) {
  std::string out;
  for (const char c : text) out += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return out;
}

template <class Words>
bool among(const Words& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

std::string_view writing_in(std::string_view sql) {
  const auto last = sql.find_last_not_of("; \t\r\n");
  sql = sql.substr(0, last == std::string_view::npos ? 0 : last + 1);
  if (sql.find("/*") != std::string_view::npos || sql.find("--") != std::string_view::npos)
    return "it has a comment, and servers run what stands in some of them";
  if (sql.find('\\') != std::string_view::npos)
    return "it has a backslash, which servers read in different ways";
  bool first = true;
  while (!sql.empty()) {
    if (const std::size_t length = length_of_word(sql)) {
      const std::string word = upper(sql.substr(0, length));
      if (first && !among(beginnings, word)) return "it does not begin with a word that reads";
      if (among(writing, word)) return "it has a word that writes";
      first = false;
      sql.remove_prefix(length);
      continue;
    }
    if (sql.front() == ';') return "it is more than one statement";
    sql.remove_prefix(std::max<std::size_t>(length_of_quoted(sql), 1));
  }
  return first ? std::string_view("it is empty") : std::string_view();
}

}  // namespace interlock
