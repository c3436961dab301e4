#pragma once

#include <cstdint>
#include <vector>

#include "engine/semantics.h"

// Everything that can become of a run of a machine. What is proved of a machine is
// read off here.
namespace interlock {

// A rule that leads from one configuration to another one. The same rule may be
// brought about between the same two by several inputs: this is one of them, a
// calm one if there is one.
struct Edge {
  Rule rule = Rule::none;
  std::uint32_t from = 0, to = 0;  // in Explored::configurations
  bool calm = false;
  Input input;
};

struct Explored {
  static constexpr std::uint32_t none = 0xffffffff;

  std::vector<Configuration> configurations;  // nearest first; the start is the first
  std::vector<Edge> edges;                    // in the order of `from`
  std::vector<std::uint32_t> parent;          // the edge of a shortest way; the start: none
  bool too_large = false;                     // there is more: nothing may be concluded

  // The edges of a shortest way from the start, in order.
  std::vector<std::uint32_t> way_to(std::uint32_t configuration) const;
};

// Breadth first, until everything is known or there are more configurations than
// `most`.
Explored explore(const Plan& plan, std::uint32_t most = 1'000'000);

}  // namespace interlock
