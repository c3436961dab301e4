#include "engine/endpoints/watchdog.h"

#include <fcntl.h>
#include <sys/socket.h>

namespace interlock {

Watchdog::Watchdog(int socket)
    : socket_(socket < 0 ? -1 : ::fcntl(socket, F_DUPFD_CLOEXEC, 0)), thread_([this] { run(); }) {}

Watchdog::~Watchdog() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

// A question costs no change of threads: the dog sleeps on towards a deadline
// that has become a later one, and is woken only for an earlier one.
void Watchdog::watch(std::chrono::milliseconds time) {
  const std::lock_guard lock(mutex_);
  until_ = Clock::now() + time;
  if (*until_ < wakes_) changed_.notify_one();
}

void Watchdog::rest() {
  const std::lock_guard lock(mutex_);
  until_.reset();
}

bool Watchdog::bit() const {
  const std::lock_guard lock(mutex_);
  return bit_;
}

void Watchdog::run() {
  std::unique_lock lock(mutex_);
  while (!over_) {
    if (until_ && *until_ <= Clock::now()) {
      bit_ = true;
      until_.reset();
      ::shutdown(socket_.number(), SHUT_RDWR);
    }
    wakes_ = until_.value_or(Clock::time_point::max());
    if (until_)
      changed_.wait_until(lock, wakes_);
    else
      changed_.wait(lock);
  }
}

}  // namespace interlock
