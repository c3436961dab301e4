#pragma once

#include <chrono>
#include <string>

#include "engine/endpoints/openers.h"
#include "engine/error.h"

namespace interlock {

// Tells how far a long reading has come, at most ten times a second.
class Reporter {
 public:
  Reporter(Progress progress, std::string what, std::uint64_t total)
      : progress_(std::move(progress)), what_(std::move(what)), total_(total) {}

  void advance(std::uint64_t bytes) { reach(done_ + bytes); }

  // Throws Error{endpoint} if one shall not go on.
  void reach(std::uint64_t done) {
    done_ = done;
    const auto now = std::chrono::steady_clock::now();
    if (!progress_ || now - told_ < std::chrono::milliseconds(100)) return;
    told_ = now;
    if (!progress_({what_, done_, total_}))
      throw Error(Error::Kind::endpoint, what_ + ": was not read to its end, as asked", {},
                  "stopped");
  }

 private:
  Progress progress_;
  std::string what_;
  std::uint64_t total_, done_ = 0;
  std::chrono::steady_clock::time_point told_ = std::chrono::steady_clock::now();
};

}  // namespace interlock
