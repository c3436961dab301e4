#include "engine/work.h"

#include <algorithm>
#include <span>

namespace interlock {
namespace {

void work_part(const Plan& plan, const Part& part, Configuration& after) {
  const std::uint64_t bit = part.bit;
  const bool keeps = (plan.by_step & bit) != 0;  // it is not broken on the way to where it is
  const bool untouched = ((after.broken | after.changed) & bit) == 0;
  switch (part.kind) {
    case Part::Kind::change_begins:
      if (keeps && (after.changed & bit) != 0) return;
      after.broken |= bit;
      after.changed &= ~bit;
      return;
    case Part::Kind::restore_begins:
      if (keeps && untouched) return;
      after.broken |= bit;
      after.changed &= ~bit;
      return;
    case Part::Kind::changed:
      after.broken &= ~bit;
      after.changed |= bit;
      return;
    case Part::Kind::restored:
      after.broken &= ~bit;
      after.changed &= ~bit;
      return;
    case Part::Kind::fact:
      after.facts = part.holds ? after.facts | bit : after.facts & ~bit;
      return;
  }
}

Configuration worked(const Plan& plan, const Row& row, const Configuration& now, Done done) {
  Configuration after = now;
  work(plan, row, done, after);
  return after;
}

// Gates as a guard set may say them that binds or does not.
std::span<const Gate> gates(bool binds) {
  static constexpr Gate all[] = {Gate::pass, Gate::fail, Gate::unknown};
  return std::span(all).first(binds ? 3 : 1);
}

// Room for what may come about at most places: a prover asks millions of times.
std::vector<Input> no_inputs() {
  std::vector<Input> none;
  none.reserve(12);
  return none;
}

Input input_of(Input::Kind kind, Done did = {}) {
  Input input;
  input.kind = kind;
  input.did = did;
  return input;
}

bool is_done_already(const Plan& plan, const Row& row, const Configuration& now) {
  return can_be_needless(row, now) && same_world(worked(plan, row, now, whole(row)), now);
}

std::vector<Input> when_ready(const Plan& plan, const Row& row, const Configuration& now) {
  auto all = no_inputs();
  for (const Gate gate : gates((now.attempt == 0 && row.binding_require) || row.binding_hold)) {
    Input& input = all.emplace_back(input_of(Input::Kind::asked));
    input.before = gate;
    input.time_up = now.waiting && gate != Gate::pass;
    if (gate != Gate::pass || !is_done_already(plan, row, now)) continue;
    all.emplace_back(input).already = true;
  }
  all.push_back(input_of(Input::Kind::back));
  return all;
}

std::vector<Input> when_intended(const Plan& plan, const Row& row, const Configuration& now) {
  std::vector<Input> all = {input_of(Input::Kind::started, whole(row)),
                            input_of(Input::Kind::started)};
  const Configuration finished = worked(plan, row, now, whole(row));
  for (int parts = 1; parts < whole(row).parts; ++parts) {
    const Configuration left = worked(plan, row, now, {parts});
    if (same_world(left, now) || same_world(left, finished)) continue;
    all.push_back(input_of(Input::Kind::started, {parts}));
  }
  all.push_back(input_of(Input::Kind::died));
  return all;
}

// What hold and ensure may say after a step.
std::vector<Input> when_asked_after(const Row& row, const Configuration& now, Input::Kind kind) {
  auto all = no_inputs();
  for (const Gate hold : gates(row.binding_hold))
    for (const Gate ensure : gates(row.binding_ensure)) {
      if (ensure == Gate::pass && row.binding_ensure && !now.reached) continue;
      Input& input = all.emplace_back(input_of(kind));
      input.hold = hold;
      input.ensure = ensure;
      const bool exit_status = kind == Input::Kind::ended && !row.manual;
      if (!exit_status && !row.binding_ensure) input.ensure = Gate::unknown;
    }
  return all;
}

std::vector<Input> when_flying(const Row& row, const Configuration& now) {
  std::vector<Input> all = when_asked_after(row, now, Input::Kind::ended);
  if (!row.manual) {
    all.push_back(input_of(Input::Kind::ended));
    all.back().failed = true;
    all.push_back(input_of(Input::Kind::overdue));
  } else {
    all.push_back(input_of(Input::Kind::left));
  }
  all.push_back(input_of(Input::Kind::died));
  return all;
}

std::vector<Input> when_held(const Row& row, const Configuration& now) {
  std::vector<Input> all = {input_of(Input::Kind::retry), input_of(Input::Kind::back)};
  if (!now.begun) all.push_back(input_of(Input::Kind::resume));
  // The operator may have done the rest.
  if (now.begun && row.binding_ensure) all.push_back(input_of(Input::Kind::resume, whole(row)));
  return all;
}

// A guard set passes, or fails because something is missing that it needs. One that
// cannot tell was kept from telling: that is no part of what goes well.
bool goes_well(Gate gate, const Needs& needs, std::uint64_t facts) {
  return gate == Gate::pass || (gate == Gate::fail && !needs.met(facts));
}

bool goes_well_after(const Row& row, const Configuration& now, const Input& input) {
  if (!goes_well(input.hold, row.hold_needs, now.facts)) return false;
  // Where the work was not done whole, ensure cannot but say so.
  if (!now.reached) return input.failed || !row.binding_ensure || input.ensure == Gate::fail;
  if (input.failed) return false;
  return !row.binding_ensure || goes_well(input.ensure, row.ensure_needs, now.facts);
}

bool goes_well_before(const Plan& plan, const Row& row, const Configuration& now,
                      const Input& input) {
  if (input.before == Gate::pass)
    return input.already || !is_done_already(plan, row, now) || !row.ensure_needs.met(now.facts);
  if (input.before == Gate::unknown) return false;
  return !row.hold_needs.met(now.facts) || (now.attempt == 0 && !row.require_needs.met(now.facts));
}

}  // namespace

bool same_world(const Configuration& one, const Configuration& other) {
  return one.facts == other.facts && one.broken == other.broken && one.changed == other.changed;
}

Done whole(const Row& row) {
  return {static_cast<int>(row.parts.size()), true};
}

void work(const Plan& plan, const Row& row, Done done, Configuration& after) {
  const auto all = static_cast<int>(row.parts.size());
  const int parts = done.whole ? all : std::clamp(done.parts, 0, all);
  for (int i = 0; i < parts; ++i) work_part(plan, row.parts[static_cast<std::size_t>(i)], after);
}

void lose_sight(const Plan& plan, const Row& row, Configuration& after) {
  after.broken |= row.changes | row.restored;
  after.changed &= ~after.broken;
  after.unsure |= (row.gains | row.denies) & plan.world;
}

bool can_be_needless(const Row& row, const Configuration& now) {
  return row.acts && row.restores && row.binding_ensure && now.attempt == 0;
}

std::vector<Input> inputs(const Plan& plan, const Configuration& now) {
  if (now.state >= plan.rows.size() || !plan.rows[now.state]) return {};
  const Row& row = *plan.rows[now.state];
  switch (now.standing) {
    case Standing::ready: return when_ready(plan, row, now);
    case Standing::held: return when_held(row, now);
    case Standing::intent: return when_intended(plan, row, now);
    case Standing::flight: return when_flying(row, now);
    case Standing::doubt: {
      auto all = when_asked_after(row, now, Input::Kind::looked);
      if (row.manual) all.push_back(input_of(Input::Kind::left));
      return all;
    }
  }
  return {};
}

bool calm(const Plan& plan, const Configuration& now, const Input& input) {
  if (now.state >= plan.rows.size() || !plan.rows[now.state]) return true;
  const Row& row = *plan.rows[now.state];
  switch (input.kind) {
    case Input::Kind::asked: return goes_well_before(plan, row, now, input);
    case Input::Kind::started: return input.did && input.did->whole;
    case Input::Kind::ended:
    case Input::Kind::looked: return goes_well_after(row, now, input);
    case Input::Kind::died:
    case Input::Kind::overdue: return false;
    case Input::Kind::left: return !now.reached;
    case Input::Kind::resume:
    case Input::Kind::retry:
    case Input::Kind::back: return now.standing == Standing::held;
  }
  return false;
}

}  // namespace interlock
