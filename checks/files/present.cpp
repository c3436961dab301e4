#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

extern const Check files_present = {
    .id = "files.present",
    .asks = "Are these files there?",
    .because = "A step that needs a file which is missing stops half-way.",
    .remedy = "Put the files there; a release that was unpacked in part is unpacked again.",
    .params = {{"paths", "the files or folders that must be there", Kind::list}},
    .probes = {{.files = "stat $1", .binds = {"paths"}}},
    .judge =
        [](const Evidence& seen) {
          const Table& files = seen.answer();
          if (files.empty()) return unknown("No path was asked for.");
          std::vector<std::string> gone;
          for (std::size_t row = 0; row < files.rows.size(); ++row)
            if (!files.at(row, "kind")) gone.emplace_back(files.text(row, "path"));
          if (gone.empty())
            return pass(listed(seen.list("paths")) + (files.rows.size() == 1 ? " was" : " were") +
                        " present.");
          return fail(listed(gone) + (gone.size() == 1 ? " was" : " were") + " absent.", gone);
        },
    .samples =
        {
            {.name = "there",
             .given = {{"paths", std::vector<std::string>{"releases/1.1/VERSION"}}},
             .seen = {"path | kind | mode | uid | gid | size | changed \n"
                      "/a/releases/1.1/VERSION | file | 0644 | 33 | 33 | 4 | 1700000000"},
             .outcome = Outcome::pass,
             .said = "releases/1.1/VERSION was present."},
            {.name = "one is missing",
             .given = {{"paths", std::vector<std::string>{"a", "b"}}},
             .seen = {"path | kind | mode | uid | gid | size | changed \n"
                      "/r/a | folder | 0755 | 33 | 33 | 4096 | 1700000000 \n"
                      "/r/b | NULL | NULL | NULL | NULL | NULL | NULL"},
             .outcome = Outcome::fail,
             .said = "/r/b was absent."},
        },
};

}  // namespace interlock::checks
