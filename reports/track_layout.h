#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "engine/machine.h"

// Where everything lies on the track diagram of a machine, in pixels. States are their
// numbers in Machine::states.
namespace interlock {

using Place = int;  // 2 x gutter, + 1 for the right one of its two tracks

// Track from several stations to one. An entry leads from the main line down to the
// siding; a loop from the siding to a station of it that is not the next.
struct Net {
  std::size_t target = 0;
  std::map<std::size_t, Place> pins;  // where it leaves each station
  Place land = 0;                     // where it arrives
  bool loop = false;
  int level = 0;
};

struct Layout {
  std::vector<std::optional<std::size_t>> to, back;  // of each state
  std::vector<std::size_t> main, side;               // in the order of going
  std::vector<int> column;                           // of each state
  int columns = 0;
  std::vector<std::pair<std::size_t, std::size_t>> lanes;  // between neighbours
  std::vector<Net> entries, loops;
  std::vector<std::size_t> stops;  // of the main line, from which nothing leads back
  std::optional<int> signal;       // the column behind which the point of no return lies
  std::optional<std::size_t> no_return;

  std::vector<Texts> labels;  // of each state
  std::vector<std::string> captions;
  std::vector<int> left;  // the edge of each column
  bool phases = false;    // there is a row of them
  int width = 0, height = 0;
  int line = 0, siding = 0;  // how far down the two lie
  int floor = 0, low = 0;    // below the labels of the siding; levels of the loops
  int deep = 0;              // levels of the entries
  // Where a page cuts the drawing into strips: from 0 to the width, at edges of columns.
  std::vector<int> cuts;

  bool on_main(std::size_t state) const;
  int x(std::size_t state) const;
  int y(std::size_t state) const { return on_main(state) ? line : siding; }
  int x_of(Place place) const;
  // How far down the level of a net lies.
  int level(const Net& net) const;
};

Layout layout_of(const Machine& machine);

// Sizes of what is drawn around a station.
inline constexpr int lamp_radius = 10, ring_radius = 15, bend_radius = 12;
// A column; in it the part for text; a line of text.
inline constexpr int column_width = 108, label_zone = 80, text_line = 14;
inline constexpr int drop = 40;  // from the main line to the first level

}  // namespace interlock
