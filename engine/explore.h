#pragma once

#include <cstdint>
#include <vector>

#include "engine/graph.h"

// A graph spread out, each edge with an input that brings it about: for those who go
// through the rules of a machine one by one. The prover reads the graph itself.
namespace interlock {

// The same rule may be brought about between the same two configurations by several
// inputs: this is one of them, a calm one if there is one.
struct Edge {
  Rule rule = Rule::none;
  std::uint32_t from = 0, to = 0;  // in Explored::configurations
  bool calm = false;
  Input input;
};

struct Explored {
  static constexpr std::uint32_t none = Graph::none;

  std::vector<Configuration> configurations;  // nearest first; the start is the first
  std::vector<Edge> edges;                    // in the order of `from`
  std::vector<std::uint32_t> parent;          // the edge of a shortest way; the start: none
  bool too_large = false;                     // there is more: nothing may be concluded

  // The edges of a shortest way from the start, in order.
  std::vector<std::uint32_t> way_to(std::uint32_t configuration) const;
};

// An input that brings the edge about, a calm one if there is one.
Input input_of(const Plan& plan, const Configuration& from, Rule rule, const Configuration& to);

Explored explore(const Plan& plan, std::uint32_t most = 1'000'000);

}  // namespace interlock
