#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <thread>

#include "engine/descriptor.h"

namespace interlock::live {

// A port of 127.0.0.1 that takes connections and never says a word.
class Silent {
 public:
  Silent();
  std::string port() const { return port_; }
  int connections() const;  // that were made since this was asked last

 private:
  std::string port_;
  Descriptor listening_;
};

// Stands between clients and a server on 127.0.0.1, in clear text, and can become
// what a frozen or a stopped server is to the clients.
class Relay {
 public:
  explicit Relay(const std::string& port_of_server);
  // The first time that a client asks something with these words, and before the
  // server hears of it, `then` is called; it may freeze or cut.
  Relay(const std::string& port_of_server, std::string words, std::function<void(Relay&)> then);
  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  std::string port() const { return port_; }
  void freeze() { frozen_ = true; }      // passes nothing on any more, and closes nothing
  void cut();                            // closes everything: nothing listens here any more
  bool asked() const { return asked_; }  // whether the words were heard

 private:
  struct Passage;
  void run(int server_port);
  bool pass_question(Passage& passage);

  std::string port_;
  Descriptor listening_;
  std::string words_;
  std::function<void(Relay&)> then_;
  std::atomic<bool> frozen_ = false, over_ = false, asked_ = false;
  std::thread thread_;
};

}  // namespace interlock::live
