#include "checks/release.h"
#include "checks/wording.h"

namespace interlock::checks {

extern const Check migration_none_pending = {
    .id = "migration.none_pending",
    .asks = "Is every migration of the release recorded?",
    .because =
        "Tools end with 0 although a migration failed; the new code then meets the old schema.",
    .remedy = "Look at the output of the migration, mend the cause, and apply them again.",
    .params = {framework_param(), release_param(), migrations_param()},
    .probes = migration_probes(true),
    .judge =
        [](const Evidence& seen) {
          const Recorded done = recorded(seen);
          if (!done.table) return no_table();
          const ReleaseList list = release_list(seen);
          const auto missing = pending(list, done);
          const std::string all = std::to_string(list.names.size());
          const std::string some = std::to_string(list.names.size() - missing.size());
          if (missing.empty())
            return pass(some + " of " + all + " migrations of " + seen.text("release") +
                        " were recorded" + list.by + ".");
          return fail(std::to_string(missing.size()) + " of " + all +
                          (missing.size() == 1 ? " was pending: " : " were pending: ") +
                          listed(missing) + list.by + ".",
                      missing);
        },
    .samples =
        {
            {.name = "all are recorded",
             .given = {{"framework", "laravel"}, {"release", "6.4.2"}},
             .seen = {"place | ask \n ixp | SELECT migration AS name FROM migrations", "-", "-",
                      "file | version \n version.php | 6.3.1", "name | kind | size | changed",
                      "name | dangerous | makes \n a | NULL | NULL \n b | NULL | NULL", "-"},
             .outcome = Outcome::pass,
             .further = {"name \n b \n a \n of_a_plugin"},
             .said = "2 of 2 migrations of 6.4.2 were recorded."},
            {.name = "by the files of the release",
             .given = {{"framework", "laravel"}, {"release", "6.4.2"}},
             .seen = {"place | ask \n ixp | SELECT migration AS name FROM migrations", "-", "-",
                      "file | version \n version.php | 6.4.2",
                      ("name | kind | size | changed \n .gitkeep | file | 0 | 1700000000 \n"
                       "a.php | file | 900 | 1700000000 \n b.php | file | 900 | 1700000000"),
                      "! no_release The catalogue does not know 6.4.2.", "-"},
             .outcome = Outcome::fail,
             .further = {"name \n a"},
             .said = "1 of 2 was pending: b (by its own files)."},
            {.name = "by the files of a folder",
             .given = {{"framework", "laravel"},
                       {"release", "1.1"},
                       {"migrations", "releases/1.1/m"}},
             .seen = {"place | ask \n main | SELECT migration AS name FROM migrations", "-", "-",
                      "file | version \n VERSION | 1.0", "name | kind | size | changed",
                      "! no_release The catalogue does not know 1.1.",
                      ("name | kind | size | changed \n a.sql | file | 9 | 1700000000 \n"
                       "b.sql | file | 9 | 1700000000")},
             .outcome = Outcome::pass,
             .further = {"name \n a \n b"},
             .on = System::sqlite,
             .said = "2 of 2 migrations of 1.1 were recorded (by the files in releases/1.1/m)."},
            {.name = "Parsec",
             .given = {{"framework", "parsec"}, {"release", "3.1.0"}},
             .seen = {"-", "place | ask \n public | SELECT _id FROM migration", "-",
                      "file | version", "-",
                      ("name | dangerous | makes \n 0001_initial | NULL | NULL \n"
                       "0006_tos | NULL | organization.tos_updated_on"),
                      "-"},
             .outcome = Outcome::fail,
             .further = {"name \n 0001_initial"},
             .said = "1 of 2 was pending: 0006_tos."},
            {.name = "Django",
             .given = {{"framework", "django"}, {"release", "2.5.1"}},
             .seen = {"-", "-", "place | ask \n public | SELECT app FROM django_migrations",
                      "file | version", "-",
                      "name | dangerous | makes \n users.0001_initial | NULL | NULL", "-"},
             .outcome = Outcome::pass,
             .further = {"name \n users.0001_initial"}},
            {.name = "no table",
             .given = {{"framework", "laravel"}, {"release", "6.4.2"}},
             .seen = {"place | ask \n ixp | SELECT migration AS name FROM migrations", "-", "-",
                      "file | version", "name | kind | size | changed",
                      "name | dangerous | makes \n a | NULL | NULL", "-"},
             .outcome = Outcome::fail,
             .further = {"! 1146 Table 'ixp.migrations' doesn't exist"},
             .said = "There was no table of migrations."},
            {.name = "a table that may not be read",
             .given = {{"framework", "laravel"}, {"release", "6.4.2"}},
             .seen = {"place | ask \n ixp | SELECT migration AS name FROM migrations", "-", "-",
                      "file | version", "name | kind | size | changed",
                      "name | dangerous | makes \n a | NULL | NULL", "-"},
             .outcome = Outcome::unknown,
             .further = {"! 1142 SELECT command denied to user"}},
            {.name = "a release that nobody knows",
             .given = {{"framework", "laravel"}, {"release", "9.9"}},
             .seen = {"place | ask \n ixp | SELECT migration AS name FROM migrations", "-", "-",
                      "file | version \n version.php | 6.4.2", "name | kind | size | changed",
                      "! no_release The catalogue does not know 9.9.", "-"},
             .outcome = Outcome::unknown,
             .further = {"name \n a"},
             .said = "The catalogue does not know release 9.9, and its files were not here."},
        },
};

}  // namespace interlock::checks
