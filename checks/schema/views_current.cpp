#include <algorithm>

#include "checks/account.h"
#include "checks/rights.h"
#include "checks/view_text.h"
#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

namespace views {

// "v lacked a, b of cust" for each view of the list that lists columns of one table.
inline std::vector<std::string> stale_in(const Evidence& seen) {
  std::vector<std::string> stale;
  const Table& texts = seen.answer(3);
  const Table& columns = seen.answer(4);
  for (std::size_t row = 0; row < texts.rows.size(); ++row) {
    const auto view = plain_view(texts.text(row, "definition"));
    if (!view) continue;
    std::vector<std::string> missing;
    for (std::size_t i = 0; i < columns.rows.size(); ++i) {
      const std::string column(columns.text(i, "column"));
      if (columns.text(i, "table") == view->table &&
          std::find(view->columns.begin(), view->columns.end(), column) == view->columns.end())
        missing.push_back(column);
    }
    if (!missing.empty())
      stale.push_back(std::string(texts.text(row, "view")) + " lacked " + listed(missing) + " of " +
                      view->table);
  }
  return stale;
}

}  // namespace views

// SELECT * is expanded when a view is made: columns that come later are not in it.
extern const Check schema_views_current = {
    .id = "schema.views_current",
    .asks = "Do these views have every column of their table?",
    .because = "A view made by SELECT * does not gain the columns that a migration adds.",
    .remedy = "Rebuild the views.",
    .params = {{"views", "the views that select all of one table", Kind::list}},
    .probes = {{.mysql = "SELECT CURRENT_USER() AS account, DATABASE() AS name"},
               own_rights(),
               role_rights(),
               {.mysql = R"(SELECT TABLE_NAME AS view, VIEW_DEFINITION AS definition
                    FROM information_schema.VIEWS
                   WHERE TABLE_SCHEMA = DATABASE()
                     AND INSTR(CONCAT('\n', ?, '\n'), CONCAT('\n', TABLE_NAME, '\n')) > 0
                   ORDER BY 1)",
                .binds = {"views"}},
               {.mysql = R"(SELECT TABLE_NAME AS `table`, COLUMN_NAME AS `column`
                    FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()
                   ORDER BY 1, ORDINAL_POSITION)"}},
    .judge =
        [](const Evidence& seen) {
          const Table& texts = seen.answer(3);
          const Rights rights = rights_of_asker(seen);
          bool told = holds(rights, {"SELECT"});
          for (std::size_t row = 0; row < texts.rows.size(); ++row)
            told = told && !texts.text(row, "definition").empty();
          const auto stale = views::stale_in(seen);
          if (!stale.empty()) return fail("Views were stale: " + listed(stale) + ".", stale);
          if (!told)
            return unknown("Account " + account_name(seen) +
                               " could not see what views are made"
                               " of.",
                           {"SHOW VIEW"}, {grant_here(seen, "SELECT, SHOW VIEW")});
          if (texts.empty()) return not_applicable("There was no such view.");
          return pass(count_of(texts.rows.size(), "view", "views") + " had every column.");
        },
    .samples = {{.name = "current",
                 .given = {{"views", Argument(std::vector<std::string>{"v"})}},
                 .seen = {"account | name \n a@% | ixp", "privilege | place \n SELECT | *",
                          "! 1141 no role",
                          "view | definition \n v | select `cust`.`id` AS `id` from `cust`",
                          "table | column \n cust | id"},
                 .outcome = Outcome::pass},
                {.name = "columns came later",
                 .given = {{"views", Argument(std::vector<std::string>{"v"})}},
                 .seen = {"account | name \n a@% | ixp", "privilege | place \n SELECT | *",
                          "! 1141 no role",
                          "view | definition \n v | select `cust`.`id` AS `id` from `cust`",
                          "table | column \n cust | id \n cust | in_manrs \n other | x"},
                 .outcome = Outcome::fail,
                 .said = "Views were stale: v lacked in_manrs of cust."},
                {.name = "no such view",
                 .given = {{"views", Argument(std::vector<std::string>{"v"})}},
                 .seen = {"account | name \n a@% | ixp", "privilege | place \n SELECT | *",
                          "! 1141 no role", "view | definition", "table | column \n cust | id"},
                 .outcome = Outcome::not_applicable},
                {.name = "its text is not shown",
                 .given = {{"views", Argument(std::vector<std::string>{"v"})}},
                 .seen = {"account | name \n a@% | ixp", "privilege | place \n SELECT | *",
                          "! 1141 no role", "view | definition \n v | ",
                          "table | column \n cust | id"},
                 .outcome = Outcome::unknown,
                 .on = System::mysql}},
};

}  // namespace interlock::checks
