#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "engine/descriptor.h"

namespace interlock {

// Ends the wait of a driver that has no limit of its own: when a watch is over it
// shuts the socket down, from a thread of its own, and the driver comes back with
// an error. After that the connection is of no use.
class Watchdog {
 public:
  explicit Watchdog(int socket);  // of the driver, which keeps it; negative: nothing to watch
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  void watch(std::chrono::milliseconds time);
  void rest();
  bool bit() const;  // whether a watch was over

 private:
  using Clock = std::chrono::steady_clock;

  void run();

  Descriptor socket_;  // a copy, so that no other file can have its number
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Clock::time_point> until_;
  Clock::time_point wakes_ = Clock::time_point::max();
  bool bit_ = false;
  bool over_ = false;
  std::thread thread_;
};

// One watch, as long as a scope.
class Watch {
 public:
  Watch(Watchdog& dog, std::chrono::milliseconds time) : dog_(dog) { dog_.watch(time); }
  ~Watch() { dog_.rest(); }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

 private:
  Watchdog& dog_;
};

// What a server may take over its own limit before its client gives up.
inline constexpr std::chrono::milliseconds grace{1000};

}  // namespace interlock
