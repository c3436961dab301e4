#include "checks/mapping.h"
#include "checks/tables.h"
#include "checks/wording.h"

namespace interlock::checks {

namespace {

bool has_column(const Definitions& mapped, const std::string& table, const std::string& column) {
  const auto found = mapped.find(table);
  return found != mapped.end() && found->second.contains(column);
}

}  // namespace

extern const Check schema_update_drops_nothing = {
    .id = "schema.update_drops_nothing",
    .asks = "Does the mapping know every column of its tables?",
    .because = "doctrine:schema:update --force drops the columns that it does not know.",
    .remedy =
        "Save what stands in these columns, or add them to the mapping; or accept the loss "
        "and drop them yourself.",
    .params = {{"mapping", "the folder of Doctrine's XML mappings"},
               {"before",
                "the folder with those of the release before: a column that it knew is dropped by"
                " the release itself, which is told and no failure",
                Kind::text, "none"}},
    .probes = {mapping_probe(), live_definitions(), sight_of_tables(), mapping_probe("before")},
    .judge =
        [](const Evidence& seen) {
          if (seen.text("mapping") == "none") return unknown("No mapping was named.");
          const auto mapped = definitions_in(seen.answer(0));
          if (mapped.empty())
            return unknown("There was no mapping in " + seen.text("mapping") + ".");
          const auto live = definitions_in(seen.answer(1));
          const bool compared = seen.text("before") != "none";
          const auto known = compared ? definitions_in(seen.answer(3)) : Definitions();
          if (compared && known.empty())
            return unknown("There was no mapping in " + seen.text("before") + ".");
          std::vector<std::string> dropped, by_release;
          for (const auto& [table, columns] : mapped)
            if (const auto there = live.find(table); there != live.end())
              for (const auto& [name, unused] : there->second)
                if (!columns.contains(name))
                  (has_column(known, table, name) ? by_release : dropped)
                      .push_back(table + "." + name);
          if (!dropped.empty())
            return fail("The update would drop " + listed(dropped) + ".", dropped);
          if (const auto verdict = blind_to_tables(seen, 2)) return *verdict;
          if (!by_release.empty())
            return warn("The release itself drops " + listed(by_release) + ".", by_release);
          return pass("The mapping knew every column of its " +
                      count_of(mapped.size(), "table", "tables") + ".");
        },
    .samples =
        {
            {.name = "nothing",
             .given = {{"mapping", "database/xml"}},
             .seen = {"table | column | type | length | nullable | default | key \n"
                      "cust | id | int | NULL | 0 | NULL | primary",
                      "table | column | type | length | nullable | default | key | mariadb \n"
                      "cust | id | int | NULL | 0 | NULL | primary | 1 \n"
                      "own | id | int | NULL | 0 | NULL | primary | 1",
                      "account | name | ask \n a@% | ixp | SELECT 1", "-"},
             .outcome = Outcome::pass,
             .further = {"! 1146 no such table"},
             .said = "The mapping knew every column of its 1 table."},
            {.name = "a column of one's own",
             .given = {{"mapping", "database/xml"}},
             .seen = {"table | column | type | length | nullable | default | key \n"
                      "cust | id | int | NULL | 0 | NULL | primary",
                      "table | column | type | length | nullable | default | key | mariadb \n"
                      "cust | id | int | NULL | 0 | NULL | primary | 1 \n"
                      "cust | own | text | NULL | 1 | NULL | NULL | 1",
                      "account | name | ask \n a@% | ixp | SELECT 1", "-"},
             .outcome = Outcome::fail,
             .further = {"! 1146 no such table"},
             .said = "The update would drop cust.own."},
            {.name = "a column that the release gives up",
             .given = {{"mapping", "database/xml"}, {"before", "/b/1/database/xml"}},
             .seen = {"table | column | type | length | nullable | default | key \n"
                      "cust | id | int | NULL | 0 | NULL | primary",
                      "table | column | type | length | nullable | default | key | mariadb \n"
                      "cust | id | int | NULL | 0 | NULL | primary | 1 \n"
                      "cust | fax | text | NULL | 1 | NULL | NULL | 1",
                      "account | name | ask \n a@% | ixp | SELECT 1",
                      "table | column | type | length | nullable | default | key \n"
                      "cust | id | int | NULL | 0 | NULL | primary \n"
                      "cust | fax | text | NULL | 1 | NULL | NULL"},
             .outcome = Outcome::warn,
             .further = {"! 1146 no such table"},
             .said = "The release itself drops cust.fax."},
            {.name = "a column of one's own beside it",
             .given = {{"mapping", "database/xml"}, {"before", "/b/1/database/xml"}},
             .seen = {"table | column | type | length | nullable | default | key \n"
                      "cust | id | int | NULL | 0 | NULL | primary",
                      "table | column | type | length | nullable | default | key | mariadb \n"
                      "cust | id | int | NULL | 0 | NULL | primary | 1 \n"
                      "cust | fax | text | NULL | 1 | NULL | NULL | 1 \n"
                      "cust | own | text | NULL | 1 | NULL | NULL | 1",
                      "account | name | ask \n a@% | ixp | SELECT 1",
                      "table | column | type | length | nullable | default | key \n"
                      "cust | id | int | NULL | 0 | NULL | primary \n"
                      "cust | fax | text | NULL | 1 | NULL | NULL"},
             .outcome = Outcome::fail,
             .further = {"! 1146 no such table"},
             .said = "The update would drop cust.own."},
            {.name = "the mapping before is gone",
             .given = {{"mapping", "database/xml"}, {"before", "/b/1/database/xml"}},
             .seen = {"table | column | type | length | nullable | default | key \n"
                      "cust | id | int | NULL | 0 | NULL | primary",
                      "table | column | type | length | nullable | default | key | mariadb \n"
                      "cust | id | int | NULL | 0 | NULL | primary | 1",
                      "account | name | ask \n a@% | ixp | SELECT 1",
                      "table | column | type | length | nullable | default | key"},
             .outcome = Outcome::unknown,
             .further = {"! 1146 no such table"}},
            {.name = "no mapping there",
             .given = {{"mapping", "database/xml"}},
             .seen = {"table | column | type | length | nullable | default | key",
                      "table | column | type | length | nullable | default | key | mariadb \n"
                      "cust | id | int | NULL | 0 | NULL | primary | 1",
                      "account | name | ask \n a@% | ixp | SELECT 1", "-"},
             .outcome = Outcome::unknown,
             .further = {"! 1146 no such table"}},
            {.name = "not all tables are seen",
             .given = {{"mapping", "database/xml"}},
             .seen = {"table | column | type | length | nullable | default | key \n"
                      "cust | id | int | NULL | 0 | NULL | primary",
                      "table | column | type | length | nullable | default | key | mariadb \n"
                      "cust | id | int | NULL | 0 | NULL | primary | 1",
                      "account | name | ask \n a@% | ixp | SELECT 1", "-"},
             .outcome = Outcome::unknown,
             .further = {"! 1142 SELECT command denied"}},
        },
};

}  // namespace interlock::checks
