#pragma once

#include <functional>
#include <string>

#include "reports/style.h"

namespace interlock {

// The text of a screen with what differs from run to run made the same: times, spans,
// run ids, digests, temporary folders. Escape sequences are written as \e[...m.
std::string masked(std::string text);

// Compares with tests/screens/NAME.txt, whole; with INTERLOCK_SCREENS=write in the
// environment writes the file instead.
void expect_screen(const std::string& name, const std::string& text);

// A screen in each of its looks: at 100, 72 and 60 columns, in ASCII, and in colours, all in
// tests/screens/NAME.txt. At every width, in UTF-8 and in ASCII, colours change no letter.
using Drawn = std::function<std::string(const Style&)>;
void expect_screens(const std::string& name, const Drawn& drawn);

}  // namespace interlock
