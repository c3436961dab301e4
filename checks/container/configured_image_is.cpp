#include <algorithm>

#include "checks/container.h"
#include "checks/wording.h"

namespace interlock::checks {

// docker lists the images of what the service depends on too; only those of the same
// repository can be meant.
extern const Check container_configured_image_is = {
    .id = "container.configured_image_is",
    .asks = "Does the compose file name this image for the service?",
    .because = "The next start of the service, by whomever, takes what the file names.",
    .remedy = "Correct the tag in the compose file; published tags have no v before the version.",
    .params = {service_param(), {"image", "the image with its tag"}, compose_file_param()},
    .probes = image_probes(),
    .judge =
        [](const Evidence& seen) {
          const std::string& wanted = seen.text("image");
          const auto tag_at = [](const std::string& image) {
            const auto colon = image.rfind(':');
            return colon == std::string::npos || image.find('/', colon) != std::string::npos
                       ? image.size()
                       : colon;
          };
          const std::string repository = wanted.substr(0, tag_at(wanted));
          std::vector<std::string> all = images(seen), named;
          for (const std::string& image : all)
            if (image.substr(0, tag_at(image)) == repository) named.push_back(image);
          std::sort(named.begin(), named.end());
          named.erase(std::unique(named.begin(), named.end()), named.end());
          const std::string begin = "The compose file named ";
          if (named.empty())
            return fail(begin + (all.empty() ? "no image" : listed(all)) + ", not " + wanted + ".",
                        all);
          if (named.size() > 1)
            return unknown(begin + listed(named) +
                           "; which of them is the service's cannot be told.");
          const std::string& is = named.front();
          if (is == wanted) return pass(begin + wanted + ".");
          if (is ==
              repository + ":v" + wanted.substr(std::min(repository.size() + 1, wanted.size())))
            return warn(begin + is + ", with a v before the version.", {is});
          return fail(begin + is + ", not " + wanted + ".", {is});
        },
    .samples =
        {
            {.name = "the new release",
             .given = {{"service", "s"}, {"image", "ghcr.io/parsec-server:3.1.0"}},
             .seen = {"exit | stdout | stderr | problem \n"
                      "0 | postgres:14.10-alpine\\nghcr.io/parsec-server:3.1.0\\n | | NULL",
                      "-"},
             .outcome = Outcome::pass,
             .said = "The compose file named ghcr.io/parsec-server:3.1.0."},
            {.name = "with a v",
             .given = {{"service", "s"}, {"image", "ghcr.io/parsec-server:3.1.0"}},
             .seen = {"exit | stdout | stderr | problem \n"
                      "0 | ghcr.io/parsec-server:v3.1.0\\n | | NULL",
                      "-"},
             .outcome = Outcome::warn,
             .said = "The compose file named ghcr.io/parsec-server:v3.1.0, with a v before the "
                     "version."},
            {.name = "the old release",
             .given = {{"service", "s"},
                       {"image", "host:5000/parsec-server:3.1.0"},
                       {"compose_file", "c"}},
             .seen = {"-",
                      "exit | stdout | stderr | problem \n"
                      "0 | host:5000/parsec-server:3.0.0\\n | | NULL"},
             .outcome = Outcome::fail,
             .said = "The compose file named host:5000/parsec-server:3.0.0, not "
                     "host:5000/parsec-server:3.1.0."},
            {.name = "another image",
             .given = {{"service", "s"}, {"image", "parsec-server:3.1.0"}},
             .seen = {"exit | stdout | stderr | problem \n 0 | nginx:1\\n | | NULL", "-"},
             .outcome = Outcome::fail,
             .said = "The compose file named nginx:1, not parsec-server:3.1.0."},
            {.name = "two of them",
             .given = {{"service", "s"}, {"image", "a:2"}},
             .seen = {"exit | stdout | stderr | problem \n 0 | a:1\\na:2\\n | | NULL", "-"},
             .outcome = Outcome::unknown,
             .said =
                 "The compose file named a:1, a:2; which of them is the service's cannot be told."},
        },
};

}  // namespace interlock::checks
