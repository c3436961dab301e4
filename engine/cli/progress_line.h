#pragma once

#include <functional>
#include <mutex>
#include <string>

#include "engine/endpoints/openers.h"
#include "engine/time.h"

namespace interlock {

// What a person who waits is shown: how far the asking is, and how much of what is read long.
// May be called on any thread.
class ProgressLine {
 public:
  using Show = std::function<void(const std::string& line)>;
  explicit ProgressLine(Show show) : show_(std::move(show)) {}

  void says(const std::string& what);
  void reads(const Reading& far);

 private:
  Show show_;
  std::mutex mutex_;
  std::string said_, reading_, file_;
  Moment since_ = {};  // this file is read
};

}  // namespace interlock
