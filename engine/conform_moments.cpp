#include <algorithm>

#include "engine/conform_parts.h"

namespace interlock {

Texts moments_of(const Plan& plan, const Configuration& before, const Configuration& after) {
  Texts moments{std::string(plan.states[after.state])};
  for (std::size_t i = 0; i < plan.facts.size(); ++i) {
    const std::uint64_t bit = std::uint64_t{1} << i;
    if ((after.facts & bit) != 0 && (before.facts & bit) == 0) moments.emplace_back(plan.facts[i]);
  }
  return moments;
}

namespace {

// Whether a guard, wherever it stands, compares with what is answered now.
bool compared_later(const Firing& on, const Guard& guard) {
  const auto moments = moments_of(on.plan, on.before.at, on.step.after);
  if (std::find(moments.begin(), moments.end(), guard.since) == moments.end()) return false;
  const Check* const check = find_check(on.checks, guard.check);
  if (!check || check->since != Since::answers) return false;
  const auto endpoint = on.machine.endpoints.find(
      endpoint_for(check->probes.front(), guard.on, systems_of(on.machine)));
  const bool surely = endpoint == on.machine.endpoints.end() || !endpoint->second.optional;
  return guard.when.empty() && surely;
}

}  // namespace

bool anything_compared_later(const Firing& on) {
  for (const Transition& transition : on.machine.transitions)
    for (const Guards* guards : {&transition.require, &transition.hold, &transition.ensure})
      for (const Guard& guard : *guards)
        if (compared_later(on, guard)) return true;
  return false;
}

}  // namespace interlock
