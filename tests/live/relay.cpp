#include "tests/live/relay.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <stdexcept>

namespace interlock::live {

namespace {

sockaddr_in loopback(int port) {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(static_cast<std::uint16_t>(port));
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return at;
}

Descriptor listening_at_a_free_port(std::string& port) {
  Descriptor listening(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in at = loopback(0);
  socklen_t size = sizeof at;
  auto* raw = reinterpret_cast<sockaddr*>(&at);
  if (::bind(listening.number(), raw, size) != 0 || ::listen(listening.number(), 8) != 0 ||
      ::getsockname(listening.number(), raw, &size) != 0)
    throw std::runtime_error("no port to listen at");
  port = std::to_string(ntohs(at.sin_port));
  return listening;
}

// Whether there was something to pass on.
bool pass_on(int from, int to) {
  std::array<char, 65536> bytes{};
  const auto got = ::recv(from, bytes.data(), bytes.size(), 0);
  for (ssize_t sent = 0; sent < got;) {
    const auto now =
        ::send(to, bytes.data() + sent, static_cast<std::size_t>(got - sent), MSG_NOSIGNAL);
    if (now <= 0) return false;
    sent += now;
  }
  return got > 0;
}

}  // namespace

Silent::Silent() : listening_(listening_at_a_free_port(port_)) {}

Relay::Relay(const std::string& port_of_server)
    : listening_(listening_at_a_free_port(port_)),
      thread_([this, port = std::stoi(port_of_server)] { run(port); }) {}

Relay::~Relay() {
  cut();
}

void Relay::cut() {
  over_ = true;
  if (thread_.joinable()) thread_.join();
  listening_.close();
}

void Relay::run(int server_port) {
  const auto readable = [this](std::array<pollfd, 2> ends) {
    while (!over_)
      if (::poll(ends.data(), 2, 10) > 0 && !frozen_) break;
    return std::pair(ends[0].revents != 0, ends[1].revents != 0);
  };
  if (!readable({{{listening_.number(), POLLIN, 0}, {-1, 0, 0}}}).first) return;
  const Descriptor client(::accept4(listening_.number(), nullptr, nullptr, SOCK_CLOEXEC));
  const Descriptor server(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_in at = loopback(server_port);
  if (::connect(server.number(), reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0) return;
  while (!over_) {
    const auto [asked, answered] =
        readable({{{client.number(), POLLIN, 0}, {server.number(), POLLIN, 0}}});
    if (over_) return;
    if (asked && !pass_on(client.number(), server.number())) return;
    if (answered && !pass_on(server.number(), client.number())) return;
  }
}

}  // namespace interlock::live
