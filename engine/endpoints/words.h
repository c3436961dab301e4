#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/error.h"
#include "engine/question.h"
#include "engine/utf8.h"

namespace interlock {

// A question of "verb argument...", with $1, $2 ... replaced by its arguments.
struct Words {
  std::string verb;
  std::vector<std::string> arguments;
};

// Throws Error{bug} if an argument is missing.
Words words_of(const Question& question);

// The items of a list: lines, empty ones left out.
std::vector<std::string> items_of(std::string_view list);

// Cells that are not UTF-8 become readable().
void make_readable(Table& table);

// What the operating system refused, `code` being errno: "PATH: Permission denied".
Error refused(const std::string& path, int code);

}  // namespace interlock
