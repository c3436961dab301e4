#include "tests/whole/web_side.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

namespace interlock {

WebSide::WebSide(const Desk& desk, const std::string& script) {
  const std::string path = INTERLOCK_SOURCE "/tests/standins/" + script;
  int to[2], from[2];
  if (::pipe(to) != 0 || ::pipe(from) != 0) throw std::runtime_error("no pipe");
  pid_ = ::fork();
  if (pid_ == 0) {
    ::dup2(to[0], 0);
    ::dup2(from[1], 1);
    for (const int fd : {to[0], to[1], from[0], from[1]}) ::close(fd);
    for (const auto& [name, value] : desk.env) ::setenv(name.c_str(), value.c_str(), 1);
    ::execlp("python3", "python3", path.c_str(), nullptr);
    ::_exit(127);
  }
  ::close(to[0]);
  ::close(from[1]);
  stdin_ = to[1];
  for (char c = 0; ::read(from[0], &c, 1) == 1 && c != '\n';) port += c;
  ::close(from[0]);
}

WebSide::~WebSide() {
  ::close(stdin_);
  ::waitpid(pid_, nullptr, 0);
}

}  // namespace interlock
