#include "engine/check.h"

namespace interlock::checks {

extern const Check maintenance_laravel_on = {
    .id = "maintenance.laravel_on",
    .asks = "Is maintenance mode on?",
    .because = "Users who write while the schema changes lose what they wrote.",
    .remedy = "Run 'php artisan down'.",
    .probes = {{.files = "stat storage/framework/down"}},
    .judge =
        [](const Evidence& seen) {
          if (!seen.answer().at(0, "kind")) return fail("storage/framework/down was absent.");
          return pass("storage/framework/down was present.");
        },
    .samples =
        {
            {.name = "on",
             .seen = {"path | kind | mode | uid | gid | size | changed \n"
                      "/a/down | file | 0644 | 33 | 33 | 2 | 1700000000"},
             .outcome = Outcome::pass},
            {.name = "off",
             .seen = {"path | kind | mode | uid | gid | size | changed \n"
                      "/a/down | NULL | NULL | NULL | NULL | NULL | NULL"},
             .outcome = Outcome::fail},
        },
};

}  // namespace interlock::checks
