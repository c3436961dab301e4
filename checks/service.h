#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/check.h"

// What systemd says of units. This is the one command that checks ask with:
//
//   env TZ=UTC systemctl show --property=LoadState,ActiveState,SubState,...  UNIT...
//       a block of NAME=VALUE for each unit in their order, an empty line between them;
//       a unit that is not there is a block too. Times are in the zone of TZ.
namespace interlock::checks {

struct Unit {
  std::string name;  // as it was asked for
  bool found = false;
  std::string active = {};                             // active inactive failed activating ...
  std::string sub = {};                                // running dead exited ...
  std::optional<std::chrono::sys_seconds> since = {};  // when it became active
  std::int64_t processes = 0;                          // of its control group

  bool running() const { return found && active == "active" && sub == "running"; }
};

Param units_param();
Probe units_probe();
std::vector<Unit> units(const Evidence& seen);  // throws Error if systemd gave no answer

// "web (failed, dead)", "web (not found)"
std::string state_of(const Unit& unit);

}  // namespace interlock::checks
