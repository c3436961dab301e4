// No text makes the loader of machines, or what examines them, crash, hang, or throw.
#include <cstddef>
#include <cstdint>
#include <utility>

#include "checks/index.h"
#include "engine/examine.h"
#include "states/load.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  interlock::Loaded loaded = interlock::load({reinterpret_cast<const char*>(data), size});
  interlock::examine(loaded.machine, interlock::all_checks(), std::move(loaded.problems));
  return 0;
}
