#pragma once

#include <string_view>

namespace interlock {

// A numbered place at which a test may end the program as kill -9 would: the
// INTERLOCK_CRASH_AT-th one that is passed. `what` happens there and `state` go as a
// line to the file INTERLOCK_CRASH_LOG, if it is named. Nothing in a build without
// crash points.
#ifdef INTERLOCK_CRASH_POINTS
void crash_point(std::string_view what, std::string_view state);
// At the point-th one from now on.
void crash_at(int point);
#else
inline void crash_point(std::string_view, std::string_view) {}
#endif

}  // namespace interlock
