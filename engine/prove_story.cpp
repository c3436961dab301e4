#include <fmt/core.h>

#include "engine/prove_parts.h"
#include "engine/work.h"

// A way through the graph, told as an operator would live it.
namespace interlock {
namespace {

std::string_view amount(std::optional<Extent> did) {
  switch (did.value_or(Extent::nothing)) {
    case Extent::nothing: return "none of it is done";
    case Extent::part: return "a part of it is done";
    case Extent::all: return "all of it is done";
  }
  return {};
}

class Teller {
 public:
  explicit Teller(const Ground& on) : on_(on) {}

  std::vector<Scene> scenes(std::uint32_t& at, const std::vector<std::uint32_t>& way) {
    std::vector<Scene> all;
    for (std::size_t i = 0; i < way.size(); ++i) {
      const Arc arc = on_.graph.arc(way[i]);
      const Configuration from = on_.graph[at], to = on_.graph[arc.to];
      at = arc.to;
      follow(arc.rule, to);
      // That a step was started is told by what comes after it.
      const bool started = arc.rule == Rule::begin && to.standing == Standing::flight;
      if (!started || i + 1 == way.size()) all.push_back(scene(arc.rule, from, to));
      if (to.standing == Standing::ready && !to.begun) did_.reset();
    }
    return all;
  }

 private:
  // How much was done since the step began.
  void follow(Rule rule, const Configuration& to) {
    if (rule == Rule::begin && to.standing == Standing::intent) {
      before_ = to;
      did_.reset();
    } else if (rule == Rule::begin) {
      did_ = to.reached ? Extent::all : same_world(to, before_) ? Extent::nothing : Extent::part;
    }
  }

  Scene scene(Rule rule, const Configuration& from, const Configuration& to) const {
    const Transition& transition = *on_.transition(from.state);
    Scene scene{says(rule, transition, from, to), rule, transition.id, transition.step, did_};
    if (rule == Rule::begin && to.standing == Standing::intent) scene.did.reset();
    scene.state = on_.plan.states[to.state];
    scene.enters = to.state != from.state;
    for (std::size_t i = 0; i < on_.plan.facts.size(); ++i)
      if ((to.facts >> i & 1) != 0) scene.facts.emplace_back(on_.plan.facts[i]);
    return scene;
  }

  std::string says(Rule rule, const Transition& transition, const Configuration& from,
                   const Configuration& to) const {
    std::string step = transition.step;
    if (step.ends_with('.')) step.pop_back();
    switch (rule) {
      case Rule::none: return {};
      case Rule::move: return step + ": what it asks for is so.";
      case Rule::needless: return step + ": needless, it is so already.";
      case Rule::begin: return step + began(from, to);
      case Rule::wait: return step + ": what must be so before is not so yet; it waits.";
      case Rule::refuse: return step + ": refused, for what must be so before is not.";
      case Rule::unknown: return step + ": held, for nobody can tell what must be so before.";
      case Rule::done: return step + ": done.";
      case Rule::fail: return fmt::format("{}: it fails; {}.", step, failed(from, to));
      case Rule::unsure:
        return fmt::format("{}: nobody can tell whether it is done; {}.", step, amount(did_));
      case Rule::crash: return fmt::format("{}: {}.", step, crashed(from));
      case Rule::deadline: return fmt::format("{}: it takes too long; {}.", step, amount(did_));
      case Rule::check:
        return from.begun ? step + ": the operator did the rest, and says check."
                          : "The operator says check.";
      case Rule::retry: return "The operator says retry.";
      case Rule::back: return "The operator says back.";
    }
    return {};
  }

  std::string began(const Configuration& from, const Configuration& to) const {
    if (to.standing == Standing::flight) return fmt::format(": it runs; {}.", amount(did_));
    return from.begun ? ": it begins again." : ": it begins.";
  }

  std::string failed(const Configuration& from, const Configuration& to) const {
    std::string all(amount(did_));
    if (to.standing == Standing::held) return all;
    return all +
           (to.state == from.state && to.begun ? ", it is tried again" : ", the run goes back");
  }

  std::string crashed(const Configuration& from) const {
    if (from.standing == Standing::intent) return "Interlock dies before the first command";
    return fmt::format("Interlock dies meanwhile; {}", amount(did_));
  }

  const Ground& on_;
  Configuration before_;
  std::optional<Extent> did_;
};

}  // namespace

void tell(const Ground& on, const Ruling& ruling, Theorem& theorem) {
  Teller teller(on);
  std::uint32_t at = 0;
  theorem.story = teller.scenes(at, ruling.way);
  theorem.round = teller.scenes(at, ruling.round);
}

}  // namespace interlock
