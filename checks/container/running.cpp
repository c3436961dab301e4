#include "checks/container.h"

namespace interlock::checks {

extern const Check container_running = {
    .id = "container.running",
    .asks = "Does the service's container run, and is it healthy?",
    .because = "A container that restarts again and again looks started to whoever looks once.",
    .remedy = "Look into its log: docker compose logs SERVICE.",
    .params = {service_param(), compose_file_param()},
    .probes = container_probes(),
    .judge =
        [](const Evidence& seen) {
          const std::string& service = seen.text("service");
          const auto found = containers(seen);
          if (found.empty()) return fail("No container of " + service + " was running.", {service});
          for (const Container& one : found) {
            if (one.state != "running")
              return fail("The container of " + service + " was " + one.state + ".", {service});
            if (!one.health.empty() && one.health != "healthy")
              return fail("The health of " + service + " was " + one.health + ".", {service});
          }
          return pass("The container of " + service + " was running" +
                      (found.front().health.empty() ? "." : " and healthy."));
        },
    .samples =
        {
            {.name = "without a health check",
             .given = {{"service", "parsec-server"}},
             .seen = {"exit | stdout | stderr | problem \n"
                      "0 | running;;parsec-server:3.1.0;Up 5 seconds\\n | | NULL",
                      "-"},
             .outcome = Outcome::pass,
             .said = "The container of parsec-server was running."},
            {.name = "healthy",
             .given = {{"service", "database"}, {"compose_file", "/a/c.yaml"}},
             .seen = {"-",
                      "exit | stdout | stderr | problem \n"
                      "0 | running;healthy;mysql:8.0;Up 2 hours (healthy)\\n | | NULL"},
             .outcome = Outcome::pass,
             .said = "The container of database was running and healthy."},
            {.name = "not yet healthy",
             .given = {{"service", "database"}},
             .seen = {"exit | stdout | stderr | problem \n"
                      "0 | running;starting;mysql:8.0;Up 2 seconds (health: starting)\\n | | NULL",
                      "-"},
             .outcome = Outcome::fail,
             .said = "The health of database was starting."},
            {.name = "restarting",
             .given = {{"service", "parsec-server"}},
             .seen =
                 {"exit | stdout | stderr | problem \n"
                  "0 | restarting;;parsec-server:3.1.0;Restarting (1) 3 seconds ago\\n | | NULL",
                  "-"},
             .outcome = Outcome::fail,
             .said = "The container of parsec-server was restarting."},
            {.name = "none",
             .given = {{"service", "parsec-server"}},
             .seen = {"exit | stdout | stderr | problem \n 0 | | | NULL", "-"},
             .outcome = Outcome::fail,
             .said = "No container of parsec-server was running."},
            {.name = "docker is down",
             .given = {{"service", "parsec-server"}},
             .seen = {"exit | stdout | stderr | problem \n"
                      "1 | | Cannot connect to the Docker daemon. | NULL",
                      "-"},
             .outcome = Outcome::unknown,
             .said = "docker gave no answer: exit 1, Cannot connect to the Docker daemon."},
        },
};

}  // namespace interlock::checks
