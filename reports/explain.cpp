#include <fmt/format.h>

#include <algorithm>

#include "engine/error.h"
#include "engine/judge.h"
#include "reports/report.h"
#include "reports/text.h"

namespace interlock {

namespace {

std::string one_line(std::string_view words) {
  std::string line;
  for (const char c : words) {
    const bool space = c == '\n' || c == ' ' || c == '\t';
    if (!space || (!line.empty() && line.back() != ' ')) line += space ? ' ' : c;
  }
  return line;
}

// A drawn answer, a line a row, without the margin that it has in the source.
Texts rows_of(std::string_view drawing) {
  Texts rows{""};
  for (const char c : drawing) {
    std::string& row = rows.back();
    if (c == '\n') {
      while (row.ends_with(' ')) row.pop_back();
      rows.emplace_back();
    } else if (c != ' ' || (!row.empty() && row.back() != ' ')) {
      row += c;
    }
  }
  return rows;
}

void add(std::string& text, std::string_view label, const std::string& words, const Style& style) {
  text += fmt::format("  {:<9} {}\n", label, wrapped(style, plain(style, words), 12, 12));
}

// What was answered is shown where there is room for it.
void add_example(std::string& text, const Check& check, const Sample& sample, const Style& style) {
  const Verdict verdict = judge(check, evidence_of(check, sample));
  add(text, "example",
      fmt::format("{}: {}, \"{}\"", sample.name, word(verdict.outcome), verdict.sentence), style);
  for (const std::string_view drawing : sample.seen) {
    const Texts rows = rows_of(drawing);
    if (drawing != "-" && std::all_of(rows.begin(), rows.end(), [&](const std::string& row) {
          return columns_of(row) + 14 <= style.width;
        }))
      for (const std::string& row : rows) text += std::string(14, ' ') + plain(style, row) + "\n";
  }
}

}  // namespace

std::string steps_that_ask(const Machine& machine, std::string_view check) {
  const auto asks = [check](const Transition& step) {
    for (const Guards* guards : {&step.require, &step.hold, &step.ensure})
      for (const Guard& guard : *guards)
        if (guard.check == check) return true;
    return false;
  };
  const std::vector<const Transition*> main = main_line(machine);
  Texts steps;
  for (std::size_t i = 0; i < main.size(); ++i)
    if (asks(*main[i])) steps.push_back(std::to_string(i + 1));
  for (const Transition& step : machine.transitions)
    if (std::find(main.begin(), main.end(), &step) == main.end() && asks(step)) {
      steps.emplace_back("way back");
      break;
    }
  return fmt::format("{}", fmt::join(steps, ", "));
}

std::string explain_text(const Check& check, const std::vector<std::string>& used_in,
                         const Style& style) {
  std::string text = std::string(check.asks) + "\n";
  add(text, "why", std::string(check.because), style);
  add(text, "if not", std::string(check.remedy), style);
  for (const Param& param : check.params) {
    std::string words = fmt::format("{}: {}", param.name, param.means);
    if (param.fallback)
      if (const auto* fallback = std::get_if<std::string>(&*param.fallback))
        words += " (default: " + *fallback + ")";
    add(text, "with", words, style);
  }
  for (const Probe& probe : check.probes)
    for (std::size_t i = 0; i < system_words.size(); ++i) {
      const std::string_view words = probe.words_for(static_cast<System>(i));
      if (!words.empty())
        text += fmt::format("  {:<9} {:<9} {}\n", "asks", system_words[i], one_line(words));
    }
  if (check.since != Since::nothing)
    add(text, "compares",
        check.since == Since::time ? "with the time of a moment of the run"
                                   : "with the answers at a moment of the run",
        style);
  for (const Sample& sample : check.samples) add_example(text, check, sample, style);
  if (!used_in.empty()) add(text, "used in", fmt::format("{}", fmt::join(used_in, ", ")), style);
  return text;
}

std::string product_in(System system, const Answer& answer) {
  const auto* table = std::get_if<Table>(&answer);
  if (!table || table->empty()) return {};
  try {
    switch (system) {
      case System::postgres:
      case System::mysql:
      case System::sqlite: return std::string(table->text(0, "value"));
      case System::redis: {
        const std::string info(table->text(0, "value"));
        const auto at = info.find("redis_version:");
        if (at == std::string::npos) return "Redis";
        return "Redis " + info.substr(at + 14, info.find_first_of("\r\n", at) - at - 14);
      }
      case System::memcached:
        for (std::size_t row = 0; row < table->rows.size(); ++row)
          if (table->text(row, "name") == "version")
            return "memcached " + std::string(table->text(row, "value"));
        return "memcached";
      case System::http:
      case System::files:
      case System::host:
      case System::operator_:
      case System::catalogue: return {};
    }
  } catch (const Error&) {
    return {};
  }
  return {};
}

}  // namespace interlock
