#include "reports/control_table.h"

#include <fmt/core.h>

#include <algorithm>

#include "reports/report.h"
#include "reports/standing.h"

namespace interlock {

namespace {

std::size_t guards_in(const Machine& machine) {
  std::size_t guards = 0;
  for (const Transition& t : machine.transitions)
    guards += t.require.size() + t.hold.size() + t.ensure.size();
  return guards;
}

// A row of the control table: its number on the main line, what it does, where it
// leads, and where back leads from there.
std::string row_text(const Machine& machine, const Transition& step, std::size_t number,
                     const Style& style) {
  const State* to = find_state(machine, step.to);
  Style narrow = style;
  narrow.width = 70;
  const std::string what = wrapped(narrow, plain(style, step.step), 20, 20);
  const auto last = what.rfind('\n');
  const std::size_t used = last == std::string::npos ? 20 + what.size() : what.size() - last - 1;
  const std::size_t gap = used + 2 < 71 ? 71 - used : 2;
  return fmt::format("{:>4}  {:<12}  {}{}{:<13}{}\n", number ? std::to_string(number) : "",
                     class_of(machine, step), what, std::string(gap, ' '), step.to,
                     to ? to->back : "");
}

}  // namespace

std::string control_table_text(const Machine& machine, const Style& style) {
  static constexpr std::string_view headings[] = {"BEFORE", "THE CHANGE", "AFTER", "THE WAY BACK"};
  std::string text = plain(style, machine.title + ", after \"" + machine.guide.name + "\"\n");
  text += fmt::format(
      "{}, {}, {}\n", counted_words(static_cast<std::int64_t>(machine.states.size()), "state"),
      counted_words(static_cast<std::int64_t>(machine.transitions.size()), "transition"),
      counted_words(static_cast<std::int64_t>(guards_in(machine)), "guard"));
  const Forecast forecast = forecast_of(machine);
  const auto line = main_line(machine);
  std::string_view heading;
  std::size_t number = 0;
  for (const Transition& step : machine.transitions) {
    const bool main = std::find(line.begin(), line.end(), &step) != line.end();
    const State* from = find_state(machine, step.from);
    const auto phase = from && from->phase ? static_cast<std::size_t>(*from->phase) : 0;
    const std::string_view here = !main ? headings[3]
                                  : phase == 0 && step.effect.empty() && step.changes.empty()
                                      ? headings[0]
                                  : phase == 2 ? headings[2]
                                               : headings[1];
    if (here != heading) text += fmt::format("  {}\n", heading = here);
    if (main) ++number;
    text += row_text(machine, step, main ? number : 0, style);
    if (main && number + 1 == forecast.point_of_no_return)
      text += plain(style,
                    "  -- point of no return: from here the way back loses what users store "
                    "--\n");
  }
  return text;
}

}  // namespace interlock
