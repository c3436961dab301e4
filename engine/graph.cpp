#include "engine/graph.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace interlock {
namespace {

constexpr std::size_t head = 24;  // bits before the facts
constexpr std::size_t most_words = 4;
constexpr std::uint32_t edges_each = 10;

using Words = std::array<std::uint64_t, most_words>;

std::uint64_t lowest(std::size_t bits) {
  return bits < 64 ? (std::uint64_t{1} << bits) - 1 : ~std::uint64_t{0};
}

void put(std::uint64_t* words, std::size_t at, std::size_t bits, std::uint64_t value) {
  if (bits == 0) return;
  words[at / 64] |= value << at % 64;
  if (at % 64 + bits > 64) words[at / 64 + 1] |= value >> (64 - at % 64);
}

std::uint64_t taken(const std::uint64_t* words, std::size_t at, std::size_t bits) {
  if (bits == 0) return 0;
  std::uint64_t value = words[at / 64] >> at % 64;
  if (at % 64 + bits > 64) value |= words[at / 64 + 1] << (64 - at % 64);
  return value & lowest(bits);
}

// Of one or two words mostly: std::equal would call memcmp.
bool same(const std::uint64_t* one, const std::uint64_t* other, std::size_t count) {
  std::size_t i = 0;
  while (i < count && one[i] == other[i]) ++i;
  return i == count;
}

std::uint64_t mixed_of(const std::uint64_t* words, std::size_t count) {
  std::uint64_t mixed = 0;
  for (std::size_t i = 0; i < count; ++i) {
    mixed = (mixed ^ words[i]) * 0x9e3779b97f4a7c15u;
    mixed ^= mixed >> 32;
  }
  return mixed * 0xd6e8feb86659fd93u;
}

// An edge that is being found, and where it leads.
struct Fresh {
  Rule rule = Rule::none;
  bool calm = false;
  Words words = {};
  std::uint64_t mixed = 0;
};

}  // namespace

class Exploration {
 public:
  Exploration(Graph& graph, const Plan& plan) : graph_(graph), plan_(plan) {}

  void run(std::uint32_t most) {
    Fresh begins;
    pack(start(plan_), begins.words.data());
    begins.mixed = mixed_of(begins.words.data(), graph_.words_);
    number(begins, Graph::none);
    for (std::uint32_t i = 0; i < graph_.parent_.size() && !graph_.too_large_; ++i) {
      graph_.first_.push_back(static_cast<std::uint32_t>(graph_.to_.size()));
      leave(i);
      graph_.too_large_ = graph_.parent_.size() > most || graph_.to_.size() / edges_each > most;
    }
    graph_.first_.resize(graph_.parent_.size() + 1, static_cast<std::uint32_t>(graph_.to_.size()));
  }

 private:
  void pack(const Configuration& c, std::uint64_t* words) const;
  std::uint32_t number(const Fresh& fresh, std::uint32_t by);
  std::uint32_t slot_of(const std::uint64_t* words, std::uint64_t mixed) const;
  void grow();
  void leave(std::uint32_t from);

  const std::uint64_t* words_of(std::uint64_t slot) const {
    return graph_.packed_.data() + ((slot & lowest(32)) - 1) * graph_.words_;
  }

  Graph& graph_;
  const Plan& plan_;
  // A number and one more, below; above it the upper half of the hash, so that other
  // configurations are seldom looked at.
  std::vector<std::uint64_t> slots_ = std::vector<std::uint64_t>(1 << 12);
  std::vector<Fresh> fresh_;
};

// The prover is unsure of nothing.
void Exploration::pack(const Configuration& c, std::uint64_t* words) const {
  assert(c.attempt < 32);
  std::uint64_t small = c.state;
  small = small << 3 | static_cast<std::uint64_t>(c.standing);
  small = small << 5 | static_cast<std::uint64_t>(c.attempt);
  small = small << 4 | static_cast<std::uint64_t>(c.begun << 3 | c.waiting << 2 | c.beyond << 1 |
                                                  static_cast<int>(c.reached));
  put(words, 0, head, small);
  put(words, head, graph_.facts_, c.facts);
  put(words, head + graph_.facts_, graph_.components_, c.broken);
  put(words, head + graph_.facts_ + graph_.components_, graph_.components_, c.changed);
}

