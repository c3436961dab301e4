#include <fmt/core.h>

#include "reports/prove.h"

namespace interlock {

namespace {

// Nothing in it is taken for markup.
std::string unmarked(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (std::string_view("\\`*_[]<>|#").find(c) != std::string_view::npos) result += '\\';
    result += c;
  }
  return result;
}

std::string steps_text(const std::vector<Scene>& scenes, std::size_t first,
                       const std::string& seen) {
  std::string text;
  const auto episodes = episodes_of(scenes);
  for (std::size_t i = 0; i < episodes.size(); ++i) {
    const bool last = i + 1 == episodes.size() && !seen.empty();
    text += fmt::format("{}. {}", first + i, unmarked(episodes[i].says));
    if (last)
      text += " **" + unmarked(seen) + "**";
    else if (!episodes[i].state.empty())
      text += " \xE2\x86\x92 `" + episodes[i].state + "`";
    text += '\n';
  }
  return text;
}

std::string wrong_text(const Theorem& theorem) {
  std::string text = fmt::format("\n## {}: {}\n\n{}\n", unmarked(theorem.id),
                                 unmarked(theorem.says), unmarked(theorem.why));
  if (!theorem.story.empty())
    text += "\nA shortest way:\n\n" + steps_text(theorem.story, 1, theorem.seen);
  if (!theorem.round.empty())
    text += "\nAnd from there, for ever:\n\n" +
            steps_text(theorem.round, episodes_of(theorem.story).size() + 1, {});
  if (!theorem.remedy.empty()) text += "\n" + unmarked(theorem.remedy);
  if (!theorem.place.empty())
    text += fmt::format("{}`{}`", theorem.remedy.empty() ? "\n" : " ", theorem.place);
  return text + (theorem.remedy.empty() && theorem.place.empty() ? "" : "\n");
}

}  // namespace

std::string prove_markdown(const Proving& proving) {
  const Proofs& proofs = proving.proofs;
  std::string text = "# " + unmarked(proving.machine.title) + "\n\n";
  if (proofs.too_large)
    return text + fmt::format(
                      "**Not proved**: too large, more than {} configurations. Nothing "
                      "was decided.\n",
                      number_words(proofs.configurations - 1));
  text += fmt::format("**{}**: {}. {} states, {} transitions, {} configurations, {} edges, {}.\n",
                      proofs.proved() ? "Proved" : "Not proved", verdicts_text(proofs),
                      proofs.states, proofs.transitions, number_words(proofs.configurations),
                      number_words(proofs.edges), span_words(proving.ms));
  text += fmt::format("Machine `{}`, SHA-256 `{}`, groups `{}`.\n", proving.machine.id,
                      proving.digest, proving.groups);
  text += "\n| property | says | verdict |\n|---|---|---|\n";
  for (const Theorem& each : proofs.theorems)
    text +=
        fmt::format("| {} | {} | {}{} |\n", unmarked(each.id), unmarked(each.says),
                    each.decided == Decided::not_applicable ? "does not apply" : word(each.decided),
                    each.decided == Decided::not_applicable ? ": " + unmarked(each.why) : "");
  for (const Theorem& each : proofs.theorems)
    if (each.decided == Decided::violated || each.decided == Decided::vacuous)
      text += wrong_text(each);
  return text;
}

}  // namespace interlock
