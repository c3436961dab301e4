#include "checks/release.h"

namespace interlock::checks {

extern const Check version_installed_is = {
    .id = "version.installed_is",
    .asks = "Does the installation say that it is this release?",
    .because = "A checkout or an archive of another release is easily taken for the right one.",
    .remedy = "Look which release was really unpacked or checked out.",
    .params = {{"version", "the release"},
               {"file",
                "a file whose first line is the version; none: the known ones are looked for",
                Kind::text, "none"}},
    .probes = {{.files = "version auto", .when = {"file", "none"}},
               {.files = "version $1", .binds = {"file"}, .unless = {"file", "none"}}},
    .judge =
        [](const Evidence& seen) {
          const Table& found = seen.answer(seen.was_asked(0) ? 0 : 1);
          if (found.empty()) return unknown("No file that tells the version was there.");
          const std::string file(found.text(0, "file"));
          const std::string is = found.at(0, "version").value_or("");
          const std::string sentence = file + " said " + (is.empty() ? "nothing" : is);
          if (same_version(is, seen.text("version"))) return pass(sentence + ".");
          return fail(sentence + ", not " + seen.text("version") + ".", {is});
        },
    .samples =
        {
            {.name = "the release",
             .given = {{"version", "6.4.2"}},
             .seen = {"file | version \n version.php | 6.4.2", "-"},
             .outcome = Outcome::pass,
             .said = "version.php said 6.4.2."},
            {.name = "a suffix that one of them has",
             .given = {{"version", "3.10.2"}},
             .seen = {"file | version \n config/app.php | 3.10.2-beta", "-"},
             .outcome = Outcome::pass},
            {.name = "a development version",
             .given = {{"version", "2.5.1"}},
             .seen = {"file | version \n statuspage/statuspage/settings.py | 2.5.1-dev", "-"},
             .outcome = Outcome::fail},
            {.name = "another one",
             .given = {{"version", "1.1"}, {"file", "RELEASE"}},
             .seen = {"-", "file | version \n RELEASE | 1.0"},
             .outcome = Outcome::fail,
             .said = "RELEASE said 1.0, not 1.1."},
            {.name = "a file without a version",
             .given = {{"version", "1.1"}},
             .seen = {"file | version \n version.php | NULL", "-"},
             .outcome = Outcome::fail,
             .said = "version.php said nothing, not 1.1."},
            {.name = "no such file",
             .given = {{"version", "1.1"}},
             .seen = {"file | version", "-"},
             .outcome = Outcome::unknown,
             .said = "No file that tells the version was there."},
        },
};

}  // namespace interlock::checks
