#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>

#include "tests/engine/shop.h"

namespace interlock {

inline Input act(Input::Kind kind) {
  Input input;
  input.kind = kind;
  return input;
}
inline Input asked(Gate before) {
  Input input;
  input.before = before;
  return input;
}
inline Input answered(Input::Kind kind, Gate hold, Gate ensure) {
  Input input = act(kind);
  input.hold = hold;
  input.ensure = ensure;
  return input;
}
inline Input broke(Input::Kind kind) {
  Input input = act(kind);
  input.failed = true;
  return input;
}

// One run of the shop, driven by hand. Where nothing else is said, what the world
// did is not known.
struct OneRun : testing::Test {
  using Kind = Input::Kind;

  Plan plan = plan_of(shop());
  Configuration now = start(plan);

  void stand(std::string_view name, Standing standing, bool begun = false, int attempt = 0) {
    const auto found = std::find(plan.states.begin(), plan.states.end(), name);
    ASSERT_NE(found, plan.states.end()) << name;
    now.state = static_cast<std::size_t>(found - plan.states.begin());
    now.standing = standing;
    now.begun = begun;
    now.attempt = attempt;
  }
  Rule take(const Input& input) {
    const Step step = next(plan, now, input);
    now = step.after;
    return step.rule;
  }
  Rule take(Kind kind, std::optional<Done> did = {}) {
    Input input = act(kind);
    input.did = did;
    return take(input);
  }
  std::string where() const { return told(plan, now).substr(0, told(plan, now).find(',')); }
  bool holds(std::string_view fact) const { return (now.facts & plan.fact(fact)) != 0; }
  bool unsure(std::string_view fact) const { return (now.unsure & plan.fact(fact)) != 0; }
  std::string is(std::string_view component) const {
    const auto bit = plan.component(component);
    return now.broken & bit ? "broken" : now.changed & bit ? "changed" : "untouched";
  }
};

}  // namespace interlock
