#include <fmt/core.h>

#include "reports/prove.h"
#include "reports/standing.h"
#include "reports/text.h"

namespace interlock {

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
            wrapped(style, shown(style, station.says), 31, 31) + "\n";
    for (const Value& command : station.commands.list()) {
      std::string argv;
      for (const std::string& word : texts_in(command["argv"]))
        argv += (argv.empty() ? "" : " ") + word;
      text += std::string(31, ' ') + command_words(style, argv) +
              (command["exit"].null() ? " (" + shown(style, command["how"].text()) + ")"
                                      : fmt::format(" (exit {})", command["exit"].number())) +
              "\n";
    }
  }
  text += lines_text(report, machine, style) + "\n";
  const std::string word =
      report.run.finished ? machine.states[report.run.at.state].id : standing.word;
  const std::size_t from = shouted(word).size() + 2;
  text += painted(style, Role::bold, shouted(word)) + "  " +
          wrapped(style,
                  totals_text(report.counts) + ", " + span_words(standing.ms) + ". " +
                      recorded_text(report),
                  from, from) +
          "\n";
  return text + fmt::format("{}:{}\n", report.head.size, report.head.root);
}

}  // namespace interlock
