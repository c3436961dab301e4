#pragma once

#include <cstdint>
#include <string>

#include "reports/report.h"

// Where a run stands, told for people and for JSON.
namespace interlock {

struct Stand {
  std::string word;      // asking acting waiting held in_doubt finished
  std::string held_by;   // fail, unknown, operator; empty if it is not held
  bool changed = false;  // a step was begun
  std::int64_t ms = 0;   // from the start to the last event
};
Stand standing_of(const Report& report, const Machine& machine);

// The element of runs[], without installation, holder and last_event.
Value standing_value(const Report& report, const Machine& machine, const Stand& standing);

// What the steps of the main line will mean; numbers from 1, 0: there is none.
struct Forecast {
  std::size_t steps = 0, locked_out_from = 0, locked_out_to = 0, point_of_no_return = 0;
};
Forecast forecast_of(const Machine& machine);

// What a step does: looks, reversible, destructive, restore.
std::string_view class_of(const Machine& machine, const Transition& transition);

// Its number on the main line, "9/13", or "back"; with its sentence: "9/13 Apply the
// migrations", or the sentence alone.
std::string step_number(const Machine& machine, const Transition& transition);
std::string step_words(const Machine& machine, const Transition& transition);

// Where `back` would lead from here: the states entered, the first first. Empty if
// nothing leads back.
Texts way_back(const Machine& machine, const Plan& plan, const Configuration& at);

// After a way back with a loss: the tables and rows, as data.changes_listed told.
Value lost_value(const Report& report);

}  // namespace interlock
