#include "engine/check.h"

namespace interlock::checks {

extern const Check operator_confirms = {
    .id = "operator.confirms",
    .asks = "Did a person say yes?",
    .because = "No program can know this.",
    .remedy = "Read the question, find out, and answer it.",
    .params = {{"question", "a statement that is true if the answer is yes"}},
    .probes = {{.operator_ = "ask $1", .binds = {"question"}}},
    .judge =
        [](const Evidence& seen) {
          const std::vector<std::string> asked{seen.text("question")};
          if (seen.answer().empty()) return unknown("Nobody has answered yet.", asked);
          const std::string by(seen.answer().text(0, "by"));
          if (seen.answer().text(0, "said") == "yes") return pass(by + " said yes.", asked);
          return fail(by + " said no to this: " + asked.front(), asked);
        },
    .samples =
        {
            {.name = "yes",
             .given = {{"question", "The users were told."}},
             .seen = {"said | by | at \n yes | ops | 2026-11-19T22:00:00Z"},
             .outcome = Outcome::pass},
            {.name = "no",
             .given = {{"question", "The users were told."}},
             .seen = {"said | by | at \n no | ops | 2026-11-19T22:00:00Z"},
             .outcome = Outcome::fail,
             .said = "ops said no to this: The users were told."},
            {.name = "not yet",
             .given = {{"question", "The users were told."}},
             .seen = {"said | by | at"},
             .outcome = Outcome::unknown},
        },
};

}  // namespace interlock::checks
