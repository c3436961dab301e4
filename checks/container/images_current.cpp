#include <set>

#include "checks/container.h"
#include "checks/wording.h"

namespace interlock::checks {

// docker tells the id of an image instead of its name once the name means another one.
extern const Check container_images_current = {
    .id = "container.images_current",
    .asks = "Does every running container come from the image that its tag names now?",
    .because = "A container that is only restarted keeps the old image, whatever was built since.",
    .remedy = "Make them anew: docker compose up -d.",
    .params = {compose_file_param()},
    .probes = member_probes(false),
    .judge =
        [](const Evidence& seen) {
          const auto all = members(seen);
          if (all.empty()) return unknown("No container of the project ran.");
          std::set<std::string> old;
          for (const Member& one : all)
            if (one.image.empty())
              return unknown("docker did not tell the image of " + one.service + ".");
            else if (one.image.starts_with("sha256:"))
              old.insert(one.service);
          const std::vector<std::string> services(old.begin(), old.end());
          if (!services.empty())
            return fail(
                "Made from an image that its tag does not name any more: " + listed(services) + ".",
                services);
          return pass("All " + count_of(all.size(), "container", "containers") +
                      " came from the image that its tag names.");
        },
    .samples =
        {{.name = "all do",
          .seen = {"exit | stdout | stderr | problem \n"
                   "0 | php;running;;panel-php\\ndatabase;running;healthy;mysql:8.0\\n | | NULL",
                   "-"},
          .outcome = Outcome::pass,
          .said = "All 2 containers came from the image that its tag names."},
         {.name = "restarted, not made anew",
          .given = {{"compose_file", "/a/c.yaml"}},
          .seen = {"-",
                   "exit | stdout | stderr | problem \n"
                   "0 | php;running;;sha256:77aa\\nredis;running;;redis:7.0.4\\n | | NULL"},
          .outcome = Outcome::fail,
          .said = "Made from an image that its tag does not name any more: php."},
         {.name = "none runs",
          .seen = {"exit | stdout | stderr | problem \n 0 | | | NULL", "-"},
          .outcome = Outcome::unknown},
         {.name = "docker is down",
          .seen = {"exit | stdout | stderr | problem \n"
                   "1 | | Cannot connect to the Docker daemon. | NULL",
                   "-"},
          .outcome = Outcome::unknown}},
};

}  // namespace interlock::checks
