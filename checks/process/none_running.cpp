#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

// Only pid and user go into the sentence: a command line may hold what is not
// for everybody's eyes.
extern const Check process_none_running = {
    .id = "process.none_running",
    .asks = "Does no such process run?",
    .because = "A job that was started before maintenance mode goes on writing in it.",
    .remedy = "Wait until it has ended; if it never does, find out why and end it.",
    .params = {{"pattern", "a text (no pattern) that its command line has"}},
    .probes = {{.host = "list"}},
    .judge =
        [](const Evidence& seen) {
          const Table& all = seen.answer();
          const std::string& pattern = seen.text("pattern");
          if (pattern.empty()) return unknown("No text to look for was given.");
          std::vector<std::string> running;
          for (std::size_t row = 0; row < all.rows.size(); ++row)
            if (all.text(row, "command").find(pattern) != std::string_view::npos)
              running.push_back(std::string(all.text(row, "pid")) + " of " +
                                all.at(row, "user").value_or("somebody"));
          if (running.empty()) return pass("No process had " + pattern + " in its command line.");
          return fail(count_of(running.size(), "process", "processes") + " had " + pattern +
                          " in " +
                          (running.size() == 1 ? "its command line: " : "their command lines: ") +
                          listed(running) + ".",
                      running);
        },
    .samples =
        {
            {.name = "none",
             .given = {{"pattern", "/a/artisan"}},
             .seen = {"pid | user | started | command \n 1 | root | 1700000000 | /sbin/init"},
             .outcome = Outcome::pass,
             .said = "No process had /a/artisan in its command line."},
            {.name = "a scheduled job",
             .given = {{"pattern", "/a/artisan"}},
             .seen = {"pid | user | started | command \n"
                      "48071 | www-data | 1700000000 | php /a/artisan irrdb:update-prefix-db"},
             .outcome = Outcome::fail,
             .said = "1 process had /a/artisan in its command line: 48071 of www-data."},
            {.name = "processes of others are hidden",
             .given = {{"pattern", "/a/artisan"}},
             .seen = {"! hidden Processes of others cannot be seen."},
             .outcome = Outcome::unknown},
        },
};

}  // namespace interlock::checks
