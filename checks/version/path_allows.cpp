#include "engine/check.h"

namespace interlock::checks {

extern const Check version_path_allows = {
    .id = "version.path_allows",
    .asks = "May one go from the installed release to the target in one upgrade?",
    .because = "Releases are tested from their neighbours; a leap skips what came between.",
    .remedy =
        "Name a release as it is written, and go by those between, one run each: interlock "
        "path shows them.",
    .probes = {{.catalogue = "path"}},
    .judge =
        [](const Evidence& seen) {
          if (seen.answer().empty()) return unknown("The catalogue did not say.");
          const std::string why(seen.answer().text(0, "why"));
          return seen.answer().integer(0, "allowed") != 0 ? pass(why) : fail(why);
        },
    .samples =
        {
            {.name = "the next minor release",
             .seen = {"allowed | why \n 1 | 6.3.1 to 6.4.2 was an allowed step."},
             .outcome = Outcome::pass,
             .said = "6.3.1 to 6.4.2 was an allowed step."},
            {.name = "a leap",
             .seen = {"allowed | why \n 0 | 6.0.0 to 6.4.2 was no allowed step."},
             .outcome = Outcome::fail},
            {.name = "a release that is written otherwise",
             .seen = {"allowed | why \n 0 | 3.8.1-beta to 3.10.2 was no allowed step: no 3.10.2 is "
                      "known, but 3.10.2-beta."},
             .outcome = Outcome::fail},
            {.name = "an installed release that is not known",
             .seen = {"! no_version The installed version is not known."},
             .outcome = Outcome::unknown},
        },
};

}  // namespace interlock::checks
