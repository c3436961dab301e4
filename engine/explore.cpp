#include "engine/explore.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace interlock {
namespace {

// A configuration in 32 bytes. The prover is unsure of nothing.
using Packed = std::array<std::uint64_t, 4>;

Packed packed(const Configuration& c) {
  std::uint64_t small = c.state;
  small = small << 3 | static_cast<std::uint64_t>(c.standing);
  small = small << 24 | static_cast<std::uint64_t>(c.attempt);
  small = small << 4 | static_cast<std::uint64_t>(c.begun << 3 | c.waiting << 2 | c.beyond << 1 |
                                                  static_cast<int>(c.reached));
  return {small, c.facts, c.broken, c.changed};
}

struct Mixed {
  std::size_t operator()(const Packed& key) const {
    std::uint64_t mixed = 0;
    for (const std::uint64_t word : key) {
      mixed = (mixed ^ word) * 0x9e3779b97f4a7c15u;
      mixed ^= mixed >> 29;
    }
    return mixed;
  }
};

struct Search {
  const Plan& plan;
  Explored found;
  std::unordered_map<Packed, std::uint32_t, Mixed> numbers;

  // The number of a configuration; a new one is put at the end of the queue, which
  // is `found.configurations` itself.
  std::uint32_t number(const Configuration& c, std::uint32_t by) {
    const auto fresh = static_cast<std::uint32_t>(found.configurations.size());
    const auto [at, is_new] = numbers.try_emplace(packed(c), fresh);
    if (!is_new) return at->second;
    found.configurations.push_back(c);
    found.parent.push_back(by);
    return fresh;
  }

  void leave(std::uint32_t from) {
    const Configuration now = found.configurations[from];
    const auto first = static_cast<std::ptrdiff_t>(found.edges.size());
    for (const Input& input : inputs(plan, now)) {
      const auto [rule, after] = next(plan, now, input);
      if (after == now) continue;
      const auto to = number(after, static_cast<std::uint32_t>(found.edges.size()));
      const bool goes_well = calm(plan, now, input);
      const auto known = std::find_if(
          found.edges.begin() + first, found.edges.end(),
          [rule = rule, to](const Edge& edge) { return edge.rule == rule && edge.to == to; });
      if (known == found.edges.end())
        found.edges.push_back({rule, from, to, goes_well, input});
      else if (goes_well && !known->calm)
        *known = {rule, from, to, true, input};
    }
  }
};

}  // namespace

Explored explore(const Plan& plan, std::uint32_t most) {
  Search search{plan, {}, {}};
  search.number(start(plan), Explored::none);
  for (std::uint32_t i = 0; i < search.found.configurations.size(); ++i) {
    if (search.found.configurations.size() > most) {
      search.found.too_large = true;
      break;
    }
    search.leave(i);
  }
  return std::move(search.found);
}

std::vector<std::uint32_t> Explored::way_to(std::uint32_t configuration) const {
  std::vector<std::uint32_t> way;
  for (auto by = parent.at(configuration); by != none; by = parent[edges[by].from])
    way.push_back(by);
  std::reverse(way.begin(), way.end());
  return way;
}

}  // namespace interlock
