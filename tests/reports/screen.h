#pragma once

#include <functional>
#include <string>

#include "reports/style.h"

namespace interlock {

// The text of a screen with what differs from run to run made the same: times, spans,
// run ids, digests, temporary folders. Escape sequences are written as \e[...m.
std::string masked(std::string text);

// How long a path is decides where lines are broken: here they are whole.
std::string unbroken(std::string text);

// Compares with tests/screens/NAME.txt, whole; with INTERLOCK_SCREENS=write in the
// environment writes the file instead.
void expect_screen(const std::string& name, const std::string& text);

// That a screen says what the kept one of that name says, though it may be narrower, in ASCII
// and in colours; `made_plain` is done to it before words are compared. Nothing but paths and
// commands is wider than `width`.
void expect_same_words(const std::string& name, const std::string& text, std::size_t width,
                       const std::function<std::string(std::string)>& made_plain);

// A screen in each of its looks: at 100, 72 and 60 columns, in UTF-8 and in ASCII, and once in
// colours, all in tests/screens/NAME.txt. In none of them do colours change a letter.
using Drawn = std::function<std::string(const Style&)>;
void expect_screens(const std::string& name, const Drawn& drawn);

}  // namespace interlock
