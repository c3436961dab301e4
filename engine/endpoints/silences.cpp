#include "engine/endpoints/silences.h"

#include <algorithm>

#include "engine/endpoints/failure.h"
#include "engine/question.h"

namespace interlock {

namespace {

// Long enough for all who ask at the same time, and no longer: a server may come back.
constexpr std::chrono::seconds remembered{10};

}  // namespace

std::unique_ptr<Endpoint> Silences::open(const Address& address,
                                         std::chrono::milliseconds patience) {
  using Clock = std::chrono::steady_clock;
  Server& server = server_at(place_of(address));
  const std::lock_guard alone(server.opening);
  const auto begun = Clock::now();
  if (server.silence && begun - server.since < remembered) throw Error(*server.silence);
  server.silence.reset();
  try {
    return interlock::open(address, patience);
  } catch (const Error& failure) {
    server.since = Clock::now();
    if (server.since - begun >= std::min(patience, usual_patience)) server.silence = failure;
    throw;
  }
}

Silences::Server& Silences::server_at(const std::string& place) {
  const std::lock_guard lock(mutex_);
  return servers_[place];
}

}  // namespace interlock
