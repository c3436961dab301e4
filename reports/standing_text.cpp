#include <fmt/core.h>

#include <algorithm>

#include "engine/time.h"
#include "reports/standing.h"
#include "reports/text.h"

namespace interlock {

namespace {

// "22:04:33 UTC", with the day before it if that is another one than `today`.
std::string clock_words(Moment moment, Moment today) {
  const std::string at = written(moment);
  const std::string time = at.substr(11, 8) + " UTC";
  return at.substr(0, 10) == written(today).substr(0, 10) ? time : at.substr(0, 10) + " " + time;
}

Moment moment_in(const Report& report) {
  return moment_of(report.at).value_or(report.run.started);
}

// What the way back takes away from users.
std::string loses_words(const Report& report, Moment today) {
  const auto quiet = report.run.moments.find("quiet");
  if (!report.run.at.beyond || quiet == report.run.moments.end()) return "nothing";
  return "what users stored since " + clock_words(quiet->second.at, today);
}

// The main line: a lamp for each state, and a bar at the point of no return.
std::string strip_text(const Machine& machine, std::size_t here, const Style& style) {
  const std::size_t states = main_line(machine).size() + 1;
  const std::size_t bar = forecast_of(machine).point_of_no_return;
  std::string done, later;
  for (std::size_t number = 1; number <= states; ++number) {
    std::string& part = number <= here ? done : later;
    if (number > 1)
      part += bar > 0 && number == bar + 1 ? "\xE2\x94\x80\xE2\x94\x83\xE2\x94\x80"
              : number <= here             ? "\xE2\x94\x81\xE2\x94\x81"
                                           : "\xE2\x94\x80\xE2\x94\x80";
    if (number < here) done += "\xE2\x97\x8F";
    if (number > here) later += number == states ? "\xE2\x97\x8E" : "\xE2\x97\x8B";
  }
  return painted(style, Role::pass, plain(style, done)) +
         painted(style, Role::bold, plain(style, "\xE2\x97\x89")) +
         painted(style, Role::faint, plain(style, later));
}

// "9/13 Apply the migrations"
std::string step_here(const Report& report, const Machine& machine) {
  const Transition* step = transition_from(machine, machine.states[report.run.at.state].id);
  return step ? step_words(machine, *step) : std::string();
}

// How the last command ended: "exit 1", or nothing.
std::string ending_words(const Run& run) {
  const auto& commands = run.last_outcome.list();
  if (commands.empty()) return {};
  const Value& last = commands.back();
  return last["exit"].null() ? std::string(last["how"].text())
                             : fmt::format("exit {}", last["exit"].number());
}

// What the run is at, and since when.
std::string doing_words(const Report& report, const Machine& machine, const Stand& standing,
                        Moment at) {
  const Run& run = report.run;
  const auto since = [&](Moment from) {
    return "for " + span_words(std::max<std::int64_t>((at - from).count(), 0));
  };
  const Moment begun = run.attempt ? run.attempt->intended : run.entered;
  const std::string step = step_here(report, machine);
  if (standing.word == "held") {
    const std::string ended = ending_words(run);
    return since(run.held.value_or(run.entered)) + (run.at.begun ? ", in " : ", before ") + step +
           (ended.empty() ? "" : ": " + ended);
  }
  if (standing.word == "finished")
    return "at " + clock_words(run.finished.value_or(at), at) + ": " +
           machine.states[run.at.state].means;
  if (standing.word == "acting") return since(begun) + ", in " + step;
  if (standing.word == "in_doubt")
    return since(begun) + ", in " + step + ". It may have happened wholly, half or not at all.";
  if (standing.word == "left")
    return (run.at.standing == Standing::ready
                ? "before " + step
                : "in " + step + ", begun " + span_words((at - begun).count()) + " ago") +
           ". The process that led it has ended.";
  const Transition* next = transition_from(machine, machine.states[run.at.state].id);
  const bool waits = standing.word == "waiting" && next;
  return since(run.entered) + (waits ? " of " + span_words(next->wait.count() * 1000) : "") +
         ", before " + step;
}

std::string row_text(std::string_view label, const std::string& words, const Style& style) {
  return "  " + padded(std::string(label), 8) + "  " + wrapped(style, shown(style, words), 12, 12) +
         "\n";
}

std::string go_on_words(const Report& report, const Stand& standing, bool back) {
  const std::string leave = back ? ", or interlock back" : "";
  const Line* question = open_question(report);
  if (standing.word == "held" && standing.held_by == "operator" && question)
    return "interlock answer " + report.run.id + " " + question->key +
           " yes (or no), then interlock resume" + leave;
  if (standing.word == "held")
    return "interlock resume (look again)" +
           std::string(report.run.at.begun ? ", interlock retry" : "") + leave;
  if (standing.word == "left" && !standing.changed)
    return "interlock resume, and type " + std::string(report.machine["to"].text());
  return standing.word == "in_doubt" || standing.word == "left"
             ? "interlock resume (the system is asked)"
             : "";
}

}  // namespace

std::string begin_text(const Report&, const Machine& machine, const Style& style) {
  const auto line = main_line(machine);
  const auto first = std::find_if(line.begin(), line.end(), [](auto* t) { return t->acts(); });
  if (first == line.end()) return {};
  const Forecast forecast = forecast_of(machine);
  std::string text = "\nUp to here Interlock only looked. Now ";
  text += (*first)->manual ? "you act, and it watches:\n" : "it acts:\n";
  text += row_text("next",
                   fmt::format("{} ({})", step_words(machine, **first), class_of(machine, **first)),
                   style);
  if (forecast.locked_out_from)
    text += row_text("users",
                     fmt::format("will be locked out from step {} to step {}",
                                 forecast.locked_out_from, forecast.locked_out_to),
                     style);
  return text + row_text("way back",
                         forecast.point_of_no_return
                             ? fmt::format("from every state; before step {} it loses nothing",
                                           forecast.point_of_no_return)
                             : std::string("from every state; it loses nothing"),
                         style);
}

std::string underway_text(const Underway& what, const Style&) {
  const std::string span = what.most.count() > 0 ? span_words(what.since.count()) + " of " +
                                                       span_words(what.most.count())
                                                 : span_words(what.since.count());
  switch (what.kind) {
    case Underway::Kind::asking: return fmt::format("{} of {}", what.done, what.all);
    case Underway::Kind::waiting: return span + ": " + what.said;
    case Underway::Kind::running: return span + ": " + what.said + " runs";
    case Underway::Kind::ensuring: return span + ": is it done?";
  }
  return {};
}

std::string back_text(const Report& report, const Machine& machine, const Style& style) {
  const Run& run = report.run;
  const Moment at = moment_in(report);
  const Texts through = way_back(machine, plan_of(machine), run.at);
  if (through.empty()) return {};
  const Transition* here = transition_from(machine, machine.states[run.at.state].id);
  std::string text = "Back from " + machine.states[run.at.state].id;
  if (run.at.begun && here) text += ", where step " + step_number(machine, *here) + " was begun,";
  text += fmt::format(
      " to {} {}: {}", report.machine["product"].text(), report.machine["from"].text(),
      through.size() == 1 ? "nothing was done yet"
                          : counted_words(static_cast<std::int64_t>(through.size()) - 1, "step"));
  if (run.locked_out) text += "; users stay locked out";
  text = wrapped(style, shown(style, text), 0, 2) + "\n";
  if (!report.backup.null()) {
    const std::string digest(report.backup["digest"].text());
    text += row_text("restore",
                     fmt::format("{}, {}{} (as verified)", report.backup["path"].text(),
                                 size_words(report.backup["bytes"].number()),
                                 digest.empty() ? ""
                                                : ", sha256 " + digest.substr(7, 12) +
                                                      std::string(ellipsis(style))),
                     style);
  }
  const auto quiet = run.moments.find("quiet");
  const bool known = !run.at.beyond && quiet != run.moments.end() && run.locked_out;
  return text + row_text("loses",
                         loses_words(report, at) + (known ? ": nobody has written since " +
                                                                clock_words(quiet->second.at, at)
                                                          : ""),
                         style);
}

namespace {

std::string way_back_row(const Report& report, const Machine& machine, const Stand& standing,
                         const Style& style, Moment at) {
  Texts back = way_back(machine, plan_of(machine), report.run.at);
  if (back.empty()) return standing.word == "finished" ? "" : row_text("way back", "none", style);
  const std::string end = back.back();
  back.pop_back();
  std::string through;
  for (const std::string& each : back) through += (through.empty() ? "by " : ", ") + each;
  return row_text(
      "way back",
      (through.empty() ? "to " : through + " to ") + end + "; loses " + loses_words(report, at),
      style);
}

}  // namespace

std::string status_text(const Report& report, const Machine& machine, const Style& style, Moment at,
                        bool led) {
  const Run& run = report.run;
  Stand standing = standing_of(report, machine);
  const bool goes_on =
      standing.word == "acting" || standing.word == "asking" || standing.word == "waiting";
  if (goes_on && !led) standing.word = "left";
  const std::string& state = machine.states[run.at.state].id;
  const auto station = station_of(machine, state);
  std::string text =
      painted(style, Role::bold, "Run " + run.id) +
      wrapped(style,
              shown(style,
                    fmt::format(", {} {} to {} on {}, since {}", report.machine["product"].text(),
                                report.machine["from"].text(), report.machine["to"].text(),
                                report.installation["host"].text(), clock_words(run.started, at))),
              4 + run.id.size(), 2) +
      "\n";
  if (station) {
    const std::size_t states = main_line(machine).size() + 1;
    const std::string place = fmt::format("{} of {}: {}", *station, states, state);
    const bool fits = 2 + 3 * states + 3 + place.size() <= style.width;
    text += "  " + strip_text(machine, *station, style) + (fits ? "   " : "\n  ") + place + "\n";
  } else
    text += row_text("here", "on the way back: " + state, style);
  text += row_text(standing.word == "in_doubt" ? "in doubt" : standing.word,
                   doing_words(report, machine, standing, at), style);
  text += row_text(
      "users",
      run.locked_out ? "locked out for " + span_words((at - *run.locked_out).count()) : "served",
      style);
  text += way_back_row(report, machine, standing, style, at);
  const std::string go_on =
      go_on_words(report, standing, !way_back(machine, plan_of(machine), run.at).empty());
  return go_on.empty() ? text : text + wrapped(style, "Go on: " + go_on, 0, 2) + "\n";
}

}  // namespace interlock
