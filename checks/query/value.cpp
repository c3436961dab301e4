#include "checks/given_query.h"
#include "checks/wording.h"
#include "engine/check.h"
#include "engine/written.h"

namespace interlock::checks {

// A bound that is not given is the text "none", one that is given a number.
extern const Check query_value = {
    .id = "query.value",
    .asks = "Does this query give the value that it must?",
    .because = "Another value means that something is not as it must be.",
    .remedy = "Find out why the value is another one.",
    .params =
        [] {
          std::vector<Param> params = query_params();
          params.push_back({"is", "the value that it must be", Kind::text, "none"});
          params.push_back({"at_least", "the lowest number allowed", Kind::number, "none"});
          params.push_back({"at_most", "the highest number allowed", Kind::number, "none"});
          return params;
        }(),
    .probes = {given_query()},
    .judge =
        [](const Evidence& seen) {
          if (const auto verdict = not_asked_because(seen)) return *verdict;
          const Table& answer = seen.answer();
          if (answer.columns.size() != 1 || answer.rows.size() != 1)
            return unknown("The query gave " + count_of(answer.rows.size(), "row", "rows") +
                           " of " + count_of(answer.columns.size(), "column", "columns") +
                           ", not one value.");
          const std::string value = answer.rows[0][0].value_or("NULL");
          const std::string said = "The value was " + value;
          if (seen.text("is") != "none" && value != seen.text("is"))
            return fail(said + ", not " + seen.text("is") + ".");
          for (const std::string_view bound : {"at_least", "at_most"}) {
            const auto* limit = std::get_if<std::int64_t>(&seen.arguments.find(bound)->second);
            if (!limit) continue;
            const std::int64_t number = answer.integer(0, answer.columns[0]);
            if (bound == "at_least" ? number < *limit : number > *limit)
              return fail(said + (bound == "at_least" ? ", less than " : ", more than ") +
                          std::to_string(*limit) + ".");
          }
          return pass(said + ".");
        },
    .samples = {{.name = "as it must be",
                 .given = {{"postgres", "SELECT count(*) AS n FROM users"}, {"is", "3"}},
                 .seen = {"n \n 3"},
                 .outcome = Outcome::pass},
                {.name = "another",
                 .given = {{"postgres", "SELECT count(*) AS n FROM users"}, {"is", "3"}},
                 .seen = {"n \n 4"},
                 .outcome = Outcome::fail,
                 .said = "The value was 4, not 3."},
                {.name = "too few",
                 .given = {{"postgres", "SELECT count(*) AS n FROM users"},
                           {"at_least", std::int64_t{5}}},
                 .seen = {"n \n 4"},
                 .outcome = Outcome::fail,
                 .said = "The value was 4, less than 5."},
                {.name = "between",
                 .given = {{"postgres", "SELECT count(*) AS n FROM users"},
                           {"at_least", std::int64_t{1}},
                           {"at_most", std::int64_t{4}}},
                 .seen = {"n \n 4"},
                 .outcome = Outcome::pass},
                {.name = "no number",
                 .given = {{"postgres", "SELECT name FROM users"}, {"at_most", std::int64_t{4}}},
                 .seen = {"name \n ann"},
                 .outcome = Outcome::unknown},
                {.name = "two values",
                 .given = {{"postgres", "SELECT a, b FROM t"}},
                 .seen = {"a | b \n 1 | 2"},
                 .outcome = Outcome::unknown,
                 .said = "The query gave 1 row of 2 columns, not one value."}},
};

}  // namespace interlock::checks
