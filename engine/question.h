#pragma once

#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/table.h"

namespace interlock {

// What can be asked. The last four are there without being declared.
// (`operator` is a word of C++, hence the underscore; everywhere else the word
// is "operator".)
enum class System {
  postgres,
  mysql,
  sqlite,
  redis,
  memcached,
  http,
  files,
  host,
  operator_,
  catalogue
};

inline constexpr std::array<std::string_view, 10> system_words = {
    "postgres", "mysql", "sqlite", "redis",    "memcached",
    "http",     "files", "host",   "operator", "catalogue"};

constexpr std::string_view word(System system) {
  return system_words[static_cast<std::size_t>(system)];
}
constexpr bool built_in(System system) {
  return system >= System::files;
}

// A point in time, UTC.
using Moment = std::chrono::sys_time<std::chrono::milliseconds>;

constexpr std::chrono::milliseconds usual_patience{5000};

// Words for one endpoint; $1, $2 ... (mysql and sqlite: ?) stand for the
// arguments, which are bound, never spliced in.
struct Question {
  std::string words;
  std::vector<std::string> arguments = {};
  std::chrono::milliseconds patience = usual_patience;
};

// Why there is no table: what the system called it, and what to tell people.
struct Unanswered {
  std::string code;  // 1356, 42P01, NOAUTH; empty if the system gave none
  std::string why;

  bool operator==(const Unanswered&) const = default;
};

using Answer = std::variant<Table, Unanswered>;

// Reads an answer as samples draw it: a table (see table_of), a line such as
// "! 1356 View 'v' references invalid table(s)", or "-" for what was not asked.
Answer answer_of(std::string_view drawing);

}  // namespace interlock
