#include "tests/live/relay.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <vector>

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

// Empty at the end of the connection.
std::string heard_from(const Descriptor& end) {
  std::array<char, 65536> bytes{};
  const auto got = ::recv(end.number(), bytes.data(), bytes.size(), 0);
  return {bytes.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0))};
}

bool told(const Descriptor& end, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(end.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

// With which a client of PostgreSQL asks for TLS before it says anything else.
constexpr std::string_view asks_for_tls("\0\0\0\x08\x04\xd2\x16\x2f", 8);

}  // namespace

struct Relay::Passage {
  Descriptor client, server;
  std::string tail = {};  // of what the client said: words may come in pieces
};

Silent::Silent() : listening_(listening_at_a_free_port(port_)) {}

// They wait to be accepted, also those that the client has closed.
int Silent::connections() const {
  int number = 0;
  for (pollfd waiting{listening_.number(), POLLIN, 0}; ::poll(&waiting, 1, 0) > 0; ++number)
    Descriptor(::accept4(listening_.number(), nullptr, nullptr, SOCK_CLOEXEC));
  return number;
}

Relay::Relay(const std::string& port_of_server) : Relay(port_of_server, {}, {}) {}

Relay::Relay(const std::string& port_of_server, std::string words, std::function<void(Relay&)> then)
    : listening_(listening_at_a_free_port(port_)),
      words_(std::move(words)),
      then_(std::move(then)),
      thread_([this, port = std::stoi(port_of_server)] { run(port); }) {}

Relay::~Relay() {
  cut();
  if (thread_.joinable()) thread_.join();
}

void Relay::cut() {
  over_ = true;
  if (thread_.get_id() != std::this_thread::get_id() && thread_.joinable()) thread_.join();
}

bool Relay::pass_question(Passage& passage) {
  const std::string question = heard_from(passage.client);
  if (question.empty()) return false;
  if (question == asks_for_tls) return told(passage.client, "N");
  passage.tail += question;
  if (!asked_ && then_ && passage.tail.find(words_) != std::string::npos) {
    asked_ = true;
    then_(*this);
  }
  passage.tail.erase(0, passage.tail.size() - std::min(passage.tail.size(), words_.size()));
  return frozen_ || over_ || told(passage.server, question);
}

void Relay::run(int server_port) {
  std::vector<Passage> passages;
  const sockaddr_in at = loopback(server_port);
  while (!over_) {
    std::vector<pollfd> ends;
    for (const Passage& passage : passages)
      for (const Descriptor* end : {&passage.client, &passage.server})
        ends.push_back({end->number(), POLLIN, 0});
    ends.push_back({listening_.number(), POLLIN, 0});
    if (frozen_) ends.clear();
    if (::poll(ends.data(), ends.size(), 10) <= 0) continue;
    for (std::size_t i = passages.size(); i-- > 0;) {
      const bool asked = ends[2 * i].revents != 0, answered = ends[2 * i + 1].revents != 0;
      bool goes_on = !asked || pass_question(passages[i]);
      if (frozen_ || over_) break;
      if (goes_on && answered) {
        const std::string answer = heard_from(passages[i].server);
        goes_on = !answer.empty() && told(passages[i].client, answer);
      }
      if (!goes_on) passages.erase(passages.begin() + static_cast<std::ptrdiff_t>(i));
    }
    if (frozen_ || over_ || ends.back().revents == 0) continue;
    Descriptor client(::accept4(listening_.number(), nullptr, nullptr, SOCK_CLOEXEC));
    Descriptor server(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (::connect(server.number(), reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0)
      passages.push_back({std::move(client), std::move(server)});
  }
  listening_.close();
}

}  // namespace interlock::live
