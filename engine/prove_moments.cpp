#include <fmt/core.h>

#include <algorithm>

#include "engine/judge.h"
#include "engine/prove_passed.h"
#include "engine/work.h"

// Comparisons with an earlier moment: has it come, and could it be recorded?
namespace interlock {
namespace {

using Set = std::uint64_t;

// A guard that compares with a moment, and where it stands.
struct MomentComparison {
  const Guard* guard;
  std::size_t state;
  enum class Asked { require, hold, ensure } asked;
};

struct Moments {
  explicit Moments(const Ground& ground) : on(ground) {
    for (std::size_t state = 0; state < on.plan.rows.size(); ++state) {
      if (!on.plan.rows[state]) continue;
      const Transition& each = *on.transition(state);
      add(each.require, state, MomentComparison::Asked::require);
      add(each.hold, state, MomentComparison::Asked::hold);
      add(each.ensure, state, MomentComparison::Asked::ensure);
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
  }

  void add(const Guards& guards, std::size_t state, MomentComparison::Asked asked) {
    for (const Guard& guard : guards) {
      if (guard.since.empty()) continue;
      all.push_back({&guard, state, asked});
      names.push_back(guard.since);
    }
  }

  const Ground& on;
  std::vector<MomentComparison> all;
  std::vector<std::string_view> names;
};

// Is a guard of this set asked here?
bool asks(const Row& row, const Configuration& c, MomentComparison::Asked set) {
  const bool after = c.standing == Standing::flight || c.standing == Standing::doubt ||
                     (c.standing == Standing::held && c.begun);
  const bool before = c.standing == Standing::ready;
  switch (set) {
    case MomentComparison::Asked::require: return before && c.attempt == 0;
    case MomentComparison::Asked::hold: return before || after;
    case MomentComparison::Asked::ensure: return after || (before && can_be_needless(row, c));
  }
  return false;
}

// Up to 64 of the moments.
struct Batch {
  Batch(const Moments& moments, std::size_t begin)
      : on(moments.on),
        names(moments.names.begin() + static_cast<std::ptrdiff_t>(begin),
              moments.names.begin() +
                  static_cast<std::ptrdiff_t>(std::min(begin + 64, moments.names.size()))),
        of_state(on.plan.states.size()),
        of_fact(on.plan.facts.size()) {
    for (std::size_t i = 0; i < on.plan.states.size(); ++i) of_state[i] = bit(on.plan.states[i]);
    for (std::size_t i = 0; i < on.plan.facts.size(); ++i) of_fact[i] = bit(on.plan.facts[i]);
  }

  Set bit(std::string_view name) const {
    const auto found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? 0 : Set{1} << (found - names.begin());
  }
  Set everything() const { return names.size() == 64 ? ~Set{0} : (Set{1} << names.size()) - 1; }

  Set brought(const Entering& entry, const Configuration& from) const {
    Set brought = entry.state ? of_state[*entry.state] : 0;
    if (!entry.crosses) return brought;
    for (std::size_t i = 0; i < of_fact.size(); ++i)
      if ((on.plan.rows[from.state]->gains >> i & 1) != 0) brought |= of_fact[i];
    return brought;
  }
  Brings brings() const {
    return [this](const Arc& arc, const Configuration& from) {
      return brought(entry_of(on, arc, from), from);
    };
  }

