#include "engine/lock.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>
#include <utility>

#include "engine/error.h"

namespace interlock {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const std::string& path, int error) {
  throw Error(Error::Kind::ledger,
              fmt::format("The lock {} cannot be taken: {}.", path, std::strerror(error)),
              "Look at the rights on the file and its folder; it lies beside the ledger.");
}

// Close-on-exec: it goes to the children that are given it, and to no others.
int open_file(const std::string& path) {
  std::error_code failed;
  const fs::path folder = fs::path(path).parent_path();
  if (fs::create_directories(folder, failed)) fs::permissions(folder, fs::perms::owner_all, failed);
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) refuse(path, errno);
  return file;
}

void write_whole(int file, const std::string& text, const std::string& path) {
  if (::ftruncate(file, 0) != 0 ||
      ::pwrite(file, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()))
    refuse(path, errno);
}

}  // namespace

std::optional<Lock> Lock::take(const std::string& path, const std::string& holder) {
  Lock lock(open_file(path));
  while (::flock(lock.descriptor_, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) return {};
    if (errno != EINTR) refuse(path, errno);
  }
  write_whole(lock.descriptor_, holder, path);
  return lock;
}

std::optional<Lock> Lock::take_within(const std::string& path, const std::string& holder,
                                      std::chrono::milliseconds longest,
                                      const std::stop_token& stop) {
  constexpr std::chrono::milliseconds pause{20};
  const auto end = std::chrono::steady_clock::now() + longest;
  while (true) {
    auto lock = take(path, holder);
    const auto left = end - std::chrono::steady_clock::now();
    if (lock || left <= left.zero() || stop.stop_requested()) return lock;
    std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(pause, left));
  }
}

std::optional<Lock> Lock::take_folder(const std::string& path) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(1);
  Lock lock(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  while (lock.descriptor_ >= 0 && ::flock(lock.descriptor_, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) return Lock(-1);
    if (std::chrono::steady_clock::now() > end) return {};
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return lock;
}

std::string Lock::holder(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

Lock::~Lock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Lock::Lock(Lock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

Lock& Lock::operator=(Lock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

}  // namespace interlock
