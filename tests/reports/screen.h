#pragma once

#include <string>

namespace interlock {

// The text of a screen with what differs from run to run made the same: times, spans,
// run ids, digests, temporary folders. Escape sequences are written as \e[...m.
std::string masked(std::string text);

// Compares with tests/screens/NAME.txt, whole; with INTERLOCK_SCREENS=write in the
// environment writes the file instead.
void expect_screen(const std::string& name, const std::string& text);

}  // namespace interlock
