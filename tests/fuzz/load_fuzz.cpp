// No text makes the loader of machines, or what examines them, crash, hang, or throw; and what
// they let pass is proved, or is too large to be.
#include <cstddef>
#include <cstdint>
#include <utility>

#include "checks/index.h"
#include "engine/examine.h"
#include "engine/prove.h"
#include "states/load.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  interlock::Loaded loaded = interlock::load({reinterpret_cast<const char*>(data), size});
  const auto checks = interlock::all_checks();
  if (!interlock::examine(loaded.machine, checks, std::move(loaded.problems)).empty()) return 0;
  interlock::prove(loaded.machine, checks, 1000);
  return 0;
}
