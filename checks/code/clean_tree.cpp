#include <algorithm>

#include "checks/program.h"
#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

// A .git in the root folder tells a checkout from a folder within one; git's own
// words for it depend on the language.
extern const Check code_clean_tree = {
    .id = "code.clean_tree",
    .asks = "Is the checkout free of local changes?",
    .because = "A checkout of the new release stops at files that were changed, or mixes them in.",
    .remedy = "Commit the changes to a branch of your own, or undo them with git checkout.",
    .probes = {{.host = "run git --no-optional-locks -c core.fsmonitor=false status --porcelain "
                        "--untracked-files=normal"},
               {.files = "stat .git"}},
    .judge =
        [](const Evidence& seen) {
          if (!seen.answer(1).at(0, "kind")) return no_checkout();
          if (const auto refused = refused_by_git(seen.answer(0))) return *refused;
          std::vector<std::string> changed, unknown_ones;
          for (const std::string& line : lines_of(seen.answer(0), "git"))
            (line.starts_with("??") ? unknown_ones : changed)
                .push_back(line.substr(std::min<std::size_t>(3, line.size())));
          if (!changed.empty())
            return fail(count_of(changed.size(), "file was", "files were") +
                            " changed: " + listed(changed) + ".",
                        changed);
          if (!unknown_ones.empty())
            return warn("git did not know " + listed(unknown_ones) + ".", unknown_ones);
          return pass("The checkout had no local changes.");
        },
    .samples =
        {
            {.name = "clean",
             .seen = {"exit | stdout | stderr | problem \n 0 | | | NULL",
                      "path | kind | mode | uid | gid | size | changed \n"
                      "/a/.git | folder | 0755 | 0 | 0 | 4096 | 1700000000"},
             .outcome = Outcome::pass,
             .said = "The checkout had no local changes."},
            {.name = "a file that git does not know",
             .seen = {"exit | stdout | stderr | problem \n 0 | ?? notes.txt\\n | | NULL",
                      "path | kind | mode | uid | gid | size | changed \n"
                      "/a/.git | folder | 0755 | 0 | 0 | 4096 | 1700000000"},
             .outcome = Outcome::warn,
             .said = "git did not know notes.txt."},
            {.name = "changed files",
             .seen = {"exit | stdout | stderr | problem \n"
                      "0 | MM app/Models/Vlan.php\\n?? notes.txt\\n D README.md\\n | | NULL",
                      "path | kind | mode | uid | gid | size | changed \n"
                      "/a/.git | folder | 0755 | 0 | 0 | 4096 | 1700000000"},
             .outcome = Outcome::fail,
             .said = "2 files were changed: app/Models/Vlan.php, README.md."},
            {.name = "no checkout",
             .seen =
                 {"exit | stdout | stderr | problem \n 128 | | fatal: not a git repository | NULL",
                  "path | kind | mode | uid | gid | size | changed \n"
                  "/a/.git | NULL | NULL | NULL | NULL | NULL | NULL"},
             .outcome = Outcome::fail,
             .said = "The root folder was not the top of a git checkout."},
            {.name = "git refuses",
             .seen = {"exit | stdout | stderr | problem \n"
                      "128 | | fatal: detected dubious ownership in repository at '/a'\\n"
                      "To add an exception for this directory, call:\\n\\n"
                      "  git config --global --add safe.directory /a\\n | NULL",
                      "path | kind | mode | uid | gid | size | changed \n"
                      "/a/.git | folder | 0755 | 33 | 33 | 4096 | 1700000000"},
             .outcome = Outcome::unknown,
             .said = "git refused a checkout that belongs to another account."},
            {.name = "git fails",
             .seen = {"exit | stdout | stderr | problem \n"
                      "128 | | fatal: index file corrupt | NULL",
                      "path | kind | mode | uid | gid | size | changed \n"
                      "/a/.git | folder | 0755 | 33 | 33 | 4096 | 1700000000"},
             .outcome = Outcome::unknown,
             .said = "git gave no answer: exit 128, fatal: index file corrupt."},
        },
};

}  // namespace interlock::checks
