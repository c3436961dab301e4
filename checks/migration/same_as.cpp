#include <algorithm>
#include <iterator>

#include "checks/release.h"
#include "checks/wording.h"

namespace interlock::checks {

extern const Check migration_same_as = {
    .id = "migration.same_as",
    .asks = "Are the recorded migrations those of that moment?",
    .because = "A restore onto a database that was not emptied changes nothing, and says nothing.",
    .remedy = "Recreate the database empty, then restore the backup again.",
    .params = {framework_param()},
    .probes = recorded_probes(),
    .since = Since::answers,
    .judge =
        [](const Evidence& seen) {
          const Recorded now = recorded(seen), then = recorded_before(seen);
          if (!now.table && !then.table)
            return not_applicable("There was no table of migrations, now and then.");
          if (now.table != then.table)
            return fail(now.table ? "There was no table of migrations then, but now."
                                  : "The table of migrations was gone.");
          std::vector<std::string> more, fewer;
          std::set_difference(now.names.begin(), now.names.end(), then.names.begin(),
                              then.names.end(), std::back_inserter(more));
          std::set_difference(then.names.begin(), then.names.end(), now.names.begin(),
                              now.names.end(), std::back_inserter(fewer));
          if (more.empty() && fewer.empty())
            return pass("The " + count_of(now.names.size(), "migration", "migrations") +
                        " of that moment were recorded.");
          std::string sentence = more.empty() ? "" : "Recorded since: " + listed(more) + ".";
          if (!fewer.empty())
            sentence += (more.empty() ? "" : " ") + ("Gone since: " + listed(fewer) + ".");
          Verdict verdict = fail(sentence);
          for (const auto& name : more) verdict.differences.push_back({name, "absent", "recorded"});
          for (const auto& name : fewer)
            verdict.differences.push_back({name, "recorded", "absent"});
          verdict.objects = std::move(more);
          verdict.objects.insert(verdict.objects.end(), fewer.begin(), fewer.end());
          return verdict;
        },
    .samples =
        {
            {.name = "the same",
             .given = {{"framework", "laravel"}},
             .seen = {"place | ask \n ixp | SELECT migration AS name FROM migrations", "-", "-"},
             .outcome = Outcome::pass,
             .earlier = {"place | ask \n ixp | SELECT migration AS name FROM migrations", "-", "-"},
             .further = {"name \n a \n b"},
             .further_earlier = {"name \n b \n a"},
             .said = "The 2 migrations of that moment were recorded."},
            {.name = "one was added",
             .given = {{"framework", "parsec"}},
             .seen = {"-", "place | ask \n public | SELECT _id FROM migration", "-"},
             .outcome = Outcome::fail,
             .earlier = {"-", "place | ask \n public | SELECT _id FROM migration", "-"},
             .further = {"name \n 0001_initial \n 0006_tos"},
             .further_earlier = {"name \n 0001_initial"},
             .said = "Recorded since: 0006_tos."},
            {.name = "Django",
             .given = {{"framework", "django"}},
             .seen = {"-", "-", "place | ask \n public | SELECT app FROM django_migrations"},
             .outcome = Outcome::fail,
             .earlier = {"-", "-", "place | ask \n public | SELECT app FROM django_migrations"},
             .further = {"name \n users.0001_initial"},
             .further_earlier = {"name \n users.0001_initial \n users.0002_x"},
             .said = "Gone since: users.0002_x."},
            {.name = "the table is gone",
             .given = {{"framework", "laravel"}},
             .seen = {"place | ask", "-", "-"},
             .outcome = Outcome::fail,
             .earlier = {"place | ask \n main | SELECT migration AS name FROM migrations", "-",
                         "-"},
             .further_earlier = {"name \n a"},
             .on = System::sqlite,
             .said = "The table of migrations was gone."},
            {.name = "never a table",
             .given = {{"framework", "laravel"}},
             .seen = {"place | ask", "-", "-"},
             .outcome = Outcome::not_applicable,
             .earlier = {"place | ask", "-", "-"},
             .on = System::sqlite},
            {.name = "no baseline",
             .given = {{"framework", "laravel"}},
             .seen = {"place | ask \n main | SELECT migration AS name FROM migrations", "-", "-"},
             .outcome = Outcome::unknown,
             .further = {"name \n a"}},
        },
};

}  // namespace interlock::checks
