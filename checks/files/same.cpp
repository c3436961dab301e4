#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

extern const Check files_same = {
    .id = "files.same",
    .asks = "Are these files equal, byte for byte?",
    .because = "A copy that differs from its original is no way back.",
    .remedy = "Compare the files, and copy again.",
    .params = {{"paths", "the files that must be equal", Kind::list}},
    .probes = {{.files = "hash $1", .binds = {"paths"}}},
    .judge =
        [](const Evidence& seen) {
          const Table& files = seen.answer();
          const auto& paths = seen.list("paths");
          if (paths.size() < 2) return unknown("There was nothing to compare with.");
          std::vector<std::string> gone, no_files, differing;
          std::string_view first;
          for (const std::string& path : paths) {
            std::size_t row = 0;
            while (row < files.rows.size() &&
                   (files.text(row, "path") != path || !files.text(row, "name").empty()))
              ++row;
            if (row == files.rows.size())
              gone.push_back(path);
            else if (!files.at(row, "sha256"))
              no_files.push_back(path);
            else if (first.empty())
              first = files.text(row, "sha256");
            else if (files.text(row, "sha256") != first)
              differing.push_back(path);
          }
          if (!gone.empty()) return fail(listed(gone) + " was absent.", gone);
          if (!no_files.empty()) return fail(listed(no_files) + ": no files.", no_files);
          if (!differing.empty())
            return fail(listed(differing) + " differed from " + paths.front() + ".", differing);
          return pass(listed(paths) + " were equal.");
        },
    .samples =
        {
            {.name = "equal",
             .given = {{"paths", std::vector<std::string>{"VERSION", "/b/1.version"}}},
             .seen =
                 {"path | name | kind | mode | size | sha256 \n"
                  "VERSION | | file | 0644 | 4 | 11aa \n /b/1.version | | file | 0644 | 4 | 11aa"},
             .outcome = Outcome::pass,
             .said = "VERSION, /b/1.version were equal."},
            {.name = "another content",
             .given = {{"paths", std::vector<std::string>{"VERSION", "/b/1.version"}}},
             .seen =
                 {"path | name | kind | mode | size | sha256 \n"
                  "VERSION | | file | 0644 | 4 | 11aa \n /b/1.version | | file | 0644 | 4 | 22bb"},
             .outcome = Outcome::fail,
             .said = "/b/1.version differed from VERSION."},
            {.name = "no copy",
             .given = {{"paths", std::vector<std::string>{"VERSION", "/b/1.version"}}},
             .seen = {"path | name | kind | mode | size | sha256 \n VERSION | | file | 0644 | 4 | "
                      "11aa"},
             .outcome = Outcome::fail,
             .said = "/b/1.version was absent."},
            {.name = "folders",
             .given = {{"paths", std::vector<std::string>{"a", "b"}}},
             .seen = {"path | name | kind | mode | size | sha256 \n a | | folder | 0755 | 4096 | "
                      "NULL \n"
                      "b | | folder | 0755 | 4096 | NULL"},
             .outcome = Outcome::fail,
             .said = "a, b: no files."},
        },
};

}  // namespace interlock::checks
