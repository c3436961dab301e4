#include "checks/trees.h"
#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

extern const Check backup_unchanged = {
    .id = "backup.unchanged",
    .asks = "Is the backup the very one that was verified?",
    .because = "What was verified then says nothing of a file that was written again since.",
    .remedy = "Find the backup that was verified; its digest stands in the record.",
    .params = {{"dump", "the backup: a file, or a folder with all that is in it"}},
    .probes = {{.files = "hash $1", .binds = {"dump"}}},
    .since = Since::answers,
    .judge =
        [](const Evidence& seen) {
          const Tree now = contents_of(seen.answer()), then = contents_of(seen.before());
          const std::string& dump = seen.text("dump");
          if (then.empty()) return unknown("There was no backup at that moment.");
          if (now.empty()) return fail(dump + " was gone.", {dump});
          const auto names = differing(now, then);
          if (names.empty()) return pass(dump + " was unchanged.");
          if (names.size() == 1 && names.front() == ".")
            return fail(dump + " was another one.", {dump});
          return fail(dump + " was changed: " + listed(names) + ".", names);
        },
    .samples =
        {
            {.name = "unchanged",
             .given = {{"dump", "/b/1.sql"}},
             .seen = {"path | name | kind | mode | size | sha256 \n /b/1.sql | | file | 0600 | 9 | "
                      "11aa"},
             .outcome = Outcome::pass,
             .earlier = {"path | name | kind | mode | size | sha256 \n"
                         "/b/1.sql | | file | 0600 | 9 | 11aa"},
             .said = "/b/1.sql was unchanged."},
            {.name = "written again",
             .given = {{"dump", "/b/1.sql"}},
             .seen = {"path | name | kind | mode | size | sha256 \n /b/1.sql | | file | 0600 | 9 | "
                      "22bb"},
             .outcome = Outcome::fail,
             .earlier = {"path | name | kind | mode | size | sha256 \n"
                         "/b/1.sql | | file | 0600 | 9 | 11aa"},
             .said = "/b/1.sql was another one."},
            {.name = "a file in the folder",
             .given = {{"dump", "/b/1"}},
             .seen = {"path | name | kind | mode | size | sha256 \n /b/1 | | folder | 0700 | 9 | "
                      "NULL \n"
                      "/b/1 | ibdata1 | file | 0600 | 9 | 22bb"},
             .outcome = Outcome::fail,
             .earlier = {"path | name | kind | mode | size | sha256 \n /b/1 | | folder | 0700 | 9 "
                         "| NULL \n"
                         "/b/1 | ibdata1 | file | 0600 | 9 | 11aa"},
             .said = "/b/1 was changed: ibdata1."},
            {.name = "gone",
             .given = {{"dump", "/b/1.sql"}},
             .seen = {"path | name | kind | mode | size | sha256"},
             .outcome = Outcome::fail,
             .earlier = {"path | name | kind | mode | size | sha256 \n"
                         "/b/1.sql | | file | 0600 | 9 | 11aa"},
             .said = "/b/1.sql was gone."},
            {.name = "no baseline",
             .given = {{"dump", "/b/1.sql"}},
             .seen = {"path | name | kind | mode | size | sha256 \n /b/1.sql | | file | 0600 | 9 | "
                      "11aa"},
             .outcome = Outcome::unknown},
        },
};

}  // namespace interlock::checks
