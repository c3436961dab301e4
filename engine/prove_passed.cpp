#include "engine/prove_passed.h"

#include <fmt/core.h>

#include <algorithm>

namespace interlock {

Entering entry_of(const Ground& on, const Arc& arc, const Configuration& from) {
  const Row& row = *on.plan.rows[from.state];
  switch (arc.rule) {
    case Rule::move:
    case Rule::needless:
    case Rule::done: return {row.to, true};
    case Rule::check: return from.begun ? Entering{row.to, true} : Entering{};
    case Rule::back:
    case Rule::fail: {
      const Configuration to = on.graph[arc.to];
      return to.begun ? Entering{} : Entering{to.state};
    }
    case Rule::none:
    case Rule::begin:
    case Rule::wait:
    case Rule::refuse:
    case Rule::unknown:
    case Rule::unsure:
    case Rule::crash:
    case Rule::deadline:
    case Rule::retry: return {};
  }
  return {};
}

std::vector<std::uint64_t> missing(const Graph& graph, std::uint64_t at_start,
                                   const Brings& brings) {
  std::vector<std::uint64_t> missing(graph.size());
  missing[0] = at_start;
  std::vector<bool> waits(graph.size());
  std::vector<std::uint32_t> now = {0}, later;
  for (; !now.empty(); now.swap(later), later.clear())
    for (const auto at : now) {
      waits[at] = false;
      const Configuration from = graph[at];
      for (auto edge = graph.first(at); edge < graph.first(at + 1); ++edge) {
        const Arc arc = graph.arc(edge);
        std::uint64_t more = missing[at] & ~missing[arc.to];
        if (more != 0) more &= ~brings(arc, from);
        if (more == 0) continue;
        missing[arc.to] |= more;
        if (!waits[arc.to]) later.push_back(arc.to);
        waits[arc.to] = true;
      }
    }
  return missing;
}

std::vector<std::uint32_t> way_without(const Graph& graph, std::uint64_t thing,
                                       const Brings& brings,
                                       const std::function<bool(std::uint32_t)>& where) {
  std::vector<std::uint32_t> by(graph.size(), Graph::none), from = by, open = {0}, way;
  std::vector<bool> known(graph.size());
  known[0] = true;
  for (std::size_t i = 0; i < open.size(); ++i) {
    const auto at = open[i];
    if (where(at)) {
      for (auto step = at; by[step] != Graph::none; step = from[step]) way.push_back(by[step]);
      std::reverse(way.begin(), way.end());
      return way;
    }
    for (auto edge = graph.first(at); edge < graph.first(at + 1); ++edge) {
      const Arc arc = graph.arc(edge);
      if (known[arc.to] || (brings(arc, graph[at]) & thing) != 0) continue;
      known[arc.to] = true;
      by[arc.to] = edge;
      from[arc.to] = at;
      open.push_back(arc.to);
    }
  }
  return way;
}

Ruling migrations_foreseen(const Ground& on) {
  static constexpr auto foresees = [](const Guards& guards) {
    return has_binding(
        guards, {"migration.pending_are", "schema.update_drops_nothing", "backup.release_is"});
  };
  std::vector<bool> require(on.plan.rows.size()), hold = require, ensure = require, at = require;
  for (std::size_t i = 0; i < on.plan.rows.size(); ++i) {
    if (!on.plan.rows[i]) continue;
    const Transition& each = *on.transition(i);
    require[i] = foresees(each.require);
    hold[i] = foresees(each.hold);
    ensure[i] = foresees(each.ensure);
    at[i] = (on.plan.rows[i]->changes & ~on.plan.by_step & on.plan.component("database")) != 0;
  }
  const Brings brings = [&](const Arc& arc, const Configuration& from) -> std::uint64_t {
    const bool opens =
        from.standing == Standing::ready &&
        (arc.rule == Rule::move || arc.rule == Rule::begin || arc.rule == Rule::needless);
    const bool before = opens && (hold[from.state] || (from.attempt == 0 && require[from.state]));
    const bool after = ensure[from.state] && entry_of(on, arc, from).crosses;
    return before || after ? 1 : 0;
  };
  const auto lacks = missing(on.graph, 1, brings);
  for (std::uint32_t i = 0; i < on.graph.size(); ++i) {
    const Configuration c = on.graph[i];
    if (lacks[i] == 0 || !runs(c) || !at[c.state]) continue;
    Ruling ruling = violated(
        fmt::format("\"{}\" can begin though nobody looked.", on.transition(c.state)->id),
        on.place(c),
        "Require migration.pending_are, schema.update_drops_nothing or backup.release_is before.");
    ruling.seen = "what it will do was not checked";
    ruling.way = way_without(on.graph, 1, brings, [&](auto n) {
      const Configuration there = on.graph[n];
      return runs(there) && at[there.state];
    });
    return ruling;
  }
  return {};
}

}  // namespace interlock
