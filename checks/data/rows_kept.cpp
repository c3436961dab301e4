#include "checks/contents.h"
#include "checks/tables.h"
#include "checks/wording.h"

namespace interlock::checks {

extern const Check data_rows_kept = {
    .id = "data.rows_kept",
    .asks = "Does every table have as many rows as at that moment?",
    .because = "An upgrade that loses rows has not upgraded what was there.",
    .remedy = "Go back, or find out why the numbers differ and name the table in except_tables.",
    .params = {except_tables()},
    .probes = {count_of_rows(), sight_of_tables()},
    .since = Since::answers,
    .patience = std::chrono::minutes(10),
    .judge =
        [](const Evidence& seen) {
          const Compared tables = compared(seen, false);
          if (tables.blind) return *tables.blind;
          const auto differences = differences_in(tables, false);
          if (differences.empty())
            return pass("The " + count_of(tables.then.size(), "table", "tables") +
                        " of that moment had as many rows as then.");
          const auto names = named(differences);
          Verdict verdict =
              fail("The number of rows was another one in " + listed(names) + ".", names);
          verdict.differences = differences;
          return verdict;
        },
    .samples =
        {{.name = "kept, and a new table",
          .seen = {"name | ask | mend \n a | SELECT 1 | NULL \n b | SELECT 2 | NULL", "-"},
          .outcome = Outcome::pass,
          .earlier = {"name | ask | mend \n a | SELECT 1 | NULL", "-"},
          .further = {"n \n 12", "n \n 3"},
          .further_earlier = {"n \n 12"},
          .said = "The 1 table of that moment had as many rows as then."},
         {.name = "fewer, and one that is gone",
          .seen = {"name | ask | mend \n a | SELECT 1 | NULL", "-"},
          .outcome = Outcome::fail,
          .earlier = {"name | ask | mend \n a | SELECT 1 | NULL \n b | SELECT 2 | NULL", "-"},
          .further = {"n \n 10"},
          .further_earlier = {"n \n 12", "n \n 1"},
          .said = "The number of rows was another one in a (12 rows, then 10 rows), "
                  "b (1 row, then gone)."},
         {.name = "an empty table is gone",
          .seen = {"name | ask | mend", "-"},
          .outcome = Outcome::pass,
          .earlier = {"name | ask | mend \n a | SELECT 1 | NULL", "-"},
          .further_earlier = {"n \n 0"}},
         {.name = "one cannot be read",
          .seen = {"name | ask | mend \n a | SELECT 1 | GRANT SELECT ON a TO watch;", "-"},
          .outcome = Outcome::unknown,
          .earlier = {"name | ask | mend \n a | SELECT 1 | NULL", "-"},
          .further = {"! 42501 permission denied"},
          .further_earlier = {"n \n 0"},
          .said = "Our account could not read a."},
         {.name = "a new one cannot be read",
          .seen = {"name | ask | mend \n a | SELECT 1 | NULL \n new | SELECT 2 | NULL", "-"},
          .outcome = Outcome::pass,
          .earlier = {"name | ask | mend \n a | SELECT 1 | NULL", "-"},
          .further = {"n \n 10", "! 42501 permission denied"},
          .further_earlier = {"n \n 10"}},
         {.name = "blind at that moment",
          .seen = {"name | ask | mend", "account | name | ask \n watch@% | shop | SELECT 1"},
          .outcome = Outcome::unknown,
          .earlier = {"name | ask | mend", "account | name | ask \n watch@% | shop | SELECT 1"},
          .further = {"! 1146 no such table"},
          .further_earlier = {"! 1142 denied"},
          .on = System::mysql},
         {.name = "no baseline",
          .seen = {"name | ask | mend \n a | SELECT 1 | NULL", "-"},
          .outcome = Outcome::unknown,
          .further = {"n \n 10"}}},
};

}  // namespace interlock::checks
