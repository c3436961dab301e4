#include <fmt/format.h>

#include <algorithm>

#include "engine/error.h"
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

// A drawn answer, its lines one below the other.
std::string drawn(std::string_view drawing, std::size_t hang) {
  std::string text;
  for (const char c : drawing) {
    if (c == '\n') {
      while (!text.empty() && text.back() == ' ') text.pop_back();
      text += "\n" + std::string(hang, ' ');
    } else if (c != ' ' || (!text.empty() && text.back() != ' ')) {
      text += c;
    }
  }
  return text;
}

void add(std::string& text, std::string_view label, const std::string& words, const Style& style) {
  text += fmt::format("  {:<9} {}\n", label, wrapped(style, plain(style, words), 12, 12));
}

}  // namespace

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
  for (const Sample& sample : check.samples) {
    text += fmt::format("  {:<9} {}: {}\n", "example", sample.name, word(sample.outcome));
    for (const std::string_view drawing : sample.seen)
      if (drawing != "-") text += std::string(12, ' ') + drawn(drawing, 12) + "\n";
  }
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
