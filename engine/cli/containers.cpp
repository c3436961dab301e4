#include "engine/cli/containers.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "engine/subprocess.h"

namespace interlock {

namespace {

constexpr std::chrono::seconds docker_patience{5};
constexpr std::size_t most_containers = 10;

std::vector<std::string> split(std::string_view text, std::string_view between) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(between), text.size());
    if (end > 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

bool is_address(const std::string& word) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return ::inet_pton(AF_INET, word.c_str(), bytes.data()) == 1 ||
         ::inet_pton(AF_INET6, word.c_str(), bytes.data()) == 1;
}

// Why docker gave no answer. Never in its own words: of a .env that it cannot read it quotes the
// line, and so a secret that nobody here knows.
std::string reason(const Ended& ended) {
  if (ended.how == Ended::How::not_started) return ended.why;
  if (ended.how == Ended::How::overdue) return "it had not ended in time";
  if (ended.how != Ended::How::exited) return "it was killed";
  return "it ended with " + std::to_string(ended.code) + ", to be asked by hand: docker compose ps";
}

// Why there is no way to an endpoint that is in a container.
Problem no_way(const Found& found, const Whereabouts& told) {
  const Contained& contained = *found.contained;
  return {contained.file,
          "The host " + contained.host + " is a name of containers: no port " + found.address.port +
              " of it is published, and docker told no address of a running container" +
              (told.why.empty() ? "" : ": " + told.why) + ".",
          contained.remedy};
}

}  // namespace

Whereabouts container_of(const std::string& root, const Contained& contained) {
  Program ps{.argv = {"docker", "compose"}, .folder = root, .deadline = docker_patience};
  if (!contained.usual) ps.argv.insert(ps.argv.end(), {"-f", contained.file});
  ps.argv.insert(ps.argv.end(), {"ps", "-q", contained.service});
  const Ended listed = run(ps);
  if (!listed.ok()) return {{}, reason(listed)};
  auto ids = split(listed.out, " \r\n");
  if (ids.empty()) return {};
  ids.resize(std::min(ids.size(), most_containers));
  Program inspect{.argv = {"docker", "inspect", "--format",
                           "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}"},
                  .folder = root,
                  .deadline = docker_patience};
  inspect.argv.insert(inspect.argv.end(), ids.begin(), ids.end());
  const Ended inspected = run(inspect);
  if (!inspected.ok()) return {{}, reason(inspected)};
  const auto words = split(inspected.out, " \r\n");
  const auto address = std::find_if(words.begin(), words.end(), is_address);
  return {address == words.end() ? std::string() : *address};
}

void settle_containers(const Containers& containers, Installation& installation) {
  for (auto& [unused, found] : installation.endpoints) {
    if (!found.contained) continue;
    Address& address = found.address;
    if (address.host != found.contained->host || !address.socket.empty()) found.contained.reset();
    if (!found.contained || !containers) continue;
    const Whereabouts told = containers(installation, *found.contained);
    if (told.address.empty()) {
      installation.problems.push_back(no_way(found, told));
      continue;
    }
    address.host = told.address;
    found.from += "; docker told the address of the container";
  }
}

Address address_now(const std::string& root, const Found& found) {
  Address address = found.address;
  if (!found.contained) return address;
  const Whereabouts told = container_of(root, *found.contained);
  if (told.address.empty()) {
    const Problem problem = no_way(found, told);
    throw Error(Error::Kind::endpoint, problem.what, problem.hint, "container");
  }
  address.host = told.address;
  return address;
}

}  // namespace interlock
