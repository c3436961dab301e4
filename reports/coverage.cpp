#include "reports/coverage.h"

#include <fmt/core.h>

#include <set>

namespace interlock {

namespace {

constexpr std::size_t word_at = 14, sentence_at = 27;

// Units of one heading that follow each other and are covered alike.
struct Range {
  const CoveredUnit* first;
  const CoveredUnit* last;
};

bool covered_alike(const CoveredUnit& one, const CoveredUnit& other) {
  return one.unit.heading == other.unit.heading && one.by == other.by &&
         one.left_out == other.left_out;
}

std::vector<Range> stretches_of(const Coverage& coverage) {
  std::vector<Range> stretches;
  for (const CoveredUnit& unit : coverage.units) {
    if (!stretches.empty() && covered_alike(*stretches.back().last, unit) &&
        stretches.back().last->unit.number + 1 == unit.unit.number)
      stretches.back().last = &unit;
    else
      stretches.push_back({&unit, &unit});
  }
  return stretches;
}

// One thing that covers a stretch, or leaves it out.
struct Covering {
  Role role = Role::pass;
  std::string word, sentence, note;
};

std::vector<Covering> coverings_of(const CoveredUnit& unit) {
  std::vector<Covering> all;
  for (const Transition* by : unit.by)
    all.push_back({Role::pass, std::string(word(cover_of(*by))), by->step, by->note});
  for (const Uncovered* left_out : unit.left_out)
    all.push_back({Role::faint, "not covered", left_out->because, {}});
  if (all.empty()) all.push_back({Role::fail, "missing", "Neither cited nor left out.", {}});
  return all;
}

std::string numbers_of(const Range& stretch) {
  const std::int64_t first = stretch.first->unit.number, last = stretch.last->unit.number;
  return first == last ? std::to_string(first) : fmt::format("{}-{}", first, last);
}

std::string texts_of(const Range& stretch, const Style& style) {
  std::string text;
  for (const CoveredUnit* unit = stretch.first; unit <= stretch.last; ++unit)
    if (!unit->unit.text.empty())
      text += fmt::format("{:>{}}  ", unit->unit.number, word_at - 2) +
              painted(style, Role::faint,
                      wrapped(style, shown(style, unit->unit.text), word_at, word_at)) +
              "\n";
  return text;
}

// A note is told once. `told`: those that were.
std::string stretch_text(const Range& stretch, const Style& style, std::set<std::string>& told) {
  std::string text, numbers = numbers_of(stretch);
  const auto sentence = [&](const std::string& words) {
    return wrapped(style, shown(style, words), sentence_at, sentence_at) + "\n";
  };
  for (const auto& [role, said, what, note] : coverings_of(*stretch.first)) {
    text += "    " + padded(numbers, word_at - 6) + "  " +
            painted(style, role, padded(said, sentence_at - word_at - 2)) + "  " + sentence(what);
    if (!note.empty() && told.insert(note).second)
      text += std::string(sentence_at, ' ') + painted(style, Role::faint, sentence(note));
    numbers.clear();
  }
  return text + texts_of(stretch, style);
}

// What counts, in the words of its sentence; zeros are left out.
std::string parts_text(const Coverage::Counts& counts) {
  std::vector<std::string> parts;
  const auto part = [&](std::int64_t number, const char* words) {
    if (number) parts.push_back(number_words(number) + " " + words);
  };
  part(counts.done, "in steps");
  part(counts.checked, "in checks");
  part(counts.asked, "asked of the operator");
  part(counts.not_covered, "not covered");
  part(counts.missing, "missing");
  part(counts.both, "both cited and left out");
  std::string text;
  for (const std::string& each : parts) text += (text.empty() ? "" : ", ") + each;
  return text;
}

std::string verdict_text(const Coverage& coverage, const std::string& guide, const Style& style) {
  const bool complete = coverage.problems.empty();
  std::string text;
  for (const std::string& problem : coverage.problems)
    text += "  " + painted(style, Role::fail, glyph(style, Outcome::fail)) + " " +
            wrapped(style, shown(style, problem), 4, 4) + "\n";
  const std::string tail =
      coverage_totals(coverage) + "." +
      (complete && !guide.empty() ? " " + guide + " is this guide, byte for byte." : "");
  const std::string word = complete ? "COMPLETE" : "INCOMPLETE";
  return text + painted(style, complete ? Role::pass : Role::fail, word) + "  " +
         wrapped(style, shown(style, tail), word.size() + 2, word.size() + 2) + "\n";
}

}  // namespace

std::string coverage_totals(const Coverage& coverage) {
  const Coverage::Counts counts = coverage.counts();
  return counted_words(counts.units, "unit") + "; " + parts_text(counts);
}

std::string coverage_text(const Machine& machine, const Coverage& coverage,
                          const std::string& guide, const Style& style) {
  std::string text =
      wrapped(style, shown(style, machine.title + ", after \"" + machine.guide.name + "\""), 0, 0) +
      "\n";
  std::string heading;
  std::set<std::string> told;
  for (const Range& stretch : stretches_of(coverage)) {
    if (stretch.first->unit.heading != heading)
      text += "  " + painted(style, Role::bold, shown(style, stretch.first->unit.heading)) + "\n";
    heading = stretch.first->unit.heading;
    text += stretch_text(stretch, style, told);
  }
  return text + verdict_text(coverage, guide, style);
}

}  // namespace interlock
