#include <algorithm>

#include "checks/release.h"
#include "checks/wording.h"

namespace interlock::checks {

// What the release brings is compared with its list in the catalogue, where its
// files are there to be compared: a file too few would be a migration too few.
extern const Check migration_pending_are = {
    .id = "migration.pending_are",
    .asks = "Which migrations will be applied?",
    .because = "Nobody should start what cannot be undone without knowing what it is.",
    .remedy = "Read the migrations that are named; get the files of the release anew if some lack.",
    .params = {framework_param(), release_param(), migrations_param()},
    .probes = migration_probes(true),
    .judge =
        [](const Evidence& seen) {
          const Recorded done = recorded(seen);
          if (!done.table) return no_table();
          if (!files_before(seen).empty())
            return warn("The catalogue does not know " + seen.text("release") +
                        ": what it brings is read from its files, which were not here yet.");
          const ReleaseList list = release_list(seen);
          const auto has = [](const std::vector<std::string>& names, const std::string& name) {
            return std::find(names.begin(), names.end(), name) != names.end();
          };
          const auto coming = pending(list, done);
          std::vector<std::string> known, without_file, dangers, strangers;
          const Unanswered* refusal = seen.refusal(catalogue_probe);
          if (!refusal || refusal->code != "no_release") {
            const Table& catalogue = seen.answer(catalogue_probe);
            for (std::size_t row = 0; row < catalogue.rows.size(); ++row) {
              const auto& name = known.emplace_back(catalogue.text(row, "name"));
              if (!has(list.names, name)) without_file.push_back(name);
              if (const auto& why = catalogue.at(row, "dangerous"); why && has(coming, name))
                dangers.push_back(name + " (" + *why + ")");
            }
            for (const std::string& name : coming)
              if (!has(known, name)) strangers.push_back(name);
          }
          if (!without_file.empty())
            return fail("The list of " + seen.text("release") +
                            " has what the files lack: " + listed(without_file) + ".",
                        without_file);
          if (coming.empty())
            return pass("None of " + std::to_string(list.names.size()) + " migrations of " +
                        seen.text("release") + " was pending" + list.by + ".");
          std::string sentence = std::to_string(coming.size()) +
                                 (coming.size() == 1 ? " was pending: " : " were pending: ") +
                                 listed(coming) + list.by;
          if (!dangers.empty()) sentence += "; dangerous: " + listed(dangers);
          if (!strangers.empty())
            sentence += "; not in the list of " + seen.text("release") + ": " + listed(strangers);
          const bool calm = dangers.empty() && strangers.empty();
          return calm ? pass(sentence + ".", coming) : warn(sentence + ".", coming);
        },
    .samples =
        {
            {.name = "two to come",
             .given = {{"framework", "laravel"}, {"release", "6.4.2"}},
             .seen =
                 {"place | ask \n ixp | SELECT migration AS name FROM migrations", "-", "-",
                  "file | version \n version.php | 6.3.1", "name | kind | size | changed",
                  "name | dangerous | makes \n a | NULL | NULL \n b | NULL | NULL \n c | NULL | t",
                  "-"},
             .outcome = Outcome::pass,
             .further = {"name \n a"},
             .said = "2 were pending: b, c."},
            {.name = "none",
             .given = {{"framework", "laravel"}, {"release", "6.4.2"}},
             .seen = {"place | ask \n ixp | SELECT migration AS name FROM migrations", "-", "-",
                      "file | version \n version.php | 6.4.1", "name | kind | size | changed",
                      "name | dangerous | makes \n a | it deletes rows | NULL", "-"},
             .outcome = Outcome::pass,
             .further = {"name \n a"},
             .said = "None of 1 migrations of 6.4.2 was pending."},
            {.name = "a dangerous one",
             .given = {{"framework", "laravel"}, {"release", "3.9.0"}},
             .seen = {"place | ask \n convoy | SELECT migration AS name FROM migrations", "-", "-",
                      "file | version", "name | kind | size | changed",
                      "name | dangerous | makes \n a | NULL | NULL \n b | it deletes rows | NULL",
                      "-"},
             .outcome = Outcome::warn,
             .further = {"name \n a"},
             .said = "1 was pending: b; dangerous: b (it deletes rows)."},
            {.name = "a file of a stranger",
             .given = {{"framework", "laravel"}, {"release", "6.4.2"}},
             .seen = {"place | ask \n ixp | SELECT migration AS name FROM migrations", "-", "-",
                      "file | version \n version.php | 6.4.2",
                      ("name | kind | size | changed \n a.php | file | 9 | 1700000000 \n"
                       "z.php | file | 9 | 1700000000"),
                      "name | dangerous | makes \n a | NULL | NULL", "-"},
             .outcome = Outcome::warn,
             .further = {"name \n a"},
             .said = "1 was pending: z (by its own files); not in the list of 6.4.2: z."},
            {.name = "a file is missing",
             .given = {{"framework", "laravel"}, {"release", "6.4.2"}},
             .seen = {"place | ask \n ixp | SELECT migration AS name FROM migrations", "-", "-",
                      "file | version \n version.php | 6.4.2",
                      "name | kind | size | changed \n a.php | file | 9 | 1700000000",
                      "name | dangerous | makes \n a | NULL | NULL \n b | NULL | NULL", "-"},
             .outcome = Outcome::fail,
             .further = {"name \n a"},
             .said = "The list of 6.4.2 has what the files lack: b."},
            {.name = "files that are still to come",
             .given = {{"framework", "laravel"}, {"release", "9.9"}},
             .seen = {"place | ask \n ixp | SELECT migration AS name FROM migrations", "-", "-",
                      "file | version \n version.php | 6.4.2",
                      "name | kind | size | changed \n a.php | file | 9 | 1700000000",
                      "! no_release The catalogue does not know 9.9.", "-"},
             .outcome = Outcome::warn,
             .further = {"name \n a"},
             .said = "The catalogue does not know 9.9: what it brings is read from its files, "
                     "which were not here yet."},
            {.name = "files that came, of a release that nobody knows",
             .given = {{"framework", "laravel"}, {"release", "9.9"}},
             .seen = {"place | ask \n ixp | SELECT migration AS name FROM migrations", "-", "-",
                      "file | version \n version.php | 9.9",
                      ("name | kind | size | changed \n a.php | file | 9 | 1700000000 \n"
                       "b.php | file | 9 | 1700000000"),
                      "! no_release The catalogue does not know 9.9.", "-"},
             .outcome = Outcome::pass,
             .further = {"name \n a"},
             .said = "1 was pending: b (by its own files)."},
            {.name = "a release of Django's that nobody knows",
             .given = {{"framework", "django"}, {"release", "9.9"}},
             .seen = {"-", "-", "place | ask \n public | SELECT app FROM django_migrations",
                      "file | version \n statuspage/statuspage/settings.py | 2.5.1", "-",
                      "! no_release The catalogue does not know 9.9.", "-"},
             .outcome = Outcome::unknown,
             .further = {"name \n users.0001_initial"},
             .said = "The catalogue does not know release 9.9."},
            {.name = "Django",
             .given = {{"framework", "django"}, {"release", "2.5.1"}},
             .seen = {"-", "-", "place | ask \n public | SELECT app FROM django_migrations",
                      "file | version", "-",
                      "name | dangerous | makes \n users.0001_initial | NULL | NULL", "-"},
             .outcome = Outcome::pass,
             .further = {"name \n users.0001_initial"}},
            {.name = "Parsec",
             .given = {{"framework", "parsec"}, {"release", "3.1.0"}},
             .seen = {"-", "place | ask \n public | SELECT _id FROM migration", "-",
                      "file | version", "-",
                      "name | dangerous | makes \n 0001_initial | NULL | NULL", "-"},
             .outcome = Outcome::pass,
             .further = {"name \n 0001_initial"}},
            {.name = "by the files of a folder",
             .given = {{"framework", "laravel"},
                       {"release", "1.1"},
                       {"migrations", "releases/1.1/m"}},
             .seen = {"place | ask \n main | SELECT migration AS name FROM migrations", "-", "-",
                      "file | version \n VERSION | 1.0", "name | kind | size | changed",
                      "! no_release The catalogue does not know 1.1.",
                      "name | kind | size | changed \n a.sql | file | 9 | 1700000000"},
             .outcome = Outcome::pass,
             .further = {"name \n a"},
             .on = System::sqlite},
            {.name = "no table",
             .given = {{"framework", "laravel"}, {"release", "6.4.2"}},
             .seen = {"place | ask", "-", "-", "file | version", "name | kind | size | changed",
                      "name | dangerous | makes \n a | NULL | NULL", "-"},
             .outcome = Outcome::fail,
             .on = System::sqlite},
            {.name = "the database is down",
             .given = {{"framework", "laravel"}, {"release", "6.4.2"}},
             .seen = {"! 2002 refused", "-", "-", "file | version", "name | kind | size | changed",
                      "name | dangerous | makes \n a | NULL | NULL", "-"},
             .outcome = Outcome::unknown},
        },
};

}  // namespace interlock::checks
