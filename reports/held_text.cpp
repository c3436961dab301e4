#include <fmt/core.h>

#include <algorithm>

#include "reports/standing.h"
#include "reports/text.h"

namespace interlock {

namespace {

// "Users are locked out."
std::string users_text(const Run& run) {
  return run.locked_out ? "Users are locked out." : "Users are served.";
}

}  // namespace

const Line* open_question(const Report& report) {
  const auto found = std::find_if(report.lines.rbegin(), report.lines.rend(), [](const Line& line) {
    return line.on == "operator" && line.outcome == Outcome::unknown;
  });
  return found == report.lines.rend() ? nullptr : &*found;
}

namespace {

std::string choice_text(std::string_view choice, const std::string& words, const Style& style) {
  return "  " + padded(std::string(choice), 6) + "  " +
         wrapped(style, shown(style, words), 10, 10) + "\n";
}

}  // namespace

std::string back_words(const Report& report, const Machine& machine, const Texts& through) {
  std::string words = "to " + std::string(report.machine["from"].text());
  const Transition* first = transition_from(machine, through.front());
  if (!first) return words + "; nothing was done yet";
  words += ", by \"" + first->step + "\"";
  const auto more = static_cast<std::int64_t>(line_from(machine, through.front()).size()) - 1;
  if (more > 0) words += fmt::format(" and {} more", counted_words(more, "step"));
  return words + (report.run.at.beyond ? "; loses what users stored" : "; loses nothing");
}

std::string rows_words(const Report& report, const Machine& machine) {
  const auto final = machine.states[report.run.at.state].final;
  const Value lost = lost_value(report);
  if (!lost.list().empty()) {
    std::int64_t rows = 0;
    for (const Value& table : lost.list()) rows += table["rows"].number();
    return counted_words(rows, "new row") + " given up";
  }
  if (final == Final::recovered)
    return report.run.at.beyond ? "what users stored was given up" : "no row was lost";
  const bool kept = std::any_of(report.lines.begin(), report.lines.end(), [](const Line& line) {
    return (line.check == "data.rows_kept" || line.check == "data.rows_as_in_dump") &&
           line.outcome == Outcome::pass;
  });
  return kept ? "no row was lost" : "";
}

std::string holds_words(const Report& report) {
  if (report.holds == 0) return {};
  const std::string times = report.holds == 1   ? "once"
                            : report.holds == 2 ? "twice"
                                                : number_words(report.holds) + " times";
  return fmt::format(
      "{} held, {}. ",
      report.held_states == 1 ? "1 step was" : counted_words(report.held_states, "step") + " were",
      times);
}

std::string held_text(const Report& report, const Machine& machine, const Style& style) {
  const Run& run = report.run;
  const Stand standing = standing_of(report, machine);
  const std::string head = painted(style, Role::fail, "HELD") + "  ";
  const Line* question = open_question(report);
  if (standing.held_by == "operator" && question) {
    const std::string asked =
        question->objects.empty() ? question->said : question->objects.front();
    return head + wrapped(style, shown(style, "Waits for a yes or no: " + asked), 6, 6) + "\n" +
           "      " + painted(style, Role::remedy, arrow(style)) +
           fmt::format(" interlock answer {} {} yes; then: interlock resume\n", run.id,
                       question->key);
  }
  std::string why;
  if (standing.held_by == "fail")
    why = run.at.begun ? "The step was begun and its goal was not reached. "
                       : "What must hold before the step did not. ";
  else
    why = run.at.begun ? "Whether the step is done could not be told. "
                       : "What must hold before the step could not be told. ";
  std::string text = head + wrapped(style, why + users_text(run), 6, 6) + "\n";
  text +=
      run.at.begun
          ? choice_text("check",
                        "look again; if the goal is reached by now, the run goes on; nothing "
                        "is started",
                        style) +
                choice_text("retry", "do the step again", style)
          : choice_text("check", "look again, and go on if nothing is in the way any more", style);
  const Texts back = way_back(machine, plan_of(machine), run.at);
  if (!back.empty()) text += choice_text("back", back_words(report, machine, back), style);
  return text +
         choice_text("leave",
                     "the run waits in " + machine.states[run.at.state].id + ": interlock resume" +
                         (run.at.begun ? ", retry" : "") + (back.empty() ? "" : " or back"),
                     style);
}

std::string end_text(const Report& report, const Machine& machine, const Style& style) {
  const Run& run = report.run;
  const State& state = machine.states[run.at.state];
  const Stand standing = standing_of(report, machine);
  const std::string word = shouted(state.id);
  std::string words = state.means + " " + span_words(standing.ms);
  if (report.locked_out_ms > 0) words += ", users locked out " + span_words(report.locked_out_ms);
  const std::string rows = rows_words(report, machine);
  words += (rows.empty() ? "" : "; " + rows) + ".";
  const std::size_t hang = word.size() + 2;
  std::string text =
      painted(style, Role::bold,
              painted(style, state.final == Final::success ? Role::pass : Role::warn, word)) +
      "  " + wrapped(style, shown(style, words), hang, hang) + "\n";
  text += wrapped(style,
                  totals_text(report.counts) + ". " + holds_words(report) + recorded_text(report),
                  0, 0) +
          "\n";
  text += fmt::format("Report: interlock report {} --format html -o report.html\n", run.id);
  return text + fmt::format("To be kept elsewhere, it pins all events:\n{}:{}\n", report.head.size,
                            report.head.root);
}

}  // namespace interlock
