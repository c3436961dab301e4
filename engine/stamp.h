#pragma once

#include <cstdint>
#include <string>

#include "engine/value.h"

namespace interlock {

// What the writer of an event knows beside its draft.
struct Stamp {
  std::int64_t seq = 0;
  std::string prev = {};  // hex
  std::string ts = {};    // UTC, nanoseconds
  std::int64_t mono_ns = 0;
  std::string boot_id = {};
  std::string host = {};
  Value actor = {};
  std::string program = {};
};

// That of the first event; its time is not told yet.
Stamp who_and_where();

// Reads the clocks: UTC, and the monotonic one of this boot, which never shows less
// than one nanosecond more than what stood there.
void tick(Stamp& stamp);

}  // namespace interlock
