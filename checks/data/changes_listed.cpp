#include "checks/contents.h"
#include "checks/tables.h"
#include "checks/wording.h"

namespace interlock::checks {

// Going back loses what was written since: this lists it, and never stops anybody.
extern const Check data_changes_listed = {
    .id = "data.changes_listed",
    .asks = "Has no table gained or lost rows since that moment?",
    .because = "Going back loses what was written since.",
    .remedy = "Export what must be kept before going back.",
    .params = {except_tables()},
    .probes = {count_of_rows(), sight_of_tables()},
    .since = Since::answers,
    .patience = std::chrono::minutes(10),
    .judge =
        [](const Evidence& seen) {
          const Compared tables = compared(seen, true);
          if (tables.blind) return *tables.blind;
          const auto differences = differences_in(tables, true);
          if (differences.empty())
            return pass("No table had gained or lost rows since; changed rows cannot be seen.");
          const auto names = named(differences);
          Verdict verdict = warn("Since that moment rows came or went in " + listed(names) +
                                     "; changed rows cannot be seen.",
                                 names);
          verdict.differences = differences;
          return verdict;
        },
    .samples = {{.name = "nothing",
                 .seen = {"name | ask | mend \n a | SELECT 1 | NULL", "-"},
                 .outcome = Outcome::pass,
                 .earlier = {"name | ask | mend \n a | SELECT 1 | NULL", "-"},
                 .further = {"n \n 12"},
                 .further_earlier = {"n \n 12"}},
                {.name = "users have written",
                 .seen = {"name | ask | mend \n a | SELECT 1 | NULL \n b | SELECT 2 | NULL", "-"},
                 .outcome = Outcome::warn,
                 .earlier = {"name | ask | mend \n a | SELECT 1 | NULL", "-"},
                 .further = {"n \n 13", "n \n 1"},
                 .further_earlier = {"n \n 12"},
                 .said = "Since that moment rows came or went in a (12 rows, then 13 rows), "
                         "b (absent, then 1 row); changed rows cannot be seen."},
                {.name = "all of MySQL is seen",
                 .seen = {"name | ask | mend \n a | SELECT 1 | NULL",
                          "account | name | ask \n watch@% | shop | SELECT 1"},
                 .outcome = Outcome::pass,
                 .earlier = {"name | ask | mend \n a | SELECT 1 | NULL",
                             "account | name | ask \n watch@% | shop | SELECT 1"},
                 .further = {"n \n 12", "! 1146 no such table"},
                 .further_earlier = {"n \n 12", "! 1146 no such table"},
                 .on = System::mysql},
                {.name = "no baseline",
                 .seen = {"name | ask | mend \n a | SELECT 1 | NULL", "-"},
                 .outcome = Outcome::unknown,
                 .further = {"n \n 10"}}},
};

}  // namespace interlock::checks
