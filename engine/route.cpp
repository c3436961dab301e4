#include "engine/route.h"

#include <algorithm>
#include <map>

#include "engine/versions.h"

namespace interlock {

namespace {

// Where one may stop on the way, the newest first: one release of each number.
Texts stops_of(const Texts& releases) {
  Texts stops;
  for (auto release = releases.rbegin(); release != releases.rend(); ++release) {
    const bool plain = release->find_first_not_of("0123456789.") == std::string::npos;
    const auto same = std::find_if(stops.begin(), stops.end(), [&](const std::string& stop) {
      return same_numbers(stop, *release);
    });
    if (same == stops.end())
      stops.push_back(*release);
    else if (plain)
      *same = *release;
  }
  return stops;
}

// How many of the releases, which are the oldest first, lie on the way up to a version, itself
// among them. Where several have its numbers and none is the same: `surely` none of these.
std::size_t count_up_to(const Texts& releases, const std::string& version, bool surely) {
  const auto alike =
      std::count_if(releases.begin(), releases.end(),
                    [&](const std::string& release) { return same_numbers(release, version); });
  return static_cast<std::size_t>(
      std::count_if(releases.begin(), releases.end(), [&](const std::string& release) {
        const auto order = order_of(release, version, releases);
        return order < 0 ||
               (order == 0 && (!surely || alike == 1 || suffix_of(release) == suffix_of(version)));
      }));
}

Texts missing_in(const Texts& migrations, const Texts& among) {
  Texts missing;
  for (const std::string& name : among)
    if (std::find(migrations.begin(), migrations.end(), name) == migrations.end())
      missing.push_back(name);
  return missing;
}

// What the catalogue says of a migration; nothing, if it does not.
Migration about(const Catalogue& catalogue, const std::string& name) {
  const auto found = catalogue.migrations.find(name);
  return found == catalogue.migrations.end() ? Migration{} : found->second;
}

Leg leg_of(const Catalogue& catalogue, const std::string& from, const std::string& to) {
  const Texts releases = versions_in(catalogue);
  const std::size_t first = count_up_to(releases, from, true),
                    end = count_up_to(releases, to, false);
  const bool known = find_release(catalogue, to);
  Leg leg;
  leg.from = from;
  leg.to = to;
  leg.known = known && find_release(catalogue, from);
  for (std::size_t i = first; i < end; ++i)
    if (const Release& past = catalogue.releases[i]; !past.note.empty())
      leg.notes.push_back(past.version + ": " + past.note);
  if (end == 0) return leg;
  const Release& last = catalogue.releases[end - 1];
  leg.known_to = last.version;
  if (known) leg.supports = last.supports;
  const Texts had = first == 0 ? Texts{} : catalogue.releases[first - 1].migrations;
  for (const std::string& name : missing_in(had, last.migrations))
    leg.adds.push_back({name, about(catalogue, name).dangerous});
  if (order_of(to, from, releases) < 0)
    for (const std::string& name : missing_in(last.migrations, had))
      leg.takes_back.push_back({name, about(catalogue, name).makes});
  return leg;
}

}  // namespace

Route route(const Machine& machine, const Catalogue& catalogue, const std::string& from,
            const std::string& to) {
  const Texts releases = versions_in(catalogue);
  const auto allowed = [&](const std::string& here, const std::string& there) {
    return path_allowed(machine.versions, here, there, releases);
  };
  Texts open = stops_of(releases);
  std::erase_if(open, [&](const std::string& stop) { return same_numbers(stop, to); });
  open.insert(open.begin(), to);
  std::map<std::string, std::string> came_from = {{from, ""}};
  for (Texts reached = {from}; !reached.empty() && !came_from.contains(to);) {
    Texts next;
    for (const std::string& here : reached)
      std::erase_if(open, [&](const std::string& there) {
        if (!allowed(here, there).allowed || !came_from.emplace(there, here).second) return false;
        next.push_back(there);
        return true;
      });
    reached = std::move(next);
  }
  Route found;
  const Allowed directly = allowed(from, to);
  if (!came_from.contains(to) || (same_numbers(from, to) && !directly.allowed)) {
    found.why = directly.why;
    return found;
  }
  for (std::string at = to; at != from; at = came_from[at])
    found.legs.push_back(leg_of(catalogue, came_from[at], at));
  std::reverse(found.legs.begin(), found.legs.end());
  return found;
}

}  // namespace interlock
