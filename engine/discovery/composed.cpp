#include "engine/discovery/composed.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/url.h"

namespace interlock {

namespace {

// In the order in which docker prefers them (compose-go, cli/options.go). It warns where
// several are there.
constexpr std::array<std::string_view, 4> usual_files = {
    "compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"};
constexpr std::array<std::string_view, 4> usual_overrides = {
    "compose.override.yml", "compose.override.yaml", "docker-compose.override.yml",
    "docker-compose.override.yaml"};
constexpr std::size_t most_files = 20;

// What stands between the separators.
Texts parts_of(std::string_view list, std::string_view separator) {
  Texts parts;
  while (!list.empty() && parts.size() < most_files) {
    const auto end = std::min(list.find(separator), list.size());
    parts.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + separator.size(), list.size()));
  }
  return parts;
}

Texts usual_in(const Search& search) {
  Texts files;
  for (const auto& names : {usual_files, usual_overrides}) {
    const auto* there = std::find_if(names.begin(), names.end(),
                                     [&](std::string_view name) { return search.has(name); });
    if (there != names.end()) files.emplace_back(*there);
    if (files.empty()) break;  // nothing to lay anything over
  }
  return files;
}

std::string remedy_for(std::string_view name, const Address& address) {
  return "Start it, publish the port on loopback (ports: [\"127.0.0.1:" + address.port + ":" +
         address.port + "\"]), or: --set " + std::string(name) + "=" +
         std::string(url_form(address.system));
}

}  // namespace

Composed usual_composed(Search& search, const Settings& env) {
  const std::string separator = value_or(env, "COMPOSE_PATH_SEPARATOR", "");
  Texts files = parts_of(value_or(env, "COMPOSE_FILE", ""), separator.empty() ? ":" : separator);
  const bool named = !files.empty();
  if (!named) files = usual_in(search);
  Texts texts;
  bool all = true;
  for (const std::string& file : files) {
    const auto text = search.text(file);
    all = all && text;
    if (!text)
      search.problem(file, "This file is not there, or may not be read.",
                     named ? "COMPOSE_FILE in .env names it." : "Look at its rights and its size.");
    texts.push_back(text.value_or(""));
  }
  Composed composed{Compose(texts, env), files.empty() ? "" : files.front(), true};
  if (!files.empty() && all && !composed.compose.sound())
    search.problem(composed.file, "It is no compose file.",
                   "See what docker says of it: docker compose config --quiet");
  return composed;
}

void find_composed(Search& search, const Composed& composed, std::string_view name, Address address,
                   std::string_view from) {
  complete(address);
  const auto service =
      address.socket.empty() ? composed.compose.service_called(address.host) : std::nullopt;
  if (!service) return search.endpoint(name, std::move(address), from);
  const auto there = composed.compose.published(*service, address.port);
  Contained contained{address.host, *service, composed.file, composed.usual,
                      remedy_for(name, address)};
  if (there) {
    address.host = there->host;
    address.port = there->port;
  }
  search.endpoint(name, std::move(address),
                  std::string(from) + (there ? " and " + composed.file : ""));
  if (!there) search.found.endpoints.find(name)->second.contained = std::move(contained);
}

}  // namespace interlock
