#include "engine/baseline.h"

#include <algorithm>

#include "engine/time.h"

namespace interlock {

namespace {

// A guard that compares with what was answered at that moment.
struct Comparing {
  const Check* check;
  Arguments arguments;
  System on;
  std::vector<std::optional<Errand>> errands;

  bool can_be_asked(const Names& found) const {
    return std::all_of(errands.begin(), errands.end(), [&](const auto& errand) {
      return !errand || found.contains(errand->whom.endpoint);
    });
  }
};

std::vector<Comparing> comparing_with(const Asking& asking, const std::string& moment) {
  const Systems systems = systems_of(asking.machine);
  std::vector<Comparing> all;
  for (const Transition& transition : asking.machine.transitions)
    for (const Guards* guards : {&transition.require, &transition.hold, &transition.ensure})
      for (const Guard& guard : *guards) {
        const Check* const check = find_check(asking.checks, guard.check);
        if (guard.since != moment || !check || check->since != Since::answers) continue;
        if (!guard.when.empty() &&
            !holds(condition_of(guard.when).value(), asking.values, asking.found))
          continue;
        Comparing one{
            check, filled(arguments_of(*check, guard, asking.machine), asking.values), {}, {}};
        const auto on = systems.find(endpoint_for(check->probes.front(), guard.on, systems));
        if (on != systems.end()) one.on = on->second;
        one.errands = errands_of(*check, one.arguments, guard.on, systems);
        for (auto& errand : one.errands)
          if (errand && errand->patience == usual_patience) errand->patience = asking.patience;
        if (one.can_be_asked(asking.found)) all.push_back(std::move(one));
      }
  return all;
}

}  // namespace

std::vector<Errand> baseline_errands(const Asking& asking, const std::string& moment) {
  std::vector<Errand> all;
  for (Comparing& one : comparing_with(asking, moment))
    for (auto& errand : one.errands)
      if (errand) all.push_back(std::move(*errand));
  return all;
}

std::string baseline_flaw(const Asking& asking, const Texts& moments,
                          const std::map<Errand, Heard>& heard) {
  for (const std::string& moment : moments)
    for (const Comparing& one : comparing_with(asking, moment)) {
      const auto replies = replies_to(one.errands, heard);
      const Verdict same = judge(*one.check, {.replies = replies,
                                              .arguments = one.arguments,
                                              .on = one.on,
                                              .asked = now(),
                                              .since = now(),
                                              .earlier = replies});
      if (same.outcome == Outcome::unknown) return same.sentence;
    }
  return {};
}

}  // namespace interlock
