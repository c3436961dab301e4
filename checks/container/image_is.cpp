#include "checks/container.h"

namespace interlock::checks {

extern const Check container_image_is = {
    .id = "container.image_is",
    .asks = "Was the running container made from this image?",
    .because = "A container that is only restarted keeps the old image, whatever the file names.",
    .remedy = "Make it anew: docker compose up -d SERVICE.",
    .params = {service_param(), {"image", "the image with its tag"}, compose_file_param()},
    .probes = container_probes(),
    .judge =
        [](const Evidence& seen) {
          const std::string& service = seen.text("service");
          const std::string& wanted = seen.text("image");
          const auto found = containers(seen);
          if (found.empty()) return fail("No container of " + service + " was running.", {service});
          for (const Container& one : found)
            if (one.image != wanted)
              return fail("The container of " + service + " was made from " + one.image +
                              ", not from " + wanted + ".",
                          {one.image});
          return pass("The container of " + service + " was made from " + wanted + ".");
        },
    .samples =
        {
            {.name = "the new one",
             .given = {{"service", "parsec-server"}, {"image", "parsec-server:3.1.0"}},
             .seen = {"exit | stdout | stderr | problem \n"
                      "0 | running;;parsec-server:3.1.0;Up 5 seconds\\n | | NULL",
                      "-"},
             .outcome = Outcome::pass,
             .said = "The container of parsec-server was made from parsec-server:3.1.0."},
            {.name = "still the old one",
             .given = {{"service", "parsec-server"}, {"image", "parsec-server:3.1.0"}},
             .seen = {"exit | stdout | stderr | problem \n"
                      "0 | running;;parsec-server:3.0.0;Up 5 seconds\\n | | NULL",
                      "-"},
             .outcome = Outcome::fail,
             .said = "The container of parsec-server was made from parsec-server:3.0.0, not from "
                     "parsec-server:3.1.0."},
            {.name = "none runs",
             .given = {{"service", "parsec-server"}, {"image", "parsec-server:3.1.0"}},
             .seen = {"exit | stdout | stderr | problem \n 0 | | | NULL", "-"},
             .outcome = Outcome::fail},
            {.name = "an answer of another kind",
             .given = {{"service", "parsec-server"}, {"image", "parsec-server:3.1.0"}},
             .seen = {"exit | stdout | stderr | problem \n 0 | NAME IMAGE STATUS\\n | | NULL", "-"},
             .outcome = Outcome::unknown},
        },
};

}  // namespace interlock::checks
