#pragma once

#include <string>
#include <string_view>

#include "engine/machine.h"

// Text on a drawing whose font nobody knows.
namespace interlock {

// How many pixels a text takes at most in the fonts that the drawings name; reckoned
// from what is usual for a letter, in whole numbers. `spacing`: after each letter.
int text_width(std::string_view text, int size, int spacing = 0);

// The width that labels are broken to. A column has a third more, for other fonts.
inline constexpr int label_width = 80;

// An id as at most three lines, 12 pixels high.
Texts label_of(std::string_view id);
// A line of capitals, 10 pixels high, cut to a label's width.
std::string caption_of(std::string_view text);
// A sentence in lines of a width.
Texts lines_of(std::string_view text, int size, int width);

// Text from outside within markup, as visible() shows it.
std::string escaped_text(std::string_view text);

}  // namespace interlock
