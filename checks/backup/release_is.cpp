#include <algorithm>

#include "checks/release.h"
#include "checks/wording.h"

namespace interlock::checks {

extern const Check backup_release_is = {
    .id = "backup.release_is",
    .asks = "Was the backup taken of a database of this release?",
    .because = "The restored database must fit the program that is installed for it.",
    .remedy = "Find the backup that was taken before that upgrade.",
    .params = {{"dump", "the backup: a file, or the folder of which the newest dump counts"},
               framework_param(),
               release_param()},
    .probes = {{.files = "dump_migrations $1 $2", .binds = {"dump", "framework"}},
               {.catalogue = "migrations $1", .binds = {"release"}}},
    .judge =
        [](const Evidence& seen) {
          const std::string& release = seen.text("release");
          if (const auto* refusal = seen.refusal(1); refusal && refusal->code == "no_release")
            return unknown("The catalogue does not know release " + release +
                           "; compare the migrations in the dump by hand.");
          if (const auto* refusal = seen.refusal(0); refusal && refusal->code == "no_table")
            return fail("The dump recorded no migrations: " + refusal->why);
          const auto names_of = [&](std::size_t probe) {
            std::vector<std::string> names;
            const Table& table = seen.answer(probe);
            for (std::size_t row = 0; row < table.rows.size(); ++row)
              names.emplace_back(table.text(row, "name"));
            std::sort(names.begin(), names.end());
            return names;
          };
          const auto dumped = names_of(0), wanted = names_of(1);
          if (dumped.empty())
            return fail("There was no dump in " + seen.text("dump") + ", or it records nothing.");
          std::vector<std::string> names, wrong;
          for (const auto& [here, there, what] : {std::tuple{&wanted, &dumped, " (missing)"},
                                                  std::tuple{&dumped, &wanted, " (further)"}})
            for (const std::string& name : *here)
              if (!std::binary_search(there->begin(), there->end(), name)) {
                names.push_back(name);
                wrong.push_back(name + what);
              }
          if (!wrong.empty())
            return fail("The dump was not of " + release + ": " + listed(wrong) + ".", names);
          return pass("The dump recorded the " +
                      count_of(wanted.size(), "migration", "migrations") + " of " + release + ".");
        },
    .samples =
        {
            {.name = "of the release",
             .given = {{"dump", "/b/1.sql"}, {"framework", "parsec"}, {"release", "3.0.0"}},
             .seen = {"name \n 0001_initial \n 0002_more",
                      "name | dangerous | makes \n 0001_initial | NULL | NULL \n"
                      "0002_more | NULL | NULL"},
             .outcome = Outcome::pass,
             .said = "The dump recorded the 2 migrations of 3.0.0."},
            {.name = "of another one",
             .given = {{"dump", "/b/1.sql"}, {"framework", "parsec"}, {"release", "3.0.0"}},
             .seen = {"name \n 0001_initial \n 0003_new",
                      "name | dangerous | makes \n 0001_initial | NULL | NULL \n"
                      "0002_more | NULL | NULL"},
             .outcome = Outcome::fail,
             .said = "The dump was not of 3.0.0: 0002_more (missing), 0003_new (further)."},
            {.name = "an unknown release",
             .given = {{"dump", "/b/1.sql"}, {"framework", "parsec"}, {"release", "9.9"}},
             .seen = {"name \n 0001_initial", "! no_release no migrations of 9.9"},
             .outcome = Outcome::unknown},
            {.name = "a dump that cannot tell rows",
             .given = {{"dump", "/b/1.dump"}, {"framework", "parsec"}, {"release", "3.0.0"}},
             .seen = {"! rows /b/1.dump: the rows of a dump of pg_dump -Fc are not read.",
                      "name | dangerous | makes \n 0001_initial | NULL | NULL"},
             .outcome = Outcome::unknown},
            {.name = "a dump of another application",
             .given = {{"dump", "/b/1.sql"}, {"framework", "parsec"}, {"release", "3.0.0"}},
             .seen = {"! no_table /b/1.sql: it has no table migration.",
                      "name | dangerous | makes \n 0001_initial | NULL | NULL"},
             .outcome = Outcome::fail},
            {.name = "no dump",
             .given = {{"dump", "/b"}, {"framework", "parsec"}, {"release", "3.0.0"}},
             .seen = {"name", "name | dangerous | makes \n 0001_initial | NULL | NULL"},
             .outcome = Outcome::fail},
        },
};

}  // namespace interlock::checks
