#include "engine/prove_cycles.h"

#include <algorithm>

namespace interlock {
namespace {

using Marks = std::vector<bool>;

template <class Each>
void edges_of(const Graph& graph, std::uint32_t from, const Marks& within, const Goes& goes,
              Each&& each) {
  for (auto edge = graph.first(from); edge < graph.first(from + 1); ++edge)
    if (const Arc arc = graph.arc(edge); within[arc.to] && goes(arc)) each(edge, arc.to);
}

struct Visit {
  std::uint32_t at, edge;
};

// Depth first, until an edge leads back to where the way came from. Most graphs have no
// cycle: this is less than to look for components.
bool goes_round(const Graph& graph, const Marks& within, const Goes& goes) {
  Marks seen(graph.size()), on_way(graph.size());
  std::vector<Visit> way;
  const auto enter = [&](std::uint32_t at) {
    seen[at] = on_way[at] = true;
    way.push_back({at, graph.first(at)});
  };
  for (std::uint32_t root = 0; root < graph.size(); ++root) {
    if (!within[root] || seen[root]) continue;
    enter(root);
    while (!way.empty()) {
      auto& [at, edge] = way.back();
      if (edge == graph.first(at + 1)) {
        on_way[at] = false;
        way.pop_back();
        continue;
      }
      const Arc arc = graph.arc(edge++);
      if (!goes(arc) || !within[arc.to]) continue;
      if (on_way[arc.to]) return true;
      if (!seen[arc.to]) enter(arc.to);
    }
  }
  return false;
}

// Tarjan's components, with a stack of its own.
class Components {
 public:
  Components(const Graph& graph, const Marks& within, const Goes& goes)
      : graph_(graph),
        within_(within),
        goes_(goes),
        number_(graph.size()),
        low_(graph.size()),
        waits_(graph.size()),
        large_(graph.size()) {}

  Marks large() {
    for (std::uint32_t i = 0; i < graph_.size(); ++i)
      if (within_[i] && number_[i] == 0) from(i);
    return std::move(large_);
  }

 private:
  void enter(std::uint32_t at) {
    number_[at] = low_[at] = ++count_;
    waiting_.push_back(at);
    waits_[at] = true;
    visits_.push_back({at, graph_.first(at)});
  }

  void from(std::uint32_t root) {
    enter(root);
    while (!visits_.empty()) {
      Visit& now = visits_.back();
      if (now.edge == graph_.first(now.at + 1)) {
        leave();
        continue;
      }
      const Arc arc = graph_.arc(now.edge++);
      if (!within_[arc.to] || !goes_(arc)) continue;
      if (number_[arc.to] == 0)
        enter(arc.to);
      else if (waits_[arc.to])
        low_[now.at] = std::min(low_[now.at], number_[arc.to]);
    }
  }

  void leave() {
    const auto at = visits_.back().at;
    visits_.pop_back();
    if (!visits_.empty()) low_[visits_.back().at] = std::min(low_[visits_.back().at], low_[at]);
    if (low_[at] != number_[at]) return;
    const bool alone = waiting_.back() == at;
    for (bool more = true; more;) {
      const auto member = waiting_.back();
      waiting_.pop_back();
      waits_[member] = false;
      large_[member] = !alone;
      more = member != at;
    }
  }

  const Graph& graph_;
  const Marks& within_;
  const Goes& goes_;
  std::vector<std::uint32_t> number_, low_, waiting_;
  std::vector<Visit> visits_;
  Marks waits_, large_;
  std::uint32_t count_ = 0;
};

}  // namespace

Backwards::Backwards(const Graph& graph) : first_(graph.size() + 1), from_(graph.edges()) {
  for (std::uint32_t edge = 0; edge < graph.edges(); ++edge) ++first_[graph.arc(edge).to];
  std::uint32_t sum = 0;
  for (auto& each : first_) each = sum += each;
  for (std::uint32_t i = 0; i < graph.size(); ++i)
    for (auto edge = graph.first(i); edge < graph.first(i + 1); ++edge)
      from_[--first_[graph.arc(edge).to]] = i;
}

// No edge leads to where it comes from: a component of one configuration is no cycle.
Marks on_cycles(const Graph& graph, const Marks& within, const Goes& goes) {
  if (!goes_round(graph, within, goes)) return Marks(graph.size());
  return Components(graph, within, goes).large();
}

std::vector<std::uint32_t> round_from(const Graph& graph, std::uint32_t from, const Marks& within,
                                      const Goes& goes) {
  constexpr auto none = Graph::none;
  std::vector<std::uint32_t> by(graph.size(), none), before(graph.size(), none), open = {from};
  for (std::size_t i = 0; i < open.size() && by[from] == none; ++i)
    edges_of(graph, open[i], within, goes, [&](std::uint32_t edge, std::uint32_t to) {
      if (by[to] != none) return;
      by[to] = edge;
      before[to] = open[i];
      open.push_back(to);
    });
  std::vector<std::uint32_t> way;
  if (by[from] == none) return way;
  auto at = from;
  do {
    way.push_back(by[at]);
    at = before[at];
  } while (at != from);
  std::reverse(way.begin(), way.end());
  return way;
}

Cycle nearest_cycle(const Graph& graph, const Marks& within, const Goes& goes) {
  const Marks lies = on_cycles(graph, within, goes);
  const auto first = std::find(lies.begin(), lies.end(), true);
  if (first == lies.end()) return {};
  const auto from = static_cast<std::uint32_t>(first - lies.begin());
  return {from, round_from(graph, from, lies, goes)};
}

}  // namespace interlock
