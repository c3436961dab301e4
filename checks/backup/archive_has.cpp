#include "checks/archives.h"
#include "checks/wording.h"

namespace interlock::checks {

extern const Check backup_archive_has = {
    .id = "backup.archive_has",
    .asks = "Is the archive whole, with these files in it?",
    .because = "A site is not its database alone: without its settings no backup brings it back.",
    .remedy = "Pack the archive again, with these paths named as they are here.",
    .params = {{"archive", "the tar archive; it may be compressed"},
               {"paths", "what must be in it", Kind::list}},
    .probes = {{.files = "archive_paths $1 $2", .binds = {"archive", "paths"}}},
    .judge =
        [](const Evidence& seen) {
          const std::string& archive = seen.text("archive");
          if (seen.list("paths").empty()) return unknown("No path was named to look for.");
          if (const auto verdict = no_archive(seen, archive)) return *verdict;
          const Table& held = seen.answer();
          std::vector<std::string> missing, wrong;
          for (std::size_t row = 0; row < held.rows.size(); ++row) {
            const std::string path(held.text(row, "path"));
            const std::string kind = held.at(row, "kind").value_or("missing");
            if (kind == "file" || kind == "folder") continue;
            missing.push_back(path);
            wrong.push_back(path + (kind == "missing" ? ""
                                    : kind == "link"  ? " (only a link)"
                                                      : " (no file)"));
          }
          if (!missing.empty())
            return fail("The archive had not all that it must have: " + listed(wrong) + ".",
                        missing);
          return pass("The archive was whole, with " + listed(seen.list("paths")) + ".");
        },
    .samples =
        {
            {.name = "whole",
             .given = {{"archive", "/b/1.tar.gz"},
                       {"paths", std::vector<std::string>{"./site/configuration.py"}}},
             .seen = {"path | kind | size \n ./site/configuration.py | file | 900"},
             .outcome = Outcome::pass,
             .said = "The archive was whole, with ./site/configuration.py."},
            {.name = "not packed, and a link only",
             .given = {{"archive", "/b/1.tar.gz"}, {"paths", std::vector<std::string>{"a", "b"}}},
             .seen = {"path | kind | size \n a | NULL | NULL \n b | link | NULL"},
             .outcome = Outcome::fail,
             .said = "The archive had not all that it must have: a, b (only a link)."},
            {.name = "cut off",
             .given = {{"archive", "/b/1.tar.gz"}, {"paths", std::vector<std::string>{"a"}}},
             .seen = {"! broken /b/1.tar.gz: the compressed data end too early."},
             .outcome = Outcome::fail,
             .said = "The archive was broken: /b/1.tar.gz: the compressed data end too early."},
            {.name = "not there",
             .given = {{"archive", "/b/1.tar.gz"}, {"paths", std::vector<std::string>{"a"}}},
             .seen = {"path | kind | size"},
             .outcome = Outcome::fail,
             .said = "/b/1.tar.gz was absent."},
            {.name = "another format",
             .given = {{"archive", "/b/1.zip"}, {"paths", std::vector<std::string>{"a"}}},
             .seen = {"! no_archive /b/1.zip: is no tar archive."},
             .outcome = Outcome::unknown},
            {.name = "nothing named",
             .given = {{"archive", "/b/1.tar"}, {"paths", std::vector<std::string>{}}},
             .seen = {"path | kind | size"},
             .outcome = Outcome::unknown},
        },
};

}  // namespace interlock::checks
