#pragma once

#include <string>

#include "tests/whole/typed.h"

namespace interlock {

// A script of tests/standins that answers as a web server: it prints its port, and ends
// when its stdin does.
class WebSide {
 public:
  WebSide(const Desk& desk, const std::string& script);
  ~WebSide();
  WebSide(const WebSide&) = delete;
  WebSide& operator=(const WebSide&) = delete;

  std::string port;

 private:
  int pid_ = 0;
  int stdin_ = -1;
};

}  // namespace interlock
