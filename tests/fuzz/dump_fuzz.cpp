// No dump makes its reader crash or hang, and in which pieces it comes makes no difference.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "engine/dump_facts.h"

namespace {

interlock::DumpFacts read(interlock::DumpKind kind, std::string_view text, std::size_t piece) {
  interlock::DumpReader reader(kind);
  for (; !text.empty(); text.remove_prefix(std::min(piece, text.size())))
    reader.add(text.substr(0, piece));
  return reader.end();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto kind = interlock::dump_kind(text.substr(0, interlock::enough_of_dump));
  const auto whole = read(kind, text, size), pieces = read(kind, text, 3);
  if (whole.problem != pieces.problem || whole.tables != pieces.tables ||
      whole.ended != pieces.ended)
    std::abort();
  return 0;
}
