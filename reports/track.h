#pragma once

#include <string>

#include "engine/machine.h"
#include "engine/prove.h"
#include "reports/prove.h"
#include "reports/report.h"

// A machine as a track diagram, in SVG: the main line from left to right, below it the
// siding of the way back, turnouts that lead down to it, buffer stops where no way leads
// back, the point of no return as a signal. Each function is pure, and reckons in whole
// numbers: the same machine and the same lamps give the same bytes. Names are shown as
// visible() shows them, and are no markup.
namespace interlock {

// How the step went that led to a state; or where the run is, and what holds it.
enum class Lamp { dark, pass, warn, fail, unknown, here, held, held_fail, held_unknown };
// How a state was left: by its step, done or only begun; or back, before the step was
// begun or after.
enum class Left { not_yet, done, begun, back, begun_back };

// What is lit on a drawing; it changes no coordinate. By the ids of states.
struct Lamps {
  Named<Lamp> lit;
  Named<Left> left;
  bool passed = false;  // the point of no return
};
// Of a run; of a `ready` only where it begins.
Lamps lamps_of(const Machine& machine, const Report& report);
// Of a theorem that is violated: its story, and the state in which it ends wrongly.
Lamps lamps_of(const Machine& machine, const Theorem& theorem);

// A file of its own, light or dark as its reader has it; in strips where it would be wide.
std::string track_svg(const Machine& machine, const Lamps& lamps = {});
// What was proved: a drawing for each theorem that is violated, with its story; else the
// machine alone.
std::string prove_svg(const Proving& proving);

// The drawing for a page, which holds one at most, with its legend: cut into strips where the page
// is wide or printed, whole and scrolling sideways where it is narrow. The page has track_style()
// in its style sheet and gives the colours as --paper, --ink, --soft,
// --rail, --hair, --pass, --warn, --fail and --unknown.
std::string track_figure(const Machine& machine, const Lamps& lamps = {});
std::string track_style();

// The drawing in words, for whoever cannot see it.
std::string track_words(const Machine& machine);

}  // namespace interlock