  const Ground& on;
  std::vector<std::string_view> names;
  std::vector<Set> of_state, of_fact;
};

// A comparison that is asked on some way before its moment has come.
std::optional<Ruling> too_early(const Moments& moments, const Batch& batch) {
  const Graph& graph = batch.on.graph;
  const auto lacks = missing(graph, batch.everything() & ~batch.of_state[0], batch.brings());
  for (std::uint32_t i = 0; i < graph.size(); ++i) {
    if (lacks[i] == 0) continue;
    for (const auto& [guard, state, asked] : moments.all) {
      const Configuration c = graph[i];
      const Set thing = batch.bit(guard->since);
      if (c.state != state || (lacks[i] & thing) == 0 ||
          !asks(*batch.on.plan.rows[state], c, asked))
        continue;
      Ruling ruling =
          violated(fmt::format("\"{}\" can ask {} though {} never was.",
                               batch.on.transition(state)->id, guard->check, guard->since),
                   guard->place, "Compare with a moment that has come on every way.");
      ruling.seen = guard->since + " has not come yet";
      ruling.way = way_without(graph, thing, batch.brings(), [&, set = asked, at = state](auto n) {
        const Configuration there = graph[n];
        return there.state == at && asks(*batch.on.plan.rows[at], there, set);
      });
      return ruling;
    }
  }
  return {};
}

// The facts without which the questions of a guard cannot be answered.
Needs needs_of(const Ground& on, const Guard& guard) {
  Needs needs;
  const Check* const check = find_check(on.checks, guard.check);
  if (!check || check->since != Since::answers) return needs;
  const auto arguments = arguments_of(*check, guard, on.machine);
  for (const auto& errand : errands_of(*check, arguments, guard.on, systems_of(on.machine))) {
    const auto asked =
        errand ? on.machine.endpoints.find(errand->whom.endpoint) : on.machine.endpoints.end();
    if (asked == on.machine.endpoints.end()) continue;
    for (const auto& [fact, holds] : asked->second.needs)
      (holds ? needs.facts : needs.denials) |= on.plan.fact(fact);
  }
  return needs;
}

Ruling unrecorded(const Ground& on, const Guard& guard, std::uint32_t edge, std::uint32_t to) {
  const auto state = on.plan.states[on.graph[to].state];
  Ruling ruling = violated(fmt::format("{} compares with {}, but where \"{}\" is entered then, "
                                       "its questions cannot be answered.",
                                       guard.check, guard.since, state),
                           guard.place, "Compare with a moment at which they can.");
  ruling.seen = "what is compared cannot be asked here";
  if (edge == Graph::none) return ruling;
  std::uint32_t from = 0;
  while (on.graph.first(from + 1) <= edge) ++from;
  ruling.way = on.graph.way_to(from);
  ruling.way.push_back(edge);
  return ruling;
}

// A baseline that is to be taken where nobody can answer.
std::optional<Ruling> unaskable(const Moments& moments, const Batch& batch) {
  const Ground& on = batch.on;
  std::vector<std::pair<const Guard*, Needs>> wanting;
  for (const MomentComparison& each : moments.all)
    if (const Needs needs = needs_of(on, *each.guard);
        batch.bit(each.guard->since) != 0 && (needs.facts | needs.denials) != 0)
      wanting.emplace_back(each.guard, needs);
  if (wanting.empty()) return {};
  const auto at = [&](Set brought, std::uint32_t to, std::uint32_t edge) -> std::optional<Ruling> {
    for (const auto& [guard, needs] : wanting)
      if ((brought & batch.bit(guard->since)) != 0 && !needs.met(on.graph[to].facts))
        return unrecorded(on, *guard, edge, to);
    return {};
  };
  if (auto ruling = at(batch.of_state[0], 0, Graph::none)) return ruling;
  for (std::uint32_t i = 0; i < on.graph.size(); ++i) {
    const Configuration from = on.graph[i];
    for (auto edge = on.graph.first(i); edge < on.graph.first(i + 1); ++edge) {
      const Arc arc = on.graph.arc(edge);
      if (auto ruling = at(batch.brought(entry_of(on, arc, from), from), arc.to, edge))
        return ruling;
    }
  }
  return {};
}

}  // namespace

Ruling moments_recorded(const Ground& on) {
  const Moments moments(on);
  for (std::size_t begin = 0; begin < moments.names.size(); begin += 64) {
    const Batch batch(moments, begin);
    if (auto ruling = too_early(moments, batch)) return *ruling;
    if (auto ruling = unaskable(moments, batch)) return *ruling;
  }
  return {};
}

}  // namespace interlock
