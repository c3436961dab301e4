#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/table.h"
#include "engine/verdict.h"

// What the answer of `run` on host says.
namespace interlock::checks {

// The exit status. Throws Error, with the reason, if the program did not run to
// its end: that makes the verdict unknown.
std::int64_t exit_of(const Table& ran, std::string_view program);

// The lines that it wrote. Throws Error, with the program's own words, unless it
// exited with 0.
std::vector<std::string> lines_of(const Table& ran, std::string_view program);

// The verdict on a root folder that is not the top of a git checkout, from which an upgrade lives.
Verdict no_checkout();
// The verdict where git refuses a checkout that belongs to another account, with the command
// that git itself names for it (git-config, safe.directory); else nothing.
std::optional<Verdict> refused_by_git(const Table& ran);

// The lines of a text, without empty ones at its end.
std::vector<std::string> lines_in(std::string_view text);

// The number of the first version that its first line tells; empty if there is none.
std::string version_told(const std::vector<std::string>& lines);

// The first line of what it complained, for a sentence: without a full stop.
std::string complaint_of(const Table& ran);

}  // namespace interlock::checks
