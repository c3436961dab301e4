#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/error.h"
#include "engine/value.h"

namespace interlock {

// Reads JSON (RFC 8259). Keys keep their order. Keys that are written twice and
// syntax errors (with line and column) become problems; after a syntax error the
// value is null. `comments`: // and /* */ are allowed.
Value parsed(std::string_view json, std::vector<Problem>& problems, bool comments = false);

// The canonical form of RFC 8785 (JCS): keys sorted by UTF-16 code units, numbers
// as ECMAScript writes them. Throws Error{bug} for text that is not UTF-8, for
// NaN and for infinities: it has no form.
std::string canonical(const Value& value);

// For people and jq: two spaces, keys in their order, a line feed at the end.
std::string pretty(const Value& value);

}  // namespace interlock
