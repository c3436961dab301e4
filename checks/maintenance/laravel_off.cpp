#include "checks/wording.h"
#include "engine/check.h"

namespace interlock::checks {

extern const Check maintenance_laravel_off = {
    .id = "maintenance.laravel_off",
    .asks = "Is maintenance mode off?",
    .because = "An upgrade that ends in maintenance mode has locked the users out.",
    .remedy = "Run 'php artisan up'.",
    .probes = {{.files = "stat storage/framework/down"},
               {.files = "stat storage/framework/maintenance.php"}},
    .judge =
        [](const Evidence& seen) {
          std::vector<std::string> there;
          for (const std::size_t probe : {0u, 1u})
            if (seen.answer(probe).at(0, "kind"))
              there.emplace_back(seen.answer(probe).text(0, "path"));
          if (there.empty()) return pass("storage/framework/down and maintenance.php were absent.");
          return fail(listed(there) + (there.size() == 1 ? " was" : " were") + " present.", there);
        },
    .samples =
        {
            {.name = "off",
             .seen = {"path | kind | mode | uid | gid | size | changed \n"
                      "/a/down | NULL | NULL | NULL | NULL | NULL | NULL",
                      "path | kind | mode | uid | gid | size | changed \n"
                      "/a/maintenance.php | NULL | NULL | NULL | NULL | NULL | NULL"},
             .outcome = Outcome::pass},
            {.name = "half off",
             .seen = {"path | kind | mode | uid | gid | size | changed \n"
                      "/a/down | NULL | NULL | NULL | NULL | NULL | NULL",
                      "path | kind | mode | uid | gid | size | changed \n"
                      "/a/maintenance.php | file | 0644 | 33 | 33 | 900 | 1700000000"},
             .outcome = Outcome::fail,
             .said = "/a/maintenance.php was present."},
        },
};

}  // namespace interlock::checks
