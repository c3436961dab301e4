#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "engine/endpoint.h"
#include "engine/error.h"

namespace interlock {

// Opens sessions, and remembers for a while which servers kept silent: whoever asks there next
// is told at once, and does not wait as long again. May be used by several threads.
class Silences {
 public:
  // As interlock::open does; no two open a session at the same server at once.
  std::unique_ptr<Endpoint> open(const Address& address, std::chrono::milliseconds patience);

 private:
  struct Server {
    std::mutex opening;
    std::optional<Error> silence;
    std::chrono::steady_clock::time_point since = {};
  };
  Server& server_at(const std::string& place);

  std::mutex mutex_;
  std::map<std::string, Server> servers_;
};

}  // namespace interlock
