#include "checks/service.h"
#include "checks/wording.h"

namespace interlock::checks {

extern const Check service_active = {
    .id = "service.active",
    .asks = "Does every one of these units run?",
    .because = "A unit that failed at its start is missed by nobody until its work is.",
    .remedy = "Look into its log: journalctl -u UNIT; then systemctl start UNIT.",
    .params = {units_param()},
    .probes = {units_probe()},
    .judge =
        [](const Evidence& seen) {
          std::vector<std::string> others;
          for (const Unit& unit : units(seen))
            if (!unit.running()) others.push_back(state_of(unit));
          if (others.empty()) return pass(listed(seen.list("units")) + " ran.");
          return fail(listed(others) + " did not run.", others);
        },
    .samples =
        {{.name = "they run",
          .given = {{"units", Argument(std::vector<std::string>{"web", "worker"})}},
          .seen = {"exit | stdout | stderr | problem \n"
                   "0 | MainPID=70\\nTasksCurrent=4\\nLoadState=loaded\\nActiveState=active"
                   "\\nSubState=running\\nActiveEnterTimestamp=Thu 2024-10-03 23:59:40 UTC\\n\\n"
                   "MainPID=71\\nTasksCurrent=1\\nLoadState=loaded\\nActiveState=active"
                   "\\nSubState=running\\nActiveEnterTimestamp=Thu 2024-10-03 23:59:41 UTC\\n"
                   " | | NULL"},
          .outcome = Outcome::pass,
          .said = "web, worker ran."},
         {.name = "one failed, one is not there",
          .given = {{"units", Argument(std::vector<std::string>{"web", "worker", "wep"})}},
          .seen = {"exit | stdout | stderr | problem \n"
                   "0 | MainPID=70\\nLoadState=loaded\\nActiveState=active\\nSubState=running\\n\\n"
                   "MainPID=0\\nLoadState=loaded\\nActiveState=failed\\nSubState=failed\\n\\n"
                   "MainPID=0\\nLoadState=not-found\\nActiveState=inactive\\nSubState=dead\\n"
                   " | | NULL"},
          .outcome = Outcome::fail,
          .said = "worker (failed, failed), wep (not found) did not run."},
         {.name = "it starts over and over",
          .given = {{"units", Argument(std::vector<std::string>{"web"})}},
          .seen = {"exit | stdout | stderr | problem \n"
                   "0 | MainPID=0\\nLoadState=loaded\\nActiveState=activating"
                   "\\nSubState=auto-restart\\n | | NULL"},
          .outcome = Outcome::fail},
         {.name = "no systemd",
          .given = {{"units", Argument(std::vector<std::string>{"web"})}},
          .seen = {"exit | stdout | stderr | problem \n"
                   "1 | | System has not been booted with systemd as init system. | NULL"},
          .outcome = Outcome::unknown,
          .said = "systemctl gave no answer: exit 1, System has not been booted with systemd as "
                  "init system."},
         {.name = "a unit too few",
          .given = {{"units", Argument(std::vector<std::string>{"web", "worker"})}},
          .seen = {"exit | stdout | stderr | problem \n"
                   "0 | LoadState=loaded\\nActiveState=active\\nSubState=running\\n | | NULL"},
          .outcome = Outcome::unknown}},
};

}  // namespace interlock::checks
