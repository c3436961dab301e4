#include "engine/crash.h"

#ifdef INTERLOCK_CRASH_POINTS

#include <csignal>
#include <cstdlib>
#include <fstream>

#include "engine/written.h"

namespace interlock {

void crash_point(std::string_view what, std::string_view state) {
  static int passed = 0;
  static const char* const wanted = std::getenv("INTERLOCK_CRASH_AT");
  static const char* const log = std::getenv("INTERLOCK_CRASH_LOG");
  if (log) std::ofstream(log, std::ios::app) << what << ' ' << state << '\n';
  if (wanted && whole_number(wanted) == ++passed) std::raise(SIGKILL);
}

}  // namespace interlock

#endif
