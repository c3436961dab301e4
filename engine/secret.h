#pragma once

#include <string>
#include <utility>

namespace interlock {

// A text that must never be printed, stored or put into an Error. It converts to
// nothing; whoever reveals it hands it on to a driver or to a child's environment.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}

  const std::string& reveal() const { return text_; }
  bool empty() const { return text_.empty(); }

 private:
  std::string text_;
};

}  // namespace interlock
