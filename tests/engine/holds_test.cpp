#include "engine/holds.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/engine/shop.h"

namespace interlock {
namespace {

using Kind = Formula::Kind;

bool runs(const Configuration& c) {
  return c.standing == Standing::intent || c.standing == Standing::flight;
}

// As the format says it, one atom after the other, with names compared each time.
struct Naive {
  const Machine& machine;
  const Plan& plan;
  const Configuration& c;

  const State& state() const { return machine.states[c.state]; }
  const Transition* running() const {
    return runs(c) ? transition_from(machine, state().id) : nullptr;
  }
  bool changes_for_good(const Texts& names) const {
    for (const std::string& name : names)
      if (machine.components.at(name).undo == Undo::backup) return true;
    return false;
  }
  std::string phase() const {
    static constexpr const char* words[] = {"pre", "change", "post", "back"};
    return state().phase ? words[static_cast<int>(*state().phase)] : "";
  }
  std::string end() const {
    static constexpr const char* words[] = {"success", "recovered", "untouched"};
    return state().final ? words[static_cast<int>(*state().final)] : "";
  }
  bool is_class(const std::string& name) const {
    const Transition* step = running();
    if (step == nullptr) return false;
    const bool destroys = changes_for_good(step->changes);
    const bool restores = changes_for_good(step->restores);
    if (name == "destructive") return destroys;
    return name == "restore" ? restores : !destroys && !restores;
  }
  bool atom(const Formula& f) const {
    switch (f.kind) {
      case Kind::fact: return (c.facts & plan.fact(f.name)) != 0;
      case Kind::state: return state().id == f.name;
      case Kind::phase: return phase() == f.name;
      case Kind::running: return running() != nullptr && running()->id == f.name;
      case Kind::step_class: return is_class(f.name);
      case Kind::broken: return (c.broken & plan.component(f.name)) != 0;
      case Kind::changed: return (c.changed & plan.component(f.name)) != 0;
      case Kind::untouched:
        return (c.broken & plan.component(f.name)) == 0 &&
               (c.changed & plan.component(f.name)) == 0;
      case Kind::terminal: return !end().empty() && (f.name.empty() || end() == f.name);
      default: return c.beyond;
    }
  }
  bool operator()(const Formula& f) const {
    bool all = true, any = false;
    if (f.of.empty()) return atom(f);
    for (const Formula& each : f.of) {
      const bool is_so = (*this)(each);
      all = all && is_so;
      any = any || is_so;
    }
    if (f.kind == Kind::negation) return !any;
    if (f.kind == Kind::conjunction) return all;
    if (f.kind == Kind::disjunction) return any;
    return !(*this)(f.of[0]) || (*this)(f.of[1]);
  }
};

std::vector<Formula> atoms(const Machine& machine, const Plan& plan) {
  std::vector<Formula> all = {{Kind::terminal, ""}, {Kind::ponr, ""}};
  for (const auto fact : plan.facts) all.push_back({Kind::fact, std::string(fact)});
  for (const State& state : machine.states) all.push_back({Kind::state, state.id});
  for (const Transition& step : machine.transitions) all.push_back({Kind::running, step.id});
  for (const char* phase : {"pre", "change", "post", "back"}) all.push_back({Kind::phase, phase});
  for (const char* name : {"reversible", "destructive", "restore"})
    all.push_back({Kind::step_class, name});
  for (const char* end : {"success", "recovered", "untouched"})
    all.push_back({Kind::terminal, end});
  for (const auto name : plan.components)
    for (const Kind kind : {Kind::broken, Kind::changed, Kind::untouched})
      all.push_back({kind, std::string(name)});
  return all;
}

struct Holds : testing::Test {
  const Machine& machine = shop();
  Plan plan = plan_of(machine);
  Explored found = explore(plan);
  std::vector<Formula> simple = atoms(machine, plan);
  std::mt19937 chance{20261124};

  // Of every shape, some levels deep.
  Formula drawn(int levels) {
    if (levels == 0) return simple[chance() % simple.size()];
    Formula whole{static_cast<Kind>(static_cast<int>(Kind::negation) + chance() % 4)};
    std::size_t parts = whole.kind == Kind::negation ? 1 : 2;
    if (whole.kind == Kind::conjunction || whole.kind == Kind::disjunction) parts += chance() % 3;
    for (std::size_t i = 0; i < parts; ++i)
      whole.of.push_back(drawn(static_cast<int>(chance() % static_cast<unsigned>(levels))));
    return whole;
  }
  void compare(const Formula& formula) {
    const Predicate fast(formula, machine, plan);
    for (const Configuration& c : found.configurations)
      ASSERT_EQ(fast(c), (Naive{machine, plan, c}(formula))) << told(plan, c);
  }
};

TEST_F(Holds, AgreesWithTheFormatOnEveryAtomEverywhere) {
  for (const Formula& atom : simple) compare(atom);
}

// The shop has it all; only what is no step never runs.
TEST_F(Holds, IsTrueOfEveryAtomSomewhere) {
  for (const Formula& atom : simple) {
    const auto& all = found.configurations;
    const bool ever = std::any_of(all.begin(), all.end(), Predicate(atom, machine, plan));
    const bool no_step =
        atom.kind == Kind::running && (atom.name == "check" || atom.name == "verify");
    EXPECT_EQ(ever, !no_step) << atom.name;
  }
}

TEST_F(Holds, AgreesWithTheFormatOnFormulasOfEveryShape) {
  for (int i = 0; i < 1000; ++i) compare(drawn(5));
}

TEST_F(Holds, ReadsWhatAMachineSaysOfItself) {
  std::vector<Problem> problems;
  const auto property = property_of("p: always serving implies not running(migrate) or ponr",
                                    "/properties/0", problems);
  Configuration c = start(plan);
  EXPECT_TRUE(holds(property->first, machine, plan, c));
  c.state = 3;
  c.standing = Standing::flight;
  EXPECT_FALSE(holds(property->first, machine, plan, c));
  c.beyond = true;
  EXPECT_TRUE(holds(property->first, machine, plan, c));
}

}  // namespace
}  // namespace interlock
