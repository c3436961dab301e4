#pragma once

#include <array>
#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "engine/descriptor.h"
#include "engine/subprocess.h"

namespace interlock {

// What a program wrote: all of it, or its head and tail with a line between them.
class Capture {
 public:
  explicit Capture(std::size_t limit) : limit_(limit) {}
  void add(std::string_view bytes);
  std::string text() const;  // at most `limit` bytes

 private:
  std::size_t limit_, total_ = 0;
  std::string head_, tail_;
};

// A program that was started and has not been waited for. It does not outlive this
// object. It runs in a session, and so in a process group, of its own: no terminal can
// stop it because it asks for a password there.
class Child {
 public:
  explicit Child(std::size_t limit) : captured_{Capture(limit), Capture(limit)} {}
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child();

  std::string start(const Program& program);  // empty, or why it could not be started
  int pid() const { return pid_; }
  // Whether read() returns as soon as it ends.
  bool watched() const { return watch_.open(); }
  void signal_all(int signal) const;  // to it and to all of its group

  // Reads what it wrote, waiting at most so long for something to happen.
  void read(std::chrono::milliseconds patience);
  // It ended, but was not reaped: until then nobody else gets its number.
  bool ended() const;
  // Reads what is left, but does not wait long for others who may still write there.
  void drain();
  int reap();  // its status, as waitpid() tells it

  const Capture& out() const { return captured_[0]; }
  const Capture& err() const { return captured_[1]; }

 private:
  void relay(std::size_t which, Descriptor& end);
  void end_of(std::size_t which);
  void read_from(std::size_t which);
  bool still_writes() const { return ends_[0].open() || ends_[1].open(); }

  int pid_ = 0;
  std::array<int, 2> relays_ = {};
  std::array<Descriptor, 2> ends_, unrelayed_;  // of stdout and stderr
  std::array<Capture, 2> captured_;
  std::function<void(std::string_view)> reads_;
  Descriptor watch_;
};

}  // namespace interlock
