#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

extern const Check files_absent = {
    .id = "files.absent",
    .asks = "Are these files gone?",
    .because = "A cache file of the old release that is left over is loaded by the new one.",
    .remedy = "Let the application clear its caches, or remove the files.",
    .params = {{"paths", "the files that must not be there", Kind::list}},
    .probes = {{.files = "stat $1", .binds = {"paths"}}},
    .judge =
        [](const Evidence& seen) {
          const Table& files = seen.answer();
          if (files.empty()) return unknown("No path was asked for.");
          std::vector<std::string> there;
          for (std::size_t row = 0; row < files.rows.size(); ++row)
            if (files.at(row, "kind")) there.emplace_back(files.text(row, "path"));
          if (there.empty())
            return pass(listed(seen.list("paths")) + (files.rows.size() == 1 ? " was" : " were") +
                        " absent.");
          return fail(listed(there) + (there.size() == 1 ? " was" : " were") + " present.", there);
        },
    .samples =
        {
            {.name = "gone",
             .given = {{"paths", std::vector<std::string>{"bootstrap/cache/config.php"}}},
             .seen = {"path | kind | mode | uid | gid | size | changed \n"
                      "/a/bootstrap/cache/config.php | NULL | NULL | NULL | NULL | NULL | NULL"},
             .outcome = Outcome::pass,
             .said = "bootstrap/cache/config.php was absent."},
            {.name = "left over",
             .given = {{"paths", std::vector<std::string>{"bootstrap/cache/config.php"}}},
             .seen = {"path | kind | mode | uid | gid | size | changed \n"
                      "/a/bootstrap/cache/config.php | file | 0644 | 33 | 33 | 900 | 1700000000"},
             .outcome = Outcome::fail,
             .said = "/a/bootstrap/cache/config.php was present."},
        },
};

}  // namespace interlock::checks
