#include <fmt/core.h>

#include "reports/track.h"
#include "reports/track_drawing.h"

namespace interlock {

namespace {

// The story as `prove` tells it: its steps, and at its end what is wrong.
Texts steps_of(const Theorem& theorem) {
  Texts steps;
  const auto tell = [&](const std::vector<Scene>& scenes, const std::string& seen) {
    const auto episodes = episodes_of(scenes);
    for (const Episode& episode : episodes) {
      const bool last = &episode == &episodes.back() && !seen.empty();
      const std::string leads = last ? seen : episode.state;
      steps.push_back(fmt::format("{}. {}{}{}", steps.size() + 1, episode.says,
                                  leads.empty() ? "" : " \xE2\x86\x92 ", leads));
    }
  };
  tell(theorem.story, theorem.seen);
  if (steps.empty()) steps.push_back("It is so from the start: " + theorem.seen);
  if (!theorem.round.empty()) {
    const auto before = steps.size();
    tell(theorem.round, {});
    steps.insert(steps.begin() + static_cast<std::ptrdiff_t>(before),
                 "And from there it can go round like this, for ever:");
  }
  return steps;
}

}  // namespace

std::string prove_svg(const Proving& proving) {
  const Proofs& proofs = proving.proofs;
  std::vector<Panel> panels;
  for (const Theorem& each : proofs.theorems)
    if (each.decided == Decided::violated && !(each.story.empty() && each.seen.empty()))
      panels.push_back({"Violated: " + each.id + ". " + each.says, steps_of(each),
                        lamps_of(proving.machine, each)});
  const std::string verdict = proofs.too_large  ? "Not proved: it is too large"
                              : proofs.proved() ? "Proved: " + verdicts_text(proofs)
                                                : "Not proved: " + verdicts_text(proofs);
  if (panels.empty()) panels.push_back({verdict + ".", {}, {}});
  return track_file(proving.machine, panels, proving.machine.title + ". " + verdict + ".");
}

}  // namespace interlock
