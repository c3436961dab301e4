#include <algorithm>
#include <array>

#include "checks/container.h"
#include "checks/wording.h"

namespace interlock::checks {

namespace none_running {

inline bool has_ended(const Member& one) {
  constexpr std::array<std::string_view, 3> ended = {"exited", "created", "dead"};
  return std::find(ended.begin(), ended.end(), one.state) != ended.end();
}

}  // namespace none_running

extern const Check container_none_running = {
    .id = "container.none_running",
    .asks = "Does no container of the project run?",
    .because = "A server that still runs writes into the files that are being copied.",
    .remedy = "Stop them: docker compose down; those of `docker compose run`: docker stop.",
    .params = {compose_file_param()},
    .probes = member_probes(true),
    .judge =
        [](const Evidence& seen) {
          std::vector<std::string> running;
          for (const Member& one : members(seen))
            if (!none_running::has_ended(one))
              running.push_back(one.service + " (" + one.state + ")");
          if (running.empty()) return pass("No container of the project ran.");
          return fail(count_of(running.size(), "container", "containers") +
                          " of the project ran: " + listed(running) + ".",
                      running);
        },
    .samples = {{.name = "none",
                 .seen = {"exit | stdout | stderr | problem \n 0 | | | NULL", "-"},
                 .outcome = Outcome::pass,
                 .said = "No container of the project ran."},
                {.name = "all have ended",
                 .seen = {"exit | stdout | stderr | problem \n"
                          "0 | php;exited\\nworkspace;created\\n | | NULL",
                          "-"},
                 .outcome = Outcome::pass},
                {.name = "one is paused",
                 .given = {{"compose_file", "/a/c.yaml"}},
                 .seen = {"-",
                          "exit | stdout | stderr | problem \n"
                          "0 | php;exited\\ndatabase;paused\\n | | NULL"},
                 .outcome = Outcome::fail,
                 .said = "1 container of the project ran: database (paused)."},
                {.name = "docker is down",
                 .seen = {"exit | stdout | stderr | problem \n"
                          "1 | | Cannot connect to the Docker daemon. | NULL",
                          "-"},
                 .outcome = Outcome::unknown,
                 .said = "docker gave no answer: exit 1, Cannot connect to the Docker daemon."}},
};

}  // namespace interlock::checks
