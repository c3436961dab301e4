#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "engine/prove_parts.h"

// What was passed, or recorded, on every way to a place. Ways without it are sought.
namespace interlock {

// The state that an edge enters, and whether it does because the transition is done.
struct Entering {
  std::optional<std::size_t> state = {};
  bool crosses = false;
};
Entering entry_of(const Ground& on, const Arc& arc, const Configuration& from);

// What an edge brings, of up to 64 things.
using Brings = std::function<std::uint64_t(const Arc&, const Configuration& from)>;

// Which of these things may be missing in each configuration.
std::vector<std::uint64_t> missing(const Graph& graph, std::uint64_t at_start,
                                   const Brings& brings);

// The shortest way to `where` on which none of this is brought.
std::vector<std::uint32_t> way_without(const Graph& graph, std::uint64_t thing,
                                       const Brings& brings,
                                       const std::function<bool(std::uint32_t)>& where);

}  // namespace interlock
