#include <map>
#include <set>

#include "checks/mapping.h"
#include "checks/tables.h"
#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

namespace sync {

using Columns = std::map<std::string, std::set<std::string>>;  // of each table

inline Columns columns_in(const Table& rows) {
  Columns columns;
  for (std::size_t row = 0; row < rows.rows.size(); ++row)
    columns[std::string(rows.text(row, "table"))].emplace(rows.text(row, "column"));
  return columns;
}

// What the list has and the database has not, and columns that only the database has.
inline std::vector<std::string> wrong_in(const Columns& live, const Columns& wanted) {
  std::vector<std::string> wrong;
  for (const auto& [table, columns] : wanted) {
    const auto found = live.find(table);
    if (found == live.end()) {
      wrong.push_back("table " + table + " (missing)");
      continue;
    }
    for (const std::string& column : columns)
      if (!found->second.contains(column)) wrong.push_back(table + "." + column + " (missing)");
    for (const std::string& column : found->second)
      if (!columns.contains(column)) wrong.push_back(table + "." + column + " (further)");
  }
  return wrong;
}

inline std::vector<std::string> further_in(const Columns& live, const Definitions& mapped) {
  std::vector<std::string> further;
  for (const auto& [table, columns] : live)
    if (!mapped.contains(table)) further.push_back(table);
  return further;
}

// The tables of Doctrine's mapping, all that it says of each column.
inline Verdict as_mapped(const Evidence& seen) {
  const auto mapped = definitions_in(seen.answer(3));
  if (mapped.empty()) return unknown("There was no mapping in " + seen.text("mapping") + ".");
  if (const auto verdict = blind_to_tables(seen, 1)) return *verdict;
  const auto wrong = otherwise(definitions_in(seen.answer(4)), mapped);
  if (!wrong.empty())
    return fail("The tables were not those of the mapping: " + listed(wrong) + ".", wrong);
  const std::string all = count_of(mapped.size(), "table", "tables") + " of the mapping";
  const auto further = further_in(columns_in(seen.answer(0)), mapped);
  if (!further.empty())
    return warn("The " + all + " were as it says, and there were others: " + listed(further) + ".",
                further);
  return pass("The " + all + " were as it says.");
}

}  // namespace sync

