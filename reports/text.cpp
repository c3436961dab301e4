#include "reports/text.h"

#include <fmt/core.h>

#include <algorithm>

namespace interlock {

namespace {

std::string word_of(Outcome outcome) {
  return outcome == Outcome::not_applicable ? "n/a" : std::string(word(outcome));
}

bool shown(const Line& line, const Style& style) {
  return !style.quiet || (line.outcome > Outcome::pass);
}

std::size_t longest_id(const std::vector<Line>& lines) {
  std::size_t width = 0;
  for (const Line& line : lines) width = std::max(width, line.check.size());
  return width;
}

// What mends it: commands as they are, else the sentence.
std::string remedy_text(const Line& line, const Style& style) {
  const std::string indent(13, ' ');
  const std::size_t at = indent.size() + columns_of(arrow(style)) + 1;
  std::string text;
  const auto one = [&](const std::string& words) {
    text += indent + painted(style, Role::remedy, arrow(style)) + " " + words + "\n";
  };
  for (const std::string& command : line.commands)
    one(painted(style, Role::remedy, command_words(style, command)));
  if (line.commands.empty() && !line.remedy.empty())
    one(wrapped(style, shown(style, line.remedy), at, at));
  return text;
}

std::string endpoint_text(const Value& endpoint, const Style& style, std::size_t name_width) {
  const std::string system(endpoint["system"].text());
  std::string what(endpoint["product"].text());
  const std::string address(endpoint["address"].text());
  if (system == "http" || what.empty()) {
    what += (what.empty() ? "" : " ") + address;
  } else if (const auto slash = address.find('/'); slash != std::string::npos && slash > 0) {
    what += ", " + address.substr(slash + 1) + " at " + address.substr(0, slash);
  } else {
    what += " at " + address;
  }
  if (!endpoint["account"].text().empty()) what += " as " + std::string(endpoint["account"].text());
  const std::string from = "from " + std::string(endpoint["from"].text());
  const std::string name = shown(style, endpoint["name"].text());
  const std::size_t hang = name_width + 4;
  const std::string head = "  " + padded(name, name_width) + "  ";
  what = shown(style, what);
  const std::size_t widest = std::max<std::size_t>(columns_of(what), 55);
  const bool beside = hang + widest + 2 + columns_of(from) <= style.width;
  return head +
         (beside ? padded(what, 55) + "  "
                 : wrapped(style, what, hang, hang) + "\n" + std::string(hang, ' ')) +
         painted(style, Role::faint, shown(style, from)) + "\n";
}

}  // namespace

std::string check_text(const Line& line, const Style& style, std::size_t width) {
  const Role role = role_of(line.outcome);
  std::string head = "  " + painted(style, role, glyph(style, line.outcome)) + " " +
                     painted(style, role, padded(word_of(line.outcome), 7)) + "  ";
  const std::string said = shown(style, line.said);
  std::string text;
  if (style.width < 76) {
    text = head + line.check + "\n" + std::string(13, ' ') + wrapped(style, said, 13, 13) + "\n";
  } else {
    const std::size_t at = 2 + 1 + 1 + 7 + 2 + width + 2;
    text = head + padded(line.check, width) + "  " + wrapped(style, said, at, at) + "\n";
  }
  if (line.outcome > Outcome::pass) text += remedy_text(line, style);
  return text;
}

Line line_of(const Finding& finding) {
  Line line;
  line.check = finding.posed.guard->check;
  line.outcome = finding.outcome;
  line.said = finding.verdict.sentence;
  line.remedy = finding.remedy;
  line.commands = finding.verdict.commands;
  return line;
}

std::string totals_text(const Counts& counts) {
  std::vector<std::string> parts;
  const auto part = [&](std::int64_t n, const char* words) {
    if (n) parts.push_back(number_words(n) + " " + words);
  };
  part(counts.fail, "failed");
  part(counts.unknown, "unknown");
  part(counts.warn, "warned");
  part(counts.pass, "passed");
  part(counts.not_applicable, counts.not_applicable == 1 ? "does not apply" : "do not apply");
  std::string text;
  for (const auto& each : parts) text += (text.empty() ? "" : ", ") + each;
  if (counts.total == 0) return "Nothing was asked";
  return text + ". " + counted_words(counts.total, "check");
}

std::string head_text(const Report& report, const Style& style) {
  const Value& machine = report.machine;
  const Value& place = report.installation;
  std::string text =
      wrapped(style,
              shown(style, fmt::format("{} {} to {}, {} on {}", machine["product"].text(),
                                       machine["from"].text(), machine["to"].text(),
                                       place["root"].text(), place["host"].text())),
              report.kind == "run" ? 6 + report.run.id.size() : 0, 2) +
      "\n";
  std::size_t width = 0;
  for (const Value& endpoint : place["endpoints"].list())
    width = std::max(width, endpoint["name"].text().size());
  for (const Value& endpoint : place["endpoints"].list())
    text += endpoint_text(endpoint, style, width);
  return text;
}

// The lines of a list, under the sentences of their steps.
std::string lines_text(const Report& report, const Machine& machine, const Style& style) {
  const std::size_t width = longest_id(report.lines);
  std::string text, heading;
  for (const Line& line : report.lines) {
    if (!shown(line, style)) continue;
    if (line.transition != heading) {
      heading = line.transition;
      const bool early = report.kind == "ready" && !machine.transitions.empty() &&
                         line.transition != machine.transitions.front().id && line.phase != "pre";
      text += "\n" +
              painted(style, Role::bold,
                      shown(style, early ? "Asked early: " + line.step : line.step)) +
              "\n";
    }
    text += check_text(line, style, width);
  }
  return text;
}

std::string changed_text(const Report& report) {
  std::vector<std::string> programs;
  for (const Line& line : report.lines)
    for (const std::string& program : line.programs)
      if (std::find(programs.begin(), programs.end(), program) == programs.end())
        programs.push_back(program);
  if (programs.empty()) return "Nothing has been changed.";
  return fmt::format("Nothing has been changed; {} {} run to look: {}.",
                     counted_words(static_cast<std::int64_t>(programs.size()), "command"),
                     programs.size() == 1 ? "was" : "were", visible(listed(programs)));
}

std::string recorded_text(const Report& report) {
  if (report.head.root.empty()) return "Not recorded.";
  return fmt::format("On record: events {} to {}.", report.first_event, report.last_event);
}

std::string not_asked_text(const Report& report) {
  std::int64_t persons = 0;
  Texts costly;
  for (const Value& left : report.finished["not_asked"].list())
    if (left["why"].text() == "operator")
      ++persons;
    else
      costly.emplace_back(left["check"].text());
  std::vector<std::string> parts;
  if (persons) parts.push_back(counted_words(persons, "question") + " to you, during the run");
  if (!costly.empty()) parts.push_back(listed(costly) + " (over 10 s: --full)");
  return parts.empty() ? std::string() : "Not asked: " + listed(parts) + ".\n";
}

std::string ready_text(const Report& report, const Machine& machine, const Style& style,
                       const std::string& next) {
  const std::string verdict = shouted(report.finished["verdict"].text());
  const Outcome worst = report.counts.worst();
  std::string text = head_text(report, style) + lines_text(report, machine, style) + "\n";
  std::string totals =
      totals_text(report.counts) + ", " + span_words(report.finished["ms"].number()) + ".";
  if (const auto after = report.run.told["after_run"].text(); !after.empty())
    totals += " After run " + std::string(after) + ".";
  const std::size_t hang = verdict.size() + 2;
  text += painted(style, Role::bold, painted(style, role_of(worst), verdict)) + "  " +
          wrapped(style, totals, hang, hang) + "\n";
  text += wrapped(style, plain(style, not_asked_text(report)), 0, 2);
  text +=
      wrapped(style, plain(style, changed_text(report)) + " " + recorded_text(report), 0, 2) + "\n";
  if (!next.empty()) text += "Next: " + command_words(style, next) + "\n";
  return text;
}

}  // namespace interlock