// Where a configuration is, or where it would be put.
std::uint32_t Exploration::slot_of(const std::uint64_t* words, std::uint64_t mixed) const {
  const auto mask = static_cast<std::uint32_t>(slots_.size() - 1);
  for (auto slot = static_cast<std::uint32_t>(mixed) & mask;; slot = (slot + 1) & mask) {
    const std::uint64_t found = slots_[slot];
    if (found == 0) return slot;
    if (found >> 32 != mixed >> 32) continue;
    if (same(words, words_of(found), graph_.words_)) return slot;
  }
}

void Exploration::grow() {
  std::vector<std::uint64_t> before(slots_.size() * 2);
  before.swap(slots_);
  for (const std::uint64_t each : before) {
    if (each == 0) continue;
    const std::uint64_t* words = words_of(each);
    slots_[slot_of(words, mixed_of(words, graph_.words_))] = each;
  }
}

// The number of a configuration; a new one is put at the end of the queue, which is
// `graph_.packed_` itself.
std::uint32_t Exploration::number(const Fresh& fresh, std::uint32_t by) {
  std::uint64_t& slot = slots_[slot_of(fresh.words.data(), fresh.mixed)];
  if (slot != 0) return static_cast<std::uint32_t>(slot) - 1;
  const auto next_number = static_cast<std::uint32_t>(graph_.parent_.size());
  slot = (fresh.mixed >> 32 << 32) | (next_number + 1);
  graph_.packed_.insert(graph_.packed_.end(), fresh.words.begin(),
                        fresh.words.begin() + static_cast<std::ptrdiff_t>(graph_.words_));
  graph_.parent_.push_back(by);
  if (graph_.parent_.size() * 2 > slots_.size()) grow();
  return next_number;
}

void Exploration::leave(std::uint32_t from) {
  const Configuration now = graph_[from];
  fresh_.clear();
  for (const Input& input : inputs(plan_, now)) {
    const auto [rule, after] = next(plan_, now, input);
    if (rule == Rule::none || after == now) continue;
    Fresh edge{rule, calm(plan_, now, input), {}, 0};
    pack(after, edge.words.data());
    const auto known = std::find_if(fresh_.begin(), fresh_.end(), [&](const Fresh& each) {
      return each.rule == edge.rule && each.words == edge.words;
    });
    if (known != fresh_.end()) {
      known->calm = known->calm || edge.calm;
      continue;
    }
    edge.mixed = mixed_of(edge.words.data(), graph_.words_);
    __builtin_prefetch(&slots_[static_cast<std::uint32_t>(edge.mixed) & (slots_.size() - 1)]);
    fresh_.push_back(edge);
  }
  for (const Fresh& edge : fresh_) {
    graph_.to_.push_back(number(edge, from));
    graph_.marks_.push_back(
        static_cast<std::uint8_t>(static_cast<unsigned>(edge.rule) << 1 | (edge.calm ? 1u : 0u)));
  }
}

Graph::Graph(const Plan& plan, std::uint32_t most)
    : facts_(plan.facts.size()),
      components_(plan.components.size()),
      words_((head + facts_ + 2 * components_ + 63) / 64) {
  assert(plan.states.size() < 4096 && words_ <= most_words);
  Exploration(*this, plan).run(most);
}

Configuration Graph::operator[](std::uint32_t number) const {
  const std::uint64_t* words = packed_.data() + number * words_;
  const std::uint64_t small = words[0] & lowest(head);
  Configuration c;
  c.state = small >> 12;
  c.standing = static_cast<Standing>(small >> 9 & 7);
  c.attempt = static_cast<int>(small >> 4 & 31);
  c.begun = (small & 8) != 0;
  c.waiting = (small & 4) != 0;
  c.beyond = (small & 2) != 0;
  c.reached = (small & 1) != 0;
  c.facts = taken(words, head, facts_);
  c.broken = taken(words, head + facts_, components_);
  c.changed = taken(words, head + facts_ + components_, components_);
  return c;
}

std::vector<std::uint32_t> Graph::way_to(std::uint32_t number) const {
  std::vector<std::uint32_t> way;
  for (auto at = number; parent_[at] != none; at = parent_[at]) {
    auto edge = first_[parent_[at]];
    while (to_[edge] != at) ++edge;
    way.push_back(edge);
  }
  std::reverse(way.begin(), way.end());
  return way;
}

std::uint32_t Graph::distance(std::uint32_t number) const {
  std::uint32_t steps = 0;
  for (auto at = number; parent_[at] != none; at = parent_[at]) ++steps;
  return steps;
}

}  // namespace interlock
