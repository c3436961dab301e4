#include "reports/drawing.h"

#include "reports/report.h"
#include "reports/standing.h"

namespace interlock {

std::vector<DrawnPhase> drawn_phases(const Machine& machine) {
  std::vector<DrawnPhase> phases = {{"pre", "Before", {}},
                                    {"change", "The change", {}},
                                    {"post", "After", {}},
                                    {"back", "The way back", {}}};
  for (const State& state : machine.states)
    if (state.phase) phases[static_cast<std::size_t>(*state.phase)].states.push_back(&state);
  std::erase_if(phases, [](const DrawnPhase& phase) { return phase.states.empty(); });
  return phases;
}

const Transition* step_of_no_return(const Machine& machine) {
  const std::size_t number = forecast_of(machine).point_of_no_return;
  const auto line = main_line(machine);
  return number == 0 || number > line.size() ? nullptr : line[number - 1];
}

}  // namespace interlock
