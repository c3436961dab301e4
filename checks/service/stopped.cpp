#include "checks/service.h"
#include "checks/wording.h"

namespace interlock::checks {

extern const Check service_stopped = {
    .id = "service.stopped",
    .asks = "Is every one of these units stopped, with no process left?",
    .because = "What still runs writes into the database while its schema is changed.",
    .remedy = "Stop it: systemctl stop UNIT; of what is left: systemctl kill UNIT.",
    .params = {units_param()},
    .probes = {units_probe()},
    .judge =
        [](const Evidence& seen) {
          std::vector<std::string> unknown_units, running;
          for (const Unit& unit : units(seen)) {
            const bool ended = unit.active == "inactive" || unit.active == "failed";
            if (!unit.found) unknown_units.push_back(unit.name);
            if (ended && unit.processes == 0) continue;
            running.push_back(state_of(unit) +
                              (unit.processes == 0
                                   ? ""
                                   : " with " + count_of(static_cast<std::size_t>(unit.processes),
                                                         "task", "tasks")));
          }
          if (!running.empty()) return fail("Not stopped: " + listed(running) + ".", running);
          // A name that nobody knows says nothing of the service that was meant.
          if (!unknown_units.empty())
            return fail("There was no unit " + listed(unknown_units) + ".", unknown_units);
          return pass(listed(seen.list("units")) + " had stopped.");
        },
    .samples =
        {{.name = "stopped, one of them in anger",
          .given = {{"units", Argument(std::vector<std::string>{"web", "worker"})}},
          .seen = {"exit | stdout | stderr | problem \n"
                   "0 | MainPID=0\\nTasksCurrent=[not set]\\nLoadState=loaded"
                   "\\nActiveState=inactive\\nSubState=dead\\n\\n"
                   "MainPID=0\\nTasksCurrent=18446744073709551615\\nLoadState=loaded"
                   "\\nActiveState=failed\\nSubState=failed\\n | | NULL"},
          .outcome = Outcome::pass,
          .said = "web, worker had stopped."},
         {.name = "it runs",
          .given = {{"units", Argument(std::vector<std::string>{"web"})}},
          .seen = {"exit | stdout | stderr | problem \n"
                   "0 | MainPID=70\\nTasksCurrent=4\\nLoadState=loaded\\nActiveState=active"
                   "\\nSubState=running\\n | | NULL"},
          .outcome = Outcome::fail,
          .said = "Not stopped: web (active, running) with 4 tasks."},
         {.name = "a process is left",
          .given = {{"units", Argument(std::vector<std::string>{"worker"})}},
          .seen = {"exit | stdout | stderr | problem \n"
                   "0 | MainPID=0\\nTasksCurrent=1\\nLoadState=loaded\\nActiveState=failed"
                   "\\nSubState=failed\\n | | NULL"},
          .outcome =
              Outcome::fail,
          .said = "Not stopped: worker (failed, failed) with 1 task."},
         {.name = "no such unit",
          .given = {{"units", Argument(std::vector<std::string>{"wep"})}},
          .seen = {"exit | stdout | stderr | problem \n"
                   "0 | MainPID=0\\nLoadState=not-found\\nActiveState=inactive\\nSubState=dead\\n"
                   " | | NULL"},
          .outcome = Outcome::fail,
          .said = "There was no unit wep."},
         {.name = "no systemd",
          .given = {{"units", Argument(std::vector<std::string>{"web"})}},
          .seen = {"exit | stdout | stderr | problem \n NULL | | | No such file or directory"},
          .outcome = Outcome::unknown}},
};

}  // namespace interlock::checks
