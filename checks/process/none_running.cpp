#include <algorithm>

#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

namespace running_processes {

// Is the name of that file a word of the command line, maybe after "./"?
inline bool calls_by_name(std::string_view command, std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  for (std::size_t at = command.find(name); at != std::string_view::npos && !name.empty();
       at = command.find(name, at + 1)) {
    const std::string_view before = command.substr(0, at), after = command.substr(at + name.size());
    const bool begins =
        before.empty() || before.ends_with(' ') || before == "./" || before.ends_with(" ./");
    if (begins && (after.empty() || after.starts_with(' '))) return true;
  }
  return false;
}

enum class Is { another, ours, hidden };

inline Is what(const Table& all, std::size_t row, const std::string& pattern) {
  const auto command = all.text(row, "command");
  if (command.find(pattern) != std::string_view::npos) return Is::ours;
  if (!pattern.starts_with('/') || !calls_by_name(command, pattern)) return Is::another;
  const auto& beside = all.at(row, "beside");
  if (!beside) return Is::hidden;
  return *beside == "1" ? Is::ours : Is::another;
}

}  // namespace running_processes

// Only pid and user go into the sentence: a command line may hold what is not
// for everybody's eyes.
extern const Check process_none_running = {
    .id = "process.none_running",
    .asks = "Does no such process run?",
    .because = "A job that was started before maintenance mode goes on writing in it.",
    .remedy = "Wait until it has ended; if it never does, find out why and end it.",
    .params = {{"pattern",
                "a text (no pattern) that its command line has; if it is the path of a file, a"
                " process counts too that calls it by its name, from its folder"}},
    .probes = {{.host = "list $1", .binds = {"pattern"}}},
    .judge =
        [](const Evidence& seen) {
          const Table& all = seen.answer();
          const std::string& pattern = seen.text("pattern");
          if (pattern.empty()) return unknown("No text to look for was given.");
          std::vector<std::string> running, hidden;
          for (std::size_t row = 0; row < all.rows.size(); ++row) {
            const auto is = running_processes::what(all, row, pattern);
            if (is == running_processes::Is::another) continue;
            (is == running_processes::Is::ours ? running : hidden)
                .push_back(std::string(all.text(row, "pid")) + " of " +
                           all.at(row, "user").value_or("somebody"));
          }
          if (!running.empty())
            return fail(count_of(running.size(), "process", "processes") + " ran " + pattern +
                            ": " + listed(running) + ".",
                        running);
          if (!hidden.empty())
            return unknown(count_of(hidden.size(), "process", "processes") + " may have run " +
                               pattern + "; in which folder is for root to see: " + listed(hidden) +
                               ".",
                           hidden);
          return pass("No process ran " + pattern + ".");
        },
    .samples =
        {
            {.name = "none",
             .given = {{"pattern", "/a/artisan"}},
             .seen = {"pid | user | started | command | beside \n"
                      "1 | root | 1700000000 | /sbin/init | 0"},
             .outcome = Outcome::pass,
             .said = "No process ran /a/artisan."},
            {.name = "a scheduled job",
             .given = {{"pattern", "/a/artisan"}},
             .seen = {"pid | user | started | command | beside \n"
                      "48071 | www-data | 1700000000 | php /a/artisan irrdb:update-prefix-db | 0"},
             .outcome = Outcome::fail,
             .said = "1 process ran /a/artisan: 48071 of www-data."},
            {.name = "the scheduler as Laravel's manual calls it, here and at a neighbour's",
             .given = {{"pattern", "/a/artisan"}},
             .seen = {"pid | user | started | command | beside \n"
                      "48071 | www-data | 1700000000 | php artisan schedule:run | 1 \n"
                      "48072 | www-data | 1700000000 | php artisan schedule:run | 0 \n"
                      "48073 | www-data | 1700000000 | vim artisan.md | 1"},
             .outcome = Outcome::fail,
             .said = "1 process ran /a/artisan: 48071 of www-data."},
            {.name = "at a neighbour's only",
             .given = {{"pattern", "/a/artisan"}},
             .seen = {"pid | user | started | command | beside \n"
                      "48072 | www-data | 1700000000 | php ./artisan schedule:run | 0"},
             .outcome = Outcome::pass},
            {.name = "its folder is hidden",
             .given = {{"pattern", "/a/artisan"}},
             .seen = {"pid | user | started | command | beside \n"
                      "48072 | www-data | 1700000000 | php artisan schedule:run | NULL"},
             .outcome = Outcome::unknown,
             .said = "1 process may have run /a/artisan; in which folder is for root to see: 48072 "
                     "of www-data."},
            {.name = "processes of others are hidden",
             .given = {{"pattern", "/a/artisan"}},
             .seen = {"! hidden Processes of others cannot be seen."},
             .outcome = Outcome::unknown},
        },
};

}  // namespace interlock::checks
