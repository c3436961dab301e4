// No text makes the readers of .env files, Python settings and version files crash, hang, or throw.
#include <cstddef>
#include <cstdint>

#include "engine/dotenv.h"
#include "engine/python_settings.h"
#include "engine/version_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  interlock::dotenv(text);
  interlock::python_settings(text);
  for (const std::string_view file : interlock::version_files) interlock::version_in(file, text);
  return 0;
}
