#include "tests/standins/contained.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

namespace interlock::standin {

namespace {

constexpr int patience = 10;  // seconds

// Gives the process what the container has: folder, variables, programs.
void enter(const Value& service) {
  const std::string folder(service["folder"].text());
  if (!folder.empty() && ::chdir(folder.c_str()) != 0) ::_exit(126);
  for (const auto& [name, value] : service["env"].members())
    ::setenv(name.c_str(), std::string(value.text()).c_str(), 1);
  const std::string programs(service["programs"].text());
  if (!programs.empty()) ::setenv("PATH", (programs + ":" + std::getenv("PATH")).c_str(), 1);
}

int become(const Words& argv) {
  Words words = argv;
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  ::execvp(pointers.front(), pointers.data());
  return 127;
}

}  // namespace

int start_in(const Value& service) {
  Words argv;
  for (const Value& word : service["server"].list()) argv.emplace_back(word.text());
  if (argv.empty()) return 0;
  const std::string log = path(std::string(service["name"].text()) + ".log");
  const int pid = ::fork();
  if (pid != 0) return pid;
  ::setsid();
  const int nothing = ::open("/dev/null", O_RDONLY);
  const int written = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  ::dup2(nothing, 0);
  ::dup2(written, 1);
  ::dup2(written, 2);
  ::close_range(3, ~0U, 0);
  enter(service);
  ::_exit(become(argv));
}

void end(std::int64_t pid) {
  const Descriptor watch(pid > 0 ? static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)) : -1);
  if (!watch.open()) return;
  pollfd ended{watch.number(), POLLIN, 0};
  for (int second = 0; second < patience; ++second) {
    ::kill(static_cast<int>(pid), SIGTERM);
    if (::poll(&ended, 1, 1000) > 0) return;
  }
  ::kill(static_cast<int>(pid), SIGKILL);
  ::poll(&ended, 1, -1);
}

int exec_in(const Value& service, const Words& argv) {
  enter(service);
  return fail("cannot start " + argv.front(), become(argv));
}

}  // namespace interlock::standin
