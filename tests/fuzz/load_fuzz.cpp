// No text makes the loader of machines crash, hang, or throw.
#include <cstddef>
#include <cstdint>

#include "states/load.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  interlock::load({reinterpret_cast<const char*>(data), size});
  return 0;
}
