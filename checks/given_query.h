#pragma once

#include <optional>
#include <string>

#include "engine/check.h"

// What the checks share whose SQL comes from the machine, one text for each system.
namespace interlock::checks {

Probe given_query();
std::vector<Param> query_params();

// Why the query was not asked: none for this system, or none that only reads.
std::optional<Verdict> not_asked_because(const Evidence& seen);

// "1 | a@b.example": the cells of a row, cut short.
std::string row_of(const Table& table, std::size_t row);

}  // namespace interlock::checks
