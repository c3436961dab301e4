#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/question.h"

// What a question to Redis asks, see README.md:
//
//   COMMAND                  as it is
//   COMMAND ; COMMAND        several
//   COMMAND with $1+ in it   several: one for each item of the list
//   COMMAND | COMMAND        the second for each value that the first answers, as $ in it
//   ... upto TEXT            of each value only what is before the first TEXT in it
namespace interlock {

using RedisCommand = std::vector<std::string>;

// Takes " upto TEXT" off the end of a question. Returns TEXT, or nothing.
std::string take_end(Question& question);

// Does it ask several commands, with ; or $1+?
bool is_several(const Question& question);

std::vector<RedisCommand> commands_of(const Question& question);

// The two sides of a |, if there is one.
using Each = std::pair<Question, std::function<Question(const std::string& value)>>;
std::optional<Each> for_each_in(const Question& question);

}  // namespace interlock
