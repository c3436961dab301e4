#include "checks/contents.h"
#include "checks/tables.h"
#include "checks/wording.h"

namespace interlock::checks {

extern const Check data_same_as = {
    .id = "data.same_as",
    .asks = "Do the tables hold what they held at that moment?",
    .because = "A restore that was cut short, or that ran into a full database, looks finished.",
    .remedy = "Restore the backup again, into an empty database.",
    .params = {except_tables()},
    .probes = {contents_of_tables(), sight_of_tables()},
    .since = Since::answers,
    .patience = std::chrono::minutes(10),
    .judge =
        [](const Evidence& seen) {
          const Compared tables = compared(seen, false);
          if (tables.blind) return *tables.blind;
          const auto differences = differences_in(tables, false);
          if (differences.empty())
            return pass("The " + count_of(tables.then.size(), "table", "tables") +
                        " of that moment held the same rows.");
          const auto names = named(differences);
          Verdict verdict = fail("Tables held other rows than then: " + listed(names) + ".", names);
          verdict.differences = differences;
          return verdict;
        },
    .samples = {{.name = "the same",
                 .seen = {"name | ask | mend \n a | SELECT 1 | NULL", "-"},
                 .outcome = Outcome::pass,
                 .earlier = {"name | ask | mend \n a | SELECT 1 | NULL", "-"},
                 .further = {"n | checksum \n 12 | 77"},
                 .further_earlier = {"n | checksum \n 12 | 77"},
                 .said = "The 1 table of that moment held the same rows."},
                {.name = "a row was changed",
                 .seen = {"name | ask | mend \n a | SELECT 1 | NULL", "-"},
                 .outcome = Outcome::fail,
                 .earlier = {"name | ask | mend \n a | SELECT 1 | NULL", "-"},
                 .further = {"n | checksum \n 12 | 78"},
                 .further_earlier = {"n | checksum \n 12 | 77"},
                 .said = "Tables held other rows than then: a (12 rows, then 12 rows, others)."},
                {.name = "the rows themselves, in another order",
                 .seen = {"name | ask | mend \n a | SELECT 1 | NULL", "-"},
                 .outcome = Outcome::pass,
                 .earlier = {"name | ask | mend \n a | SELECT 1 | NULL", "-"},
                 .further = {"content \n 1, 'x' \n 2, NULL"},
                 .further_earlier = {"content \n 2, NULL \n 1, 'x'"},
                 .on = System::sqlite},
                {.name = "an empty table is gone",
                 .seen = {"name | ask | mend", "-"},
                 .outcome = Outcome::fail,
                 .earlier = {"name | ask | mend \n a | SELECT 1 | NULL", "-"},
                 .further_earlier = {"n | checksum \n 0 | 0"}},
                {.name = "all of MySQL is seen",
                 .seen = {"name | ask | mend \n a | SELECT 1 | NULL",
                          "account | name | ask \n watch@% | shop | SELECT 1"},
                 .outcome = Outcome::pass,
                 .earlier = {"name | ask | mend \n a | SELECT 1 | NULL",
                             "account | name | ask \n watch@% | shop | SELECT 1"},
                 .further = {"n | checksum \n 12 | 7", "! 1146 no such table"},
                 .further_earlier = {"n | checksum \n 12 | 7", "! 1146 no such table"},
                 .on = System::mysql},
                {.name = "no baseline",
                 .seen = {"name | ask | mend \n a | SELECT 1 | NULL", "-"},
                 .outcome = Outcome::unknown,
                 .further = {"n | checksum \n 12 | 78"}}},
};

}  // namespace interlock::checks
