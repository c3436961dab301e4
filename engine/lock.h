#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>

namespace interlock {

// One run for each installation: an advisory lock (flock) on a file that stays.
// It is held as long as any process has the descriptor: a step's process group is
// given it (`Program::keeps`), so that a command that outlives us keeps the lock.
class Lock {
 public:
  // Nothing if somebody else holds it. Makes the file (0600) and its folder, and
  // writes `holder` into it: who holds it, for people and for holder(). Throws
  // Error{ledger} if there can be no such file.
  static std::optional<Lock> take(const std::string& path, const std::string& holder);

  // Waits until it is free, at most so long.
  static std::optional<Lock> take_within(const std::string& path, const std::string& holder,
                                         std::chrono::milliseconds longest,
                                         const std::stop_token& stop = {});

  // The folder itself: all accounts of the host meet there, wherever each keeps its files. Nothing
  // if somebody else holds it for a second. Where it cannot be locked (some network file systems),
  // the lock has no descriptor and keeps nobody away.
  static std::optional<Lock> take_folder(const std::string& path);

  // What the last who took it wrote; empty if nobody ever did.
  static std::string holder(const std::string& path);

  ~Lock();
  Lock(Lock&& other) noexcept;
  Lock& operator=(Lock&& other) noexcept;

  int descriptor() const { return descriptor_; }

 private:
  explicit Lock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

}  // namespace interlock
