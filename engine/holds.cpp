#include "engine/holds.h"

#include <array>

namespace interlock {
namespace {

constexpr std::array<std::string_view, 4> phase_words = {"pre", "change", "post", "back"};
constexpr std::array<std::string_view, 3> end_words = {"success", "recovered", "untouched"};

bool is_of_class(const Row& row, std::string_view name) {
  if (name == "destructive") return row.destructive;
  if (name == "restore") return row.restore;
  return row.acts && !row.destructive && !row.restore;
}

}  // namespace

// Written from behind: a part knows where to go on, whichever its answer is.
class Translation {
 public:
  Translation(const Machine& machine, const Plan& plan) : machine_(machine), plan_(plan) {}

  int part(const Formula& formula, int then, int otherwise) {
    const auto& of = formula.of;
    if (formula.kind == Kind::negation) return part(of[0], otherwise, then);
    if (formula.kind == Kind::implication) return part(of[0], part(of[1], then, otherwise), then);
    if (formula.kind == Kind::conjunction) {
      for (auto each = of.rbegin(); each != of.rend(); ++each) then = part(*each, then, otherwise);
      return then;
    }
    if (formula.kind == Kind::disjunction) {
      for (auto each = of.rbegin(); each != of.rend(); ++each)
        otherwise = part(*each, then, otherwise);
      return otherwise;
    }
    tests.push_back(atom(formula));
    tests.back().then = then;
    tests.back().otherwise = otherwise;
    return static_cast<int>(tests.size()) - 1;
  }

  std::vector<Predicate::Test> tests;

 private:
  using Asked = Predicate::Asked;
  using Kind = Formula::Kind;

  Predicate::Test atom(const Formula& formula) const {
    if (formula.kind == Kind::fact) return {Asked::facts, plan_.fact(formula.name)};
    if (formula.kind == Kind::broken) return {Asked::broken, plan_.component(formula.name)};
    if (formula.kind == Kind::changed) return {Asked::changed, plan_.component(formula.name)};
    if (formula.kind == Kind::untouched) return {Asked::untouched, plan_.component(formula.name)};
    if (formula.kind == Kind::ponr) return {Asked::beyond};
    return {Asked::place, 0, places(formula)};
  }

  std::vector<bool> places(const Formula& formula) const {
    std::vector<bool> places;
    for (std::size_t state = 0; state < plan_.states.size(); ++state)
      for (const bool running : {false, true}) places.push_back(is_at(formula, state, running));
    return places;
  }

  bool is_at(const Formula& formula, std::size_t number, bool running) const {
    const std::string& name = formula.name;
    const State& state = machine_.states[number];
    const auto& row = plan_.rows[number];
    if (formula.kind == Kind::state) return state.id == name;
    if (formula.kind == Kind::phase)
      return state.phase && phase_words[static_cast<std::size_t>(*state.phase)] == name;
    if (formula.kind == Kind::terminal)
      return state.final &&
             (name.empty() || end_words[static_cast<std::size_t>(*state.final)] == name);
    if (!row || !running) return false;
    return formula.kind == Kind::running ? machine_.transitions[row->transition].id == name
                                         : is_of_class(*row, name);
  }

  const Machine& machine_;
  const Plan& plan_;
};

Predicate::Predicate(const Formula& formula, const Machine& machine, const Plan& plan) {
  Translation translation(machine, plan);
  first_ = translation.part(formula, yes, no);
  tests_ = std::move(translation.tests);
}

bool Predicate::operator()(const Configuration& c) const {
  const bool running = c.standing == Standing::intent || c.standing == Standing::flight;
  int at = first_;
  while (at >= 0) {
    const Test& test = tests_[static_cast<std::size_t>(at)];
    bool is_so = false;
    switch (test.asked) {
      case Asked::facts: is_so = (c.facts & test.mask) != 0; break;
      case Asked::broken: is_so = (c.broken & test.mask) != 0; break;
      case Asked::changed: is_so = (c.changed & test.mask) != 0; break;
      case Asked::untouched: is_so = ((c.broken | c.changed) & test.mask) == 0; break;
      case Asked::beyond: is_so = c.beyond; break;
      case Asked::place: is_so = test.places[c.state * 2 + (running ? 1 : 0)]; break;
    }
    at = is_so ? test.then : test.otherwise;
  }
  return at == yes;
}

bool holds(const Formula& formula, const Machine& machine, const Plan& plan,
           const Configuration& configuration) {
  return Predicate(formula, machine, plan)(configuration);
}

}  // namespace interlock
