#include "tests/whole/chromium.h"

#include <poll.h>
#include <sys/socket.h>

#include <stdexcept>

#include "engine/jcs.h"

namespace interlock {

namespace {

// A message ends with this.
constexpr char end_of_message = '\0';

void send(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) throw std::runtime_error("chromium does not listen");
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

}  // namespace

Chromium::Chromium(const std::string& profile) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    throw std::runtime_error("no sockets");
  ours_ = Descriptor(ends[0]);
  const Descriptor its(ends[1]);
  // It reads from descriptor 3 and writes to 4.
  const std::string failure = child_.start(
      {.argv = {"chromium", "--headless", "--no-sandbox", "--disable-gpu",
                "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars",
                "--remote-debugging-pipe", "--user-data-dir=" + profile, "about:blank"},
       .keeps = {its.number(), its.number()}});
  if (!failure.empty()) throw std::runtime_error("chromium: " + failure);
  const Value targets = ask("Target.getTargets");
  for (const Value& target : targets["targetInfos"].list())
    if (target["type"].text() == "page")
      session_ = ask("Target.attachToTarget",
                     {{"targetId", target["targetId"]}, {"flatten", true}})["sessionId"]
                     .text();
  ask("Page.enable");
}

Value Chromium::message() {
  for (std::size_t looked = 0;;) {
    const auto end = read_.find(end_of_message, looked);
    if (end != std::string::npos) {
      std::vector<Problem> problems;
      Value message = parsed(std::string_view(read_).substr(0, end), problems);
      read_.erase(0, end + 1);
      return message;
    }
    looked = read_.size();
    pollfd readable{ours_.number(), POLLIN, 0};
    char some[1 << 16];
    const ssize_t n =
        ::poll(&readable, 1, 60000) > 0 ? ::read(ours_.number(), some, sizeof some) : 0;
    child_.read(std::chrono::milliseconds(0));  // else what it logs would stop it
    if (n <= 0) throw std::runtime_error("chromium says nothing more: " + child_.err().text());
    read_.append(some, static_cast<std::size_t>(n));
  }
}

Value Chromium::ask(const std::string& method, Value::Object parameters) {
  Value question =
      Value::Object{{"id", ++asked_}, {"method", method}, {"params", std::move(parameters)}};
  if (!session_.empty()) question.set("sessionId", session_);
  send(ours_.number(), canonical(question) + end_of_message);
  for (;;) {
    const Value told = message();
    if (told["method"].text() == "Page.loadEventFired") loaded_ = true;
    if (told["id"].number() != asked_) continue;
    if (!told["error"].null()) throw std::runtime_error(method + ": " + canonical(told["error"]));
    return told["result"];
  }
}

void Chromium::show(const std::string& path) {
  loaded_ = false;
  ask("Page.navigate", {{"url", "file://" + path}});
  while (!loaded_) loaded_ = message()["method"].text() == "Page.loadEventFired";
}

Value Chromium::evaluate(const std::string& script) {
  const Value told = ask("Runtime.evaluate",
                         {{"expression", script}, {"awaitPromise", true}, {"returnByValue", true}});
  if (!told["exceptionDetails"].null())
    throw std::runtime_error("the script failed: " + canonical(told["exceptionDetails"]));
  return told["result"]["value"];
}

}  // namespace interlock
