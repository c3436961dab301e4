#include <fmt/core.h>

#include <algorithm>

#include "engine/prove_cycles.h"
#include "engine/prove_parts.h"

namespace interlock {
namespace {

using Marks = std::vector<bool>;

Marks all_where(const Ground& on, const std::function<bool(const Configuration&)>& is_so) {
  Marks marks(on.graph.size());
  for (std::uint32_t i = 0; i < on.graph.size(); ++i) marks[i] = is_so(on.graph[i]);
  return marks;
}

// The farthest first: what leads on mostly leads to what is farther. True if more was found.
bool spreads(const Graph& graph, const Marks& within, Marks& leads) {
  bool more = false;
  for (auto i = graph.size(); i-- > 0;) {
    if (leads[i] || !within[i]) continue;
    for (auto edge = graph.first(i); edge < graph.first(i + 1) && !leads[i]; ++edge)
      if (leads[graph.arc(edge).to]) leads[i] = more = true;
  }
  return more;
}

// From where a goal can be reached by way of `within`. A few passes in the order of the
// edges find nearly all of it, or all; what they leave is found from behind.
Marks leading_to(const Graph& graph, const Marks& goals, const Marks& within) {
  constexpr int passes = 8;
  Marks leads = goals;
  for (int i = 0; i < passes; ++i)
    if (!spreads(graph, within, leads)) return leads;
  const Backwards before(graph);
  std::vector<std::uint32_t> open;
  for (std::uint32_t i = 0; i < graph.size(); ++i)
    if (leads[i]) open.push_back(i);
  while (!open.empty()) {
    const auto at = open.back();
    open.pop_back();
    for (const auto from : before.of(at)) {
      if (leads[from] || !within[from]) continue;
      leads[from] = true;
      open.push_back(from);
    }
  }
  return leads;
}

// The first configuration of `all` that does not lead to the goal; none: every one does.
std::uint32_t first_lost(const Marks& all, const Marks& leads) {
  for (std::uint32_t i = 0; i < all.size(); ++i)
    if (all[i] && !leads[i]) return i;
  return Graph::none;
}

Ruling lost(const Ground& on, std::uint32_t where, std::string why, std::string seen) {
  Ruling ruling = violated(std::move(why), on.place(on.graph[where]));
  ruling.seen = std::move(seen);
  ruling.way = on.graph.way_to(where);
  return ruling;
}

// Of which state back would lead: of the next one once a step was begun.
std::size_t leads_back_from(const Ground& on, const Configuration& c) {
  return c.begun ? on.plan.rows[c.state]->to : c.state;
}

std::optional<Ruling> no_way_back(const Ground& on) {
  const auto before = all_where(on, [](const Configuration& c) { return !c.beyond; });
  const auto goals = all_where(on, [&](const Configuration& c) {
    const auto& final = on.machine.states[c.state].final;
    return !c.beyond && final && *final != Final::success;
  });
  auto all = before;
  for (std::uint32_t i = 0; i < all.size(); ++i)
    if (all[i] && on.plan.final[on.graph[i].state]) all[i] = false;
  const auto where = first_lost(all, leading_to(on.graph, goals, before));
  if (where == Graph::none) return {};
  const Configuration c = on.graph[where];
  const auto state = leads_back_from(on, c);
  const std::string seen =
      on.plan.back[state] || on.machine.states[state].phase == Phase::back
          ? fmt::format("no end where all is as before is in reach from {}", on.plan.states[state])
          : fmt::format("nothing leads back from {}", on.plan.states[state]);
  Ruling ruling = lost(on, where, fmt::format("Before the point of no return {}.", seen), seen);
  ruling.place = fmt::format("/states/{}", state);
  ruling.remedy =
      on.machine.states[state].phase == Phase::back
          ? "Lead to an end \"recovered\" or \"untouched\" before users are let in."
          : fmt::format("Say in \"back\" of {} where the way back begins.", on.plan.states[state]);
  return ruling;
}

std::optional<Ruling> no_way_forward(const Ground& on) {
  const auto goals = all_where(on, [&](const Configuration& c) {
    return on.machine.states[c.state].final == Final::success;
  });
  const auto all = all_where(on, [&](const Configuration& c) {
    const State& state = on.machine.states[c.state];
    return c.beyond && !state.final && state.phase != Phase::back;
  });
  if (std::find(all.begin(), all.end(), true) == all.end()) return {};
  const auto where = first_lost(all, leading_to(on.graph, goals, Marks(all.size(), true)));
  if (where == Graph::none) return {};
  const auto state = on.plan.states[on.graph[where].state];
  return lost(
      on, where,
      fmt::format("After the point of no return nothing leads from \"{}\" to a success.", state),
      fmt::format("no success is in reach from {}", state));
}

// What must happen to a transition somewhere.
std::vector<Rule> rules_of(const Row& row) {
  std::vector<Rule> rules;
  if (row.waits) rules.push_back(Rule::wait);
  if (!row.acts) {
    rules.push_back(Rule::move);
    return rules;
  }
  rules.insert(rules.end(), {Rule::begin, Rule::done, Rule::crash});
  if (!row.manual) rules.insert(rules.end(), {Rule::fail, Rule::deadline});
  if (row.manual || row.binding_ensure || row.binding_hold) rules.push_back(Rule::unsure);
  return rules;
}

}  // namespace

Ruling every_state_reached(const Ground& on) {
  Marks reached(on.plan.states.size());
  for (std::uint32_t i = 0; i < on.graph.size(); ++i) reached[on.graph[i].state] = true;
  const auto first = std::find(reached.begin(), reached.end(), false);
  if (first == reached.end()) return {};
  const auto state = first - reached.begin();
  return violated(
      fmt::format("Nothing leads to \"{}\".", on.plan.states[static_cast<std::size_t>(state)]),
      fmt::format("/states/{}", state), "Leave it out, or lead to it.");
}

Ruling every_transition_fires(const Ground& on) {
  std::vector<std::uint32_t> fired(on.plan.states.size());
  for (std::uint32_t i = 0; i < on.graph.size(); ++i)
    for (auto edge = on.graph.first(i); edge < on.graph.first(i + 1); ++edge)
      fired[on.graph[i].state] |= 1u << static_cast<unsigned>(on.graph.arc(edge).rule);
  for (std::size_t state = 0; state < fired.size(); ++state) {
    if (!on.plan.rows[state]) continue;
    for (const Rule rule : rules_of(*on.plan.rows[state])) {
      if ((fired[state] >> static_cast<unsigned>(rule) & 1) != 0) continue;
      const Transition& dead = *on.transition(state);
      return violated(fmt::format("Of \"{}\" the rule {} never fires.", dead.id, word(rule)),
                      fmt::format("/transitions/{}", on.plan.rows[state]->transition),
                      rule == Rule::wait ? "It waits only for guards that bind."
                                         : "Leave it out, or lead to it.");
    }
  }
  return {};
}

// Before the step is begun for the first time: it breaks what it restores itself.
Ruling restored_can_have_changed(const Ground& on) {
  std::vector<std::uint64_t> touched(on.plan.states.size());
  for (std::uint32_t i = 0; i < on.graph.size(); ++i)
    if (const Configuration c = on.graph[i]; c.standing == Standing::ready && !c.begun)
      touched[c.state] |= c.broken | c.changed;
  for (std::size_t state = 0; state < touched.size(); ++state) {
    if (!on.plan.rows[state]) continue;
    const auto never = on.plan.rows[state]->restored & ~touched[state];
    for (std::size_t i = 0; i < on.plan.components.size(); ++i)
      if ((never >> i & 1) != 0)
        return violated(fmt::format("Where \"{}\" begins, \"{}\" is always as before.",
                                    on.transition(state)->id, on.plan.components[i]),
                        fmt::format("/transitions/{}", on.plan.rows[state]->transition),
                        "Take it out of \"restores\", or lead back to here from where it is new.");
  }
  return {};
}

Ruling only_the_operator_goes_round(const Ground& on) {
  const Goes goes(
      [](const Arc& arc) { return arc.rule != Rule::check && arc.rule != Rule::retry; });
  Cycle cycle = nearest_cycle(on.graph, Marks(on.graph.size(), true), goes);
  if (cycle.edges.empty()) return {};
  Ruling ruling =
      lost(on, cycle.from, "A run can go round without anybody saying so.", "it can go round");
  ruling.round = std::move(cycle.edges);
  return ruling;
}

Ruling a_way_out(const Ground& on) {
  if (auto ruling = no_way_back(on)) return *ruling;
  return no_way_forward(on).value_or(Ruling());
}

Ruling can_reach(const Ground& on, const Predicate& goal) {
  for (std::uint32_t i = 0; i < on.graph.size(); ++i)
    if (goal(on.graph[i])) return {};
  return violated("It is never reached.", {});
}

Ruling always_can_reach(const Ground& on, const Predicate& goal) {
  const Marks everywhere(on.graph.size(), true);
  const auto where = first_lost(everywhere, leading_to(on.graph, all_where(on, goal), everywhere));
  if (where == Graph::none) return {};
  return lost(on, where, "From here it cannot be reached any more.", "it is out of reach");
}

}  // namespace interlock
