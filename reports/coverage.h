#pragma once

#include <string>

#include "engine/coverage.h"
#include "engine/value.h"
#include "reports/style.h"

// How a machine covers its guide, unit by unit. Knows nothing of a run.
namespace interlock {

// "81 units; 60 in steps, 15 in checks, 8 not covered". A unit that is in both counts
// in both.
std::string coverage_totals(const Coverage& coverage);

// The texts of the units stand beside them where the guide was read; `guide` is its
// file, or empty.
std::string coverage_text(const Machine& machine, const Coverage& coverage,
                          const std::string& guide, const Style& style);
std::string coverage_markdown(const Machine& machine, const Coverage& coverage,
                              const std::string& guide);

// What was read: digests of the machine and the common groups, the guide's file.
struct Sources {
  std::string machine, groups;
  std::string guide;  // empty: none
};
// interlock.coverage/1
Value coverage_value(const Machine& machine, const Coverage& coverage, const Sources& sources,
                     const std::string& at, std::int64_t ms);
Value coverage_schema();

}  // namespace interlock
