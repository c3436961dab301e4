#pragma once

#include <cstddef>
#include <string_view>

namespace interlock {

// What embed.cmake wrote: the files of this folder, one after the other; the pieces
// of one follow each other.
struct EmbeddedPiece {
  std::string_view file;
  std::string_view text;
};
extern const EmbeddedPiece pieces[];
extern const std::size_t pieces_in_all;

}  // namespace interlock
