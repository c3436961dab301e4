#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ledger.h"
#include "engine/stamp.h"

// The bytes of one event, as engine/README.md describes them.
namespace interlock {

// No event is larger; what is large is evidence.
constexpr std::size_t largest_event = 16 << 20;

// Throws Error{bug} for what no event may hold: fractions, whole numbers beyond
// 2^53, text that is not UTF-8, a type that is not in event_types.
std::string bytes_of(const Draft& draft, const std::vector<Citation>& evidence, const Stamp& stamp);

// A piece of evidence that an event names.
struct Cited {
  std::string_view sha256;  // hex
  std::int64_t size = 0;
};

// What verification needs of an event, as views into its bytes.
struct Scanned {
  std::int64_t seq = 0, mono_ns = 0;
  std::string_view boot_id, prev, run, ts, type;
  std::vector<Cited> evidence;
};

// Reads the bytes in one pass, without building values; nothing if they are not
// the canonical form of an event, to the last byte.
bool scan(std::string_view bytes, Scanned& event);
// Reads only these, from the end of an event; the rest is not looked at. False if it does not
// end as events do.
struct Tail {
  std::string_view prev, run, type;
};
bool scan_end(std::string_view bytes, Tail& event);

}  // namespace interlock
