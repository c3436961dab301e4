#include "checks/release.h"
#include "checks/wording.h"

namespace interlock::checks {

// Parsec's tool looks at one row only, the newest by time, and takes everything
// up to its number for applied.
extern const Check migration_parsec_sound = {
    .id = "migration.parsec_sound",
    .asks = "Are the recorded migrations the first ones of the release, the newest of them last?",
    .because = "The migrator reads one number only: with a foreign one it skips what is missing.",
    .remedy = "Find out which release the database comes from; do not migrate it as it is.",
    .params = {release_param()},
    .probes = {{.postgres = R"(SELECT n.nspname AS place, CASE WHEN pg_table_is_visible(c.oid)
       THEN 'SELECT lpad(_id::text, greatest(4, length(_id::text)), ''0'') || ''_'' || name AS name,
                    (applied = max(applied) OVER ())::int AS newest FROM '
            || c.oid::regclass || ' ORDER BY _id' END AS ask
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relname = 'migration' AND c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' ORDER BY 1)",
                .asks_further = true},
               {.catalogue = "migrations $1", .binds = {"release"}}},
    .judge =
        [](const Evidence& seen) {
          const Table& tables = seen.answer(0);
          if (tables.empty()) return no_table();
          std::size_t visible = 0;
          while (visible + 1 < tables.rows.size() && !tables.at(visible, "ask")) ++visible;
          const Table& rows = seen.further(0, visible);
          const Table& known = seen.answer(1);
          if (rows.empty()) return fail("No migration was recorded.");
          const std::string of = " of " + seen.text("release");
          for (std::size_t row = 0; row < rows.rows.size(); ++row) {
            const std::string name(rows.text(row, "name"));
            if (row == known.rows.size())
              return fail(name + " was recorded; the list" + of + " ends before it.", {name});
            if (const std::string due(known.text(row, "name")); name != due)
              return fail(name + " was recorded where the list" + of + " has " + due + ".", {name});
          }
          const std::size_t last = rows.rows.size() - 1;
          for (std::size_t row = 0; row < last; ++row)
            if (const std::string name(rows.text(row, "name")); rows.integer(row, "newest") != 0)
              return fail(name + " was the newest by time, not " +
                              std::string(rows.text(last, "name")) + ".",
                          {name});
          return pass("The first " + std::to_string(rows.rows.size()) + " of " +
                      count_of(known.rows.size(), "migration", "migrations") + of +
                      " were recorded, in their order.");
        },
    .samples =
        {
            {.name = "sound",
             .given = {{"release", "3.1.0"}},
             .seen = {"place | ask \n public | SELECT _id FROM migration",
                      "name | dangerous | makes \n 0001_initial | NULL | NULL \n 0002_tos | NULL | "
                      "NULL"},
             .outcome = Outcome::pass,
             .further = {"name | newest \n 0001_initial | 1"},
             .said = "The first 1 of 2 migrations of 3.1.0 were recorded, in their order."},
            {.name = "of Parsec 2",
             .given = {{"release", "3.1.0"}},
             .seen = {"place | ask \n public | SELECT _id FROM migration",
                      "name | dangerous | makes \n 0001_initial | NULL | NULL \n 0002_tos | NULL | "
                      "NULL"},
             .outcome = Outcome::fail,
             .further = {"name | newest \n 0001_initial | 0 \n 0002_add_migration_table | 1"},
             .said = "0002_add_migration_table was recorded where the list of 3.1.0 has 0002_tos."},
            {.name = "ahead",
             .given = {{"release", "3.0.0"}},
             .seen = {"place | ask \n public | SELECT _id FROM migration",
                      "name | dangerous | makes \n 0001_initial | NULL | NULL"},
             .outcome = Outcome::fail,
             .further = {"name | newest \n 0001_initial | 0 \n 0002_tos | 1"},
             .said = "0002_tos was recorded; the list of 3.0.0 ends before it."},
            {.name = "a clock that went back",
             .given = {{"release", "3.1.0"}},
             .seen = {"place | ask \n public | SELECT _id FROM migration",
                      "name | dangerous | makes \n 0001_initial | NULL | NULL \n 0002_tos | NULL | "
                      "NULL"},
             .outcome = Outcome::fail,
             .further = {"name | newest \n 0001_initial | 1 \n 0002_tos | 0"},
             .said = "0001_initial was the newest by time, not 0002_tos."},
            {.name = "no table",
             .given = {{"release", "3.1.0"}},
             .seen = {"place | ask", "name | dangerous | makes \n 0001_initial | NULL | NULL"},
             .outcome = Outcome::fail},
            {.name = "a release that nobody knows",
             .given = {{"release", "9.9"}},
             .seen = {"place | ask \n public | SELECT _id FROM migration",
                      "! no_release The catalogue does not know 9.9."},
             .outcome = Outcome::unknown,
             .further = {"name | newest \n 0001_initial | 1"}},
        },
};

}  // namespace interlock::checks
