#include "tests/whole/pty.h"

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace interlock {

Pty::Pty(const Desk& desk, std::vector<std::string> words) {
  words.insert(words.begin(), INTERLOCK_BINARY "/engine/cli/interlock");
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  std::vector<std::string> variables = {"PATH=" + std::string(std::getenv("PATH")),
                                        "TERM=xterm-256color"};
  for (const auto& [name, value] : desk.env) {
    if (name == "PATH") variables.front() = "PATH=" + value;
    if (name != "PATH" && name != "COLUMNS") variables.push_back(name + "=" + value);
  }
  std::vector<char*> env;
  for (std::string& variable : variables) env.push_back(variable.data());
  env.push_back(nullptr);
  const std::string folder = desk.folder.string();
  winsize size{24, 100, 0, 0};
  pid_ = ::forkpty(&terminal_, nullptr, nullptr, &size);
  if (pid_ < 0) throw std::runtime_error("no terminal");
  if (pid_ > 0) return;
  if (::chdir(folder.c_str()) == 0) ::execve(argv[0], argv.data(), env.data());
  ::_exit(127);
}

Pty::~Pty() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ::close(terminal_);
}

bool Pty::read_some() {
  pollfd readable{terminal_, POLLIN, 0};
  if (::poll(&readable, 1, 60000) <= 0) return false;
  char some[4096];
  const ssize_t n = ::read(terminal_, some, sizeof some);
  if (n <= 0) return false;
  shown_.append(some, static_cast<std::size_t>(n));
  return true;
}

bool Pty::until(const std::string& words) {
  for (;;) {
    const auto found = shown_.find(words, seen_);
    if (found != std::string::npos) {
      seen_ = found + words.size();
      return true;
    }
    if (!read_some()) return false;
  }
}

void Pty::type(const std::string& keys) const {
  const ssize_t n = ::write(terminal_, keys.data(), keys.size());
  if (n != static_cast<ssize_t>(keys.size())) throw std::runtime_error("the terminal is gone");
}

int Pty::end() {
  while (read_some()) continue;
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFSIGNALED(status) ? 256 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace interlock
