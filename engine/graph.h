#pragma once

#include <cstdint>
#include <vector>

#include "engine/semantics.h"

// Everything that can become of a run of a machine, packed: a configuration is as many
// bits as it needs, an edge five bytes. What is proved of a machine is read off here.
namespace interlock {

// An edge: a rule that leads to another configuration. Calm if one of the inputs that
// bring it about is.
struct Arc {
  Rule rule = Rule::none;
  bool calm = false;
  std::uint32_t to = 0;
};

class Graph {
 public:
  static constexpr std::uint32_t none = 0xffffffff;

  // Breadth first, until everything is known or there are more configurations than
  // `most` (or ten times as many edges): then it is too large.
  Graph(const Plan& plan, std::uint32_t most);

  bool too_large() const { return too_large_; }  // there is more: nothing may be concluded
  std::uint32_t size() const { return static_cast<std::uint32_t>(first_.size()) - 1; }
  std::uint32_t edges() const { return static_cast<std::uint32_t>(to_.size()); }

  // Nearest first; the start is 0.
  Configuration operator[](std::uint32_t number) const;
  // The edges that leave a configuration are those from first() to first() of the next.
  std::uint32_t first(std::uint32_t number) const { return first_[number]; }
  Arc arc(std::uint32_t edge) const {
    return {static_cast<Rule>(marks_[edge] >> 1), (marks_[edge] & 1) != 0, to_[edge]};
  }
  // The configuration before it on a shortest way; the start: none.
  std::uint32_t parent(std::uint32_t number) const { return parent_[number]; }
  // The edges of a shortest way from the start, in order.
  std::vector<std::uint32_t> way_to(std::uint32_t number) const;
  std::uint32_t distance(std::uint32_t number) const;

 private:
  friend class Exploration;

  std::size_t facts_, components_, words_;  // bits, bits, 64 bits of a configuration
  std::vector<std::uint64_t> packed_;
  std::vector<std::uint32_t> parent_, first_, to_;
  std::vector<std::uint8_t> marks_;  // rule and calm
  bool too_large_ = false;
};

}  // namespace interlock
