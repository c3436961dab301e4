#include "engine/endpoints/sockets.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cstring>
#include <filesystem>
#include <optional>

#include "engine/written.h"

namespace interlock {

namespace {

// Nothing for what is no socket. By its name in /proc, where it may vanish at any time: most
// descriptors belong to other threads.
std::optional<std::int64_t> identity_of(const std::filesystem::path& entry) {
  std::error_code none;
  std::string link = std::filesystem::read_symlink(entry, none).string();  // "socket:[4711]"
  constexpr std::string_view begin = "socket:[";
  if (!link.starts_with(begin) || !link.ends_with(']')) return {};
  link.pop_back();
  return whole_number(link.substr(begin.size()));
}

// Empty for what is no connected socket.
std::string peer_of(int number) {
  sockaddr_storage peer{};
  socklen_t size = sizeof peer;
  if (::getpeername(number, reinterpret_cast<sockaddr*>(&peer), &size) != 0) return {};
  if (peer.ss_family == AF_UNIX) {
    sockaddr_un at{};
    std::memcpy(&at, &peer, sizeof at);
    return {at.sun_path, ::strnlen(at.sun_path, sizeof at.sun_path)};
  }
  if (peer.ss_family != AF_INET && peer.ss_family != AF_INET6) return {};
  sockaddr_in at{};  // the port is at the same place in both
  std::memcpy(&at, &peer, sizeof at);
  return std::to_string(ntohs(at.sin_port));
}

}  // namespace

std::vector<Socket> sockets_to(const Address& address) {
  const std::string& wanted = address.socket.empty() ? address.port : address.socket;
  std::vector<Socket> found;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", none)) {
    const auto number = whole_number(entry.path().filename().string());
    const auto identity = identity_of(entry.path());
    if (!number || !identity || peer_of(static_cast<int>(*number)) != wanted) continue;
    if (identity_of(entry.path()) == identity)
      found.push_back({static_cast<int>(*number), *identity});
  }
  return found;
}

}  // namespace interlock
