#include <algorithm>

#include "checks/release.h"
#include "checks/wording.h"

namespace interlock::checks {

namespace of_a_list {

// What can be said before the files of a release that the catalogue does not know are there.
inline Verdict by_what_is_installed(const Evidence& seen, const Recorded& done,
                                    const std::vector<std::string>& files) {
  std::vector<std::string> strange;
  for (const std::string& name : done.names)
    if (std::find(files.begin(), files.end(), name) == files.end()) strange.push_back(name);
  const std::string first = "The catalogue does not know " + seen.text("release") + ", and ";
  if (!strange.empty())
    return unknown(first + "what is installed does not have " + listed(strange) + " either.",
                   strange);
  return warn(first + "its files were not here yet; " +
              count_of(done.names.size(), "recorded migration was", "recorded migrations were") +
              " known to what is installed.");
}

}  // namespace of_a_list

extern const Check migration_listed = {
    .id = "migration.listed",
    .asks = "Does the release know every migration that is recorded?",
    .because =
        "A database that is ahead, or of another product, is changed in ways that nobody planned.",
    .remedy = "Find out where the migrations that are named came from, before anything is changed.",
    .params = {framework_param(), release_param(), migrations_param()},
    .probes = migration_probes(true),
    .judge =
        [](const Evidence& seen) {
          const Recorded done = recorded(seen);
          if (!done.table) return no_table();
          if (const auto files = files_before(seen); !files.empty())
            return of_a_list::by_what_is_installed(seen, done, files);
          const ReleaseList list = release_list(seen);
          const bool django = seen.text("framework") == "django";
          std::vector<std::string> strange, foreign, twice;
          for (std::size_t i = 0; i < done.names.size(); ++i) {
            const std::string& name = done.names[i];
            const std::string app = name.substr(0, name.find('.') + 1);
            if (i > 0 && done.names[i - 1] == name) {
              if (twice.empty() || twice.back() != name) twice.push_back(name);
            } else if (std::find(list.names.begin(), list.names.end(), name) == list.names.end()) {
              const bool ships = std::any_of(list.names.begin(), list.names.end(),
                                             [&](const auto& of) { return of.starts_with(app); });
              (django && !ships ? foreign : strange).push_back(name);
            }
          }
          const std::string of = seen.text("release") + list.by;
          if (!strange.empty())
            return fail(
                count_of(strange.size(), "recorded migration was", "recorded migrations were") +
                    " not known to " + of + ": " + listed(strange) + ".",
                strange);
          if (!twice.empty()) return warn("Recorded more than once: " + listed(twice) + ".", twice);
          if (!foreign.empty())
            return warn("Of apps that " + of + " does not have: " + listed(foreign) + ".", foreign);
          return pass(
              count_of(done.names.size(), "recorded migration was", "recorded migrations were") +
              " known to " + of + ".");
        },
    .samples =
        {
            {.name = "all known",
             .given = {{"framework", "laravel"}, {"release", "6.4.2"}},
             .seen = {"place | ask \n ixp | SELECT migration AS name FROM migrations", "-", "-",
                      "file | version \n version.php | 6.3.1", "name | kind | size | changed",
                      "name | dangerous | makes \n a | NULL | NULL \n b | NULL | NULL", "-"},
             .outcome = Outcome::pass,
             .further = {"name \n a"},
             .said = "1 recorded migration was known to 6.4.2."},
            {.name = "a stranger",
             .given = {{"framework", "laravel"}, {"release", "6.4.2"}},
             .seen = {"place | ask \n ixp | SELECT migration AS name FROM migrations", "-", "-",
                      "file | version \n version.php | 6.3.1", "name | kind | size | changed",
                      "name | dangerous | makes \n a | NULL | NULL \n b | NULL | NULL", "-"},
             .outcome = Outcome::fail,
             .further = {"name \n a \n x"},
             .said = "1 recorded migration was not known to 6.4.2: x."},
            {.name = "twice",
             .given = {{"framework", "laravel"}, {"release", "6.4.2"}},
             .seen = {"place | ask \n ixp | SELECT migration AS name FROM migrations", "-", "-",
                      "file | version \n version.php | 6.3.1", "name | kind | size | changed",
                      "name | dangerous | makes \n a | NULL | NULL \n b | NULL | NULL", "-"},
             .outcome = Outcome::warn,
             .further = {"name \n a \n a"},
             .said = "Recorded more than once: a."},
            {.name = "a plugin of Django",
             .given = {{"framework", "django"}, {"release", "2.5.1"}},
             .seen = {"-", "-", "place | ask \n public | SELECT app FROM django_migrations",
                      "file | version", "-",
                      "name | dangerous | makes \n users.0001_initial | NULL | NULL", "-"},
             .outcome = Outcome::warn,
             .further = {"name \n users.0001_initial \n sp_extra.0001_initial"},
             .said = "Of apps that 2.5.1 does not have: sp_extra.0001_initial."},
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
            {.name = "a release whose files are still to come",
             .given = {{"framework", "laravel"}, {"release", "9.9"}},
             .seen = {"place | ask \n ixp | SELECT migration AS name FROM migrations", "-", "-",
                      "file | version \n version.php | 6.4.2",
                      "name | kind | size | changed \n a.php | file | 9 | 1700000000",
                      "! no_release The catalogue does not know 9.9.", "-"},
             .outcome = Outcome::warn,
             .further = {"name \n a"},
             .said = "The catalogue does not know 9.9, and its files were not here yet; "
                     "1 recorded migration was known to what is installed."},
            {.name = "a stranger before the files come",
             .given = {{"framework", "laravel"}, {"release", "9.9"}},
             .seen = {"place | ask \n ixp | SELECT migration AS name FROM migrations", "-", "-",
                      "file | version \n version.php | 6.4.2",
                      "name | kind | size | changed \n a.php | file | 9 | 1700000000",
                      "! no_release The catalogue does not know 9.9.", "-"},
             .outcome = Outcome::unknown,
             .further = {"name \n a \n x"},
             .said = "The catalogue does not know 9.9, and what is installed does not have x "
                     "either."},
            {.name = "a release of Django's that nobody knows",
             .given = {{"framework", "django"}, {"release", "9.9"}},
             .seen = {"-", "-", "place | ask \n public | SELECT app FROM django_migrations",
                      "file | version \n statuspage/statuspage/settings.py | 2.5.1", "-",
                      "! no_release The catalogue does not know 9.9.", "-"},
             .outcome = Outcome::unknown,
             .further = {"name \n users.0001_initial"},
             .said = "The catalogue does not know release 9.9."},
            {.name = "no table",
             .given = {{"framework", "parsec"}, {"release", "3.1.0"}},
             .seen = {"-", "place | ask", "-", "file | version", "-",
                      "name | dangerous | makes \n 0001_initial | NULL | NULL", "-"},
             .outcome = Outcome::fail},
            {.name = "in a schema out of sight",
             .given = {{"framework", "laravel"}, {"release", "6.4.2"}},
             .seen = {"place | ask \n shop | NULL", "-", "-", "file | version",
                      "name | kind | size | changed", "name | dangerous | makes \n a | NULL | NULL",
                      "-"},
             .outcome = Outcome::unknown,
             .further = {"! - This is no question that only reads."},
             .said =
                 "The table of migrations lay in schema shop, where this account does not look."},
        },
};

}  // namespace interlock::checks
