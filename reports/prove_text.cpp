#include <fmt/core.h>

#include <algorithm>

#include "reports/prove.h"

namespace interlock {

namespace {

constexpr std::size_t deep = 6;           // where what is wrong is told
constexpr std::size_t steps_indent = 11;  // where a step of a story begins
constexpr std::size_t least = 56;         // of a step, before where it leads

std::string word_of(Decided decided) {
  return decided == Decided::not_applicable ? "n/a" : std::string(word(decided));
}

Outcome outcome_of(Decided decided) {
  switch (decided) {
    case Decided::proved: return Outcome::pass;
    case Decided::violated: return Outcome::fail;
    case Decided::vacuous: return Outcome::unknown;
    case Decided::not_applicable: return Outcome::not_applicable;
  }
  return Outcome::unknown;
}

std::string indented(const std::string& text, const Style& style) {
  return std::string(deep, ' ') + wrapped(style, shown(style, text), deep, deep) + "\n";
}

// One step: its number, its sentence, and after a sign where it leads or what is wrong.
std::string step_text(std::size_t number, const std::string& says, const std::string& sign,
                      const std::string& leads, const Style& style) {
  const std::size_t width = std::min(least, style.width - steps_indent - 20);
  std::string text = fmt::format("{:>9}  ", number);
  const std::string sentence = shown(style, says);
  if (leads.empty()) return text + wrapped(style, sentence, steps_indent, steps_indent) + "\n";
  if (columns_of(sentence) <= width && steps_indent + width + 4 + columns_of(leads) <= style.width)
    return text + padded(sentence, width) + "  " + sign + " " + leads + "\n";
  return text + wrapped(style, sentence, steps_indent, steps_indent) + "\n" +
         std::string(steps_indent, ' ') + sign + " " +
         wrapped(style, leads, steps_indent + 2, steps_indent + 2) + "\n";
}

std::string steps_text(const std::vector<Scene>& scenes, std::size_t first, const std::string& seen,
                       const Style& style) {
  const auto episodes = episodes_of(scenes);
  const std::string wrong = painted(style, Role::fail, glyph(style, Outcome::fail));
  std::string text;
  for (std::size_t i = 0; i < episodes.size(); ++i) {
    const bool last = i + 1 == episodes.size() && !seen.empty();
    text += step_text(first + i, episodes[i].says, last ? wrong : std::string(arrow(style)),
                      last ? shown(style, seen) : episodes[i].state, style);
  }
  return text;
}

std::string story_text(const Theorem& theorem, const Style& style) {
  std::string text;
  const auto count = episodes_of(theorem.story).size();
  if (count == 0)
    text += indented("It is so from the start.", style);
  else
    text += indented(fmt::format("It can happen like this, in {}; no shorter way exists:",
                                 counted_words(static_cast<std::int64_t>(count), "step")),
                     style) +
            steps_text(theorem.story, 1, theorem.seen, style);
  if (!theorem.round.empty())
    text += indented("And from there it can go round like this, for ever:", style) +
            steps_text(theorem.round, count + 1, {}, style);
  return text;
}

std::string remedy_text(const Theorem& theorem, const Style& style) {
  if (theorem.remedy.empty() && theorem.place.empty()) return {};
  const std::size_t at = deep + columns_of(arrow(style)) + 1;
  const std::string sentence = shown(style, theorem.remedy);
  std::string text = std::string(deep, ' ') + painted(style, Role::remedy, arrow(style)) + " " +
                     wrapped(style, sentence, at, at);
  if (!sentence.empty() && !theorem.place.empty())
    text += at + columns_of(sentence) + 2 + columns_of(theorem.place) <= style.width
                ? "  "
                : "\n" + std::string(at, ' ');
  return text + theorem.place + "\n";
}

std::string size_text(const Proving& proving) {
  return fmt::format("{} configurations, {} edges, {}", number_words(proving.proofs.configurations),
                     number_words(proving.proofs.edges), span_words(proving.ms));
}

std::string verdict_text(const Proving& proving, const Style& style) {
  const Proofs& proofs = proving.proofs;
  const auto verdict = [&](Role role, std::string_view word, const std::string& words) {
    return painted(style, Role::bold, painted(style, role, word)) + "  " +
           wrapped(style, words, word.size() + 2, word.size() + 2) + "\n";
  };
  if (proofs.too_large)
    return verdict(Role::fail, "NOT PROVED",
                   fmt::format("Too large: more than {} configurations. Nothing was decided; it "
                               "may not run.",
                               number_words(proofs.configurations - 1)));
  if (!proofs.proved())
    return verdict(Role::fail, "NOT PROVED",
                   fmt::format("{}. {} configurations, {}. It may not run.", verdicts_text(proofs),
                               number_words(proofs.configurations), span_words(proving.ms)));
  return verdict(Role::pass, "PROVED",
                 fmt::format("{}. {}.", verdicts_text(proofs), size_text(proving)));
}

}  // namespace

std::vector<Episode> episodes_of(const std::vector<Scene>& scenes) {
  std::vector<Episode> episodes;
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    const Scene& scene = scenes[i];
    const bool goes_on = scene.rule == Rule::begin && i + 1 < scenes.size() &&
                         scenes[i + 1].transition == scene.transition;
    if (goes_on && scenes[i + 1].rule == Rule::done)
      episodes.push_back({scene.step, scenes[++i].state});
    else if (!goes_on || scenes[i + 1].rule != Rule::begin)
      episodes.push_back({scene.rule == Rule::move ? scene.step : scene.says,
                          scene.enters ? scene.state : std::string()});
  }
  return episodes;
}

std::string verdicts_text(const Proofs& proofs) {
  const auto apply = proofs.count(Decided::not_applicable);
  const auto all = proofs.theorems.size() - apply;
  std::string text;
  if (proofs.proved()) {
    text = fmt::format("{} of {} properties", proofs.count(Decided::proved), all);
  } else {
    for (const Decided each : {Decided::violated, Decided::vacuous, Decided::proved})
      if (const auto count = proofs.count(each))
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, word(each));
  }
  if (apply) text += fmt::format("; {} {} not apply", apply, apply == 1 ? "does" : "do");
  return text;
}

std::string theorem_text(const Theorem& theorem, const Style& style, std::size_t width) {
  const Outcome outcome = outcome_of(theorem.decided);
  const Role role = role_of(outcome);
  const std::size_t at = 14 + width + 2;
  std::string says = theorem.says;
  if (theorem.decided == Decided::not_applicable) says += " " + theorem.why;
  std::string text = "  " + painted(style, role, glyph(style, outcome)) + " " +
                     painted(style, role, padded(word_of(theorem.decided), 8)) + "  " +
                     padded(theorem.id, width) + "  " + wrapped(style, shown(style, says), at, at) +
                     "\n";
  if (theorem.decided == Decided::proved || theorem.decided == Decided::not_applicable) return text;
  if (theorem.story.empty() && theorem.seen.empty())
    text += indented(theorem.why, style);
  else
    text += story_text(theorem, style);
  return text + remedy_text(theorem, style);
}

std::string prove_text(const Proving& proving, const Style& style) {
  std::string text =
      wrapped(style,
              shown(style, proving.machine.title + ": every path, every fault, a crash anywhere"),
              0, 2) +
      "\n";
  std::size_t width = 6;
  for (const Theorem& each : proving.proofs.theorems) width = std::max(width, each.id.size());
  for (const Theorem& each : proving.proofs.theorems)
    if (!style.quiet || each.decided == Decided::violated || each.decided == Decided::vacuous)
      text += theorem_text(each, style, width);
  return text + verdict_text(proving, style);
}

}  // namespace interlock
