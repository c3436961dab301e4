#include <fmt/core.h>

#include <algorithm>

#include "engine/time.h"
#include "reports/standing.h"
#include "reports/text.h"

namespace interlock {

namespace {

// "Users are locked out."
std::string users_text(const Run& run) {
  return run.locked_out ? "Users are locked out." : "Users are served.";
}

}  // namespace

std::string begin_text(const Report&, const Machine& machine, const Style& style) {
  const auto line = main_line(machine);
  const auto first = std::find_if(line.begin(), line.end(), [](auto* t) { return t->acts(); });
  if (first == line.end()) return {};
  const Forecast forecast = forecast_of(machine);
  std::string text = "\nUp to here Interlock only looked. Now it acts:\n";
  text += plain(style, fmt::format("  next      {}/{} {} ({})\n", first - line.begin() + 1,
                                   line.size(), (*first)->step, class_of(machine, **first)));
  if (forecast.locked_out_from)
    text += fmt::format("  users     will be locked out from step {} to step {}\n",
                        forecast.locked_out_from, forecast.locked_out_to);
  text += forecast.point_of_no_return
              ? fmt::format("  way back  from every state; before step {} it loses nothing\n",
                            forecast.point_of_no_return)
              : std::string("  way back  from every state; it loses nothing\n");
  return text;
}

std::string underway_text(const Underway& what, const Style& style) {
  const std::string span = what.most.count() > 0 ? span_words(what.since.count()) + " of " +
                                                       span_words(what.most.count())
                                                 : span_words(what.since.count());
  switch (what.kind) {
    case Underway::Kind::asking: return fmt::format("{} of {} checks", what.done, what.all);
    case Underway::Kind::waiting: return plain(style, span + ": " + what.said);
    case Underway::Kind::running: return plain(style, span + ": " + what.said + " runs");
    case Underway::Kind::ensuring: return span + ": looking whether it is done";
  }
  return {};
}

std::string held_text(const Report& report, const Machine& machine, const Style& style) {
  const Run& run = report.run;
  const Stand standing = standing_of(report, machine);
  std::string text = painted(style, Role::fail, "HELD") + "  ";
  const Line* question = nullptr;
  for (const Line& line : report.lines)
    if (line.on == "operator" && line.outcome == Outcome::unknown) question = &line;
  if (standing.held_by == "operator" && question) {
    const std::string asked =
        question->objects.empty() ? question->said : question->objects.front();
    text += wrapped(style, plain(style, "Waits for a yes or no: " + asked), 6, 6) + "\n";
    return text + "      " + painted(style, Role::remedy, arrow(style)) +
           fmt::format(" interlock answer {} {} yes; then: interlock resume\n", run.id,
                       question->key);
  }
  if (standing.held_by == "fail")
    text += run.at.begun ? "The step was begun and its goal was not reached. "
                         : "What must hold before the step did not. ";
  else
    text += run.at.begun ? "Whether the step is done could not be told. "
                         : "What must hold before the step could not be told. ";
  text += users_text(run) + "\n";
  text += run.at.begun
              ? "  check   look again; if the goal is reached by now, the run goes on; nothing is "
                "started\n  retry   do the step again\n"
              : "  check   look again, and go on if nothing is in the way any more\n";
  const Texts back = way_back(machine, plan_of(machine), run.at);
  if (!back.empty())
    text += plain(style, fmt::format("  back    to {}, by {}\n", report.machine["from"].text(),
                                     listed(back)));
  return text + fmt::format("  leave   the run waits in {}: interlock resume, retry or back\n",
                            machine.states[run.at.state].id);
}

std::string back_text(const Report& report, const Machine& machine, const Style& style) {
  const Run& run = report.run;
  const Texts through = way_back(machine, plan_of(machine), run.at);
  if (through.empty()) return {};
  std::string text =
      fmt::format("Back from {} to {} {}: {}\n", machine.states[run.at.state].id,
                  report.machine["product"].text(), report.machine["from"].text(),
                  counted_words(static_cast<std::int64_t>(through.size()) - 1, "step"));
  const auto quiet = run.moments.find("quiet");
  if (quiet != run.moments.end() && !run.locked_out)
    text += "  loses     what users stored since " + written(quiet->second.at) + "\n";
  else
    text += "  loses     nothing" +
            std::string(quiet == run.moments.end()
                            ? ""
                            : ": nobody has written since " + written(quiet->second.at)) +
            "\n";
  return plain(style, text);
}

std::string end_text(const Report& report, const Machine& machine, const Style& style) {
  const Run& run = report.run;
  const State& state = machine.states[run.at.state];
  const Stand standing = standing_of(report, machine);
  const bool good = state.final == Final::success;
  std::string text = painted(style, good ? Role::pass : Role::warn, shouted(state.id)) + "  ";
  text += plain(style, state.means + " " + span_words(standing.ms) + ".");
  text += "\n" + totals_text(report.counts) + ". " + recorded_text(report) + "\n";
  text += fmt::format("Report: interlock report {}\n", run.id);
  text += fmt::format("To be kept elsewhere, it pins all events:\n{}:{}\n", report.head.size,
                      report.head.root);
  return text;
}

std::string status_text(const Report& report, const Machine& machine, const Style& style) {
  const Run& run = report.run;
  const Stand standing = standing_of(report, machine);
  const auto station = station_of(machine, machine.states[run.at.state].id);
  std::string text =
      painted(style, Role::bold, "Run " + run.id) +
      plain(style,
            fmt::format(", {} {} to {} on {}, since {} UTC\n", report.machine["product"].text(),
                        report.machine["from"].text(), report.machine["to"].text(),
                        report.installation["host"].text(), written(run.started).substr(11, 8)));
  text += station
              ? fmt::format("  state     {} of {}: {}\n", *station, main_line(machine).size() + 1,
                            machine.states[run.at.state].id)
              : fmt::format("  state     on the way back: {}\n", machine.states[run.at.state].id);
  text += "  " + padded(standing.word, 8) + "  " + machine.states[run.at.state].means + "\n";
  text += "  users     " +
          std::string(run.locked_out ? "locked out since " + written(*run.locked_out) : "served") +
          "\n";
  const Texts back = way_back(machine, plan_of(machine), run.at);
  text += back.empty() ? "  way back  none\n" : "  way back  by " + listed(back) + "\n";
  if (standing.word == "held")
    text += std::string("Go on: interlock resume (look again)") +
            (run.at.begun ? ", interlock retry" : "") +
            (back.empty() ? "" : ", or interlock back") + "\n";
  return plain(style, text);
}

}  // namespace interlock
