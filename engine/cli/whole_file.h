#pragma once

#include <string>

namespace interlock {

// Writes a file whole or not at all: beside it first, then it takes its name. What is no
// file but can be written to (a pipe, /dev/stdout) is written to as it is. Throws
// Error{input} if it could not be written; then what was there before is still there.
void write_whole(const std::string& path, const std::string& text);

}  // namespace interlock
