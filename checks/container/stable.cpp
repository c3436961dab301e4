#include "checks/container.h"
#include "checks/wording.h"

namespace interlock::checks {

// docker tells in rounded words how long a container has been up, and begins
// anew with each restart: what counts is the least that they can mean.
extern const Check container_stable = {
    .id = "container.stable",
    .asks = "Has the service's container run for that long without a restart?",
    .because = "A server that fails at its first request is up for a moment after each restart.",
    .remedy = "Look into its log: docker compose logs SERVICE.",
    .params = {service_param(),
               {"duration", "how long it must have run", Kind::duration},
               compose_file_param()},
    .probes = container_probes(),
    .judge =
        [](const Evidence& seen) {
          const std::string& service = seen.text("service");
          const auto wanted = seen.duration("duration");
          const auto found = containers(seen);
          if (found.empty()) return fail("No container of " + service + " was running.", {service});
          for (const Container& one : found) {
            if (one.state != "running")
              return fail("The container of " + service + " was " + one.state + ".", {service});
            if (up_for(one.status) < wanted)
              return fail("The container of " + service + " was: " + one.status + "; " +
                              span_of(wanted.count()) + " were asked for.",
                          {service});
          }
          return pass("The container of " + service + " was: " + found.front().status + ".");
        },
    .samples =
        {
            {.name = "long enough",
             .given = {{"service", "parsec-server"}, {"duration", "1m"}},
             .seen = {"exit | stdout | stderr | problem \n"
                      "0 | running;;parsec-server:3.1.0;Up About a minute\\n | | NULL",
                      "-"},
             .outcome = Outcome::pass,
             .said = "The container of parsec-server was: Up About a minute."},
            {.name = "started a moment ago",
             .given = {{"service", "parsec-server"}, {"duration", "1m"}},
             .seen = {"exit | stdout | stderr | problem \n"
                      "0 | running;;parsec-server:3.1.0;Up 12 seconds\\n | | NULL",
                      "-"},
             .outcome = Outcome::fail,
             .said = "The container of parsec-server was: Up 12 seconds; 60 s were asked for."},
            {.name = "restarting",
             .given = {{"service", "parsec-server"}, {"duration", "1m"}},
             .seen =
                 {"exit | stdout | stderr | problem \n"
                  "0 | restarting;;parsec-server:3.1.0;Restarting (1) 3 seconds ago\\n | | NULL",
                  "-"},
             .outcome = Outcome::fail},
            {.name = "words that nobody knows",
             .given = {{"service", "parsec-server"}, {"duration", "1m"}},
             .seen = {"exit | stdout | stderr | problem \n"
                      "0 | running;;parsec-server:3.1.0;Seit 5 Minuten\\n | | NULL",
                      "-"},
             .outcome = Outcome::unknown},
        },
};

}  // namespace interlock::checks
