#include <map>
#include <set>

#include "checks/contents.h"
#include "checks/tables.h"
#include "checks/wording.h"

namespace interlock::checks {

namespace restored {

// Name -> rows; null where the dump cannot tell them.
using Dumped = std::map<std::string, Table::Cell>;

// `except`: by name, of PostgreSQL with its schema or without.
inline Dumped rows_in(const Table& tables, const std::vector<std::string>& except) {
  const std::set<std::string> left_out(except.begin(), except.end());
  Dumped rows;
  for (std::size_t row = 0; row < tables.rows.size(); ++row) {
    const std::string name(tables.text(row, "name"));
    const std::string bare = name.substr(name.find('.') + 1);
    if (!left_out.contains(name) && !left_out.contains(bare)) rows[name] = tables.at(row, "rows");
  }
  return rows;
}

inline Verdict compared_with(const Contents& now, const Dumped& dumped) {
  std::vector<std::string> names, wrong, untold;
  const auto add = [&](const std::string& name, const std::string& what) {
    names.push_back(name);
    wrong.push_back(name + " (" + what + ")");
  };
  for (const auto& [name, rows] : dumped) {
    const auto found = now.find(name);
    if (found == now.end())
      add(name, "missing");
    else if (!rows)
      untold.push_back(name);
    else if (std::to_string(found->second.rows) != *rows)
      add(name, count_of(found->second.rows, "row", "rows") + " instead of " + *rows);
  }
  for (const auto& [name, content] : now)
    if (content.rows > 0 && !dumped.contains(name))
      add(name, count_of(content.rows, "row", "rows") + ", and not in the dump");
  if (!wrong.empty())
    return fail("The rows were not those of the dump: " + listed(wrong) + ".", names);
  if (!untold.empty())
    return unknown("The dump does not tell how many rows it has of " + listed(untold) +
                       ": take a plain one, or name them in except_tables.",
                   untold);
  return pass("The " + count_of(dumped.size(), "table", "tables") +
              " of the dump had as many rows as it holds.");
}

}  // namespace restored

extern const Check data_rows_as_in_dump = {
    .id = "data.rows_as_in_dump",
    .asks = "Does every table have as many rows as the backup holds?",
    .because =
        "A restore onto a database that is not empty changes nothing, and says so to nobody.",
    .remedy = "Drop the database, create it anew, and restore into the empty one.",
    .params = {{"dump", "the backup: a file, or the folder of which the newest dump counts"},
               except_tables()},
    .probes = {{.postgres = R"(SELECT t.name, format('SELECT count(*) AS n FROM ONLY %I.%I', s, r)
                    AS ask, format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO %I;', s,
                                   current_user) AS mend
               FROM (SELECT n.nspname AS s, c.relname AS r, n.nspname || '.' || c.relname AS name
                       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                      WHERE c.relkind = 'r' AND n.nspname <> 'information_schema'
                        AND n.nspname !~ '^pg_' AND NOT EXISTS
                            (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                                AND d.objid = c.oid AND d.deptype = 'e')) t
              WHERE t.name <> ALL (string_to_array($1, E'\n'))
                AND t.r <> ALL (string_to_array($1, E'\n')) ORDER BY 1)",
                .mysql = R"(SELECT TABLE_NAME AS name, CONCAT('SELECT COUNT(*) AS n FROM `',
                             REPLACE(TABLE_NAME, '`', '``'), '`') AS ask, NULL AS mend
                        FROM information_schema.TABLES
                       WHERE TABLE_SCHEMA = DATABASE()
                         AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED')
                         AND INSTR(CONCAT('\n', ?, '\n'), CONCAT('\n', TABLE_NAME, '\n')) = 0
                       ORDER BY 1)",
                .binds = {"except_tables"},
                .asks_further = true},
               sight_of_tables(),
               {.files = "dump $1", .binds = {"dump"}},
               {.files = "dump_tables $1", .binds = {"dump"}}},
    .patience = std::chrono::minutes(10),
    .judge =
        [](const Evidence& seen) {
          const Table& dump = seen.answer(2);
          if (dump.empty()) return fail("There was no dump in " + seen.text("dump") + ".");
          if (dump.at(0, "problem") || !dump.at(0, "complete"))
            return unknown("The dump was not whole: " + dump.at(0, "problem").value_or("unread") +
                           "; find one that is.");
          if (auto blind = blind_to_tables(seen, 1)) return *blind;
          const auto dumped = restored::rows_in(seen.answer(3), seen.list("except_tables"));
          if (dumped.empty()) return unknown("The dump had no tables to compare with.");
          const Counted now = counted(seen);
          if (now.blind) return *now.blind;
          return restored::compared_with(now.contents, dumped);
        },
    .samples =
        {
            {.name = "restored",
             .given = {{"dump", "/b/1.sql"}},
             .seen = {"name | ask | mend \n public.block | SELECT 1 | NULL", "-",
                      "path | format | compression | complete | started | ended | zoned | tool | "
                      "server | problem | size | changed | born \n /b/1.sql | plain | none | 1 | "
                      "NULL | NULL | NULL | pg_dump 15 | 15 | NULL | 900 | 1700000300 | NULL",
                      "name | rows \n public.block | 12"},
             .outcome = Outcome::pass,
             .further = {"n \n 12"},
             .said = "The 1 table of the dump had as many rows as it holds."},
            {.name = "not restored",
             .given = {{"dump", "/b/1.sql"}},
             .seen = {"name | ask | mend \n public.block | SELECT 1 | NULL \n public.new | SELECT "
                      "2 | NULL",
                      "-",
                      "path | format | compression | complete | started | ended | zoned | tool | "
                      "server | problem | size | changed | born \n /b/1.sql | plain | none | 1 | "
                      "NULL | NULL | NULL | pg_dump 15 | 15 | NULL | 900 | 1700000300 | NULL",
                      "name | rows \n public.block | 12 \n public.realm | 3"},
             .outcome = Outcome::fail,
             .further = {"n \n 14", "n \n 1"},
             .said = "The rows were not those of the dump: public.block (14 rows instead of 12), "
                     "public.realm (missing), public.new (1 row, and not in the dump)."},
            {.name = "one is left out",
             .given = {{"dump", "/b/1.sql"}, {"except_tables", std::vector<std::string>{"log"}}},
             .seen = {"name | ask | mend \n public.block | SELECT 1 | NULL", "-",
                      "path | format | compression | complete | started | ended | zoned | tool | "
                      "server | problem | size | changed | born \n /b/1.sql | plain | none | 1 | "
                      "NULL | NULL | NULL | pg_dump 15 | 15 | NULL | 900 | 1700000300 | NULL",
                      "name | rows \n public.block | 12 \n public.log | 3"},
             .outcome = Outcome::pass,
             .further = {"n \n 12"}},
            {.name = "rows cannot be told",
             .given = {{"dump", "/b/1.sql"}},
             .seen = {"name | ask | mend \n public.block | SELECT 1 | NULL", "-",
                      "path | format | compression | complete | started | ended | zoned | tool | "
                      "server | problem | size | changed | born \n /b/1.sql | plain | none | 1 | "
                      "NULL | NULL | NULL | pg_dump 15 | 15 | NULL | 900 | 1700000300 | NULL",
                      "name | rows \n public.block | NULL"},
             .outcome = Outcome::unknown,
             .further = {"n \n 12"},
             .said = "The dump does not tell how many rows it has of public.block: take a plain "
                     "one, or name them in except_tables."},
            {.name = "cut off",
             .given = {{"dump", "/b/1.sql"}},
             .seen = {"name | ask | mend \n public.block | SELECT 1 | NULL", "-",
                      "path | format | compression | complete | started | ended | zoned | tool | "
                      "server | problem | size | changed | born \n /b/1.sql | plain | none | 0 | "
                      "NULL | NULL | NULL | pg_dump 15 | 15 | no closing line | 900 | 1700000300 | "
                      "NULL",
                      "name | rows \n public.block | 12"},
             .outcome = Outcome::unknown,
             .further = {"n \n 12"}},
            {.name = "no dump",
             .given = {{"dump", "/b/1.sql"}},
             .seen = {"name | ask | mend \n public.block | SELECT 1 | NULL", "-",
                      "path | format | compression | complete | started | ended | zoned | tool | "
                      "server | problem | size | changed | born",
                      "name | rows"},
             .outcome = Outcome::fail,
             .further = {"n \n 12"},
             .said = "There was no dump in /b/1.sql."},
            {.name = "not all tables are seen",
             .given = {{"dump", "/b/1.sql"}},
             .seen = {"name | ask | mend \n block | SELECT 1 | NULL",
                      "account | name | ask \n watch@% | shop | SELECT 1",
                      "path | format | compression | complete | started | ended | zoned | tool | "
                      "server | problem | size | changed | born \n /b/1.sql | plain | none | 1 | "
                      "NULL | NULL | NULL | pg_dump 15 | 15 | NULL | 900 | 1700000300 | NULL",
                      "name | rows \n block | 12"},
             .outcome = Outcome::unknown,
             .further = {"n \n 12", "! 1142 SELECT command denied"},
             .on = System::mysql,
             .said = "Account watch@% could not see every table."},
            {.name = "one may not be read",
             .given = {{"dump", "/b/1.sql"}},
             .seen = {"name | ask | mend \n public.block | SELECT 1 | GRANT SELECT ON a TO watch;",
                      "-",
                      "path | format | compression | complete | started | ended | zoned | tool | "
                      "server | problem | size | changed | born \n /b/1.sql | plain | none | 1 | "
                      "NULL | NULL | NULL | pg_dump 15 | 15 | NULL | 900 | 1700000300 | NULL",
                      "name | rows \n public.block | 12"},
             .outcome = Outcome::unknown,
             .further = {"! 42501 permission denied"},
             .said = "Our account could not read public.block."},
        },
};

}  // namespace interlock::checks
