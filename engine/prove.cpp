#include "engine/prove.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "engine/prove_parts.h"

namespace interlock {
namespace {

constexpr std::array<std::string_view, 4> verdicts = {"proved", "violated", "vacuous",
                                                      "not_applicable"};
constexpr std::array<std::string_view, 3> extents = {"nothing", "part", "all"};
constexpr std::array<std::string_view, 4> groups = {"form", "soundness", "safety", "own"};

// What is looked for in every configuration, of all properties at once.
struct Invariant {
  Formula when, must, always;
  Predicate is_when, is_must, is_always;
  bool entered = false;
  bool met = false;
  std::uint32_t bad = Graph::none;

  Invariant(const Ground& on, Formula the_when, Formula the_must, Formula the_always)
      : when(std::move(the_when)),
        must(std::move(the_must)),
        always(std::move(the_always)),
        is_when(when, on.machine, on.plan),
        is_must(must, on.machine, on.plan),
        is_always(always, on.machine, on.plan) {}

  void look(const Configuration& c, std::uint32_t number) {
    if (entered && (c.standing != Standing::ready || c.begun || c.waiting)) return;
    const bool speaks = is_when(c);
    met = met || speaks;
    if (bad == Graph::none && ((speaks && !is_must(c)) || !is_always(c))) bad = number;
  }
};

// Replaces {step} and {state} by those of a configuration.
std::string filled_in(const Ground& on, std::string_view text, const Configuration& at) {
  const Transition* transition = on.transition(at.state);
  std::string step = transition ? transition->step : std::string();
  return fmt::format(fmt::runtime(text), fmt::arg("step", step),
                     fmt::arg("state", '"' + std::string(on.plan.states[at.state]) + '"'));
}

std::string told(const Ground& on, const Configuration& at, const std::string& seen) {
  if (on.plan.final[at.state])
    return fmt::format("\"{}\" can be reached while {}.", on.plan.states[at.state], seen);
  if (runs(at))
    return fmt::format("\"{}\" can {} while {}.", on.transition(at.state)->id,
                       at.standing == Standing::intent ? "begin" : "run", seen);
  return fmt::format("In \"{}\" it can be that {}.", on.plan.states[at.state], seen);
}

struct Remedies {
  std::string_view must = {}, always = {};
};

Ruling ruling_of(const Ground& on, const Invariant& invariant, const Remedies& remedies) {
  if (!invariant.met) return {Decided::vacuous, "What it speaks of never comes about."};
  if (invariant.bad == Graph::none) return {};
  const Configuration at = on.graph[invariant.bad];
  const bool strict = invariant.is_always(at);
  const Formula& broken = strict ? invariant.must : invariant.always;
  const std::string seen = because(on, broken, at, false);
  Ruling ruling = violated(told(on, at, seen), on.place(at),
                           filled_in(on, strict ? remedies.must : remedies.always, at));
  ruling.seen = seen;
  ruling.way = on.graph.way_to(invariant.bad);
  return ruling;
}

// A property while it is being decided.
struct Open {
  Theorem theorem;
  std::optional<Ruling> ruling;
  std::optional<Invariant> invariant;
  Remedies remedies = {};
  Ruling (*judge)(const Ground&) = nullptr;
};

Open open(const Ground& on, const Claim& claim) {
  Open open{{std::string(claim.id), claim.group, std::string(claim.says)},
            {},
            {},
            {claim.remedy, claim.always_remedy}};
  open.judge = claim.judge;
  if (claim.idle)
    if (std::string why = claim.idle(on); !why.empty())
      open.ruling = Ruling{Decided::not_applicable, std::move(why)};
  if (!open.ruling && claim.form) open.ruling = claim.form(on);
  if (open.ruling || claim.must.empty()) return open;
  const auto or_true = [](std::string_view text) { return text.empty() ? "{true}" : text; };
  open.invariant.emplace(on, formula_of(on, or_true(claim.when)), formula_of(on, claim.must),
                         formula_of(on, or_true(claim.always)));
  open.invariant->entered = claim.entered;
  open.invariant->met = claim.or_never;
  return open;
}

Ruling ruling_of(const Ground& on, const Property& property) {
  const auto ready = [&](const Formula& formula) {
    return Predicate(formula, on.machine, on.plan);
  };
  switch (property.kind) {
    case Property::Kind::precedes:
      return precedes(on, ready(property.first), ready(property.second));
    case Property::Kind::leads_to:
      return leads_to(on, ready(property.first), ready(property.second));
    case Property::Kind::can_reach: return can_reach(on, ready(property.first));
    case Property::Kind::always_can_reach: return always_can_reach(on, ready(property.first));
    case Property::Kind::always:
    case Property::Kind::never:
    case Property::Kind::holds_during: return {};
  }
  return {};
}

// What a machine says of itself.
Open open(const Ground& on, std::size_t number) {
  std::vector<Problem> problems;
  const std::string& written = on.machine.properties[number];
  const Property property = property_of(written, "", problems).value();
  Open open{
      {property.name, Theorem::Group::own, written.substr(property.name.size() + 2)}, {}, {}, {}};
  const Formula anything = formula_of(on, "{true}");
  if (property.kind == Property::Kind::always)
    open.invariant.emplace(on, anything, property.first, anything);
  else if (property.kind == Property::Kind::never)
    open.invariant.emplace(on, anything, negated(property.first), anything);
  else if (property.kind == Property::Kind::holds_during)
    open.invariant.emplace(on, property.second, property.first, anything);
  else
    open.ruling = ruling_of(on, property);
  return open;
}

std::vector<Open> open_all(const Ground& on) {
  std::vector<Open> all;
  for (const Claim& claim : claims()) all.push_back(open(on, claim));
  for (std::size_t i = 0; i < on.machine.properties.size(); ++i) all.push_back(open(on, i));
  return all;
}

void decide(const Ground& on, Open& open) {
  if (!open.ruling && open.invariant) open.ruling = ruling_of(on, *open.invariant, open.remedies);
  if (!open.ruling) open.ruling = open.judge ? open.judge(on) : Ruling();
  Theorem& theorem = open.theorem;
  theorem.decided = open.ruling->decided;
  theorem.why = open.ruling->why;
  theorem.remedy = open.ruling->remedy;
  theorem.place = open.ruling->place;
  theorem.seen = open.ruling->seen;
  tell(on, *open.ruling, theorem);
}

}  // namespace

std::string_view word(Decided decided) {
  return verdicts[static_cast<std::size_t>(decided)];
}
std::string_view word(Extent extent) {
  return extents[static_cast<std::size_t>(extent)];
}
std::string_view word(Theorem::Group group) {
  return groups[static_cast<std::size_t>(group)];
}

const Transition* Ground::transition(std::size_t state) const {
  const auto& row = plan.rows[state];
  return row ? &machine.transitions[row->transition] : nullptr;
}

std::string Ground::place(const Configuration& at) const {
  if (plan.rows[at.state] && at.begun)
    return fmt::format("/transitions/{}", plan.rows[at.state]->transition);
  return fmt::format("/states/{}", at.state);
}

std::size_t Proofs::count(Decided decided) const {
  return static_cast<std::size_t>(
      std::count_if(theorems.begin(), theorems.end(),
                    [&](const Theorem& each) { return each.decided == decided; }));
}

bool Proofs::proved() const {
  return !too_large && count(Decided::violated) == 0 && count(Decided::vacuous) == 0;
}

Proofs prove(const Machine& machine, std::span<const Check* const> checks, std::uint32_t most) {
  const Plan plan = plan_of(machine);
  const Graph graph(plan, most);
  Proofs proofs;
  proofs.states = machine.states.size();
  proofs.transitions = machine.transitions.size();
  proofs.configurations = graph.size();
  proofs.edges = graph.edges();
  proofs.too_large = graph.too_large();
  proofs.deepest = graph.distance(graph.size() - 1);
  if (proofs.too_large) return proofs;
  const Ground on{machine, plan, graph, checks};
  auto all = open_all(on);
  for (std::uint32_t i = 0; i < graph.size(); ++i) {
    const Configuration c = graph[i];
    for (Open& each : all)
      if (each.invariant && !each.ruling) each.invariant->look(c, i);
  }
  for (Open& each : all) {
    decide(on, each);
    proofs.theorems.push_back(std::move(each.theorem));
  }
  return proofs;
}

}  // namespace interlock
