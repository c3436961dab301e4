#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/question.h"

namespace interlock {

// The wall clock.
Moment now();

// RFC 3339 in UTC: "2026-11-19T22:00:04.118Z".
std::string written(Moment moment);
// Reads it back, also with fewer or more digits of the second; nothing if it is none.
std::optional<Moment> moment_of(std::string_view written);

}  // namespace interlock
