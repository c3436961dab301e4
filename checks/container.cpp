#include "checks/container.h"

#include <algorithm>
#include <array>

#include "checks/program.h"
#include "engine/error.h"
#include "engine/written.h"

namespace interlock::checks {

namespace {

std::vector<std::string> said(const Evidence& seen) {
  return list_told(seen, 0);
}

// The parts of a line between its first semicolons; throws Error if it has fewer.
std::vector<std::string> parts_of(const std::string& line, std::size_t count) {
  std::vector<std::string> parts;
  std::string_view rest = line;
  while (parts.size() < count) {
    const auto end = parts.size() + 1 < count ? rest.find(';') : std::string_view::npos;
    parts.emplace_back(rest.substr(0, end));
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  if (parts.size() != count)
    throw Error(Error::Kind::endpoint, "docker gave an answer that cannot be read: " + line);
  return parts;
}

// The one for the file that docker finds, and the one for `compose_file`.
std::vector<Probe> both(std::string_view found, std::string_view named) {
  return {{.host = found, .when = {"compose_file", "auto"}},
          {.host = named, .binds = {"compose_file"}, .unless = {"compose_file", "auto"}}};
}

struct TimeUnit {
  std::string_view word;
  std::int64_t seconds;
};
// docker rounds hours to the nearest, the others down.
constexpr std::array<TimeUnit, 7> time_units = {{{"second", 1},
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
    const auto parts = parts_of(line, 4);
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

std::vector<Probe> member_probes(bool ended) {
  if (ended)
    return both("run docker compose ps --all --format {{.Service}};{{.State}}",
                "run docker compose -f $1 ps --all --format {{.Service}};{{.State}}");
  return both(
      "run docker compose ps --format {{.Service}};{{.State}};{{.Health}};{{.Image}}",
      "run docker compose -f $1 ps --format {{.Service}};{{.State}};{{.Health}};{{.Image}}");
}

std::vector<Member> members(const Evidence& seen) {
  std::vector<Member> found;
  for (const std::string& line : said(seen)) {
    const bool whole = std::count(line.begin(), line.end(), ';') >= 3;
    auto parts = parts_of(line, whole ? 4 : 2);
    parts.resize(4);
    found.push_back({parts[0], parts[1], parts[2], parts[3]});
  }
  return found;
}

std::vector<Probe> service_list_probes() {
  return both("run docker compose config --services", "run docker compose -f $1 config --services");
}

std::vector<Probe> image_list_probes() {
  return both("run docker compose config --images", "run docker compose -f $1 config --images");
}

std::vector<std::string> list_told(const Evidence& seen, std::size_t probe) {
  return lines_of(seen.answer(seen.was_asked(probe) ? probe : probe + 1), "docker");
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
    for (const TimeUnit& unit : time_units)
      if (count && *count > 0 && rest.starts_with(unit.word)) {
        const bool rounded = unit.word == "hour" && *count > 1;
        return std::chrono::seconds(*count * unit.seconds - (rounded ? unit.seconds / 2 : 0));
      }
  }
  throw Error(Error::Kind::endpoint,
              "docker did not say since when it runs, but: " + std::string(status) + ".");
}

}  // namespace interlock::checks
