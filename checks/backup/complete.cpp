#include <algorithm>

#include "checks/tables.h"
#include "checks/wording.h"

namespace interlock::checks {

extern const Check backup_complete = {
    .id = "backup.complete",
    .asks = "Is the backup whole, with every table of the live database in it?",
    .because =
        "A dump that broke off restores half a database, and its command may have ended with 0.",
    .remedy = "Find what broke it off, then take it again; in a pipe, set -o pipefail first.",
    .params = {{"dump", "the backup: a file, or the folder of which the newest dump counts"},
               {"against", "live: its tables are compared with the database; none: they are not",
                Kind::text, "live"}},
    .probes = {{.files = "dump $1", .binds = {"dump"}},
               {.files = "dump_tables $1", .binds = {"dump"}},
               [] {
                 Probe tables = live_tables();
                 tables.unless = {"against", "none"};
                 return tables;
               }(),
               [] {
                 Probe sight = sight_of_tables();
                 sight.unless = {"against", "none"};
                 return sight;
               }()},
    .judge =
        [](const Evidence& seen) {
          const Table& dump = seen.answer(0);
          if (dump.empty()) return fail("There was no dump in " + seen.text("dump") + ".");
          const auto& problem = dump.at(0, "problem");
          if (!dump.at(0, "format"))
            return fail(std::string(dump.text(0, "path")) +
                        " was no dump of a kind that is known.");
          if (!dump.at(0, "complete"))
            return unknown("Whether the dump is whole was not seen: " + problem.value_or("unread") +
                           ".");
          const bool whole = dump.integer(0, "complete") != 0;
          const bool compared = seen.text("against") != "none";
          std::string said = problem.value_or("no closing line");
          if (!whole && (!compared || seen.refusal(1) || seen.refusal(2)))
            return fail("The dump broke off: " + said + ".");
          const auto names_in = [](const Table& table) {
            std::vector<std::string> names;
            for (std::size_t row = 0; row < table.rows.size(); ++row)
              names.emplace_back(table.text(row, "name"));
            return names;
          };
          const auto dumped = names_in(seen.answer(1));
          if (!compared)
            return pass("The dump was whole, with " + count_of(dumped.size(), "table", "tables") +
                        "; they were not compared with the database.");
          std::vector<std::string> missing = names_in(seen.answer(2));
          const std::string all = count_of(missing.size(), "table", "tables");
          if (whole && missing.empty())
            return unknown("This account saw no table of the database.");
          std::erase_if(missing, [&](const std::string& name) {
            return std::find(dumped.begin(), dumped.end(), name) != dumped.end();
          });
          const std::string lacks =
              std::to_string(missing.size()) + " of " + all + " missing: " + listed(missing) + ".";
          if (!whole)
            return fail("The dump broke off: " + said + (missing.empty() ? "." : ", " + lacks),
                        missing);
          if (!missing.empty()) return fail("The dump was whole, but " + lacks, missing);
          if (auto blind = blind_to_tables(seen, 3)) return *blind;
          return pass("The dump was whole, with " + all + " of " + all + ".");
        },
    .samples =
        {
            {.name = "whole",
             .given = {{"dump", "/b/1.sql.bz2"}},
             .seen = {"path | format | compression | complete | started | ended | zoned | tool | "
                      "server | problem | size | changed | born \n /b/1.sql.bz2 | plain | bz2 | 1 "
                      "| NULL | 1700000300 | 0 | mariadb-dump |"
                      "10.11 | NULL | 900 | 1700000300 | 1700000200",
                      "name | rows \n cust | 3 \n vlan | 1", "name \n cust \n vlan",
                      "account | name | ask \n a@% | ixp | SELECT 1"},
             .outcome = Outcome::pass,
             .further = {"! 1146 no such table"},
             .said = "The dump was whole, with 2 tables of 2 tables."},
            {.name = "cut off",
             .given = {{"dump", "/b"}},
             .seen = {"path | format | compression | complete | started | ended | zoned | tool | "
                      "server | problem | size | changed | born \n /b/1.sql.bz2 | plain | bz2 | 0 "
                      "| NULL | NULL | NULL | mariadb-dump |"
                      "10.11 | no closing line | 900 | 1700000300 | 1700000200",
                      "name | rows \n cust | 3",
                      "name \n cust \n virtualinterface \n vlan \n vlaninterface",
                      "account | name | ask \n a@% | ixp | SELECT 1"},
             .outcome = Outcome::fail,
             .further = {"! 1146 no such table"},
             .said = "The dump broke off: no closing line, 3 of 4 tables missing: "
                     "virtualinterface, vlan, vlaninterface."},
            {.name = "a table left out",
             .given = {{"dump", "/b/1.dump"}},
             .seen = {"path | format | compression | complete | started | ended | zoned | tool | "
                      "server | problem | size | changed | born \n /b/1.dump | custom | none | 1 | "
                      "1700000200 | NULL | 1 | pg_dump 15.20 |"
                      "15.20 | NULL | 900 | 1700000300 | 1700000200",
                      "name | rows \n public.block | NULL", "name \n public.block \n public.realm",
                      "-"},
             .outcome = Outcome::fail,
             .said = "The dump was whole, but 1 of 2 tables missing: public.realm."},
            {.name = "not compared",
             .given = {{"dump", "/b/1.sql"}, {"against", "none"}},
             .seen = {"path | format | compression | complete | started | ended | zoned | tool | "
                      "server | problem | size | changed | born \n /b/1.sql | sqlite | none | 1 | "
                      "NULL | NULL | NULL | sqlite3 |"
                      "NULL | NULL | 900 | 1700000300 | 1700000200",
                      "name | rows \n customers | 3", "-", "-"},
             .outcome = Outcome::pass,
             .said = "The dump was whole, with 1 table; they were not compared with the database."},
            {.name = "something else",
             .given = {{"dump", "/b/1.sql"}},
             .seen =
                 {"path | format | compression | complete | started | ended | zoned | tool | "
                  "server | problem | size | changed | born \n /b/1.sql | NULL | none | 0 | NULL | "
                  "NULL | NULL | NULL | NULL | it is no dump | 900 | 1700000300 | NULL",
                  "name | rows", "name \n cust", "-"},
             .outcome = Outcome::fail,
             .said = "/b/1.sql was no dump of a kind that is known."},
            {.name = "none there",
             .given = {{"dump", "/b"}},
             .seen = {"path | format | compression | complete | started | ended | zoned | tool | "
                      "server | problem | size | changed | born",
                      "name | rows", "name \n cust", "-"},
             .outcome = Outcome::fail,
             .said = "There was no dump in /b."},
            {.name = "a blind account",
             .given = {{"dump", "/b/1.sql"}},
             .seen = {"path | format | compression | complete | started | ended | zoned | tool | "
                      "server | problem | size | changed | born \n /b/1.sql | plain | none | 1 | "
                      "NULL | 1700000300 | 0 | mariadb-dump |"
                      "10.11 | NULL | 900 | 1700000300 | 1700000200",
                      "name | rows \n cust | 3", "name \n cust",
                      "account | name | ask \n a@% | ixp | SELECT 1"},
             .outcome = Outcome::unknown,
             .further = {"! 1142 SELECT command denied"},
             .said = "Account a@% could not see every table."},
            {.name = "the database is down",
             .given = {{"dump", "/b/1.sql"}},
             .seen = {"path | format | compression | complete | started | ended | zoned | tool | "
                      "server | problem | size | changed | born \n /b/1.sql | plain | none | 1 | "
                      "NULL | 1700000300 | 0 | mariadb-dump |"
                      "10.11 | NULL | 900 | 1700000300 | 1700000200",
                      "name | rows \n cust | 3", "! 2002 refused", "-"},
             .outcome = Outcome::unknown},
        },
};

}  // namespace interlock::checks
