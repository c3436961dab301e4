#include <algorithm>

#include "checks/account.h"
#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

// The server writes the question for every name of the list, whether there is such a
// view or not: what it says to that is the finding.
extern const Check schema_views_usable = {
    .id = "schema.views_usable",
    .asks = "Can every one of these views be read?",
    .because = "A view over a renamed column fails when read, and stops mariadb-dump half-way.",
    .remedy = "Rebuild the views.",
    .params = {{"views", "the views that must be readable", Kind::list}},
    .probes = {{.mysql = "SELECT CURRENT_USER() AS account, DATABASE() AS name"},
               {.mysql = R"(WITH RECURSIVE item (view, rest) AS (
                 SELECT SUBSTRING_INDEX(l.list, '\n', 1),
                        SUBSTRING(l.list, CHAR_LENGTH(SUBSTRING_INDEX(l.list, '\n', 1)) + 2)
                   FROM (SELECT CAST(? AS CHAR(60000)) AS list) l
                  UNION ALL
                 SELECT SUBSTRING_INDEX(rest, '\n', 1),
                        SUBSTRING(rest, CHAR_LENGTH(SUBSTRING_INDEX(rest, '\n', 1)) + 2)
                   FROM item WHERE rest <> '')
               SELECT view, CONCAT('SELECT * FROM `', REPLACE(view, '`', '``'),
                                   '` LIMIT 0') AS ask
                 FROM item WHERE view <> '')",
                .binds = {"views"},
                .asks_further = true}},
    .judge =
        [](const Evidence& seen) {
          const Table& views = seen.answer(1);
          std::vector<std::string> broken, denied;
          for (std::size_t row = 0; row < views.rows.size(); ++row) {
            const std::string view(views.text(row, "view"));
            const Unanswered* refusal = seen.further_refusal(1, row);
            if (!refusal) continue;
            if (refusal->code == "1142" || refusal->code == "1143")
              denied.push_back(view);
            else if (refusal->code == "1146")
              broken.push_back(view + " (there is none)");
            else if (refusal->code == "1045" || refusal->code == "1449")
              broken.push_back(view + " (its definer is gone)");
            else if (refusal->code == "1356")
              broken.push_back(view + " (" + refusal->why + ")");
            else
              seen.further(1, row);  // throws what it was
          }
          if (!broken.empty())
            return fail(count_of(broken.size(), "view", "views") +
                            " could not be read: " + listed(broken) + ".",
                        broken);
          if (!denied.empty())
            return unknown(
                "Account " + account_name(seen) + " could not read " + listed(denied) + ".", denied,
                {grant_here(seen, "SELECT")});
          return pass(count_of(views.rows.size(), "view", "views") + " could be read.");
        },
    .samples =
        {{.name = "sound",
          .given = {{"views", Argument(std::vector<std::string>{"v"})}},
          .seen = {"account | name \n a@% | ixp", "view | ask \n v | SELECT 1"},
          .outcome = Outcome::pass,
          .further = {"id | name"}},
         {.name = "a column was renamed, one is not there",
          .given = {{"views", Argument(std::vector<std::string>{"v", "w"})}},
          .seen = {"account | name \n a@% | ixp", "view | ask \n v | SELECT 1 \n w | SELECT 1"},
          .outcome =
              Outcome::fail,
          .further = {"! 1356 View 'ixp.v' references invalid column(s)", "! 1146 no such table"},
          .said = "2 views could not be read: v (View 'ixp.v' references invalid column(s)), "
                  "w (there is none)."},
         {.name = "its definer is gone",
          .given = {{"views", Argument(std::vector<std::string>{"v"})}},
          .seen = {"account | name \n a@% | ixp", "view | ask \n v | SELECT 1"},
          .outcome = Outcome::fail,
          .further = {"! 1449 The user specified as a definer does not exist"},
          .said = "1 view could not be read: v (its definer is gone)."},
         {.name = "not to be read",
          .given = {{"views", Argument(std::vector<std::string>{"v"})}},
          .seen = {"account | name \n a@% | ixp", "view | ask \n v | SELECT 1"},
          .outcome = Outcome::unknown,
          .further = {"! 1142 SELECT command denied"},
          .on = System::mysql}},
};

}  // namespace interlock::checks
