#include <fmt/core.h>

#include <algorithm>

#include "engine/time.h"
#include "engine/written.h"
#include "reports/prove.h"
#include "reports/standing.h"
#include "reports/text.h"

namespace interlock {

namespace {

constexpr std::size_t indent = 7;

// A line whose right end stands at the width.
std::string with_end(const Style& style, const std::string& left, const std::string& right) {
  if (right.empty()) return left + "\n";
  const std::size_t taken = columns_of(left) + columns_of(right);
  const std::size_t gap = taken + 2 <= style.width ? style.width - taken : 2;
  return left + std::string(gap, ' ') + painted(style, Role::faint, right) + "\n";
}

// "2 warn, 19 pass, 1 n/a".
std::string short_counts(const Findings& findings) {
  std::string text;
  const auto part = [&](Outcome outcome, std::string_view word) {
    const auto n = std::count_if(findings.begin(), findings.end(),
                                 [&](const Finding& f) { return f.outcome == outcome; });
    if (n) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", n, word);
  };
  part(Outcome::fail, "fail");
  part(Outcome::unknown, "unknown");
  part(Outcome::warn, "warn");
  part(Outcome::pass, "pass");
  part(Outcome::not_applicable, "n/a");
  return text;
}

Findings asked_as(const Findings& findings, std::initializer_list<When> when) {
  Findings some;
  std::copy_if(findings.begin(), findings.end(), std::back_inserter(some), [&](const Finding& f) {
    return std::find(when.begin(), when.end(), f.posed.when) != when.end();
  });
  return some;
}

std::int64_t longest_ms(const Findings& findings) {
  std::int64_t ms = 0;
  for (const Finding& finding : findings) ms = std::max(ms, finding.ms);
  return ms;
}

// The checks that do not pass, each on a line of its own, further in.
std::string not_passed(const Findings& findings, const Style& style) {
  std::size_t width = 0;
  for (const Finding& finding : findings)
    if (finding.outcome > Outcome::pass) width = std::max(width, finding.posed.guard->check.size());
  Style narrower = style;
  narrower.width = style.width > 5 ? style.width - 5 : style.width;
  std::string text;
  for (const Finding& finding : findings) {
    if (finding.outcome <= Outcome::pass) continue;
    std::string lines = check_text(line_of(finding), narrower, width);
    for (std::size_t at = 0; at < lines.size();) {
      const auto end = std::min(lines.find('\n', at), lines.size() - 1);
      text += std::string(indent - 2, ' ') + lines.substr(at, end + 1 - at);
      at = end + 1;
    }
  }
  return text;
}

// How long it took, where a person had to wait for it.
std::string span_if_long(std::int64_t ms) {
  return ms < 100 ? std::string() : span_words(ms);
}

std::string before_line(const Findings& findings, const Style& style) {
  if (findings.empty()) return {};
  return with_end(style, std::string(indent, ' ') + "before  " + short_counts(findings),
                  span_if_long(longest_ms(findings)));
}

// "meanwhile  1 pass   after  1 pass".
std::string after_line(const Findings& findings, const Style& style) {
  std::string left;
  for (const auto& [label, when] :
       {std::pair("meanwhile  ", When::meanwhile), {"after  ", When::after}}) {
    const Findings some = asked_as(findings, {when});
    if (some.empty()) continue;
    left += left.empty() && when == When::after ? "after   "
                                                : std::string(left.empty() ? "" : "   ") + label;
    left += short_counts(some);
  }
  if (left.empty()) return {};
  return with_end(style, std::string(indent, ' ') + left, span_if_long(longest_ms(findings)));
}

std::string argv_words(const Value& argv, const Style& style) {
  std::string words;
  for (const std::string& word : texts_in(argv)) words += (words.empty() ? "" : " ") + word;
  return command_words(style, words);
}

// A recorded command as the operator may paste it; a secret is named, not told.
std::string shell_line(const Value& command) {
  std::string line;
  const auto add = [&](const std::string& words) { line += (line.empty() ? "" : " ") + words; };
  if (const auto in = command["in"].text(); !in.empty())
    add("cd " + for_shell(std::string(in)) + " &&");
  for (const auto& [name, value] : command["env"].members()) {
    const std::string text(value.text());
    add(name + "=" + (text.find("${secret:") == std::string::npos ? for_shell(text) : text));
  }
  for (const std::string& word : texts_in(command["argv"])) add(for_shell(word));
  if (const auto file = command["stdin"].text(); !file.empty())
    add("< " + for_shell(std::string(file)));
  if (const auto file = command["stdout"].text(); !file.empty())
    add("> " + for_shell(std::string(file)));
  return line;
}

// What the operator is to do in a step that Interlock only watches.
std::string yours_text(const Event* intent, const Style& style) {
  std::string text;
  if (!intent || !intent->data["manual"].flag()) return text;
  for (const Value& command : intent->data["commands"].list())
    text +=
        std::string(indent, ' ') + "yours   " + command_words(style, shell_line(command)) + "\n";
  return text;
}

// "step    php artisan migrate --force          exit 1, 3.9 s", and its last words.
std::string commands_text(const Value& commands, const Style& style) {
  std::string text;
  for (const Value& command : commands.list()) {
    const std::string how(command["how"].text());
    std::string end = how == "exited" ? fmt::format("exit {}", command["exit"].number())
                      : how == "signalled"
                          ? fmt::format("ended by signal {}", command["signal"].number())
                      : how == "overdue"     ? "deadline passed"
                      : how == "not_started" ? "not started: " + shown(style, command["why"].text())
                                             : "stopped";
    end += ", " + span_words(command["ms"].number());
    text += with_end(
        style, std::string(indent, ' ') + "step    " + argv_words(command["argv"], style), end);
    const std::string last(command["last"].text());
    const bool failed = how != "exited" || command["exit"].number() != 0;
    if (failed && !last.empty())
      text += std::string(indent + 8, ' ') +
              wrapped(style, shown(style, last), indent + 8, indent + 8) + "\n";
  }
  return text;
}

const Event* event_of_type(const Told& told, std::string_view type) {
  for (const Event& event : told.events)
    if (event.type == type) return &event;
  return nullptr;
}

std::string in_doubt_text(const Event& doubt, const Style& style) {
  return wrapped(style,
                 "The step is in doubt: " + shown(style, doubt.data["why"].text()) +
                     ". It may have happened wholly, half or not at all. It is not repeated; "
                     "the system is asked.",
                 indent, indent) +
         "\n";
}

std::string heading(const Transition& transition, const Machine& machine, const Style& style) {
  const std::string number = fmt::format("{:>5}  ", step_number(machine, transition));
  return painted(style, Role::bold,
                 number + wrapped(style, shown(style, transition.step), indent, indent)) +
         "\n";
}

std::string moments_text(const Told& told, const Style& style) {
  const Event* captured = event_of_type(told, "baseline.captured");
  if (!captured) return {};
  return std::string(indent, ' ') +
         wrapped(style,
                 "To be compared later: " +
                     counted_words(captured->data["questions"].number(), "answer") +
                     " recorded at " + visible(listed(texts_in(captured->data["moments"]))),
                 indent, indent) +
         "\n";
}

// What Interlock found when it was started again, and what was running then.
std::string taken_up_text(const Told& told, const Run& run, const Machine& machine,
                          const Style& style) {
  const Event* resumed = event_of_type(told, "run.resumed");
  const Event* doubt = event_of_type(told, "action.in_doubt");
  if (!doubt)
    return resumed ? fmt::format("Run {} goes on in {}.\n", run.id, machine.states[run.at.state].id)
                   : std::string();
  std::string what = "the step was running";
  if (run.attempt && !run.attempt->commands.list().empty()) {
    const auto& commands = run.attempt->commands.list();
    const std::size_t last = std::max<std::size_t>(run.attempt->processes.size(), 1) - 1;
    what =
        argv_words(commands[std::min(last, commands.size() - 1)]["argv"], style) + " was running";
  }
  if (!resumed) return std::string(indent, ' ') + in_doubt_text(*doubt, style);
  return wrapped(
             style,
             fmt::format("Run {} stopped without a word, after {} UTC; {}.", run.id,
                         written(run.attempt ? run.attempt->intended : run.entered).substr(11, 8),
                         what),
             0, 2) +
         "\n" +
         wrapped(style,
                 "It may have happened wholly, half or not at all. It is not repeated; the system "
                 "is asked.",
                 0, 2) +
         "\n";
}

// What the system said of a step of which nobody knew whether it is done.
std::string settled_text(const Told& told, const Run& run, const Machine& machine,
                         const Style& style) {
  std::size_t width = 0;
  for (const Finding& finding : told.findings)
    width = std::max(width, finding.posed.guard->check.size());
  std::string text;
  for (const Finding& finding : told.findings) text += check_text(line_of(finding), style, width);
  const State& state = machine.states[run.at.state];
  if (told.rule == Rule::done || told.rule == Rule::check) {
    const Transition* next = transition_from(machine, state.id);
    return text + moments_text(told, style) +
           wrapped(style,
                   "Settled: it is done. The run goes on in " + state.id +
                       (next ? ", step " + step_number(machine, *next) : std::string()) + ".",
                   0, 2) +
           "\n";
  }
  return text + (told.rule == Rule::fail ? "Settled: it is not done, or half.\n"
                                         : "Not settled: what was asked could not be told.\n");
}

}  // namespace

std::string run_head_text(const Report& report, const Style& style) {
  return painted(style, Role::bold, "Run " + report.run.id) + ", " + head_text(report, style) +
         "Proved: " + proved_words(report.proved) + ".\n";
}

std::string told_text(const Told& told, const Run& run, const Machine& machine,
                      const Style& style) {
  std::string text = taken_up_text(told, run, machine, style);
  const bool first = told.rule == Rule::move || told.rule == Rule::needless ||
                     told.rule == Rule::begin || told.rule == Rule::wait ||
                     told.rule == Rule::refuse || told.rule == Rule::unknown;
  if (told.transition && first && event_of_type(told, "guard.decided"))
    text += heading(*told.transition, machine, style);
  // What was asked before a step are its hold guards too; what a restore was asked
  // first, whether it is needed, is no finding for people.
  const Findings asked_first =
      first ? asked_as(told.findings, {When::before, When::meanwhile}) : Findings{};
  text += before_line(asked_first, style);
  if (const Event* decided = event_of_type(told, "guard.decided"))
    if (const auto why = decided->data["why"].text(); !why.empty())
      text += wrapped(style, "       ? " + std::string(why), 0, indent) + "\n";
  if (const Event* outcome = event_of_type(told, "action.outcome"))
    text += commands_text(outcome->data["commands"], style);
  if (first && told.rule != Rule::needless)
    return text + not_passed(asked_first, style) +
           yours_text(event_of_type(told, "action.intent"), style);
  if (event_of_type(told, "action.resolved")) return text + settled_text(told, run, machine, style);
  text += after_line(first ? asked_as(told.findings, {When::after}) : told.findings, style);
  text += not_passed(told.findings, style);
  if (told.rule == Rule::needless)
    text += std::string(indent, ' ') + "Needless: it is so already. Nothing was run.\n";
  text += moments_text(told, style);
  return text;
}

}  // namespace interlock
