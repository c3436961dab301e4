#include "reports/text.h"

#include <fmt/core.h>

#include <algorithm>

#include "reports/prove.h"
#include "reports/standing.h"

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
  std::string text;
  const auto one = [&](const std::string& words) {
    text += indent + painted(style, Role::remedy, arrow(style)) + " " + words + "\n";
  };
  for (const std::string& command : line.commands)
    one(painted(style, Role::remedy, plain(style, command)));
  if (line.commands.empty() && !line.remedy.empty())
    one(wrapped(style, plain(style, line.remedy), 15, 15));
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
  return plain(style, "  " + padded(std::string(endpoint["name"].text()), name_width) + "  " +
                          padded(what, 55)) +
         "  " + painted(style, Role::faint, plain(style, from)) + "\n";
}

}  // namespace

std::string check_text(const Line& line, const Style& style, std::size_t width) {
  const Role role = role_of(line.outcome);
  std::string head = "  " + painted(style, role, glyph(style, line.outcome)) + " " +
                     painted(style, role, padded(word_of(line.outcome), 7)) + "  ";
  const std::string said = plain(style, line.said);
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
  return text + ". " + counted_words(counts.total, "check");
}

std::string head_text(const Report& report, const Style& style) {
  const Value& machine = report.machine;
  const Value& place = report.installation;
  std::string text = plain(style, fmt::format("{} {} to {}, {} on {}\n", machine["product"].text(),
                                              machine["from"].text(), machine["to"].text(),
                                              place["root"].text(), place["host"].text()));
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
                      plain(style, early ? "Asked early: " + line.step : line.step)) +
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
                     programs.size() == 1 ? "was" : "were", listed(programs));
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
  text += painted(style, Role::bold, painted(style, role_of(worst), verdict)) + "  " +
          totals_text(report.counts) + ", " + span_words(report.finished["ms"].number()) + ".";
  if (const auto after = report.run.told["after_run"].text(); !after.empty())
    text += " After run " + std::string(after) + ".";
  text += "\n" + plain(style, not_asked_text(report)) + changed_text(report) + " " +
          recorded_text(report) + "\n";
  if (!next.empty()) text += plain(style, "Next: " + next) + "\n";
  return text;
}

std::string audit_text(const Verification& proof, const std::string& path, bool expected,
                       std::int64_t ms, const Style& style) {
  std::string text = path + "\n";
  for (const Proof& each : proof.proofs) {
    const Outcome outcome = each.verdict == "proved"   ? Outcome::pass
                            : each.verdict == "broken" ? Outcome::fail
                                                       : Outcome::unknown;
    text += "  " + painted(style, role_of(outcome), glyph(style, outcome)) + " " +
            painted(style, role_of(outcome), padded(each.id, 8)) + "  " +
            wrapped(style, plain(style, each.said), 14, 14) + "\n";
    if (!each.about.empty()) text += std::string(14, ' ') + plain(style, each.about) + "\n";
    if (each.id == "end" && outcome == Outcome::unknown)
      text += std::string(14, ' ') + painted(style, Role::remedy, arrow(style)) +
              " interlock audit verify --expect SIZE:ROOT   (a line kept elsewhere)\n";
  }
  std::optional<std::int64_t> bad;
  for (const Proof& each : proof.proofs)
    if (each.verdict == "broken" && !bad) bad = each.event;
  if (!proof.whole()) {
    text += painted(style, Role::fail, "BROKEN");
    if (bad)
      text +=
          fmt::format("  at event {} of {}. ", number_words(*bad), number_words(proof.head.size));
    return text + (bad ? "" : "  ") + "Copy the file before anything touches it.\n";
  }
  text += painted(style, Role::pass, "WHOLE") +
          fmt::format("  {}", counted_words(proof.head.size, "event"));
  if (!expected && proof.first_time.size() > 18 && proof.last_time.size() > 18) {
    const std::string first = proof.first_time.substr(0, 10) + " " + proof.first_time.substr(11, 8);
    std::string last = proof.last_time.substr(0, 10) + " " + proof.last_time.substr(11, 8);
    if (last.substr(0, 10) == first.substr(0, 10)) last = last.substr(11);
    text += " from " + first + " to " + last + " UTC";
  }
  text += ", " + span_words(ms) + ". ";
  text += proof.proved_through
              ? "Nothing is missing up to event " + number_words(*proof.proved_through) + ".\n"
              : std::string("The end is not proved.\n");
  if (!expected) text += fmt::format("{}:{}\n", proof.head.size, proof.head.root);
  return text;
}

std::string report_text(const Report& report, const Machine& machine, const Style& style) {
  if (report.kind != "run") return ready_text(report, machine, style, {});
  const Stand standing = standing_of(report, machine);
  std::string text =
      painted(style, Role::bold, "Run " + report.run.id) + ", " + head_text(report, style);
  if (!report.proved.null()) text += "Proved: " + proved_words(report.proved) + ".\n";
  text += "\n";
  for (const Station& station : report.timeline) {
    text += painted(style, Role::faint, station.at.substr(0, 10) + " " + station.at.substr(11, 8)) +
            "  " + padded(station.rule, 8) + "  " +
            wrapped(style, plain(style, station.says), 31, 31) + "\n";
    for (const Value& command : station.commands.list()) {
      std::string argv;
      for (const std::string& word : texts_in(command["argv"]))
        argv += (argv.empty() ? "" : " ") + word;
      text += std::string(31, ' ') + plain(style, argv) +
              (command["exit"].null() ? " (" + std::string(command["how"].text()) + ")"
                                      : fmt::format(" (exit {})", command["exit"].number())) +
              "\n";
    }
  }
  text += lines_text(report, machine, style) + "\n";
  const std::string word =
      report.run.finished ? machine.states[report.run.at.state].id : standing.word;
  text += painted(style, Role::bold, shouted(word)) + "  " + totals_text(report.counts) + ", " +
          span_words(standing.ms) + ". " + recorded_text(report) + "\n";
  return text + fmt::format("{}:{}\n", report.head.size, report.head.root);
}

}  // namespace interlock
