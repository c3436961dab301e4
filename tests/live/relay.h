#pragma once

#include <atomic>
#include <string>
#include <thread>

#include "engine/descriptor.h"

namespace interlock::live {

// A port of 127.0.0.1 that takes connections and never says a word.
class Silent {
 public:
  Silent();
  std::string port() const { return port_; }

 private:
  std::string port_;
  Descriptor listening_;
};

// Stands between a client and a server on 127.0.0.1, one connection long, and can
// become what a frozen or a stopped server is to the client.
class Relay {
 public:
  explicit Relay(const std::string& port_of_server);
  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  std::string port() const { return port_; }
  void freeze() { frozen_ = true; }  // passes nothing on any more, and closes nothing
  void cut();                        // closes both ends

 private:
  void run(int server_port);

  std::string port_;
  Descriptor listening_;
  std::atomic<bool> frozen_ = false, over_ = false;
  std::thread thread_;
};

}  // namespace interlock::live
