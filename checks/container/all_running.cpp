#include <algorithm>

#include "checks/container.h"
#include "checks/wording.h"

namespace interlock::checks {

namespace all_running {

inline std::vector<Probe> probes() {
  auto probes = member_probes(false);
  for (Probe& probe : service_list_probes()) probes.push_back(std::move(probe));
  return probes;
}

// What is wrong with the service; empty if nothing is.
inline std::string fault_of(const std::string& service, const std::vector<Member>& all) {
  bool runs = false;
  for (const Member& one : all) {
    if (one.service != service) continue;
    if (one.state != "running") return service + " (" + one.state + ")";
    if (!one.health.empty() && one.health != "healthy") return service + " (" + one.health + ")";
    runs = true;
  }
  return runs ? "" : service + " (no container)";
}

}  // namespace all_running

extern const Check container_all_running = {
    .id = "container.all_running",
    .asks = "Does a container of every service run?",
    .because = "A container that did not come up is missed by nobody until its work is.",
    .remedy = "Look into its log: docker compose logs SERVICE; then docker compose up -d.",
    .params = {compose_file_param()},
    .probes = all_running::probes(),
    .judge =
        [](const Evidence& seen) {
          const auto all = members(seen);
          const auto services = list_told(seen, 2);
          if (services.empty()) return unknown("The compose file names no service.");
          std::vector<std::string> faults;
          for (const std::string& service : services)
            if (auto fault = all_running::fault_of(service, all); !fault.empty())
              faults.push_back(std::move(fault));
          if (!faults.empty()) return fail("Not running: " + listed(faults) + ".", faults);
          return pass(listed(services) + " ran.");
        },
    .samples =
        {{.name = "all run",
          .seen = {"exit | stdout | stderr | problem \n"
                   "0 | php;running;;panel-php\\ndatabase;running;healthy;mysql:8.0\\n | | NULL",
                   "-", "exit | stdout | stderr | problem \n 0 | php\\ndatabase\\n | | NULL", "-"},
          .outcome = Outcome::pass,
          .said = "php, database ran."},
         {.name = "one restarts, one is not healthy, one is not there",
          .given = {{"compose_file", "/a/c.yaml"}},
          .seen = {"-",
                   "exit | stdout | stderr | problem \n"
                   "0 | php;restarting;;panel-php\\ndatabase;running;starting;mysql:8.0\\n | | "
                   "NULL",
                   "-",
                   "exit | stdout | stderr | problem \n 0 | php\\ndatabase\\nredis\\n | | NULL"},
          .outcome = Outcome::fail,
          .said = "Not running: php (restarting), database (starting), redis (no container)."},
         {.name = "docker is down",
          .seen = {"exit | stdout | stderr | problem \n"
                   "1 | | Cannot connect to the Docker daemon. | NULL",
                   "-", "exit | stdout | stderr | problem \n 0 | php\\n | | NULL", "-"},
          .outcome = Outcome::unknown,
          .said = "docker gave no answer: exit 1, Cannot connect to the Docker daemon."},
         {.name = "an answer of another kind",
          .seen = {"exit | stdout | stderr | problem \n 0 | NAME IMAGE STATUS\\n | | NULL", "-",
                   "exit | stdout | stderr | problem \n 0 | php\\n | | NULL", "-"},
          .outcome = Outcome::unknown}},
};

}  // namespace interlock::checks
