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

Leg leg_of(const Catalogue& catalogue, const std::string& from, const std::string& to) {
  Leg leg;
  leg.from = from;
  leg.to = to;
  const Release *before = find_release(catalogue, from), *after = find_release(catalogue, to);
  if (after) leg.supports = after->supports;
  for (const Release& release : catalogue.releases)
    if (!release.note.empty() && compares(release.version, Comparison::more, from) &&
        compares(release.version, Comparison::at_most, to))
      leg.notes.push_back(release.version + ": " + release.note);
  leg.known = before && after;
  if (!leg.known) return leg;
  for (const std::string& name : after->migrations) {
    const auto& had = before->migrations;
    if (std::find(had.begin(), had.end(), name) != had.end()) continue;
    const auto about = catalogue.migrations.find(name);
    leg.adds.push_back({name, about == catalogue.migrations.end() ? "" : about->second.dangerous});
  }
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
  if (!came_from.contains(to) || same_numbers(from, to)) {
    found.why = allowed(from, to).why;
    return found;
  }
  for (std::string at = to; at != from; at = came_from[at])
    found.legs.push_back(leg_of(catalogue, came_from[at], at));
  std::reverse(found.legs.begin(), found.legs.end());
  return found;
}

}  // namespace interlock
