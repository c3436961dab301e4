#include "checks/trees.h"
#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

extern const Check backup_copy_matches = {
    .id = "backup.copy_matches",
    .asks = "Is the copy the same as the original?",
    .because = "A copy that lacks files, or their modes, puts back a system that does not start.",
    .remedy = "Copy again, with modes and owners (cp -Rp, rsync -a), while nobody writes.",
    .params = {{"original", "the file or folder"}, {"copy", "its copy"}},
    .probes = {{.files = "hash $1", .binds = {"original"}},
               {.files = "hash $1", .binds = {"copy"}}},
    .judge =
        [](const Evidence& seen) {
          const Tree original = tree_of(seen.answer(0)), copy = tree_of(seen.answer(1));
          for (const auto& [param, tree] :
               {std::pair{"original", &original}, std::pair{"copy", &copy}})
            if (tree->empty()) return fail(seen.text(param) + " was absent.", {seen.text(param)});
          const auto names = differing(original, copy);
          const std::string both = seen.text("copy") + " and " + seen.text("original");
          if (!names.empty()) return fail(both + " differed in " + listed(names) + ".", names);
          return pass(both + " were the same, " + count_of(original.size(), "entry", "entries") +
                      ".");
        },
    .samples =
        {
            {.name = "the same",
             .given = {{"original", "database"}, {"copy", "/b/1.database"}},
             .seen = {"path | name | kind | mode | size | sha256 \n"
                      "database | | folder | 0755 | 4096 | NULL \n"
                      "database | upgrade.sql | file | 0644 | 90 | 11aa",
                      "path | name | kind | mode | size | sha256 \n"
                      "/b/1.database | | folder | 0755 | 60 | NULL \n"
                      "/b/1.database | upgrade.sql | file | 0644 | 90 | 11aa"},
             .outcome = Outcome::pass,
             .said = "/b/1.database and database were the same, 2 entries."},
            {.name = "one differs, one is missing",
             .given = {{"original", "database"}, {"copy", "/b/1.database"}},
             .seen =
                 {"path | name | kind | mode | size | sha256 \n"
                  "database | | folder | 0755 | 4096 | NULL \n"
                  "database | a | file | 0644 | 90 | 11aa \n database | b | file | 0644 | 9 | 22bb",
                  "path | name | kind | mode | size | sha256 \n"
                  "/b/1.database | | folder | 0755 | 60 | NULL \n"
                  "/b/1.database | a | file | 0600 | 90 | 11aa"},
             .outcome = Outcome::fail,
             .said = "/b/1.database and database differed in a, b."},
            {.name = "no copy",
             .given = {{"original", "database"}, {"copy", "/b/1.database"}},
             .seen = {"path | name | kind | mode | size | sha256 \n"
                      "database | | folder | 0755 | 4096 | NULL",
                      "path | name | kind | mode | size | sha256"},
             .outcome = Outcome::fail,
             .said = "/b/1.database was absent."},
            {.name = "not readable",
             .given = {{"original", "database"}, {"copy", "/b/1.database"}},
             .seen = {"path | name | kind | mode | size | sha256 \n"
                      "database | | folder | 0755 | 4096 | NULL",
                      "! 13 /b/1.database: Permission denied."},
             .outcome = Outcome::unknown},
        },
};

}  // namespace interlock::checks
