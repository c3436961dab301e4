#include <fmt/core.h>

#include <algorithm>

#include "engine/prove_cycles.h"
#include "engine/prove_parts.h"

namespace interlock {
namespace {

using Marks = std::vector<bool>;
constexpr auto none = Graph::none;

constexpr Goes calmly([](const Arc& arc) { return arc.calm; });

// The search for a run that owes something and never gives it. It owes from some
// configuration on, and then all must go well; nearest first, counted from the start.
class Owing {
 public:
  Owing(const Ground& on, const Predicate& first, const Predicate& second)
      : graph_(on.graph), begins_(graph_.size()), owes_(graph_.size()) {
    for (std::uint32_t i = 0; i < graph_.size(); ++i) {
      const Configuration c = graph_[i];
      owes_[i] = !second(c);
      const bool is_first = first(c);
      met_ = met_ || is_first;
      begins_[i] = owes_[i] && is_first;
    }
  }

  bool met() const { return met_; }

  Ruling judge() {
    spread();
    Marks visited(graph_.size());
    for (const auto each : open_) visited[each] = true;
    const Marks lies = on_cycles(graph_, visited, calmly);
    for (const auto each : open_) {
      if (!lies[each] && !is_stuck(each)) continue;
      Ruling ruling = violated({}, {});
      ruling.way = way_to(each);
      if (lies[each]) ruling.round = round_from(graph_, each, lies, calmly);
      return ruling;
    }
    return {};
  }

  // The configuration at which the way ends.
  std::uint32_t end_of(const Ruling& ruling) const {
    return ruling.way.empty() ? 0 : graph_.arc(ruling.way.back()).to;
  }

 private:
  bool is_stuck(std::uint32_t at) const {
    for (auto edge = graph_.first(at); edge < graph_.first(at + 1); ++edge)
      if (graph_.arc(edge).calm) return false;
    return true;
  }

  // Where it begins to owe, and where all that goes well leads from there without
  // giving it; in the order of the length of the whole way.
  void spread() {
    by_.assign(graph_.size(), none);
    from_.assign(graph_.size(), none);
    std::vector<std::uint32_t> length(graph_.size());
    for (std::uint32_t i = 1; i < graph_.size(); ++i) length[i] = length[graph_.parent(i)] + 1;
    Marks known = begins_;
    std::vector<std::uint32_t> led;  // by what goes well
    std::uint32_t begin = 0;
    for (std::size_t i = 0;;) {
      while (begin < graph_.size() && !begins_[begin]) ++begin;
      const bool more = begin < graph_.size();
      if (!more && i == led.size()) return;
      const bool begins = more && (i == led.size() || length[begin] <= length[led[i]]);
      const auto at = begins ? begin++ : led[i++];
      open_.push_back(at);
      for (auto edge = graph_.first(at); edge < graph_.first(at + 1); ++edge) {
        const Arc arc = graph_.arc(edge);
        if (!arc.calm || !owes_[arc.to] || known[arc.to]) continue;
        known[arc.to] = true;
        by_[arc.to] = edge;
        from_[arc.to] = at;
        length[arc.to] = length[at] + 1;
        led.push_back(arc.to);
      }
    }
  }

  std::vector<std::uint32_t> way_to(std::uint32_t at) const {
    std::vector<std::uint32_t> way;
    for (; by_[at] != none; at = from_[at]) way.push_back(by_[at]);
    std::reverse(way.begin(), way.end());
    const auto stem = graph_.way_to(at);
    way.insert(way.begin(), stem.begin(), stem.end());
    return way;
  }

  const Graph& graph_;
  Marks begins_, owes_;
  bool met_ = false;
  std::vector<std::uint32_t> open_, by_, from_;
};

// What is waited for in vain: a guard that lacks here what it needs.
std::string in_vain(const Ground& on, const Configuration& at) {
  const Transition* transition = on.transition(at.state);
  if (transition == nullptr) return {};
  for (const Guards* guards : {&transition->require, &transition->hold, &transition->ensure})
    for (const Guard& guard : *guards)
      for (const auto& [fact, holds] : guard.needs)
        if (((at.facts & on.plan.fact(fact)) != 0) != holds)
          return fmt::format("{} cannot pass while {} is {}", guard.check, fact,
                             holds ? "false" : "true");
  return {};
}

}  // namespace

Ruling leads_to(const Ground& on, const Predicate& first, const Predicate& second) {
  Owing owing(on, first, second);
  if (!owing.met()) return {Decided::vacuous, "What it begins with never is."};
  Ruling ruling = owing.judge();
  if (ruling.decided == Decided::proved) return ruling;
  const Configuration end = on.graph[owing.end_of(ruling)];
  ruling.place = on.place(end);
  const bool over = on.plan.final[end.state];
  ruling.why = !ruling.round.empty() ? "Though all goes well, it can go round for ever."
               : over                ? "The run can end without it, though all goes well."
                                     : "Though all goes well, nothing leads on.";
  ruling.seen = !ruling.round.empty() ? "it goes round from here"
                : over                ? "the run has ended"
                                      : "nothing leads on";
  if (const std::string lacks = in_vain(on, end); !over && !lacks.empty()) {
    ruling.why += " There " + lacks + ".";
    ruling.seen = lacks;
    ruling.remedy = "Ask for it before, while it can still come about.";
  }
  return ruling;
}

// By ways on which `first` never was.
Ruling precedes(const Ground& on, const Predicate& first, const Predicate& second) {
  const Graph& graph = on.graph;
  bool met = false;
  for (std::uint32_t i = 0; i < graph.size() && !met; ++i) met = second(graph[i]);
  if (!met) return {Decided::vacuous, "What it speaks of never is."};
  std::vector<std::uint32_t> by(graph.size(), none), from(graph.size(), none), open = {0};
  if (first(graph[0])) return {};
  Marks known(graph.size());
  known[0] = true;
  for (std::size_t i = 0; i < open.size(); ++i) {
    if (second(graph[open[i]])) {
      Ruling ruling = violated("It can come about before.", on.place(graph[open[i]]));
      for (auto at = open[i]; by[at] != none; at = from[at]) ruling.way.push_back(by[at]);
      std::reverse(ruling.way.begin(), ruling.way.end());
      return ruling;
    }
    for (auto edge = graph.first(open[i]); edge < graph.first(open[i] + 1); ++edge) {
      const auto to = graph.arc(edge).to;
      if (known[to] || first(graph[to])) continue;
      known[to] = true;
      by[to] = edge;
      from[to] = open[i];
      open.push_back(to);
    }
  }
  return {};
}

}  // namespace interlock
