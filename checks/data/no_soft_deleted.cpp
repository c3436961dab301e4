#include "checks/tables.h"
#include "checks/wording.h"

namespace interlock::checks {

extern const Check data_no_soft_deleted = {
    .id = "data.no_soft_deleted",
    .asks = "Is there nothing in these tables that is only marked as deleted?",
    .because = "The migrations delete such rows for good; no way back but the backup has them.",
    .remedy = "Restore the rows that are still needed, or delete them knowingly, before.",
    .params = {{"tables", "the tables that the migrations clear", Kind::list}},
    .probes = {{.mysql = R"(SELECT TABLE_NAME AS name,
                  CONCAT('SELECT COUNT(*) AS n FROM `', REPLACE(TABLE_NAME, '`', '``'),
                         '` WHERE deleted_at IS NOT NULL') AS ask
                    FROM information_schema.COLUMNS
                   WHERE TABLE_SCHEMA = DATABASE() AND COLUMN_NAME = 'deleted_at'
                     AND INSTR(CONCAT('\n', ?, '\n'), CONCAT('\n', TABLE_NAME, '\n')) > 0
                   ORDER BY 1)",
                .binds = {"tables"},
                .asks_further = true},
               sight_of_tables()},
    .judge =
        [](const Evidence& seen) {
          const Table& tables = seen.answer(0);
          std::vector<std::string> names, found;
          for (std::size_t row = 0; row < tables.rows.size(); ++row) {
            const auto n = seen.further(0, row).integer(0, "n");
            if (n == 0) continue;
            names.emplace_back(tables.text(row, "name"));
            found.push_back(names.back() + " (" +
                            count_of(static_cast<std::size_t>(n), "row", "rows") + ")");
          }
          if (!names.empty())
            return fail("Marked as deleted, and lost with the migrations: " + listed(found) + ".",
                        names);
          if (auto blind = blind_to_tables(seen, 1)) return *blind;
          if (tables.empty())
            return not_applicable("None of " + listed(seen.list("tables")) +
                                  " had a column deleted_at.");
          std::vector<std::string> looked;
          for (std::size_t row = 0; row < tables.rows.size(); ++row)
            looked.emplace_back(tables.text(row, "name"));
          return pass("No row of " + listed(looked) + " was marked as deleted.");
        },
    .samples =
        {
            {.name = "none",
             .given = {{"tables", std::vector<std::string>{"customers", "servers"}}},
             .seen = {"name | ask \n customers | SELECT 1 \n servers | SELECT 2",
                      "account | name | ask \n watch@% | convoy | SELECT 1"},
             .outcome = Outcome::pass,
             .further = {"n \n 0", "n \n 0", "! 1146 no such table"},
             .said = "No row of customers, servers was marked as deleted."},
            {.name = "some",
             .given = {{"tables", std::vector<std::string>{"customers", "servers"}}},
             .seen = {"name | ask \n customers | SELECT 1 \n servers | SELECT 2",
                      "account | name | ask \n watch@% | convoy | SELECT 1"},
             .outcome = Outcome::fail,
             .further = {"n \n 0", "n \n 3", "! 1146 no such table"},
             .said = "Marked as deleted, and lost with the migrations: servers (3 rows)."},
            {.name = "no such column any more",
             .given = {{"tables", std::vector<std::string>{"servers"}}},
             .seen = {"name | ask", "account | name | ask \n watch@% | convoy | SELECT 1"},
             .outcome = Outcome::not_applicable,
             .further = {"! 1146 no such table"}},
            {.name = "not all tables are seen",
             .given = {{"tables", std::vector<std::string>{"servers"}}},
             .seen = {"name | ask", "account | name | ask \n watch@% | convoy | SELECT 1"},
             .outcome = Outcome::unknown,
             .further = {"! 1142 SELECT command denied"}},
            {.name = "one may not be read",
             .given = {{"tables", std::vector<std::string>{"servers"}}},
             .seen = {"name | ask \n servers | SELECT 1",
                      "account | name | ask \n watch@% | convoy | SELECT 1"},
             .outcome = Outcome::unknown,
             .further = {"! 1143 SELECT command denied", "! 1142 SELECT command denied"}},
        },
};

}  // namespace interlock::checks
