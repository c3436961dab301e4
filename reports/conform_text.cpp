#include <fmt/core.h>

#include <algorithm>

#include "reports/conform.h"
#include "reports/text.h"

namespace interlock {

namespace {

struct KeptWord {
  std::string_view word;
  Outcome outcome;
};
// By Kept.
constexpr KeptWord kept_words[] = {{"held", Outcome::pass},
                                   {"violated", Outcome::fail},
                                   {"open", Outcome::unknown},
                                   {"n/a", Outcome::not_applicable}};

std::string divergence_text(const Divergence& divergence, const Style& style) {
  const auto line = [&](std::string_view what, const std::string& says) {
    return fmt::format("  {:<9} ", what) + wrapped(style, shown(style, says), 12, 12) + "\n";
  };
  return line("expected", divergence.expected) + line("found", divergence.found);
}

std::string property_text(const Upheld& property, const Style& style, std::size_t width) {
  const auto& [kept, outcome] = kept_words[static_cast<std::size_t>(property.kept)];
  const std::size_t at = 14 + width + 2;
  std::string says = property.says;
  if ((property.event || !property.why.empty()) && !says.ends_with('.')) says += '.';
  if (property.event) says += fmt::format(" Violated from event {} on.", *property.event);
  if (!property.why.empty()) says += " " + property.why;
  return "  " + painted(style, role_of(outcome), glyph(style, outcome)) + " " +
         painted(style, role_of(outcome), padded(std::string(kept), 8)) + "  " +
         padded(property.id, width) + "  " + wrapped(style, shown(style, says), at, at) + "\n";
}

// "17 of 19 properties held, 2 are open"; those that do not apply do not count.
std::string totals(const Conformance& told) {
  const auto number = [&](Kept kept) { return static_cast<std::int64_t>(told.count(kept)); };
  const std::int64_t open = number(Kept::undecided);
  const auto all = static_cast<std::int64_t>(told.properties.size()) - number(Kept::not_applicable);
  std::string text = fmt::format("{} of {} properties held", number(Kept::held), all);
  if (open > 0) text += fmt::format(", {} {} open", open, open == 1 ? "is" : "are");
  return text;
}

std::string verdict_text(const Conforming& conforming, const Style& style) {
  const Conformance& told = *conforming.conformance;
  const std::string machine = fmt::format("{} (sha256 {}{})", conforming.machine->id,
                                          told.definition.machine.substr(0, 12), ellipsis(style));
  const bool conforms = told.conforms();
  const std::string word = conforms ? "CONFORMS" : "DIVERGES";
  std::string says;
  if (told.divergence)
    says = fmt::format("At event {} run {} does not follow {}; {}.",
                       number_words(told.divergence->event), told.run, machine, totals(told));
  else
    says = fmt::format("{}, each as {} allows; {}.", counted_words(told.events, "event"), machine,
                       totals(told));
  if (!told.finished && !told.divergence)
    says += fmt::format(" Run {} is not finished: it stands in \"{}\".", told.run, told.state);
  return painted(style, conforms ? Role::pass : Role::fail, word) + "  " +
         wrapped(style, plain(style, says), 10, 10) + "\n";
}

}  // namespace

std::string conform_text(const Conforming& conforming, const Style& style) {
  if (!conforming.conformance)
    return audit_text(conforming.record, conforming.path, false, conforming.ms, style);
  const Conformance& told = *conforming.conformance;
  std::string text = verdict_text(conforming, style);
  if (told.divergence) text += divergence_text(*told.divergence, style);
  std::size_t width = 4;
  for (const Upheld& each : told.properties) width = std::max(width, each.id.size());
  for (const Upheld& each : told.properties)
    if (!style.quiet || each.kept == Kept::violated || each.kept == Kept::undecided)
      text += property_text(each, style, width);
  return text;
}

}  // namespace interlock
