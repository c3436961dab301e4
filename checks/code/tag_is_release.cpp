#include <array>

#include "checks/program.h"
#include "checks/release.h"
#include "engine/written.h"

namespace interlock::checks {

namespace {

// The version that a line of `git grep` shows, refs/tags/TAG:FILE:LINE, if FILE is
// the one looked for.
std::string version_in(const std::vector<std::string>& lines, std::string_view file) {
  for (const std::string& line : lines) {
    const std::string begin = ":" + std::string(file) + ":";
    const auto at = line.find(begin);
    if (at == std::string::npos) continue;
    std::string_view rest = std::string_view(line).substr(at + begin.size());
    if (const auto comma = rest.find_first_of(",=>"); comma != std::string_view::npos)
      rest.remove_prefix(comma);
    rest.remove_prefix(std::min(rest.find_first_of("0123456789"), rest.size()));
    return std::string(rest.substr(0, rest.find_first_of("'\"; \t,)")));
  }
  return {};
}

constexpr std::array<std::string_view, 5> version_files = {
    "version.php", "library/IXP/Version.php", "config/app.php", "statuspage/statuspage/settings.py",
    "VERSION"};

}  // namespace

extern const Check code_tag_is_release = {
    .id = "code.tag_is_release",
    .asks = "Is this tag in the repository, and is it the release that its name says?",
    .because = "Tags of betas and of development lie beside those of releases, and are newer.",
    .remedy = "Fetch the tags (git fetch --all --tags), and name the tag of a release.",
    .params = {{"tag", "v and the numbers of the release"}},
    .probes = {{.host = "run git rev-parse --verify --quiet refs/tags/$1^{commit}",
                .binds = {"tag"}},
               {.host = "run git grep -E -e APPLICATION_VERSION['\"] -e 'version'[[:space:]]*=>"
                        " -e ^VERSION[[:space:]]*= -e ^v?[0-9]+[.][0-9] refs/tags/$1 --"
                        " version.php library/IXP/Version.php config/app.php"
                        " statuspage/statuspage/settings.py VERSION",
                .binds = {"tag"}},
               {.files = "stat .git"}},
    .judge =
        [](const Evidence& seen) {
          if (!seen.answer(2).at(0, "kind")) return no_checkout();
          if (const auto refused = refused_by_git(seen.answer(0))) return *refused;
          const std::string& tag = seen.text("tag");
          if (!tag.starts_with('v') || version_of(tag).empty() ||
              tag.find_first_not_of("0123456789.", 1) != std::string::npos)
            return fail("The tag " + tag + " is not v and numbers only.", {tag});
          if (exit_of(seen.answer(0), "git") == 1)
            return fail("There was no tag " + tag + ".", {tag});
          lines_of(seen.answer(0), "git");  // throws if git refused
          const auto found = exit_of(seen.answer(1), "git") == 1 ? std::vector<std::string>()
                                                                 : lines_of(seen.answer(1), "git");
          for (const std::string_view file : version_files) {
            const std::string is = version_in(found, file);
            if (is.empty()) continue;
            const std::string sentence = std::string(file) + " of " + tag + " said " + is;
            if (same_version(is, tag)) return pass(sentence + ".");
            return fail(sentence + ".", {tag});
          }
          return unknown("No file of " + tag + " told its version.");
        },
    .samples =
        {
            {.name = "the release",
             .given = {{"tag", "v6.4.2"}},
             .seen = {"exit | stdout | stderr | problem \n 0 | 11aa\\n | | NULL",
                      "exit | stdout | stderr | problem \n"
                      "0 | refs/tags/v6.4.2:version.php:define('APPLICATION_VERSION', '6.4.2');\\n "
                      "| | NULL",
                      "path | kind | mode | uid | gid | size | changed \n"
                      "/a/.git | folder | 0755 | 0 | 0 | 4096 | 1700000000"},
             .outcome = Outcome::pass,
             .said = "version.php of v6.4.2 said 6.4.2."},
            {.name = "of development",
             .given = {{"tag", "v2.5.1"}},
             .seen =
                 {"exit | stdout | stderr | problem \n 0 | 11aa\\n | | NULL",
                  "exit | stdout | stderr | problem \n"
                  "0 | refs/tags/v2.5.1:statuspage/statuspage/settings.py:VERSION = '2.5.1-dev'\\n"
                  " | | NULL",
                  "path | kind | mode | uid | gid | size | changed \n"
                  "/a/.git | folder | 0755 | 0 | 0 | 4096 | 1700000000"},
             .outcome = Outcome::fail,
             .said = "statuspage/statuspage/settings.py of v2.5.1 said 2.5.1-dev."},
            {.name = "a beta",
             .given = {{"tag", "v2.5-beta1"}},
             .seen = {"exit | stdout | stderr | problem \n 0 | 11aa\\n | | NULL",
                      "exit | stdout | stderr | problem \n 1 | | | NULL",
                      "path | kind | mode | uid | gid | size | changed \n"
                      "/a/.git | folder | 0755 | 0 | 0 | 4096 | 1700000000"},
             .outcome = Outcome::fail,
             .said = "The tag v2.5-beta1 is not v and numbers only."},
            {.name = "not fetched",
             .given = {{"tag", "v6.4.2"}},
             .seen = {"exit | stdout | stderr | problem \n 1 | | | NULL",
                      "exit | stdout | stderr | problem \n 128 | | fatal: bad revision | NULL",
                      "path | kind | mode | uid | gid | size | changed \n"
                      "/a/.git | folder | 0755 | 0 | 0 | 4096 | 1700000000"},
             .outcome = Outcome::fail,
             .said = "There was no tag v6.4.2."},
            {.name = "no file of a version",
             .given = {{"tag", "v6.4.2"}},
             .seen = {"exit | stdout | stderr | problem \n 0 | 11aa\\n | | NULL",
                      "exit | stdout | stderr | problem \n 1 | | | NULL",
                      "path | kind | mode | uid | gid | size | changed \n"
                      "/a/.git | folder | 0755 | 0 | 0 | 4096 | 1700000000"},
             .outcome = Outcome::unknown,
             .said = "No file of v6.4.2 told its version."},
            {.name = "no checkout",
             .given = {{"tag", "v6.4.2"}},
             .seen =
                 {"exit | stdout | stderr | problem \n 128 | | fatal: not a git repository | NULL",
                  "exit | stdout | stderr | problem \n 128 | | fatal: not a git repository | NULL",
                  "path | kind | mode | uid | gid | size | changed \n"
                  "/a/.git | NULL | NULL | NULL | NULL | NULL | NULL"},
             .outcome = Outcome::fail,
             .said = "The root folder was not the top of a git checkout."},
        },
};

}  // namespace interlock::checks
