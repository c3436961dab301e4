#include <algorithm>
#include <set>

#include "checks/release.h"
#include "checks/tables.h"
#include "checks/wording.h"

namespace interlock::checks {

extern const Check migration_not_half_applied = {
    .id = "migration.not_half_applied",
    .asks = "Has nothing of the first pending migration been done yet?",
    .because = "MySQL keeps the first half of a migration that failed; run again it stops at once.",
    .remedy = "Undo by hand what is named, or restore the backup; then apply the migrations.",
    .params = {framework_param(), release_param()},
    .probes =
        [] {
          std::vector<Probe> probes = migration_probes(false);
          probes.push_back({.postgres = R"(SELECT c.relname AS "table", a.attname AS "column"
                               FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                              WHERE pg_table_is_visible(c.oid) AND c.relkind IN ('r', 'p', 'v', 'm')
                                AND a.attnum > 0 AND NOT a.attisdropped
                                AND c.relnamespace <> 'pg_catalog'::regnamespace ORDER BY 1, 2)",
                            .mysql = R"(SELECT TABLE_NAME AS `table`, COLUMN_NAME AS `column`
                               FROM information_schema.COLUMNS
                              WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1, 2)"});
          probes.push_back(sight_of_tables());
          return probes;
        }(),
    .judge =
        [](const Evidence& seen) {
          const Recorded done = recorded(seen);
          const Unanswered* refusal = seen.refusal(catalogue_probe);
          if (refusal && refusal->code == "no_release")
            return not_applicable("The catalogue does not know what the migrations of " +
                                  seen.text("release") + " make.");
          const auto coming = pending(release_list(seen), done);
          if (coming.empty()) return not_applicable("No migration was pending.");
          const std::string& first = coming.front();
          const Table& catalogue = seen.answer(catalogue_probe);
          std::string makes;
          for (std::size_t row = 0; row < catalogue.rows.size(); ++row)
            if (catalogue.text(row, "name") == first)
              makes = catalogue.at(row, "makes").value_or("");
          if (makes.empty())
            return not_applicable("The catalogue does not know what " + first + " makes.");
          const Table& columns = seen.answer(catalogue_probe + 1);
          std::set<std::string, std::less<>> there;
          for (std::size_t row = 0; row < columns.rows.size(); ++row) {
            const std::string table(columns.text(row, "table"));
            there.insert(table);
            there.insert(table + "." + std::string(columns.text(row, "column")));
          }
          std::vector<std::string> made;
          for (std::size_t at = 0; at < makes.size();) {
            const auto end = std::min(makes.find(' ', at), makes.size());
            if (const auto name = makes.substr(at, end - at); there.contains(name))
              made.push_back(name);
            at = end + 1;
          }
          if (!made.empty())
            return fail(first + " was not recorded, but " + listed(made) +
                            (made.size() == 1 ? " was there." : " were there."),
                        made);
          if (auto blind = blind_to_tables(seen, catalogue_probe + 2)) return *blind;
          return pass("Nothing that " + first + " makes was there.");
        },
    .samples =
        {
            {.name = "untouched",
             .given = {{"framework", "laravel"}, {"release", "6.4.2"}},
             .seen = {"place | ask \n ixp | SELECT migration AS name FROM migrations", "-", "-",
                      "file | version \n version.php | 6.3.1", "name | kind | size | changed",
                      ("name | dangerous | makes \n a | NULL | NULL \n b | NULL | rs_pairings "
                       "cust.in_manrs"),
                      "table | column \n cust | id",
                      "account | name | ask \n a@% | ixp | SELECT 1"},
             .outcome = Outcome::pass,
             .further = {"name \n a", "! 1146 no such table"},
             .said = "Nothing that b makes was there."},
            {.name = "half of it",
             .given = {{"framework", "laravel"}, {"release", "6.4.2"}},
             .seen = {"place | ask \n ixp | SELECT migration AS name FROM migrations", "-", "-",
                      "file | version \n version.php | 6.3.1", "name | kind | size | changed",
                      ("name | dangerous | makes \n a | NULL | NULL \n b | NULL | rs_pairings "
                       "cust.in_manrs"),
                      "table | column \n cust | id \n rs_pairings | id",
                      "account | name | ask \n a@% | ixp | SELECT 1"},
             .outcome = Outcome::fail,
             .further = {"name \n a", "! 1146 no such table"},
             .said = "b was not recorded, but rs_pairings was there."},
            {.name = "nothing is pending",
             .given = {{"framework", "parsec"}, {"release", "3.1.0"}},
             .seen = {"-", "place | ask \n public | SELECT _id FROM migration", "-",
                      "file | version", "-",
                      "name | dangerous | makes \n 0006_tos | NULL | user_.tos_accepted_on",
                      "table | column \n user_ | tos_accepted_on", "-"},
             .outcome = Outcome::not_applicable,
             .further = {"name \n 0006_tos"}},
            {.name = "nobody knows what it makes",
             .given = {{"framework", "laravel"}, {"release", "6.4.2"}},
             .seen = {"place | ask \n ixp | SELECT migration AS name FROM migrations", "-", "-",
                      "file | version \n version.php | 6.3.1", "name | kind | size | changed",
                      "name | dangerous | makes \n a | NULL | NULL", "table | column \n cust | id",
                      "account | name | ask \n a@% | ixp | SELECT 1"},
             .outcome = Outcome::not_applicable,
             .further = {"name", "! 1146 no such table"},
             .said = "The catalogue does not know what a makes."},
            {.name = "a release that nobody knows",
             .given = {{"framework", "laravel"}, {"release", "9.9"}},
             .seen = {"place | ask \n ixp | SELECT migration AS name FROM migrations", "-", "-",
                      "file | version \n version.php | 6.4.2", "name | kind | size | changed",
                      "! no_release The catalogue does not know 9.9.",
                      "table | column \n cust | id",
                      "account | name | ask \n a@% | ixp | SELECT 1"},
             .outcome = Outcome::not_applicable,
             .further = {"name \n a", "! 1146 no such table"},
             .said = "The catalogue does not know what the migrations of 9.9 make."},
            {.name = "Django",
             .given = {{"framework", "django"}, {"release", "2.5.1"}},
             .seen = {"-", "-", "place | ask \n public | SELECT app FROM django_migrations",
                      "file | version", "-",
                      "name | dangerous | makes \n users.0001_initial | NULL | NULL",
                      "table | column", "-"},
             .outcome = Outcome::not_applicable,
             .further = {"name \n users.0001_initial"}},
            {.name = "a blind account",
             .given = {{"framework", "laravel"}, {"release", "6.4.2"}},
             .seen = {"place | ask \n ixp | SELECT migration AS name FROM migrations", "-", "-",
                      "file | version \n version.php | 6.3.1", "name | kind | size | changed",
                      "name | dangerous | makes \n b | NULL | rs_pairings", "table | column",
                      "account | name | ask \n a@% | ixp | SELECT 1"},
             .outcome = Outcome::unknown,
             .further = {"name", "! 1142 SELECT command denied"}},
        },
};

}  // namespace interlock::checks
