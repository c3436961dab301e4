#pragma once

#include <string>

#include "reports/track.h"
#include "reports/track_layout.h"

namespace interlock {

// What is drawn of a machine: brackets, signal, nets, lanes, what was travelled,
// stations; in this order, so that what comes later lies above.
std::string track_drawing(const Machine& machine, const Layout& layout, const Lamps& lamps);

// A lamp around a point, within a group of its classes; the head of the signal, likewise
// within one of "sig".
std::string_view lamp_classes(Lamp lamp);
std::string lamp_parts(Lamp lamp, int x, int y);
std::string signal_head(int x, int y);

// What the lines and lamps of a drawing mean, for whoever sees it.
std::string track_legend(const Machine& machine, const Layout& layout, const Lamps& lamps);

// One drawing of a file, and what stands above it: a heading and what follows from it.
struct Panel {
  std::string heading;
  Texts says;
  Lamps lamps;
};
std::string track_file(const Machine& machine, const std::vector<Panel>& panels,
                       const std::string& title);

}  // namespace interlock
