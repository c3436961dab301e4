#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/graph.h"

// Walks over a graph that the proofs share. None recurses; all are linear in edges.
namespace interlock {

// Where the edges come from.
class Backwards {
 public:
  explicit Backwards(const Graph& graph);
  std::span<const std::uint32_t> of(std::uint32_t number) const {
    return {from_.data() + first_[number], from_.data() + first_[number + 1]};
  }

 private:
  std::vector<std::uint32_t> first_, from_;
};

// Which edges are gone: of each thing that an edge can say, decided once.
class Goes {
 public:
  template <class So>
  constexpr explicit Goes(So so) {
    for (unsigned said = 0; said < 64; ++said)
      if (so(Arc{static_cast<Rule>(said >> 1), (said & 1) != 0})) goes_ |= std::uint64_t{1} << said;
  }
  bool operator()(const Arc& arc) const {
    return (goes_ >> (static_cast<unsigned>(arc.rule) << 1 | (arc.calm ? 1u : 0u)) & 1) != 0;
  }

 private:
  std::uint64_t goes_ = 0;
};

// The configurations that lie on cycles of these edges within `within`.
std::vector<bool> on_cycles(const Graph& graph, const std::vector<bool>& within, const Goes& goes);

// The nearest configuration on such a cycle, and a shortest cycle from it; no edges:
// there is none.
struct Cycle {
  std::uint32_t from = Graph::none;
  std::vector<std::uint32_t> edges = {};
};
Cycle nearest_cycle(const Graph& graph, const std::vector<bool>& within, const Goes& goes);

// A shortest cycle from a configuration that lies on one.
std::vector<std::uint32_t> round_from(const Graph& graph, std::uint32_t from,
                                      const std::vector<bool>& within, const Goes& goes);

}  // namespace interlock
