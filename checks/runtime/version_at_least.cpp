#include "checks/program.h"
#include "engine/check.h"
#include "engine/written.h"

namespace interlock::checks {

extern const Check runtime_version_at_least = {
    .id = "runtime.version_at_least",
    .asks = "Is the program new enough for the release?",
    .because = "A release that is run by too old a program stops at its first line.",
    .remedy = "Install a newer version, and make it the one that is called.",
    .params = {{"program", "the program; it is asked for its --version"},
               {"version", "the lowest version that is supported"}},
    .probes = {{.host = "run $1 --version", .binds = {"program"}}},
    .judge =
        [](const Evidence& seen) {
          const std::string& program = seen.text("program");
          const std::string& wanted = seen.text("version");
          const std::string is = version_told(lines_of(seen.answer(), program));
          if (is.empty()) return unknown(program + " --version told no number.");
          if (version_of(is) < version_of(wanted))
            return fail(program + " was " + is + ", older than " + wanted + ".", {is});
          return pass(program + " was " + is + ".");
        },
    .samples =
        {{.name = "new enough",
          .given = {{"program", "python3"}, {"version", "3.10"}},
          .seen = {"exit | stdout | stderr | problem \n 0 | Python 3.11.2\\n | | NULL"},
          .outcome = Outcome::pass,
          .said = "python3 was 3.11.2."},
         {.name = "too old",
          .given = {{"program", "/usr/bin/python3.9"}, {"version", "3.10"}},
          .seen = {"exit | stdout | stderr | problem \n 0 | Python 3.9.2\\n | | NULL"},
          .outcome = Outcome::fail,
          .said = "/usr/bin/python3.9 was 3.9.2, older than 3.10."},
         {.name = "no number",
          .given = {{"program", "python3"}, {"version", "3.10"}},
          .seen = {"exit | stdout | stderr | problem \n 0 | hello 7\\n | | NULL"},
          .outcome = Outcome::unknown,
          .said = "python3 --version told no number."},
         {.name = "no such program",
          .given = {{"program", "python3.15"}, {"version", "3.10"}},
          .seen = {"exit | stdout | stderr | problem \n"
                   "NULL | | | python3.15: it could not be started: No such file or directory"},
          .outcome = Outcome::unknown}},
};

}  // namespace interlock::checks
