#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/machine.h"

// What the drawings of a machine have in common.
namespace interlock {

struct DrawnPhase {
  std::string_view name, title;  // "pre", "Before"
  std::vector<const State*> states;
};

// The phases that a machine has, each with its states; ends are in none.
std::vector<DrawnPhase> drawn_phases(const Machine& machine);

// The step of the main line that passes the point of no return; null if none does.
const Transition* step_of_no_return(const Machine& machine);

}  // namespace interlock
