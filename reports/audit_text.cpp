#include <fmt/core.h>

#include "reports/text.h"

namespace interlock {

std::string audit_text(const Verification& proof, const std::string& path, bool expected,
                       std::int64_t ms, const Style& style) {
  std::string text = shown(style, path) + "\n";
  for (const Proof& each : proof.proofs) {
    const Outcome outcome = each.verdict == "proved"   ? Outcome::pass
                            : each.verdict == "broken" ? Outcome::fail
                                                       : Outcome::unknown;
    text += "  " + painted(style, role_of(outcome), glyph(style, outcome)) + " " +
            painted(style, role_of(outcome), padded(each.id, 8)) + "  " +
            wrapped(style, shown(style, each.said), 14, 14) + "\n";
    if (!each.about.empty()) text += std::string(14, ' ') + shown(style, each.about) + "\n";
    if (each.id == "end" && outcome == Outcome::unknown)
      text += std::string(14, ' ') + painted(style, Role::remedy, arrow(style)) +
              " interlock audit verify --expect SIZE:ROOT   (a line kept elsewhere)\n";
  }
  std::optional<std::int64_t> bad;
  for (const Proof& each : proof.proofs)
    if (each.verdict == "broken" && !bad) bad = each.event;
  if (!proof.whole()) {
    std::string words = "Copy the file before anything touches it.";
    if (bad)
      words =
          fmt::format("at event {} of {}. ", number_words(*bad), number_words(proof.head.size)) +
          words;
    return text + painted(style, Role::fail, "BROKEN") + "  " + wrapped(style, words, 8, 8) + "\n";
  }
  std::string words = counted_words(proof.head.size, "event");
  if (!expected && proof.first_time.size() > 18 && proof.last_time.size() > 18) {
    const std::string first = proof.first_time.substr(0, 10) + " " + proof.first_time.substr(11, 8);
    std::string last = proof.last_time.substr(0, 10) + " " + proof.last_time.substr(11, 8);
    if (last.substr(0, 10) == first.substr(0, 10)) last = last.substr(11);
    words += " from " + first + " to " + last + " UTC";
  }
  words += ", " + span_words(ms) + ". ";
  words += proof.proved_through
               ? "Nothing is missing up to event " + number_words(*proof.proved_through) + "."
               : std::string("The end is not proved.");
  text += painted(style, Role::pass, "WHOLE") + "  " + wrapped(style, words, 7, 7) + "\n";
  return expected ? text : text + fmt::format("{}:{}\n", proof.head.size, proof.head.root);
}

}  // namespace interlock
