#include "checks/given_query.h"
#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

extern const Check query_no_rows = {
    .id = "query.no_rows",
    .asks = "Does this query give no row?",
    .because = "Each row is something that must not be there.",
    .remedy = "Look at the rows, and mend what they show.",
    .params = query_params(),
    .probes = {given_query()},
    .judge =
        [](const Evidence& seen) {
          if (const auto verdict = not_asked_because(seen)) return *verdict;
          const Table& answer = seen.answer();
          if (answer.empty()) return pass("The query gave no row.");
          std::vector<std::string> rows;
          for (std::size_t row = 0; row < answer.rows.size(); ++row)
            rows.push_back(row_of(answer, row));
          return fail(
              "The query gave " + count_of(rows.size(), "row: ", "rows: ") + listed(rows) + ".",
              rows);
        },
    .samples = {{.name = "none",
                 .given = {{"sqlite", "SELECT id FROM customers WHERE email IS NULL"}},
                 .seen = {"id"},
                 .outcome = Outcome::pass,
                 .on = System::sqlite},
                {.name = "two",
                 .given = {{"sqlite", "SELECT id FROM customers WHERE email IS NULL"}},
                 .seen = {"id \n 7 \n 9"},
                 .outcome = Outcome::fail,
                 .on = System::sqlite,
                 .said = "The query gave 2 rows: 7, 9."},
                {.name = "for another system",
                 .given = {{"mysql", "SELECT 1"}},
                 .seen = {"-"},
                 .outcome = Outcome::unknown,
                 .said = "No query was given for postgres."},
                {.name = "one that writes",
                 .given = {{"postgres", "WITH x AS (DELETE FROM t RETURNING 1) SELECT 1 FROM x"}},
                 .seen = {"-"},
                 .outcome = Outcome::unknown,
                 .said = "The query was not asked: it has a word that writes."}},
};

}  // namespace interlock::checks
