#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

extern const Check runtime_programs_present = {
    .id = "runtime.programs_present",
    .asks = "Is every program here that the steps will call?",
    .because =
        "One that is missing is met in the middle of the upgrade, when users are locked out.",
    .remedy =
        "Install what is missing, or name another program under commands in the installation "
        "file, with all its words and variables.",
    .probes = {{.host = "programs"}},
    .judge =
        [](const Evidence& seen) {
          const Table& programs = seen.answer();
          std::vector<std::string> missing;
          for (std::size_t row = 0; row < programs.rows.size(); ++row)
            if (!programs.at(row, "path")) missing.emplace_back(programs.text(row, "program"));
          if (programs.empty()) return not_applicable("The steps call no programs.");
          if (missing.empty())
            return pass("All " + count_of(programs.rows.size(), "program", "programs") +
                        " that the steps call were found.");
          return fail(count_of(missing.size(), "program", "programs") +
                          " that the steps call could not be found: " + listed(missing) + ".",
                      missing);
        },
    .samples = {{.name = "all are there",
                 .seen = {"program | path \n bzip2 | /bin/bzip2 \n git | /usr/bin/git"},
                 .outcome = Outcome::pass,
                 .said = "All 2 programs that the steps call were found."},
                {.name = "two are not",
                 .seen = {"program | path \n bzip2 | NULL \n git | /usr/bin/git \n rsync | NULL"},
                 .outcome = Outcome::fail,
                 .said = "2 programs that the steps call could not be found: bzip2, rsync."},
                {.name = "people do it all",
                 .seen = {"program | path"},
                 .outcome = Outcome::not_applicable},
                {.name = "not told", .seen = {"! ? no answer"}, .outcome = Outcome::unknown}},
};

}  // namespace interlock::checks
