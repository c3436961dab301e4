#pragma once

#include <string>
#include <vector>

#include "tests/whole/typed.h"

namespace interlock {

// The program on a terminal of its own, 100 columns wide, and a person before it.
class Pty {
 public:
  Pty(const Desk& desk, std::vector<std::string> words);
  ~Pty();
  Pty(const Pty&) = delete;
  Pty& operator=(const Pty&) = delete;

  // Until it shows this after all that was waited for before; false if it ended first.
  bool until(const std::string& words);
  void type(const std::string& keys) const;  // "\x03" is Ctrl-C
  int end();                                 // its exit code; 256 + a signal
  const std::string& shown() const { return shown_; }

 private:
  bool read_some();

  int terminal_ = -1, pid_ = -1;
  std::string shown_;
  std::size_t seen_ = 0;
};

}  // namespace interlock
