#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace interlock {

// Whether the bytes are UTF-8 as RFC 3629 has it: no surrogates, nothing longer
// than it must be, nothing beyond U+10FFFF.
bool utf8(std::string_view bytes);

// How many bytes the character at the front takes; 0 if it is none.
std::size_t utf8_size(std::string_view bytes);

// Bytes of a name or an output as text: what is not UTF-8 becomes \xNN.
std::string readable(std::string_view bytes);

// The order of RFC 8785: by UTF-16 code units. Both texts are UTF-8.
bool before_in_utf16(std::string_view one, std::string_view other);

}  // namespace interlock
