#include "checks/wording.h"
#include "engine/check.h"
#include "engine/time.h"

namespace interlock::checks {

extern const Check files_changed_since = {
    .id = "files.changed_since",
    .asks = "Was each of these written after that moment?",
    .because = "A cache or a build that is older than the code serves the old release.",
    .remedy = "Make them again: run the step that writes them, and look why it did not.",
    .params = {{"paths", "files, or folders of which the newest file counts", Kind::list}},
    .probes = {{.files = "newest $1", .binds = {"paths"}}},
    .since = Since::time,
    .patience = std::chrono::minutes(1),
    .judge =
        [](const Evidence& seen) {
          using std::chrono::floor, std::chrono::seconds, std::chrono::sys_seconds;
          const Table& paths = seen.answer();
          if (paths.empty()) return unknown("No path was named.");
          seen.since_then();  // throws if the moment is not known
          const auto moment = floor<seconds>(*seen.since);
          const auto told = [](auto time) { return written(Moment(time)).substr(0, 19) + "Z"; };
          std::vector<std::string> names, wrong;
          for (std::size_t row = 0; row < paths.rows.size(); ++row) {
            const std::string path(paths.text(row, "path"));
            std::string why = paths.at(row, "kind") ? " (no file in it)" : " (absent)";
            if (paths.at(row, "changed")) {
              const sys_seconds changed(seconds(paths.integer(row, "changed")));
              if (changed >= moment) continue;
              why = " (last written " + told(changed) + ")";
            }
            names.push_back(path);
            wrong.push_back(path + why);
          }
          if (!wrong.empty())
            return fail("Not written since " + told(moment) + ": " + listed(wrong) + ".", names);
          return pass(count_of(paths.rows.size(), "path was", "paths were") + " written since " +
                      told(moment) + ".");
        },
    .samples =
        {
            {.name = "written since",
             .given = {{"paths", std::vector<std::string>{"a.php", "static"}}},
             .seen = {"path | kind | name | changed \n a.php | file | | 1727999940 \n"
                      "static | folder | css/x.css | 1727999990"},
             .outcome = Outcome::pass,
             .ago = std::chrono::seconds(60),
             .said = "2 paths were written since 2024-10-03T23:59:00Z."},
            {.name = "older, gone and empty",
             .given = {{"paths", std::vector<std::string>{"a.php", "b.php", "static"}}},
             .seen = {"path | kind | name | changed \n a.php | file | | 1727999939 \n"
                      "b.php | NULL | NULL | NULL \n static | folder | NULL | NULL"},
             .outcome = Outcome::fail,
             .ago = std::chrono::seconds(60),
             .said = "Not written since 2024-10-03T23:59:00Z: a.php (last written "
                     "2024-10-03T23:58:59Z), b.php (absent), static (no file in it)."},
            {.name = "not to be seen",
             .given = {{"paths", std::vector<std::string>{"venv"}}},
             .seen = {"! 13 /srv/site/venv: Permission denied."},
             .outcome = Outcome::unknown,
             .ago = std::chrono::seconds(60)},
            {.name = "nothing named",
             .given = {{"paths", std::vector<std::string>{}}},
             .seen = {"path | kind | name | changed"},
             .outcome = Outcome::unknown,
             .ago = std::chrono::seconds(60)},
        },
};

}  // namespace interlock::checks
