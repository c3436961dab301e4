#include "engine/semantics.h"

#include <algorithm>
#include <array>

#include "engine/work.h"

namespace interlock {
namespace {

constexpr std::array<std::string_view, 15> words = {
    "none", "move",   "needless", "begin",    "wait",  "refuse", "unknown", "done",
    "fail", "unsure", "crash",    "deadline", "check", "retry",  "back"};

// What one rule decides about.
struct Case {
  const Plan& plan;
  const Row& row;  // the transition from the state
  const Configuration& now;
  const Input& input;
};

Step nothing(const Case& c) {
  return {Rule::none, c.now};
}

Configuration entered(Configuration after, std::size_t state) {
  after.state = state;
  after.standing = Standing::ready;
  after.begun = after.waiting = after.reached = false;
  after.attempt = 0;
  return after;
}

Configuration standing(Configuration after, Standing where) {
  after.standing = where;
  after.waiting = after.reached = false;
  if (where == Standing::held) after.attempt = 0;
  return after;
}

// `back` of `to` if the step was begun, of `from` if not.
std::optional<std::size_t> way_back(const Case& c) {
  return c.plan.back[c.now.begun ? c.row.to : c.now.state];
}

Step held(const Case& c, Rule rule) {
  return {rule, standing(c.now, Standing::held)};
}

// The transition is done: its assurances are gained. What became of the world is
// what was done of the work; where nobody said, all of it was.
Step crossed(const Case& c, Rule rule) {
  Configuration after = entered(c.now, c.row.to);
  after.facts = (after.facts & (c.plan.world | ~c.row.denies)) | (c.row.gains & ~c.plan.world);
  if (c.input.did) {
    work(c.plan, c.row, *c.input.did, after);
  } else {
    work(c.plan, c.row, whole(c.row), after);
    after.unsure &= ~(c.row.gains | c.row.denies);
  }
  return {rule, after};
}

Step begin(const Case& c) {
  Configuration after = standing(c.now, Standing::intent);
  after.begun = true;
  ++after.attempt;
  if (c.row.lets_in && (after.broken | after.changed) != 0) after.beyond = true;
  after.facts &= ~c.row.loses;
  if (!c.input.did) lose_sight(c.plan, c.row, after);
  return {Rule::begin, after};
}

Step asked(const Case& c) {
  const bool first = c.now.attempt == 0;
  if (c.input.before == Gate::pass) {
    if (!c.row.acts) return crossed(c, Rule::move);
    if (!can_be_needless(c.row, c.now) || !c.input.already) return begin(c);
    Configuration lost = c.now;
    lost.facts &= ~c.row.loses;
    return crossed({c.plan, c.row, lost, c.input}, Rule::needless);
  }
  if (c.row.waits && first && !c.now.waiting) {
    Step step{Rule::wait, c.now};
    step.after.waiting = true;
    return step;
  }
  if (c.row.waits && first && !c.input.time_up) return nothing(c);
  return held(c, c.input.before == Gate::fail ? Rule::refuse : Rule::unknown);
}

Step started(const Case& c) {
  Step step{Rule::begin, standing(c.now, Standing::flight)};
  if (c.input.did) {
    work(c.plan, c.row, *c.input.did, step.after);
    step.after.reached = c.input.did->whole;
  } else {
    lose_sight(c.plan, c.row, step.after);
  }
  return step;
}

Step failed(const Case& c) {
  if (c.now.attempt < c.row.attempts) return {Rule::fail, standing(c.now, Standing::ready)};
  const auto target = c.plan.back[c.row.to];
  if (c.row.back_on_fail && target) return {Rule::fail, entered(c.now, *target)};
  return held(c, Rule::fail);
}

Step judged(const Case& c, Gate ensure) {
  if (c.input.hold == Gate::fail || ensure == Gate::fail) return failed(c);
  if (c.input.hold == Gate::unknown || ensure == Gate::unknown) return held(c, Rule::unsure);
  return crossed(c, Rule::done);
}

// Without a binding guard only the exit status could tell that the step was done.
Gate alone(const Case& c) {
  return c.row.binding_ensure ? c.input.ensure : Gate::unknown;
}

Step ended(const Case& c) {
  // While the operator is at work, what does not pass only means "not yet".
  if (c.row.manual && alone(c) != Gate::pass) return nothing(c);
  return c.input.failed ? failed(c) : judged(c, c.input.ensure);
}

Step resumed(const Case& c) {
  if (!c.now.begun) return {Rule::check, standing(c.now, Standing::ready)};
  if (c.input.hold != Gate::pass || alone(c) != Gate::pass) return nothing(c);
  return crossed(c, Rule::check);
}

Step in_doubt(const Case& c, Rule rule) {
  Step step{rule, c.now};
  step.after.standing = Standing::doubt;
  return step;
}

}  // namespace

std::string_view word(Rule rule) {
  return words[static_cast<std::size_t>(rule)];
}

std::optional<Rule> rule_of(std::string_view word) {
  const auto found = std::find(words.begin(), words.end(), word);
  if (found == words.end()) return {};
  return static_cast<Rule>(found - words.begin());
}

Configuration start(const Plan& plan) {
  Configuration first;
  first.facts = plan.initially;
  return first;
}

Step next(const Plan& plan, const Configuration& now, const Input& input) {
  if (now.state >= plan.rows.size() || !plan.rows[now.state]) return {Rule::none, now};
  const Case c{plan, *plan.rows[now.state], now, input};
  const bool ready = now.standing == Standing::ready, held_now = now.standing == Standing::held;
  const bool intent = now.standing == Standing::intent, flight = now.standing == Standing::flight;
  const bool doubt = now.standing == Standing::doubt;
  switch (input.kind) {
    case Input::Kind::asked: return ready ? asked(c) : nothing(c);
    case Input::Kind::started: return intent ? started(c) : nothing(c);
    case Input::Kind::ended: return flight ? ended(c) : nothing(c);
    case Input::Kind::looked: return doubt ? judged(c, alone(c)) : nothing(c);
    case Input::Kind::died: return intent || flight ? in_doubt(c, Rule::crash) : nothing(c);
    case Input::Kind::overdue:
      return flight && !c.row.manual ? in_doubt(c, Rule::deadline) : nothing(c);
    case Input::Kind::left:
      return (flight || doubt) && c.row.manual ? held(c, Rule::unsure) : nothing(c);
    case Input::Kind::resume: return held_now ? resumed(c) : nothing(c);
    case Input::Kind::retry:
      return held_now ? Step{Rule::retry, standing(now, Standing::ready)} : nothing(c);
    case Input::Kind::back:
      if (const auto target = way_back(c); target && (ready || held_now))
        return {Rule::back, entered(now, *target)};
      return nothing(c);
  }
  return nothing(c);
}

bool covers(const Configuration& folded, const Configuration& explored) {
  Configuration sharper = explored;
  sharper.reached = folded.reached;
  sharper.beyond = folded.beyond;
  sharper.facts = (folded.facts & folded.unsure) | (explored.facts & ~folded.unsure);
  sharper.unsure = folded.unsure;
  sharper.broken = folded.broken;
  sharper.changed = explored.changed & ~folded.broken;
  return sharper == folded && (explored.broken & ~folded.broken) == 0 &&
         (folded.beyond || !explored.beyond);
}

}  // namespace interlock
