#include "reports/control_table.h"

#include <fmt/core.h>

#include <algorithm>

#include "reports/coverage.h"
#include "reports/report.h"
#include "reports/standing.h"

namespace interlock {

namespace {

// Where the columns of the control table begin. Where there is little room, the sentence
// of a step stands below its row.
struct Columns {
  std::size_t step = 19, to = 19, back = 0;
  bool below = false;
};

Columns columns_for(const Machine& machine, const Style& style) {
  std::size_t widest = 4, widest_back = 7;
  for (const State& state : machine.states) {
    widest = std::max(widest, columns_of(state.id));
    widest_back = std::max(widest_back, columns_of(state.back));
  }
  Columns columns;
  columns.below = style.width < 76;
  if (!columns.below)
    columns.to = style.width - std::min(widest_back, style.width / 4) -
                 std::min(widest, style.width / 4) - 2;
  columns.back = columns.to + std::min(widest, style.width / 4) + 2;
  if (columns.below) columns.step = 6;
  return columns;
}

// That of the state to which the step leads.
std::string heading_of(const Machine& machine, const Transition& step) {
  const std::string_view phase = phase_word(machine, step.to);
  if (phase == "pre") return "BEFORE";
  if (phase == "change") return "THE CHANGE";
  return phase == "post" ? "AFTER" : "";
}

// What stands left, and from the columns on where the step leads, and where back leads
// from there.
std::string in_columns(const std::string& left, const std::string& to, const std::string& back,
                       const Columns& columns) {
  const std::size_t used = columns_of(left.substr(left.rfind('\n') + 1));
  const std::string text = left + std::string(used + 2 <= columns.to ? columns.to - used : 2, ' ');
  return text + (back.empty() ? to : padded(to, columns.back - columns.to - 2) + "  " + back) +
         "\n";
}

std::string row_text(const Machine& machine, const Transition& step, std::size_t number,
                     const Columns& columns, const Style& style) {
  const State* to = find_state(machine, step.to);
  const std::string back = to ? shown(style, to->back) : std::string();
  const std::string head = fmt::format("{:>4}  {:<11}  ", number, class_of(machine, step));
  Style narrow = style;
  if (!columns.below) narrow.width = columns.to - 2;
  const std::string sentence = wrapped(narrow, shown(style, step.step), columns.step, columns.step);
  if (!columns.below) return in_columns(head + sentence, shown(style, step.to), back, columns);
  return in_columns(head.substr(0, columns.to - 2), shown(style, step.to), back, columns) +
         std::string(columns.step, ' ') + sentence + "\n";
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
  text += columns.below ? counts + "\n" + in_columns("", "then", "back to", columns)
                        : in_columns(counts, "then", "back to", columns);
  const Forecast forecast = forecast_of(machine);
  std::string heading;
  std::size_t number = 0;
  for (const Transition* step : main_line(machine)) {
    if (++number == forecast.point_of_no_return) text += bar_text(style);
    if (const std::string here = heading_of(machine, *step); here != heading && !here.empty())
      text += "  " + painted(style, Role::bold, heading = here) + "\n";
    text += row_text(machine, *step, number, columns, style);
  }
  return text + way_back_text(machine, style) +
         wrapped(
             style,
             "Guide: " + coverage_totals(coverage_of(machine)) + ". More: --coverage, --format svg",
             0, 7) +
         "\n";
}

}  // namespace interlock
