#include "checks/container.h"
#include "checks/program.h"

namespace interlock::checks {

namespace engine_available {

// Why the command did not end well; empty if it did.
inline std::string fault_of(const Table& ran, const std::string& command) {
  if (!ran.at(0, "exit"))
    return command + " did not run: " + ran.at(0, "problem").value_or("it did not end");
  if (ran.integer(0, "exit") == 0) return {};
  const std::string complaint = complaint_of(ran);
  return command + " ended with " + std::string(ran.text(0, "exit")) +
         (complaint.empty() ? "" : ": " + complaint);
}

}  // namespace engine_available

extern const Check container_engine_available = {
    .id = "container.engine_available",
    .asks = "Do docker and its compose answer?",
    .because = "Every step is a command of docker compose; without it not even the way back goes.",
    .remedy = "Start docker, install its compose plugin, or run Interlock as one who may use it.",
    .probes = {{.host = "run docker version --format {{.Server.Version}}"},
               {.host = "run docker compose version --short"}},
    .judge =
        [](const Evidence& seen) {
          if (const std::string fault =
                  engine_available::fault_of(seen.answer(0), "docker version");
              !fault.empty())
            return fail(fault + ".");
          if (const std::string fault =
                  engine_available::fault_of(seen.answer(1), "docker compose version");
              !fault.empty())
            return fail(fault + ".");
          const auto engine = lines_in(seen.answer(0).text(0, "stdout"));
          const auto compose = lines_in(seen.answer(1).text(0, "stdout"));
          return pass("docker " + (engine.empty() ? "" : engine.front()) + " and compose " +
                      (compose.empty() ? "" : compose.front()) + " answered.");
        },
    .samples = {{.name = "both answer",
                 .seen = {"exit | stdout | stderr | problem \n 0 | 20.10.24\\n | | NULL",
                          "exit | stdout | stderr | problem \n 0 | 2.24.6\\n | | NULL"},
                 .outcome = Outcome::pass,
                 .said = "docker 20.10.24 and compose 2.24.6 answered."},
                {.name = "no daemon",
                 .seen = {"exit | stdout | stderr | problem \n"
                          "1 | | Cannot connect to the Docker daemon. | NULL",
                          "exit | stdout | stderr | problem \n 0 | 2.24.6\\n | | NULL"},
                 .outcome = Outcome::fail,
                 .said = "docker version ended with 1: Cannot connect to the Docker daemon."},
                {.name = "no compose",
                 .seen = {"exit | stdout | stderr | problem \n 0 | 20.10.24\\n | | NULL",
                          "exit | stdout | stderr | problem \n"
                          "1 | | docker: 'compose' is not a docker command. | NULL"},
                 .outcome = Outcome::fail,
                 .said = "docker compose version ended with 1: docker: 'compose' is not a docker "
                         "command."},
                {.name = "no docker",
                 .seen = {"exit | stdout | stderr | problem \n"
                          "NULL | | | docker: it could not be started: No such file or directory",
                          "exit | stdout | stderr | problem \n"
                          "NULL | | | docker: it could not be started: No such file or directory"},
                 .outcome = Outcome::fail}},
};

}  // namespace interlock::checks
