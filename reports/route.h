#pragma once

#include <cstdint>
#include <string>

#include "engine/route.h"
#include "engine/value.h"
#include "reports/style.h"

// `path`: which releases come between two.
namespace interlock {

struct Routing {
  const Machine& machine;
  const Route& route;
  std::string from, to;
};

std::string route_text(const Routing& routing, const Style& style);
// interlock.path/1
Value route_value(const Routing& routing, const std::string& at, std::int64_t ms);
Value route_schema();

}  // namespace interlock
