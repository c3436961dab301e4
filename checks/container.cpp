#include "checks/container.h"

#include <array>

#include "checks/program.h"
#include "engine/error.h"
#include "engine/written.h"

namespace interlock::checks {

namespace {

std::vector<std::string> said(const Evidence& seen) {
  return lines_of(seen.answer(seen.was_asked(0) ? 0 : 1), "docker");
}

struct Unit {
  std::string_view word;
  std::int64_t seconds;
};
// docker rounds hours to the nearest, the others down.
constexpr std::array<Unit, 7> units = {{{"second", 1},
                                        {"minute", 60},
                                        {"hour", 3600},
                                        {"day", 86400},
                                        {"week", 7L * 86400},
                                        {"month", 30L * 86400},
                                        {"year", 365L * 86400}}};

}  // namespace

Param service_param() {
  return {"service", "the service, as the compose file calls it"};
}

Param compose_file_param() {
  return {"compose_file", "the compose file; auto: the one that docker finds in the root folder",
          Kind::text, "auto"};
}

std::vector<Probe> container_probes() {
  return {
      {.host = "run docker compose ps --format {{.State}};{{.Health}};{{.Image}};{{.Status}} $1",
       .binds = {"service"},
       .when = {"compose_file", "auto"}},
      {.host = "run docker compose -f $1 ps"
               " --format {{.State}};{{.Health}};{{.Image}};{{.Status}} $2",
       .binds = {"compose_file", "service"},
       .unless = {"compose_file", "auto"}}};
}

std::vector<Container> containers(const Evidence& seen) {
  std::vector<Container> found;
  for (const std::string& line : said(seen)) {
    std::array<std::string, 4> parts;
    std::string_view rest = line;
    std::size_t count = 0;
    while (count < parts.size()) {
      const auto end = count + 1 < parts.size() ? rest.find(';') : std::string_view::npos;
      parts[count++] = rest.substr(0, end);
      if (end == std::string_view::npos) break;
      rest.remove_prefix(end + 1);
    }
    if (count != parts.size())
      throw Error(Error::Kind::endpoint, "docker gave an answer that cannot be read: " + line);
    found.push_back({parts[0], parts[1], parts[2], parts[3]});
  }
  return found;
}

std::vector<Probe> image_probes() {
  return {{.host = "run docker compose config --images $1",
           .binds = {"service"},
           .when = {"compose_file", "auto"}},
          {.host = "run docker compose -f $1 config --images $2",
           .binds = {"compose_file", "service"},
           .unless = {"compose_file", "auto"}}};
}

std::vector<std::string> images(const Evidence& seen) {
  return said(seen);
}

std::chrono::seconds up_for(std::string_view status) {
  std::string_view rest = status;
  const auto take = [&rest](std::string_view word) {
    if (!rest.starts_with(word)) return false;
    rest.remove_prefix(word.size());
    return true;
  };
  if (take("Up ")) {
    if (take("Less than a second")) return std::chrono::seconds(0);
    std::optional<std::int64_t> count = 1;
    if (!take("About a ") && !take("About an ")) {
      const auto digits = rest.substr(0, rest.find(' '));
      count = whole_number(digits);
      rest.remove_prefix(std::min(digits.size() + 1, rest.size()));
    }
    for (const Unit& unit : units)
      if (count && *count > 0 && rest.starts_with(unit.word)) {
        const bool rounded = unit.word == "hour" && *count > 1;
        return std::chrono::seconds(*count * unit.seconds - (rounded ? unit.seconds / 2 : 0));
      }
  }
  throw Error(Error::Kind::endpoint,
              "docker did not say since when it runs, but: " + std::string(status) + ".");
}

}  // namespace interlock::checks
