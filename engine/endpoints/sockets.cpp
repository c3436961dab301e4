#include "engine/endpoints/sockets.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cstring>
#include <filesystem>

#include "engine/written.h"

namespace interlock {

namespace {

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
    struct stat seen {};
    if (!number || ::fstat(static_cast<int>(*number), &seen) != 0 || !S_ISSOCK(seen.st_mode))
      continue;
    if (peer_of(static_cast<int>(*number)) == wanted)
      found.push_back({static_cast<int>(*number), seen.st_ino});
  }
  return found;
}

}  // namespace interlock
