#include "checks/given_query.h"
#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

extern const Check query_some_rows = {
    .id = "query.some_rows",
    .asks = "Does this query give a row?",
    .because = "Without one, something is missing that must be there.",
    .remedy = "Put in place what the query looks for.",
    .params = query_params(),
    .probes = {given_query()},
    .judge =
        [](const Evidence& seen) {
          if (const auto verdict = not_asked_because(seen)) return *verdict;
          if (seen.answer().empty()) return fail("The query gave no row.");
          return pass("The query gave " + count_of(seen.answer().rows.size(), "row", "rows") + ".");
        },
    .samples = {{.name = "some",
                 .given = {{"postgres", "SELECT 1 AS n"}},
                 .seen = {"n \n 1"},
                 .outcome = Outcome::pass,
                 .said = "The query gave 1 row."},
                {.name = "none",
                 .given = {{"postgres", "SELECT 1 AS n WHERE false"}},
                 .seen = {"n"},
                 .outcome = Outcome::fail},
                {.name = "it cannot be asked",
                 .given = {{"postgres", "SELECT n FROM nowhere"}},
                 .seen = {"! 42P01 relation nowhere does not exist"},
                 .outcome = Outcome::unknown}},
};

}  // namespace interlock::checks