extern const Check schema_in_sync = {
    .id = "schema.in_sync",
    .asks = "Does the database have the tables and columns of this release?",
    .because =
        "A migration that was cut short leaves columns behind that no list of migrations"
        " tells of.",
    .remedy = "Find out how the tables came to differ; going back restores them.",
    .params = {{"release", "the version whose columns there must be", Kind::text, "none"},
               {"mapping", "the folder of Doctrine's XML mappings, which then count", Kind::text,
                "none"}},
    .probes = {{.postgres = R"(SELECT c.relname AS "table", a.attname AS "column"
                    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                    JOIN pg_attribute a ON a.attrelid = c.oid
                   WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
                     AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
                     AND a.attnum > 0 AND NOT a.attisdropped AND NOT EXISTS
                         (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                             AND d.objid = c.oid AND d.deptype = 'e')
                   ORDER BY 1, 2)",
                .mysql = R"(SELECT c.TABLE_NAME AS `table`, c.COLUMN_NAME AS `column`
                    FROM information_schema.COLUMNS c JOIN information_schema.TABLES t
                      ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME
                   WHERE c.TABLE_SCHEMA = DATABASE() AND t.TABLE_TYPE <> 'VIEW'
                   ORDER BY 1, 2)"},
               sight_of_tables(),
               {.catalogue = "columns $1", .binds = {"release"}, .unless = {"release", "none"}},
               mapping_probe(),
               live_definitions()},
    .judge =
        [](const Evidence& seen) {
          if (seen.text("mapping") != "none") return sync::as_mapped(seen);
          const std::string& release = seen.text("release");
          if (release == "none") return unknown("No release was named to compare with.");
          if (const Unanswered* refusal = seen.refusal(2); refusal && refusal->code == "no_release")
            return unknown("The catalogue has no columns of " + release + ".");
          const auto wanted = sync::columns_in(seen.answer(2));
          if (wanted.empty()) return unknown("The catalogue has no columns of " + release + ".");
          if (const auto verdict = blind_to_tables(seen, 1)) return *verdict;
          const auto live = sync::columns_in(seen.answer(0));
          const auto wrong = sync::wrong_in(live, wanted);
          if (!wrong.empty())
            return fail("The tables were not those of " + release + ": " + listed(wrong) + ".",
                        wrong);
          std::vector<std::string> further;
          for (const auto& [table, columns] : live)
            if (!wanted.contains(table)) further.push_back(table);
          if (!further.empty())
            return warn("The " + count_of(wanted.size(), "table", "tables") + " of " + release +
                            " were there, and others: " + listed(further) + ".",
                        further);
          return pass("The " + count_of(wanted.size(), "table", "tables") + " of " + release +
                      " were there with their columns.");
        },
    .samples =
        {{.name = "in sync",
          .given = {{"release", "3.5.0"}},
          .seen = {"table | column \n user_ | _id", "-", "table | column \n user_ | _id", "-", "-"},
          .outcome = Outcome::pass},
         {.name = "a column is missing, one is further",
          .given = {{"release", "3.5.0"}},
          .seen = {"table | column \n a | x \n a | z", "-",
                   "table | column \n a | x \n a | y \n b | x", "-", "-"},
          .outcome = Outcome::fail,
          .said = "The tables were not those of 3.5.0: a.y (missing), a.z (further), "
                  "table b (missing)."},
         {.name = "a further table",
          .given = {{"release", "3.5.0"}},
          .seen = {"table | column \n a | x \n own | y", "-", "table | column \n a | x", "-", "-"},
          .outcome = Outcome::warn},
         {.name = "a release without a list",
          .given = {{"release", "9.9.9"}},
          .seen = {"table | column \n a | x", "-", "! no_release 9.9.9 is not in the catalogue",
                   "-", "-"},
          .outcome = Outcome::unknown,
          .said = "The catalogue has no columns of 9.9.9."},
         {.name = "all of MySQL is seen",
          .given = {{"release", "6.4.2"}},
          .seen = {"table | column \n a | x", "account | name | ask \n a@% | ixp | SELECT 1",
                   "table | column \n a | x", "-", "-"},
          .outcome = Outcome::pass,
          .further = {"! 1146 no such table"},
          .on = System::mysql},
         {.name = "not all tables are seen",
          .given = {{"release", "6.4.2"}},
          .seen = {"table | column \n a | x", "account | name | ask \n a@% | ixp | SELECT 1",
                   "table | column \n a | x", "-", "-"},
          .outcome = Outcome::unknown,
          .further = {"! 1142 SELECT command denied"},
          .on = System::mysql},
         {.name = "as the mapping says, on MariaDB",
          .given = {{"mapping", "database/xml"}},
          .seen = {"table | column \n cust | id \n cust | name \n cust | sum",
                   "account | name | ask \n a@% | ixp | SELECT 1", "-",
                   "table | column | type | length | nullable | default | key \n"
                   "cust | id | int | NULL | 0 | NULL | primary \n"
                   "cust | name | varchar | 255 | 1 | x | unique \n"
                   "cust | sum | decimal | 10,2 | 0 | 0 | NULL \n"
                   "cust | more | json | NULL | 1 | NULL | NULL",
                   "table | column | type | length | nullable | default | key | mariadb \n"
                   "cust | id | int | NULL | 0 | NULL | primary | 1 \n"
                   "cust | name | varchar | 255 | 1 | 'x' | unique | 1 \n"
                   "cust | sum | decimal | 10,2 | 0 | 0.00 | NULL | 1 \n"
                   "cust | more | longtext | NULL | 1 | NULL | NULL | 1"},
          .outcome = Outcome::pass,
          .further = {"! 1146 no such table"},
          .on = System::mysql,
          .said = "The 1 table of the mapping were as it says."},
         {.name = "otherwise than the mapping says",
          .given = {{"mapping", "database/xml"}},
          .seen = {"table | column \n cust | id \n cust | name",
                   "account | name | ask \n a@% | ixp | SELECT 1", "-",
                   "table | column | type | length | nullable | default | key \n"
                   "cust | id | int | NULL | 0 | NULL | primary \n"
                   "cust | name | varchar | 255 | 1 | x | unique \n"
                   "vlan | id | int | NULL | 0 | NULL | primary",
                   "table | column | type | length | nullable | default | key | mariadb \n"
                   "cust | id | int unsigned | NULL | 0 | NULL | primary | 0 \n"
                   "cust | name | varchar | 100 | 0 | NULL | NULL | 0 \n"
                   "cust | own | text | NULL | 1 | NULL | NULL | 0"},
          .outcome = Outcome::fail,
          .further = {"! 1146 no such table"},
          .on = System::mysql,
          .said = "The tables were not those of the mapping: cust.id int unsigned instead "
                  "of int, cust.name varchar(100), NOT NULL, no default, no key instead of "
                  "varchar(255), NULL, default 'x', unique key, cust.own (further), "
                  "table vlan (missing)."},
         {.name = "a table that the mapping does not know",
          .given = {{"mapping", "database/xml"}},
          .seen = {"table | column \n cust | id \n migrations | id",
                   "account | name | ask \n a@% | ixp | SELECT 1", "-",
                   "table | column | type | length | nullable | default | key \n"
                   "cust | id | int | NULL | 0 | NULL | primary",
                   "table | column | type | length | nullable | default | key | mariadb \n"
                   "cust | id | int | NULL | 0 | NULL | primary | 1"},
          .outcome = Outcome::warn,
          .further = {"! 1146 no such table"},
          .on = System::mysql},
         {.name = "no mapping there",
          .given = {{"mapping", "database/xml"}},
          .seen = {"table | column \n cust | id", "account | name | ask \n a@% | ixp | SELECT 1",
                   "-", "table | column | type | length | nullable | default | key",
                   "table | column | type | length | nullable | default | key | mariadb \n"
                   "cust | id | int | NULL | 0 | NULL | primary | 1"},
          .outcome = Outcome::unknown,
          .further = {"! 1146 no such table"},
          .on = System::mysql,
          .said = "There was no mapping in database/xml."},
         {.name = "a mapping that cannot be read",
          .given = {{"mapping", "database/xml"}},
          .seen = {"table | column \n cust | id", "account | name | ask \n a@% | ixp | SELECT 1",
                   "-", "! mapping Entities.X.dcm.xml: type 'ip' is not known",
                   "table | column | type | length | nullable | default | key | mariadb \n"
                   "cust | id | int | NULL | 0 | NULL | primary | 1"},
          .outcome = Outcome::unknown,
          .further = {"! 1146 no such table"},
          .on = System::mysql}},
};

}  // namespace interlock::checks
