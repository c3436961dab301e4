#include "engine/explore.h"

#include <algorithm>

namespace interlock {

Input input_of(const Plan& plan, const Configuration& from, Rule rule, const Configuration& to) {
  Input found;
  bool any = false;
  for (const Input& input : inputs(plan, from)) {
    const Step step = next(plan, from, input);
    if (step.rule != rule || step.after != to) continue;
    if (calm(plan, from, input)) return input;
    if (!any) found = input;
    any = true;
  }
  return found;
}

Explored explore(const Plan& plan, std::uint32_t most) {
  const Graph graph(plan, most);
  Explored found;
  found.too_large = graph.too_large();
  found.parent.assign(graph.size(), Explored::none);
  for (std::uint32_t i = 0; i < graph.size(); ++i) found.configurations.push_back(graph[i]);
  for (std::uint32_t i = 0; i < graph.size(); ++i)
    for (auto edge = graph.first(i); edge < graph.first(i + 1); ++edge) {
      const auto [rule, is_calm, to] = graph.arc(edge);
      const auto& all = found.configurations;
      found.edges.push_back({rule, i, to, is_calm, input_of(plan, all[i], rule, all[to])});
      if (graph.parent(to) == i && found.parent[to] == Explored::none) found.parent[to] = edge;
    }
  return found;
}

std::vector<std::uint32_t> Explored::way_to(std::uint32_t configuration) const {
  std::vector<std::uint32_t> way;
  for (auto by = parent.at(configuration); by != none; by = parent[edges[by].from])
    way.push_back(by);
  std::reverse(way.begin(), way.end());
  return way;
}

}  // namespace interlock
