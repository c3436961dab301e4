#include "checks/pins.h"
#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

extern const Check packages_bower_in_sync = {
    .id = "packages.bower_in_sync",
    .asks = "Are the packages of bower installed that the release needs?",
    .because = "Pages of the new release with scripts of the old one fail in the browser only.",
    .remedy = "Install them: bower prune, then bower -f update.",
    .probes = {{.files = "stat bower.json"}, {.files = "bower_packages"}},
    .judge =
        [](const Evidence& seen) {
          if (!seen.answer(0).at(0, "kind")) return fail("bower.json was absent.", {"bower.json"});
          const Table& packages = seen.answer(1);
          if (packages.empty()) return unknown("bower.json named no packages.");
          std::vector<std::string> names, wrong, unread;
          for (std::size_t row = 0; row < packages.rows.size(); ++row) {
            const std::string name(packages.text(row, "name"));
            std::string range = packages.at(row, "wanted").value_or("");
            const auto& version = packages.at(row, "version");
            // owner/package#range: what follows the # counts.
            const auto source = range.rfind('#');
            const bool asked =
                packages.at(row, "target") && (packages.text(row, "target") == range ||
                                               range.ends_with("#" + *packages.at(row, "target")));
            if (source != std::string::npos) range.erase(0, source + 1);
            const Allows allows = version ? range_allows(range, *version) : Allows::no;
            if (allows == Allows::yes || (version && allows == Allows::unread && asked)) continue;
            if (version && allows == Allows::unread) {
              unread.push_back(name + " " + *version + " for " + range);
              continue;
            }
            names.push_back(name);
            wrong.push_back(name + " " + version.value_or("absent") + " instead of " + range);
          }
          const std::string all = count_of(packages.rows.size(), "package", "packages");
          if (!wrong.empty())
            return fail("Of " + all + " in bower.json, these were not installed as they should: " +
                            listed(wrong) + ".",
                        names);
          if (!unread.empty())
            return unknown("Whether these are right could not be told, compare them by hand: " +
                               listed(unread) + ".",
                           unread);
          return pass("All of " + all + " in bower.json were installed.");
        },
    .samples =
        {
            {.name = "in sync",
             .seen = {"path | kind | mode | uid | gid | size | changed \n"
                      "/srv/ixp/bower.json | file | 0644 | 0 | 0 | 9 | 1",
                      "name | wanted | version | target \n bootstrap | ~3.3.7 | 3.3.7 | ~3.3.7 \n"
                      "chosen | harvesthq/chosen#^1.4 | 1.8.7 | ^1.4 \n"
                      "own | master | 0.0.1 | master"},
             .outcome = Outcome::pass,
             .said = "All of 3 packages in bower.json were installed."},
            {.name = "of the old release",
             .seen = {"path | kind | mode | uid | gid | size | changed \n"
                      "/srv/ixp/bower.json | file | 0644 | 0 | 0 | 9 | 1",
                      "name | wanted | version | target \n bootstrap | ^4.1 | 3.3.7 | ~3.3.7 \n"
                      "jquery | ^3.1.1 | NULL | NULL"},
             .outcome = Outcome::fail,
             .said = "Of 2 packages in bower.json, these were not installed as they should: "
                     "bootstrap 3.3.7 instead of ^4.1, jquery absent instead of ^3.1.1."},
            {.name = "a branch",
             .seen = {"path | kind | mode | uid | gid | size | changed \n"
                      "/srv/ixp/bower.json | file | 0644 | 0 | 0 | 9 | 1",
                      "name | wanted | version | target \n own | main | 0.0.1 | master"},
             .outcome = Outcome::unknown},
            {.name = "no list",
             .seen = {"path | kind | mode | uid | gid | size | changed \n"
                      "/srv/ixp/bower.json | NULL | NULL | NULL | NULL | NULL | NULL",
                      "name | wanted | version | target"},
             .outcome = Outcome::fail,
             .said = "bower.json was absent."},
            {.name = "no JSON",
             .seen = {"path | kind | mode | uid | gid | size | changed \n"
                      "/srv/ixp/bower.json | file | 0644 | 0 | 0 | 9 | 1",
                      "! json bower.json: no JSON."},
             .outcome = Outcome::unknown},
        },
};

}  // namespace interlock::checks
