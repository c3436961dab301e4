#include <algorithm>
#include <set>

#include "checks/container.h"
#include "checks/program.h"
#include "checks/wording.h"
#include "engine/error.h"
#include "engine/time.h"
#include "engine/written.h"

namespace interlock::checks {

namespace built {

struct Image {
  std::string name;
  std::chrono::sys_seconds created;
};

// "2024-10-04 01:59:40 +0200 CEST"
inline std::chrono::sys_seconds time_in(const std::string& text) {
  constexpr std::size_t clock = 11, zone = 20;
  if (text.size() >= zone + 5) {
    const auto local = moment_of(text.substr(0, 10) + "T" + text.substr(clock, 8) + "Z");
    const auto hours = whole_number(std::string_view(text).substr(zone + 1, 2));
    const auto minutes = whole_number(std::string_view(text).substr(zone + 3, 2));
    if (local && hours && minutes) {
      const std::chrono::minutes ahead(*hours * 60 + *minutes);
      return std::chrono::floor<std::chrono::seconds>(*local) -
             (text[zone] == '-' ? -ahead : ahead);
    }
  }
  throw Error(Error::Kind::endpoint, "docker told no time, but " + text + ".");
}

inline std::string with_tag(const std::string& image) {
  const auto colon = image.rfind(':');
  const bool tagged = colon != std::string::npos && image.find('/', colon) == std::string::npos;
  return tagged ? image : image + ":latest";
}

// Those that compose built, of those that the compose file names.
inline std::vector<Image> images_of(const Evidence& seen) {
  std::set<std::string> named;
  for (const std::string& image : list_told(seen, 0)) named.insert(with_tag(image));
  std::vector<Image> found;
  for (const std::string& line : lines_of(seen.answer(2), "docker")) {
    const auto semicolon = line.find(';');
    const std::string name = line.substr(0, semicolon);
    if (semicolon != std::string::npos && named.contains(name))
      found.push_back({name, time_in(line.substr(semicolon + 1))});
  }
  return found;
}

inline std::vector<Probe> probes() {
  auto probes = image_list_probes();
  probes.push_back({.host = "run docker image ls --filter label=com.docker.compose.service "
                            "--format {{.Repository}}:{{.Tag}};{{.CreatedAt}}"});
  return probes;
}

}  // namespace built

// docker tells whole seconds: what was built in that of the moment may be older or newer.
extern const Check container_images_built_since = {
    .id = "container.images_built_since",
    .asks = "Were the images of all services that are built made after that moment?",
    .because = "An image that was not built anew holds the old release, or an old PHP.",
    .remedy = "Build them without the cache: docker compose build --no-cache.",
    .params = {compose_file_param()},
    .probes = built::probes(),
    .since = Since::time,
    .judge =
        [](const Evidence& seen) {
          const auto then = std::chrono::floor<std::chrono::seconds>(seen.since.value());
          const auto images = built::images_of(seen);
          if (images.empty())
            return unknown(
                "docker knew no image of the compose file that compose had built: build "
                "them with docker compose build.");
          std::vector<std::string> old, doubtful;
          for (const built::Image& image : images)
            if (image.created <= then)
              (image.created < then ? old : doubtful)
                  .push_back(image.name + " (" + written(Moment(image.created)).substr(0, 19) +
                             "Z)");
          if (!old.empty()) return fail("Built before it: " + listed(old) + ".", old);
          if (!doubtful.empty())
            return unknown("Built in the very second of it: " + listed(doubtful) + ".");
          return pass(count_of(images.size(), "image was", "images were") + " built after it.");
        },
    .samples = {{.name = "built anew",
                 .seen = {"exit | stdout | stderr | problem \n"
                          "0 | panel-php\\nregistry:5000/a/workers:3\\nmysql:8.0\\n | | NULL",
                          "-",
                          "exit | stdout | stderr | problem \n"
                          "0 | panel-php:latest;2024-10-04 01:59:41 +0200 CEST\\n"
                          "registry:5000/a/workers:3;2024-10-03 23:59:41 +0000 UTC\\n"
                          "other-php:latest;2023-01-01 08:00:00 +0000 UTC\\n | | NULL"},
                 .outcome = Outcome::pass,
                 .ago = std::chrono::seconds(20),
                 .said = "2 images were built after it."},
                {.name = "one is the old one",
                 .given = {{"compose_file", "/a/c.yaml"}},
                 .seen = {"-",
                          "exit | stdout | stderr | problem \n"
                          "0 | panel-php\\npanel-workers\\nmysql:8.0\\n | | NULL",
                          "exit | stdout | stderr | problem \n"
                          "0 | panel-php:latest;2024-10-03 23:59:40 +0000 UTC\\n"
                          "panel-workers:latest;2024-10-01 01:00:00 -0500 EST\\n | | NULL"},
                 .outcome = Outcome::fail,
                 .ago = std::chrono::seconds(20),
                 .said = "Built before it: panel-workers:latest (2024-10-01T06:00:00Z)."},
                {.name = "one was built in the same second",
                 .seen = {"exit | stdout | stderr | problem \n 0 | panel-php\\n | | NULL", "-",
                          "exit | stdout | stderr | problem \n"
                          "0 | panel-php:latest;2024-10-03 23:59:40 +0000 UTC\\n | | NULL"},
                 .outcome = Outcome::unknown,
                 .ago = std::chrono::seconds(20),
                 .said = "Built in the very second of it: panel-php:latest"
                         " (2024-10-03T23:59:40Z)."},
                {.name = "none was built by compose",
                 .seen = {"exit | stdout | stderr | problem \n 0 | mysql:8.0\\n | | NULL", "-",
                          "exit | stdout | stderr | problem \n 0 | | | NULL"},
                 .outcome = Outcome::unknown,
                 .ago = std::chrono::seconds(20)},
                {.name = "docker is down",
                 .seen = {"exit | stdout | stderr | problem \n"
                          "1 | | Cannot connect to the Docker daemon. | NULL",
                          "-",
                          "exit | stdout | stderr | problem \n"
                          "1 | | Cannot connect to the Docker daemon. | NULL"},
                 .outcome = Outcome::unknown,
                 .ago = std::chrono::seconds(20)}},
};

}  // namespace interlock::checks
