#include "checks/container.h"

namespace interlock::checks {

extern const Check container_stopped = {
    .id = "container.stopped",
    .asks = "Does no container of the service run?",
    .because = "A server that still runs writes into the database while its schema is changed.",
    .remedy = "Stop it: docker compose stop SERVICE.",
    .params = {service_param(), compose_file_param()},
    .probes = container_probes(),
    .judge =
        [](const Evidence& seen) {
          const std::string& service = seen.text("service");
          const auto found = containers(seen);
          if (found.empty()) return pass("No container of " + service + " was running.");
          return fail("The container of " + service + " was " + found.front().state + ".",
                      {service});
        },
    .samples =
        {
            {.name = "stopped",
             .given = {{"service", "parsec-server"}},
             .seen = {"exit | stdout | stderr | problem \n 0 | | | NULL", "-"},
             .outcome = Outcome::pass,
             .said = "No container of parsec-server was running."},
            {.name = "running",
             .given = {{"service", "parsec-server"}, {"compose_file", "/a/c.yaml"}},
             .seen = {"-",
                      "exit | stdout | stderr | problem \n"
                      "0 | running;;parsec-server:3.0.0;Up 3 days\\n | | NULL"},
             .outcome = Outcome::fail,
             .said = "The container of parsec-server was running."},
            {.name = "no such service",
             .given = {{"service", "parsek"}},
             .seen = {"exit | stdout | stderr | problem \n 1 | | no such service: parsek | NULL",
                      "-"},
             .outcome = Outcome::unknown,
             .said = "docker gave no answer: exit 1, no such service: parsek."},
            {.name = "no docker",
             .given = {{"service", "parsec-server"}},
             .seen = {"exit | stdout | stderr | problem \n"
                      "NULL | | | No such file or directory",
                      "-"},
             .outcome = Outcome::unknown,
             .said = "docker gave no answer: No such file or directory."},
        },
};

}  // namespace interlock::checks
