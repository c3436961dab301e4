#include "reports/control_table.h"

#include <fmt/core.h>

#include <algorithm>

#include "reports/report.h"
#include "reports/standing.h"

namespace interlock {

namespace {

// Where the columns of the control table begin.
struct Columns {
  std::size_t step = 20, to = 0, back = 0;
};

Columns columns_for(const Machine& machine, const Style& style) {
  std::size_t widest = 4, widest_back = 7;
  for (const State& state : machine.states) {
    widest = std::max(widest, state.id.size());
    widest_back = std::max(widest_back, state.back.size());
  }
  Columns columns;
  columns.back = style.width - std::min(widest_back, style.width / 4);
  columns.to = columns.back - std::min(widest, style.width / 4) - 2;
  return columns;
}

std::string heading_of(const Machine& machine, const Transition& step) {
  const State* from = find_state(machine, step.from);
  if (!from || !from->phase) return {};
  switch (*from->phase) {
    case Phase::pre: return step.effect.empty() && step.changes.empty() ? "BEFORE" : "THE CHANGE";
    case Phase::change: return "THE CHANGE";
    case Phase::post: return "AFTER";
    case Phase::back: return {};
  }
  return {};
}

// Its number on the main line, what it does, where it leads, and where back leads from
// there.
std::string row_text(const Machine& machine, const Transition& step, std::size_t number,
                     const Columns& columns, const Style& style) {
  Style narrow = style;
  narrow.width = columns.to - 2;
  std::string text = fmt::format("{:>4}  {:<12}  ", number, class_of(machine, step)) +
                     wrapped(narrow, shown(style, step.step), columns.step, columns.step);
  const auto last = text.rfind('\n');
  const std::size_t used = columns_of(last == std::string::npos ? text : text.substr(last + 1));
  text += std::string(used < columns.to ? columns.to - used : 2, ' ');
  const State* to = find_state(machine, step.to);
  const std::string back = to ? to->back : std::string();
  const std::size_t width = columns.back - columns.to;
  return text + (back.empty() ? step.to : padded(step.to, width) + back) + "\n";
}

std::string bar_text(const Style& style) {
  const std::string rail = "\xE2\x94\x80\xE2\x94\x80";
  std::string text =
      "  " + rail + " point of no return: from here the way back loses what users store ";
  if (columns_of(text) + 2 > style.width) text = "  " + rail + " point of no return ";
  while (columns_of(text) < style.width) text += "\xE2\x94\x80";
  return plain(style, text) + "\n";
}

// The longest way back, which all others lead into.
std::string way_back_text(const Machine& machine, const Style& style) {
  Texts longest;
  for (const State& state : machine.states) {
    if (state.phase != Phase::back) continue;
    Texts states{state.id};
    for (const Transition* step : line_from(machine, state.id)) states.push_back(step->to);
    if (states.size() > longest.size()) longest = std::move(states);
  }
  if (longest.empty()) return {};
  std::string text = "Way back:";
  for (const std::string& state : longest)
    text += (state == longest.front() ? " " : " \xE2\x86\x92 ") + state;
  return wrapped(style, plain(style, text), 0, 10) + "\n";
}

std::size_t guards_in(const Machine& machine) {
  std::size_t guards = 0;
  for (const Transition& t : machine.transitions)
    guards += t.require.size() + t.hold.size() + t.ensure.size();
  return guards;
}

}  // namespace

std::string control_table_text(const Machine& machine, const Style& style) {
  const Columns columns = columns_for(machine, style);
  std::string text =
      wrapped(style, shown(style, machine.title + ", after \"" + machine.guide.name + "\""), 0, 0) +
      "\n";
  const std::string counts = fmt::format(
      "{}, {}, {}", counted_words(static_cast<std::int64_t>(machine.states.size()), "state"),
      counted_words(static_cast<std::int64_t>(machine.transitions.size()), "transition"),
      counted_words(static_cast<std::int64_t>(guards_in(machine)), "guard"));
  text += counts + std::string(counts.size() < columns.to ? columns.to - counts.size() : 2, ' ') +
          padded("then", columns.back - columns.to) + "back to\n";
  const Forecast forecast = forecast_of(machine);
  std::string heading;
  std::size_t number = 0;
  for (const Transition* step : main_line(machine)) {
    if (++number == forecast.point_of_no_return) text += bar_text(style);
    if (const std::string here = heading_of(machine, *step); here != heading && !here.empty())
      text += "  " + painted(style, Role::bold, heading = here) + "\n";
    text += row_text(machine, *step, number, columns, style);
  }
  return text + way_back_text(machine, style);
}

}  // namespace interlock
