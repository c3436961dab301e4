#include "checks/container.h"
#include "checks/program.h"

namespace interlock::checks {

extern const Check container_image_present = {
    .id = "container.image_present",
    .asks = "Is the image on this machine?",
    .because = "An image that cannot be had is better found before users are locked out.",
    .remedy = "Fetch it: docker pull IMAGE.",
    .params = {{"image", "the image with its tag"}},
    .probes = {{.host = "run docker image ls --no-trunc --format {{.ID}};{{.Digest}} $1",
                .binds = {"image"}}},
    .judge =
        [](const Evidence& seen) {
          const std::string& image = seen.text("image");
          const auto found = lines_of(seen.answer(), "docker");
          if (found.empty()) return fail(image + " was not on this machine.", {image});
          const std::string digest = found.front().substr(found.front().find(';') + 1);
          return pass(image + " was on this machine, " +
                      (digest.starts_with("sha256:") ? digest : found.front()) + ".");
        },
    .samples =
        {
            {.name = "fetched",
             .given = {{"image", "parsec-server:3.1.0"}},
             .seen = {"exit | stdout | stderr | problem \n"
                      "0 | sha256:11aa;sha256:22bb\\n | | NULL"},
             .outcome = Outcome::pass,
             .said = "parsec-server:3.1.0 was on this machine, sha256:22bb."},
            {.name = "missing",
             .given = {{"image", "parsec-server:3.1.0"}},
             .seen = {"exit | stdout | stderr | problem \n 0 | | | NULL"},
             .outcome = Outcome::fail,
             .said = "parsec-server:3.1.0 was not on this machine."},
            {.name = "docker is down",
             .given = {{"image", "parsec-server:3.1.0"}},
             .seen = {"exit | stdout | stderr | problem \n"
                      "1 | | Cannot connect to the Docker daemon. | NULL"},
             .outcome = Outcome::unknown},
        },
};

}  // namespace interlock::checks
