#pragma once

#include <string>

#include "engine/child.h"
#include "engine/value.h"

namespace interlock {

// Chromium without a window, told what to do by its DevTools protocol; it ends with this
// object. What it refuses, or does not do within a minute, throws std::runtime_error.
class Chromium {
 public:
  explicit Chromium(const std::string& profile);  // a folder of its own

  // Shows a file; returns when it is loaded.
  void show(const std::string& path);
  // What a method gives that is asked of the page.
  Value ask(const std::string& method, Value::Object parameters = {});
  // What a script in the page comes to, perhaps as a promise.
  Value evaluate(const std::string& script);

 private:
  Value message();

  Child child_{1 << 16};
  Descriptor ours_;
  std::string read_, session_;
  std::int64_t asked_ = 0;
  bool loaded_ = false;
};

}  // namespace interlock
