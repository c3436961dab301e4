#include "checks/archives.h"
#include "checks/wording.h"

namespace interlock::checks {

extern const Check files_as_in_archive = {
    .id = "files.as_in_archive",
    .asks = "Does every file of the archive lie in the folder, as it is in the archive?",
    .because = "What was unpacked in part, or into another folder, runs old and new code at once.",
    .remedy = "Unpack the archive again into the folder; download it again if it is broken.",
    .params = {{"archive", "the tar archive; it may be compressed"},
               {"folder", "where it was unpacked"}},
    .probes = {{.files = "archive_against $1 $2", .binds = {"archive", "folder"}}},
    .judge =
        [](const Evidence& seen) {
          const std::string& archive = seen.text("archive");
          if (const auto verdict = no_archive(seen, archive)) return *verdict;
          const Table& against = seen.answer();
          const auto files = static_cast<std::size_t>(against.integer(0, "files"));
          std::vector<std::string> names, wrong;
          for (std::size_t row = 0; row < against.rows.size(); ++row) {
            if (!against.at(row, "name")) continue;
            const std::string_view why = against.text(row, "why");
            names.emplace_back(against.text(row, "name"));
            wrong.push_back(names.back() + (why == "missing"   ? " (missing)"
                                            : why == "differs" ? " (differs)"
                                            : why == "special"
                                                ? " (no file)"
                                                : " (its name leads out of the folder)"));
          }
          if (!wrong.empty())
            return fail(seen.text("folder") + " was not as in the archive: " + listed(wrong) + ".",
                        names);
          if (files == 0) return fail("The archive had no files.", {archive});
          return pass("The " + count_of(files, "file", "files") + " of the archive lay in " +
                      seen.text("folder") + " as they are in it.");
        },
    .samples =
        {
            {.name = "unpacked",
             .given = {{"archive", "/srv/panel.tar.gz"}, {"folder", "/srv/panel"}},
             .seen = {"files | name | why \n 412 | NULL | NULL"},
             .outcome = Outcome::pass,
             .said = "The 412 files of the archive lay in /srv/panel as they are in it."},
            {.name = "in part, and a hostile name",
             .given = {{"archive", "/srv/panel.tar.gz"}, {"folder", "/srv/panel"}},
             .seen = {"files | name | why \n 3 | ../../etc/cron.d/x | outside \n"
                      "3 | config/app.php | differs \n 3 | public/a.js | missing"},
             .outcome = Outcome::fail,
             .said = "/srv/panel was not as in the archive: ../../etc/cron.d/x (its name leads out "
                     "of the folder), config/app.php (differs), public/a.js (missing)."},
            {.name = "an empty archive",
             .given = {{"archive", "/srv/panel.tar.gz"}, {"folder", "/srv/panel"}},
             .seen = {"files | name | why \n 0 | NULL | NULL"},
             .outcome = Outcome::fail,
             .said = "The archive had no files."},
            {.name = "downloaded in part",
             .given = {{"archive", "/srv/panel.tar.gz"}, {"folder", "/srv/panel"}},
             .seen = {"! broken /srv/panel.tar.gz: the compressed data end too early."},
             .outcome = Outcome::fail},
            {.name = "no archive",
             .given = {{"archive", "/srv/panel.tar.gz"}, {"folder", "/srv/panel"}},
             .seen = {"files | name | why"},
             .outcome = Outcome::fail,
             .said = "/srv/panel.tar.gz was absent."},
            {.name = "a web page instead",
             .given = {{"archive", "/srv/panel.tar.gz"}, {"folder", "/srv/panel"}},
             .seen = {"! no_archive /srv/panel.tar.gz: is no tar archive."},
             .outcome = Outcome::unknown},
        },
};

}  // namespace interlock::checks
