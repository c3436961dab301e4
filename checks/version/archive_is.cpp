#include "checks/archives.h"
#include "checks/release.h"

namespace interlock::checks {

extern const Check version_archive_is = {
    .id = "version.archive_is",
    .asks = "Is the archive whole, and of this release?",
    .because = "What a page calls the latest release may be one of another series.",
    .remedy = "Download the archive of the release by its number, not the latest one.",
    .params = {{"archive", "the tar archive; it may be compressed"}, {"version", "the release"}},
    .probes = {{.files = "archive_version $1", .binds = {"archive"}}},
    .judge =
        [](const Evidence& seen) {
          const std::string& archive = seen.text("archive");
          if (const auto verdict = no_archive(seen, archive)) return *verdict;
          const Table& found = seen.answer();
          if (!found.at(0, "file"))
            return unknown("No file that tells the version was in the archive.");
          const std::string is = found.at(0, "version").value_or("");
          const std::string sentence = std::string(found.text(0, "file")) +
                                       " in the archive said " + (is.empty() ? "nothing" : is);
          if (same_version(is, seen.text("version"))) return pass(sentence + ".");
          return fail(sentence + ", not " + seen.text("version") + ".", {is});
        },
    .samples =
        {
            {.name = "the release",
             .given = {{"archive", "/srv/panel.tar.gz"}, {"version", "3.10.2"}},
             .seen = {"file | version \n config/app.php | 3.10.2-beta"},
             .outcome = Outcome::pass,
             .said = "config/app.php in the archive said 3.10.2-beta."},
            {.name = "of another series",
             .given = {{"archive", "/srv/panel.tar.gz"}, {"version", "3.10.2"}},
             .seen = {"file | version \n config/app.php | 4.6.1"},
             .outcome = Outcome::fail,
             .said = "config/app.php in the archive said 4.6.1, not 3.10.2."},
            {.name = "not built",
             .given = {{"archive", "/srv/panel.tar.gz"}, {"version", "3.10.2"}},
             .seen = {"file | version \n config/app.php | canary"},
             .outcome = Outcome::fail},
            {.name = "downloaded in part",
             .given = {{"archive", "/srv/panel.tar.gz"}, {"version", "3.10.2"}},
             .seen = {"! broken /srv/panel.tar.gz: the compressed data end too early."},
             .outcome = Outcome::fail},
            {.name = "nothing that tells it",
             .given = {{"archive", "/srv/panel.tar.gz"}, {"version", "3.10.2"}},
             .seen = {"file | version \n NULL | NULL"},
             .outcome = Outcome::unknown,
             .said = "No file that tells the version was in the archive."},
            {.name = "not there",
             .given = {{"archive", "/srv/panel.tar.gz"}, {"version", "3.10.2"}},
             .seen = {"file | version"},
             .outcome = Outcome::fail},
        },
};

}  // namespace interlock::checks
