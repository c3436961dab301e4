#include "engine/crash.h"

#ifdef INTERLOCK_CRASH_POINTS

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <optional>

#include "engine/written.h"

namespace interlock {

namespace {

struct Points {
  int passed = 0;
  std::optional<std::int64_t> wanted;
  const char* log = std::getenv("INTERLOCK_CRASH_LOG");
};

Points& points() {
  static Points all = [] {
    Points from;
    if (const char* at = std::getenv("INTERLOCK_CRASH_AT")) from.wanted = whole_number(at);
    return from;
  }();
  return all;
}

}  // namespace

void crash_point(std::string_view what, std::string_view state) {
  Points& all = points();
  if (all.log) std::ofstream(all.log, std::ios::app) << what << ' ' << state << '\n';
  if (++all.passed == all.wanted) std::raise(SIGKILL);
}

void crash_at(int point) {
  points().passed = 0;
  points().wanted = point;
}

}  // namespace interlock

#endif
