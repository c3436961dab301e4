#include "checks/service.h"
#include "checks/wording.h"
#include "engine/time.h"

namespace interlock::checks {

// systemd tells whole seconds: the moment is cut to them too.
extern const Check service_started_since = {
    .id = "service.started_since",
    .asks = "Was every one of these units started after that moment?",
    .because = "A process that outlives the upgrade runs the old code on the new schema.",
    .remedy = "Restart it: systemctl restart UNIT.",
    .params = {units_param()},
    .probes = {units_probe()},
    .since = Since::time,
    .judge =
        [](const Evidence& seen) {
          const auto then = std::chrono::floor<std::chrono::seconds>(seen.since.value());
          std::vector<std::string> older;
          for (const Unit& unit : units(seen)) {
            if (!unit.found || unit.active != "active" || !unit.since)
              older.push_back(state_of(unit));
            else if (*unit.since < then)
              older.push_back(unit.name + " (since " + written(Moment(*unit.since)).substr(0, 19) +
                              "Z)");
          }
          if (older.empty()) return pass(listed(seen.list("units")) + " started after it.");
          return fail("Not started after it: " + listed(older) + ".", older);
        },
    .samples =
        {{.name = "restarted",
          .given = {{"units", Argument(std::vector<std::string>{"web"})}},
          .seen = {"exit | stdout | stderr | problem \n"
                   "0 | MainPID=70\\nLoadState=loaded\\nActiveState=active\\nSubState=running"
                   "\\nActiveEnterTimestamp=Thu 2024-10-03 23:59:40 UTC\\n | | NULL"},
          .outcome = Outcome::pass,
          .ago = std::chrono::seconds(20),
          .said = "web started after it."},
         {.name = "still the old one",
          .given = {{"units", Argument(std::vector<std::string>{"web"})}},
          .seen = {"exit | stdout | stderr | problem \n"
                   "0 | MainPID=70\\nLoadState=loaded\\nActiveState=active\\nSubState=running"
                   "\\nActiveEnterTimestamp=Tue 2024-10-01 08:00:00 UTC\\n | | NULL"},
          .outcome = Outcome::fail,
          .ago = std::chrono::seconds(20),
          .said = "Not started after it: web (since 2024-10-01T08:00:00Z)."},
         {.name = "it does not run",
          .given = {{"units", Argument(std::vector<std::string>{"web"})}},
          .seen = {"exit | stdout | stderr | problem \n"
                   "0 | MainPID=0\\nLoadState=loaded\\nActiveState=inactive\\nSubState=dead"
                   "\\nActiveEnterTimestamp=Thu 2024-10-03 23:59:50 UTC\\n | | NULL"},
          .outcome = Outcome::fail,
          .ago = std::chrono::seconds(20),
          .said = "Not started after it: web (inactive, dead)."},
         {.name = "no systemd",
          .given = {{"units", Argument(std::vector<std::string>{"web"})}},
          .seen = {"exit | stdout | stderr | problem \n NULL | | | No such file or directory"},
          .outcome = Outcome::unknown,
          .ago = std::chrono::seconds(20)}},
};

}  // namespace interlock::checks
