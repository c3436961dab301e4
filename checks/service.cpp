#include "checks/service.h"

#include "checks/program.h"
#include "engine/error.h"
#include "engine/time.h"
#include "engine/written.h"

namespace interlock::checks {

namespace {

// "Sun 2026-11-29 20:13:44 UTC"; empty of a unit that never was active.
std::optional<std::chrono::sys_seconds> time_in(const std::string& text) {
  constexpr std::size_t day = 4, clock = 15, zone = 23;
  if (text.size() != zone + 4 || text.compare(zone, 4, " UTC") != 0) return {};
  const auto moment = moment_of(text.substr(day, 10) + "T" + text.substr(clock, 8) + "Z");
  if (!moment) return {};
  return std::chrono::floor<std::chrono::seconds>(*moment);
}

void take(Unit& unit, const std::string& line) {
  const auto equals = line.find('=');
  if (equals == std::string::npos) return;
  const std::string name = line.substr(0, equals), value = line.substr(equals + 1);
  if (name == "LoadState") unit.found = value != "not-found";
  if (name == "ActiveState") unit.active = value;
  if (name == "SubState") unit.sub = value;
  if (name == "ActiveEnterTimestamp") unit.since = time_in(value);
  // Without a control group it says "[not set]", or the largest number there is.
  if (name == "TasksCurrent")
    if (const auto number = whole_number(value)) unit.processes = std::max(unit.processes, *number);
  if (name == "MainPID" && value != "0") unit.processes = std::max(unit.processes, std::int64_t{1});
}

}  // namespace

Param units_param() {
  return {"units", "the units, as systemctl calls them", Kind::list};
}

Probe units_probe() {
  return {.host =
              "run env TZ=UTC systemctl show --property=LoadState,ActiveState,SubState,"
              "ActiveEnterTimestamp,MainPID,TasksCurrent $1+",
          .binds = {"units"}};
}

std::vector<Unit> units(const Evidence& seen) {
  const auto& wanted = seen.list("units");
  std::vector<Unit> found;
  bool within = false;
  for (const std::string& line : lines_of(seen.answer(), "systemctl")) {
    if (!line.empty() && !within && found.size() < wanted.size())
      found.push_back({wanted[found.size()]});
    within = !line.empty();
    if (within && !found.empty()) take(found.back(), line);
  }
  if (wanted.empty() || found.size() != wanted.size())
    throw Error(Error::Kind::endpoint, "systemctl told of " + std::to_string(found.size()) +
                                           " units, not of " + std::to_string(wanted.size()) + ".");
  return found;
}

std::string state_of(const Unit& unit) {
  if (!unit.found) return unit.name + " (not found)";
  return unit.name + " (" + unit.active + ", " + unit.sub + ")";
}

}  // namespace interlock::checks
