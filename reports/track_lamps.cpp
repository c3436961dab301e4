#include <algorithm>

#include "reports/drawing.h"
#include "reports/track.h"

namespace interlock {

namespace {

Lamp lamp_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::not_applicable:
    case Outcome::pass: return Lamp::pass;
    case Outcome::warn: return Lamp::warn;
    case Outcome::unknown: return Lamp::unknown;
    case Outcome::fail: return Lamp::fail;
  }
  return Lamp::unknown;
}

// How a step goes wrong by this rule; nothing: it does not.
std::optional<Lamp> trouble_in(Rule rule) {
  switch (rule) {
    case Rule::fail:
    case Rule::refuse: return Lamp::fail;
    case Rule::unknown:
    case Rule::unsure:
    case Rule::crash:
    case Rule::deadline: return Lamp::unknown;
    default: return {};
  }
}

// Goes along with a run or a story, rule by rule.
class Lamplighter {
 public:
  explicit Lamplighter(const Machine& machine) : here(machine.states.front().id) {
    lamps.lit[here] = Lamp::pass;
  }

  // `state`: where it stands after the rule; `lamp`: of that state if it is entered.
  void take(Rule rule, const std::string& state, Lamp lamp) {
    if (rule == Rule::begin) lamps.left[here] = Left::begun;
    if (const auto trouble = trouble_in(rule)) trouble_ = trouble;
    if (state == here) return;
    const bool begun = lamps.left[here] == Left::begun;
    if (rule == Rule::back && trouble_) lamps.lit[here] = *trouble_;
    lamps.left[here] = rule != Rule::back ? Left::done : begun ? Left::begun_back : Left::back;
    trouble_.reset();
    here = state;
    lamps.lit[here] = lamp;
    if (lamps.left[here] == Left::begun) lamps.left[here] = Left::not_yet;
  }

  Lamps lamps;
  std::string here;

 private:
  std::optional<Lamp> trouble_;
};

// The worst that was said of what led to a state.
Lamp worst_of(const Report& report, const std::string& transition) {
  Outcome worst = Outcome::pass;
  for (const Line& line : report.lines)
    if (line.transition == transition)
      worst = std::max(worst, counted(line.outcome, line.advisory));
  return lamp_of(worst);
}

Lamp standing_lamp(const Run& run) {
  if (run.at.standing == Standing::doubt) return Lamp::unknown;
  if (run.at.standing != Standing::held) return Lamp::here;
  if (run.held_by == "fail") return Lamp::held_fail;
  return run.held_by == "unknown" ? Lamp::held_unknown : Lamp::held;
}

}  // namespace

Lamps lamps_of(const Machine& machine, const Report& report) {
  if (report.kind != "run") return {{{machine.states.front().id, Lamp::here}}, {}, false};
  Lamplighter along(machine);
  for (const Station& station : report.timeline) {
    const Rule rule = rule_of(station.rule).value_or(Rule::none);
    along.take(rule, station.state,
               rule == Rule::back ? Lamp::pass : worst_of(report, station.transition));
  }
  if (!report.run.finished) along.lamps.lit[along.here] = standing_lamp(report.run);
  along.lamps.passed = report.run.at.beyond;
  return std::move(along.lamps);
}

Lamps lamps_of(const Machine& machine, const Theorem& theorem) {
  const Transition* no_return = step_of_no_return(machine);
  Lamplighter along(machine);
  for (const auto* scenes : {&theorem.story, &theorem.round})
    for (const Scene& scene : *scenes) {
      along.take(scene.rule, scene.state, Lamp::pass);
      if (no_return && scene.transition == no_return->id && scene.rule != Rule::back)
        along.lamps.passed = along.lamps.passed || scene.enters;
    }
  along.lamps.lit[along.here] = Lamp::fail;
  return std::move(along.lamps);
}

}  // namespace interlock
