#include "engine/child.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <poll.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>

namespace interlock {

namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds after_end{200};  // how long others may still write what we capture

std::string reason(int code) {
  return std::generic_category().message(code);
}

// Lies above 2, so that it can be moved there in the child. -1 and errno if it cannot be opened.
Descriptor above_standard(int number) {
  Descriptor given(number);
  if (number < 0 || number > 2) return given;
  return Descriptor(::fcntl(number, F_DUPFD_CLOEXEC, 3));
}

// Of a fifo without a writer the reader sees the end at once, instead of waiting for one.
Descriptor opened_input(const std::string& path) {
  auto file = above_standard(::open(path.empty() ? "/dev/null" : path.c_str(),
                                    O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (file.open()) ::fcntl(file.number(), F_SETFL, 0);
  return file;
}

Descriptor opened_output(const std::string& path) {
  auto file = above_standard(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0600));
  if (!file.open()) return file;
  ::fcntl(file.number(), F_SETFL, 0);
  struct stat seen = {};
  if (::fstat(file.number(), &seen) == 0 && S_ISREG(seen.st_mode) &&
      ::ftruncate(file.number(), 0) != 0)
    file.close();
  return file;
}

struct Pipe {
  Descriptor read, write;

  bool make() {
    std::array<int, 2> ends = {-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    read = above_standard(ends[0]);
    write = above_standard(ends[1]);
    if (read.open()) ::fcntl(read.number(), F_SETFL, O_NONBLOCK);
    return read.open() && write.open();
  }
};

class Attributes {
 public:
  Attributes() {
    posix_spawnattr_init(&it_);
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    posix_spawnattr_setsigdefault(&it_, &all);
    posix_spawnattr_setsigmask(&it_, &none);
    posix_spawnattr_setflags(&it_,
                             POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  ~Attributes() { posix_spawnattr_destroy(&it_); }
  const posix_spawnattr_t* it() const { return &it_; }

 private:
  posix_spawnattr_t it_;
};

class FileActions {
 public:
  FileActions() { posix_spawn_file_actions_init(&it_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  ~FileActions() { posix_spawn_file_actions_destroy(&it_); }

  void move(int from, int to) { posix_spawn_file_actions_adddup2(&it_, from, to); }
  void enter(const std::string& folder) {
    if (!folder.empty()) posix_spawn_file_actions_addchdir_np(&it_, folder.c_str());
  }
  // Moves what is kept to 3, 4 ... (in ascending order none overwrites another), closes the rest.
  void keep(std::vector<int> kept) {
    std::sort(kept.begin(), kept.end());
    int next = 3;
    for (const int number : kept)
      if (number > 2) move(number, next++);
    posix_spawn_file_actions_addclosefrom_np(&it_, next);
  }
  const posix_spawn_file_actions_t* it() const { return &it_; }

 private:
  posix_spawn_file_actions_t it_;
};

std::vector<std::string> environment_with(const std::map<std::string, std::string>& added) {
  std::vector<std::string> all;
  for (char** entry = environ; entry && *entry; ++entry) {
    const std::string_view text = *entry;
    if (!added.contains(std::string(text.substr(0, text.find('='))))) all.emplace_back(text);
  }
  for (const auto& [name, value] : added) all.push_back(name + "=" + value);
  return all;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

// Returns 0, or why not.
int spawned(int& pid, const Program& program, int input, int out, int err) {
  FileActions files;
  files.move(input, 0);
  files.move(out, 1);
  files.move(err, 2);
  files.enter(program.folder);
  files.keep(program.keeps);
  std::vector<std::string> words = program.argv, variables = environment_with(program.env);
  const auto argv = pointers(words), env = pointers(variables);
  const Attributes attributes;
  return ::posix_spawnp(&pid, words.front().c_str(), files.it(), attributes.it(), argv.data(),
                        env.data());
}

// The folder's error and the program's look the same.
std::string complaint(const Program& program, int code) {
  struct stat found = {};
  if (!program.folder.empty() && ::stat(program.folder.c_str(), &found) != 0)
    return program.folder + ": " + reason(errno);
  return reason(code);
}

}  // namespace

void Capture::add(std::string_view bytes) {
  total_ += bytes.size();
  const std::size_t room = limit_ / 2 - std::min(limit_ / 2, head_.size());
  head_ += bytes.substr(0, room);
  if (bytes.size() > room) tail_ += bytes.substr(room);
  if (tail_.size() > 2 * limit_ + 4096) tail_.erase(0, tail_.size() - limit_);
}

std::string Capture::text() const {
  if (total_ <= limit_) return head_ + tail_;
  const std::string gap = fmt::format("\n[of {} bytes the middle was left out]\n", total_);
  const std::size_t room = limit_ - std::min(limit_, head_.size() + gap.size());
  return head_ + gap + tail_.substr(tail_.size() - std::min(room, tail_.size()));
}

Child::~Child() {
  for (const int relay : relays_)
    if (relay > 0) ::waitpid(relay, nullptr, WNOHANG);  // it may go on for others who write
  if (pid_ <= 0) return;
  signal_all(SIGKILL);
  reap();
}

std::string Child::start(const Program& program) {
  if (program.argv.empty() || program.argv.front().empty()) return "No program was named";
  const Descriptor input = opened_input(program.input);
  if (!input.open()) return program.input + ": " + reason(errno);
  Pipe out, err;
  if (!program.output.empty())
    out.write = opened_output(program.output);
  else if (!out.make())
    return reason(errno);
  if (!out.write.open()) return program.output + ": " + reason(errno);
  if (!err.make()) return reason(errno);
  if (program.outlives_us) {
    relay(0, out.read);
    relay(1, err.read);
  }
  const int code = spawned(pid_, program, input.number(), out.write.number(), err.write.number());
  if (code != 0) {
    pid_ = 0;
    return complaint(program, code);
  }
  reads_ = program.reads;
  ends_ = {std::move(out.read), std::move(err.read)};
  watch_ =
      Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));  // old kernels have none
  return {};
}

// Puts a process between the program and us that reads on when we are gone: of its two outputs
// tee loses one then. It is in a session of its own, and ends with the last who writes. Where
// there is no such tee, its end is that of what it passes on: we read the program ourselves.
void Child::relay(std::size_t which, Descriptor& end) {
  Pipe onward;
  const Descriptor nothing = opened_output("/dev/null");
  if (!end.open() || !onward.make() || !nothing.open()) return;
  ::fcntl(end.number(), F_SETFL, 0);
  const Program tee{.argv = {"tee", "-p", "/dev/null"}};
  if (spawned(relays_[which], tee, end.number(), onward.write.number(), nothing.number()) != 0)
    relays_[which] = 0;
  unrelayed_[which] = std::move(end);
  end = std::move(onward.read);
}

void Child::signal_all(int signal) const {
  ::kill(-pid_, signal);
}

void Child::read(milliseconds patience) {
  std::array<pollfd, 3> wanted = {pollfd{ends_[0].number(), POLLIN, 0},
                                  pollfd{ends_[1].number(), POLLIN, 0},
                                  pollfd{watch_.number(), POLLIN, 0}};
  if (::poll(wanted.data(), wanted.size(), static_cast<int>(patience.count())) <= 0) return;
  for (const std::size_t which : {std::size_t{0}, std::size_t{1}})
    if (wanted[which].revents != 0) read_from(which);
}

bool Child::ended() const {
  siginfo_t info = {};
  return ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOWAIT | WNOHANG) == 0 &&
         info.si_pid == pid_;
}

void Child::drain() {
  watch_.close();
  const auto until = Steady::now() + after_end;
  while (still_writes() && Steady::now() < until) read(milliseconds(20));
}

int Child::reap() {
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) continue;
  pid_ = 0;
  return status;
}

void Child::read_from(std::size_t which) {
  std::array<char, 65536> buffer;
  const auto size = ::read(ends_[which].number(), buffer.data(), buffer.size());
  if (size > 0 && which == 0 && reads_)
    reads_({buffer.data(), static_cast<std::size_t>(size)});
  else if (size > 0)
    captured_[which].add({buffer.data(), static_cast<std::size_t>(size)});
  else if (size == 0 || (errno != EAGAIN && errno != EINTR))
    end_of(which);
}

void Child::end_of(std::size_t which) {
  ends_[which].close();
  ends_[which] = std::move(unrelayed_[which]);
  if (!ends_[which].open()) return;
  ::fcntl(ends_[which].number(), F_SETFL, O_NONBLOCK);
  if (relays_[which] > 0) ::waitpid(std::exchange(relays_[which], 0), nullptr, 0);
}

}  // namespace interlock
