#include "tests/endpoints/web_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>

namespace interlock {

WebServer::WebServer(Answerer answer)
    : answer_(std::move(answer)), listening_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof at;
  auto* raw = reinterpret_cast<sockaddr*>(&at);
  ::bind(listening_.number(), raw, size);
  ::listen(listening_.number(), 8);
  ::getsockname(listening_.number(), raw, &size);
  port_ = std::to_string(ntohs(at.sin_port));
  thread_ = std::thread([this] { run(); });
}

WebServer::~WebServer() {
  ::shutdown(listening_.number(), SHUT_RDWR);
  thread_.join();
}

void WebServer::run() {
  for (;;) {
    const Descriptor client(::accept4(listening_.number(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!client.open()) return;
    std::string request;
    std::array<char, 4096> bytes{};
    while (request.find("\r\n\r\n") == std::string::npos) {
      const auto got = ::recv(client.number(), bytes.data(), bytes.size(), 0);
      if (got <= 0) break;
      request.append(bytes.data(), static_cast<std::size_t>(got));
    }
    const std::string reply = answer_(request);
    for (std::size_t sent = 0; sent < reply.size();) {
      const auto now =
          ::send(client.number(), reply.data() + sent, reply.size() - sent, MSG_NOSIGNAL);
      if (now <= 0) break;
      sent += static_cast<std::size_t>(now);
    }
  }
}

std::string reply(const std::string& status, const std::string& body) {
  return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\nConnection: close\r\n\r\n" + body;
}

}  // namespace interlock
