#pragma once

#include <functional>
#include <string>
#include <thread>

#include "engine/descriptor.h"

namespace interlock {

// A web server on a free port of 127.0.0.1: what it is sent goes to `answer`, what
// that returns goes back as it is, and the connection is closed.
class WebServer {
 public:
  using Answerer = std::function<std::string(const std::string& request)>;

  explicit WebServer(Answerer answer);
  ~WebServer();
  WebServer(const WebServer&) = delete;
  WebServer& operator=(const WebServer&) = delete;

  std::string url() const { return "http://127.0.0.1:" + port_; }

 private:
  void run();

  Answerer answer_;
  std::string port_;
  Descriptor listening_;
  std::thread thread_;
};

// What is sent back: "200 OK" and a body.
std::string reply(const std::string& status, const std::string& body);

}  // namespace interlock
