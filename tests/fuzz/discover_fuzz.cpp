// No file of an application makes discovery crash, hang, or throw: each recipe finds the
// same garbage in all its files. What it took for an address can be written and read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "engine/installation.h"
#include "engine/url.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const auto* recipe : {"", "ixp", "convoy", "status-page", "parsec"}) {
    const auto found = interlock::discover(recipe, "/srv",
                                           [&](const std::string&) { return std::optional(text); });
    for (const auto& [name, endpoint] : found.endpoints) interlock::written(endpoint.address);
  }
  if (const auto url = interlock::url_of(text))
    if (const auto system = interlock::system_of(url->scheme)) {
      interlock::Address address{.system = *system};
      if (interlock::put(*url, address).empty() && !interlock::url_of(interlock::written(address)))
        std::abort();
    }
  return 0;
}
