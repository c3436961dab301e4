#include <fmt/core.h>

#include <algorithm>

#include "checks/index.h"
#include "engine/cli/commands.h"
#include "engine/cli/output.h"
#include "engine/cli/session.h"
#include "engine/error.h"
#include "engine/written.h"
#include "reports/schema.h"
#include "reports/standing.h"
#include "reports/text.h"
#include "states/shipped.h"

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

std::string show_text(const Machine& machine, const Style& style) {
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

std::vector<Machine> known_machines(const Options& options) {
  std::vector<Machine> machines;
  for (const std::string& name : machine_names(folders_of(options))) {
    Definitions read = definitions_of(name, folders_of(options), all_checks());
    if (read.loaded.problems.empty()) machines.push_back(std::move(read.loaded.machine));
  }
  return machines;
}

}  // namespace

Exit list_machines(const Options& options, Terminal& terminal) {
  std::string text;
  std::size_t width = 0, title = 0;
  const auto machines = known_machines(options);
  for (const Machine& machine : machines) {
    width = std::max(width, machine.id.size());
    title = std::max(title, machine.title.size());
  }
  for (const Machine& machine : machines)
    text += fmt::format("  {:<{}}  {:<{}}  {}\n", machine.id, width, machine.title, title,
                        counted_words(static_cast<std::int64_t>(machine.states.size()), "state"));
  text += fmt::format(
      "{}. Details: interlock show MACHINE. Is yours fit? interlock ready MACHINE "
      "--root DIR\n",
      counted_words(static_cast<std::int64_t>(machines.size()), "machine"));
  terminal.out(text);
  return Exit::pass;
}

Exit show_machine(const Options& options, Terminal& terminal) {
  const auto subject = subject_of(options);
  terminal.out(show_text(subject->machine, terminal.style()));
  return Exit::pass;
}

Exit list_checks(const Options& options, Terminal& terminal) {
  std::string text;
  std::size_t width = 0, shown = 0;
  const auto wanted = [&](const Check* check) {
    return options.word.empty() || check->id.starts_with(options.word + ".");
  };
  std::vector<std::string_view> areas;
  for (const Check* check : all_checks()) {
    areas.push_back(check->id.substr(0, check->id.find('.')));
    if (wanted(check)) width = std::max(width, check->id.size()), ++shown;
  }
  if (!shown)
    throw Error(Error::Kind::usage, "there is no area \"" + options.word + "\".",
                suggestion(options.word, areas) + " All checks: interlock checks");
  for (const Check* check : all_checks())
    if (wanted(check)) text += fmt::format("  {:<{}}  {}\n", check->id, width, check->asks);
  terminal.out(text + fmt::format("{} of {} checks. Details: interlock explain CHECK\n", shown,
                                  all_checks().size()));
  return Exit::pass;
}

Exit explain_check(const Options& options, Terminal& terminal) {
  const Check* check = find_check(options.word);
  if (!check) {
    std::vector<std::string_view> ids;
    for (const Check* each : all_checks()) ids.push_back(each->id);
    throw Error(Error::Kind::usage, "there is no check \"" + options.word + "\".",
                suggestion(options.word, ids) + " All of them: interlock checks");
  }
  terminal.out(explain_text(*check, terminal.style()));
  return Exit::pass;
}

Exit print_schema(const Options& options, Terminal& terminal) {
  if (options.of.empty()) {
    terminal.out(schema_of_machines(all_checks()));
    return Exit::pass;
  }
  const std::string schema = schema_of_output(options.of);
  if (schema.empty())
    throw Error(Error::Kind::usage, "there is no output \"" + options.of + "\".",
                suggestion(options.of, outputs()) +
                    " There are: ready, verify, report, status, "
                    "audit-verify.");
  terminal.out(schema);
  return Exit::pass;
}

Verb* verb_of(std::string_view verb) {
  static constexpr std::pair<std::string_view, Verb*> verbs[] = {{"list", list_machines},
                                                                 {"show", show_machine},
                                                                 {"checks", list_checks},
                                                                 {"explain", explain_check},
                                                                 {"schema", print_schema},
                                                                 {"ready", ready},
                                                                 {"verify", verify_release},
                                                                 {"run", run_upgrade},
                                                                 {"resume", resume_run},
                                                                 {"retry", retry_run},
                                                                 {"back", back_run},
                                                                 {"answer", answer_run},
                                                                 {"status", show_status},
                                                                 {"report", report_run},
                                                                 {"audit verify", audit_verify},
                                                                 {"demo", demo}};
  for (const auto& [name, function] : verbs)
    if (name == verb) return function;
  return nullptr;
}

}  // namespace interlock
