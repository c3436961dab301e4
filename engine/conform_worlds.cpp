#include <algorithm>
#include <functional>

#include "engine/conform_parts.h"

namespace interlock {
namespace {

// A configuration that the record can stand for, and what a property remembers of the
// way there. The same configuration by ways that differ is several worlds.
struct World {
  std::uint32_t place = 0;
  bool met = false;   // what the property speaks of came about
  bool bad = false;   // it was violated
  bool seen = false;  // precedes: the first; leads to: it is owed

  auto operator<=>(const World&) const = default;
};
using WorldSet = std::set<World>;
using Remember = std::function<World(World, bool calm)>;

Configuration flying(Configuration intended) {
  intended.standing = Standing::flight;
  return intended;
}

void step(const Graph& graph, const World& world, const Moved& moved, const Remember& remember,
          WorldSet& reached) {
  for (std::uint32_t i = graph.first(world.place); i < graph.first(world.place + 1); ++i) {
    const Arc arc = graph.arc(i);
    if (arc.rule != moved.rule || !covers(moved.after, graph[arc.to])) continue;
    World there = world;
    there.place = arc.to;
    reached.insert(remember(there, arc.calm));
  }
}

// Where Interlock was killed between the start of a command and its record, the world
// went through flight.
WorldSet after(const Graph& graph, WorldSet from, const Moved& moved, const Remember& remember) {
  if (moved.rule == Rule::none) return from;
  if (moved.rule == Rule::crash && moved.before.standing == Standing::intent) {
    WorldSet unseen;
    const Moved start{Rule::begin, moved.before, flying(moved.before)};
    for (const World& world : from) step(graph, world, start, remember, unseen);
    from.merge(unseen);
  }
  WorldSet reached;
  for (const World& world : from) step(graph, world, moved, remember, reached);
  return reached;
}

// A property, watched along a run.
struct Monitor {
  enum class Kind { invariant, precedes, leads_to };

  Upheld told;
  Kind kind = Kind::invariant;
  Predicate when, must, always;  // precedes: must before when; leads to: must after when
  bool entered = false;          // only where a state was just entered

  World look(World world, const Configuration& c, bool calm) const {
    if (entered && (c.standing != Standing::ready || c.begun || c.waiting)) return world;
    const bool speaks = when(c), so = must(c);
    world.met = world.met || speaks;
    switch (kind) {
      case Kind::invariant: world.bad = world.bad || (speaks && !so) || !always(c); break;
      case Kind::precedes:
        world.seen = world.seen || so;
        world.bad = world.bad || (speaks && !world.seen);
        break;
      case Kind::leads_to: world.seen = ((world.seen && calm) || speaks) && !so; break;
    }
    return world;
  }

  Kept kept(const World& world, bool finished) const {
    if (world.bad) return Kept::violated;
    if (kind == Kind::leads_to && world.seen) return finished ? Kept::violated : Kept::undecided;
    return world.met ? Kept::held : Kept::not_applicable;
  }
};

void decide(Monitor& monitor, const WorldSet& worlds, bool finished) {
  std::set<Kept> all;
  for (const World& world : worlds) all.insert(monitor.kept(world, finished));
  Upheld& told = monitor.told;
  told.kept = *all.begin();
  if (all.contains(Kept::undecided) || (all.contains(Kept::violated) && all.size() > 1))
    told.kept = Kept::undecided;
  if (told.kept == Kept::undecided)
    told.why = finished ? "The record does not say enough to tell." : "The run is not finished.";
  if (told.kept == Kept::not_applicable) told.why = "What it speaks of did not come about.";
  if (told.kept != Kept::violated) told.event.reset();
}

void watch(const Ground& on, const std::vector<Moved>& moves, bool finished, Monitor& monitor) {
  const Remember remember = [&](const World& world, bool calm) {
    return monitor.look(world, on.graph[world.place], calm);
  };
  const auto all_bad = [](const WorldSet& worlds) {
    return std::all_of(worlds.begin(), worlds.end(), [](const World& each) { return each.bad; });
  };
  const std::int64_t first = monitor.told.event.value_or(0);
  WorldSet worlds{remember({}, true)};
  std::optional<std::int64_t> bad_from;
  if (all_bad(worlds)) bad_from = first;
  for (const Moved& moved : moves) {
    worlds = after(on.graph, std::move(worlds), moved, remember);
    if (!bad_from && all_bad(worlds)) bad_from = moved.event;
  }
  monitor.told.event = bad_from ? bad_from : moves.empty() ? first : moves.back().event;
  decide(monitor, worlds, finished);
}

Predicate ready(const Ground& on, const Formula& formula) {
  return {formula, on.machine, on.plan};
}
Predicate ready(const Ground& on, std::string_view written) {
  return ready(on, formula_of(on, written.empty() ? "{true}" : written));
}

std::optional<Monitor> monitor_of(const Ground& on, const Claim& claim, Upheld& told) {
  if (claim.must.empty()) return {};
  if (claim.idle) told.why = claim.idle(on);
  if (!told.why.empty()) told.kept = Kept::not_applicable;
  if (!told.why.empty()) return {};
  return Monitor{told,
                 Monitor::Kind::invariant,
                 ready(on, claim.when),
                 ready(on, claim.must),
                 ready(on, claim.always),
                 claim.entered};
}

std::optional<Monitor> monitor_of(const Ground& on, const Property& property, Upheld& told) {
  using Kind = Property::Kind;
  const Predicate anything = ready(on, "{true}");
  switch (property.kind) {
    case Kind::always: return Monitor{told, {}, anything, ready(on, property.first), anything};
    case Kind::never:
      return Monitor{told, {}, anything, ready(on, negated(property.first)), anything};
    case Kind::holds_during:
      return Monitor{told, {}, ready(on, property.second), ready(on, property.first), anything};
    case Kind::precedes:
      return Monitor{told, Monitor::Kind::precedes, ready(on, property.second),
                     ready(on, property.first), anything};
    case Kind::leads_to:
      return Monitor{told, Monitor::Kind::leads_to, ready(on, property.first),
                     ready(on, property.second), anything};
    case Kind::can_reach:
    case Kind::always_can_reach: break;
  }
  told.kept = Kept::not_applicable;
  told.why = "It speaks of all runs, not of one.";
  return {};
}

}  // namespace

Places followed(const Graph& graph, const Places& from, const Moved& moved) {
  WorldSet worlds;
  for (const std::uint32_t place : from) worlds.insert({place});
  Places reached;
  for (const World& world :
       after(graph, std::move(worlds), moved, [](const World&there, bool) { return there; }))
    reached.insert(world.place);
  return reached;
}

std::vector<Upheld> upheld(const Ground& on, const std::vector<Moved>& moves, bool finished,
                           std::int64_t first_event) {
  std::vector<Upheld> all;
  const auto add = [&](Upheld told, const auto& property) {
    told.event = first_event;
    auto monitor = monitor_of(on, property, told);
    if (!monitor) told.event.reset();
    if (monitor) watch(on, moves, finished, *monitor);
    all.push_back(monitor ? std::move(monitor->told) : std::move(told));
  };
  for (const Claim& claim : claims())
    if (!claim.must.empty())
      add({std::string(claim.id), claim.group, std::string(claim.says)}, claim);
  for (const std::string& written : on.machine.properties) {
    std::vector<Problem> problems;
    const Property property = property_of(written, "", problems).value();
    add({property.name, Theorem::Group::own, written.substr(property.name.size() + 2)}, property);
  }
  return all;
}

}  // namespace interlock
