#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace interlock {

// The JSON Schema (2020-12) of an output: ready, verify, report, status, prove,
// audit-verify, audit-conform; or of an event, a line of ndjson. Empty if there is no such output.
std::string schema_of_output(std::string_view output);
std::vector<std::string_view> outputs();

}  // namespace interlock
