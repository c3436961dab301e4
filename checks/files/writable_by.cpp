#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

extern const Check files_writable_by = {
    .id = "files.writable_by",
    .asks = "May the application's user write these files and folders?",
    .because = "An application that cannot write its caches and logs answers with errors.",
    .remedy = "Give the files to the user: chown -R USER: PATHS, chmod -R ug+rwX PATHS.",
    .params = {{"paths", "files, and folders with all that is in them", Kind::list},
               {"user", "the account that writes; others: anybody"}},
    .probes = {{.files = "access $1 $2", .binds = {"user", "paths"}}},
    .judge =
        [](const Evidence& seen) {
          const Table& refused = seen.answer();
          const std::string who = seen.text("user") == "others" ? "everybody" : seen.text("user");
          if (refused.empty())
            return pass(listed(seen.list("paths")) + " could be written by " + who + ".");
          std::vector<std::string> paths, reasons;
          for (std::size_t row = 0; row < refused.rows.size(); ++row) {
            paths.emplace_back(refused.text(row, "path"));
            reasons.push_back(paths.back() + " (" + std::string(refused.text(row, "why")) + ")");
          }
          return fail("Not to be written by " + who + ": " + listed(reasons) + ".", paths);
        },
    .samples =
        {
            {.name = "writable",
             .given = {{"paths", std::vector<std::string>{"storage", "vendor"}},
                       {"user", "www-data"}},
             .seen = {"path | why"},
             .outcome = Outcome::pass,
             .said = "storage, vendor could be written by www-data."},
            {.name = "a log of root",
             .given = {{"paths", std::vector<std::string>{"storage"}}, {"user", "www-data"}},
             .seen = {"path | why \n /a/storage/logs/x.log | mode 0644, owner root"},
             .outcome = Outcome::fail,
             .said =
                 "Not to be written by www-data: /a/storage/logs/x.log (mode 0644, owner root)."},
            {.name = "no such user",
             .given = {{"paths", std::vector<std::string>{"storage"}}, {"user", "wwww"}},
             .seen = {"! user There is no user wwww."},
             .outcome = Outcome::unknown},
        },
};

}  // namespace interlock::checks
