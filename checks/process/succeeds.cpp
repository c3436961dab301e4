#include "checks/program.h"
#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

extern const Check process_succeeds = {
    .id = "process.succeeds",
    .asks = "Does this program, which only looks, end well?",
    .because = "What the steps will need is better found missing before the first of them.",
    .remedy = "Run it yourself, and mend what it says.",
    .params = {{"argv", "the program and its arguments; no shell reads them", Kind::list},
               {"deadline", "how long it may take", Kind::duration, "10s"}},
    .probes = {{.host = "run $1+", .binds = {"argv"}}},
    .judge =
        [](const Evidence& seen) {
          const Table& ran = seen.answer();
          const auto& argv = seen.list("argv");
          const std::string program = argv.empty() ? "nothing" : argv.front();
          if (!ran.at(0, "exit"))
            return unknown(ran.at(0, "problem").value_or(program + " did not run to its end") +
                           ".");
          const auto exit = ran.integer(0, "exit");
          if (exit == 0) return pass(program + " ended well.");
          auto lines = lines_in(ran.at(0, "stderr").value_or(""));
          if (lines.empty()) lines = lines_in(ran.at(0, "stdout").value_or(""));
          return fail(program + " ended with " + std::to_string(exit) +
                          (lines.empty() ? "." : ", its last words: " + lines.back()),
                      {program});
        },
    .samples = {{.name = "it ends well",
                 .given = {{"argv", Argument(std::vector<std::string>{"sudo", "-n", "true"})}},
                 .seen = {"exit | stdout | stderr | problem \n 0 | | | NULL"},
                 .outcome = Outcome::pass,
                 .said = "sudo ended well."},
                {.name = "it does not",
                 .given = {{"argv", Argument(std::vector<std::string>{"sudo", "-n", "true"})}},
                 .seen = {"exit | stdout | stderr | problem \n"
                          "1 | | one\\nsudo: a password is required\\n | NULL"},
                 .outcome = Outcome::fail,
                 .said = "sudo ended with 1, its last words: sudo: a password is required"},
                {.name = "it says nothing",
                 .given = {{"argv", Argument(std::vector<std::string>{"false"})}},
                 .seen = {"exit | stdout | stderr | problem \n 1 | | | NULL"},
                 .outcome = Outcome::fail,
                 .said = "false ended with 1."},
                {.name = "it takes too long",
                 .given = {{"argv", Argument(std::vector<std::string>{"sleep", "60"})}},
                 .seen = {"exit | stdout | stderr | problem \n"
                          "NULL | | | sleep: it had not ended after 10 s and was killed"},
                 .outcome = Outcome::unknown,
                 .said = "sleep: it had not ended after 10 s and was killed."}},
};

}  // namespace interlock::checks
