#include "engine/trusted.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "engine/error.h"

namespace interlock {

namespace {

constexpr std::size_t largest = std::size_t{16} << 20;

// Ends with the scope.
struct Opened {
  explicit Opened(const std::string& path)
      : number(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  ~Opened() {
    if (number >= 0) ::close(number);
  }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;

  int number;
};

[[noreturn]] void refuse(const std::string& what, const std::string& hint = {}) {
  throw Error(Error::Kind::input, what, hint);
}

// Others may put files into a folder with the sticky bit, but not replace ours.
bool others_may_write(const struct stat& status) {
  if (status.st_uid != 0) return true;
  if (S_ISDIR(status.st_mode) && (status.st_mode & S_ISVTX)) return false;
  return (status.st_mode & S_IWOTH) || ((status.st_mode & S_IWGRP) && status.st_gid != 0);
}

std::string all_of(int descriptor, const std::string& path) {
  std::string text;
  char buffer[65536];
  for (;;) {
    const auto length = ::read(descriptor, buffer, sizeof buffer);
    if (length == 0) return text;
    if (length < 0 && errno == EINTR) continue;
    if (length < 0) refuse(fmt::format("{} cannot be read: {}.", path, std::strerror(errno)));
    text.append(buffer, static_cast<std::size_t>(length));
    if (text.size() > largest) refuse(fmt::format("{} is too large.", path));
  }
}

}  // namespace

std::string written_by_others(const std::string& path) {
  std::error_code failure;
  auto place = std::filesystem::canonical(path, failure);
  if (failure) return fmt::format("{} cannot be found: {}.", path, failure.message());
  for (;; place = place.parent_path()) {
    struct stat status {};
    if (::stat(place.c_str(), &status) != 0)
      return fmt::format("{} cannot be looked at: {}.", place.string(), std::strerror(errno));
    if (others_may_write(status))
      return fmt::format("{} can be written by others than root.", place.string());
    if (place == place.root_path()) return {};
  }
}

std::string trusted_text(const std::string& path) {
  const Opened file(path);
  struct stat opened {};
  if (file.number < 0 || ::fstat(file.number, &opened) != 0)
    refuse(fmt::format("{} cannot be read: {}.", path, std::strerror(errno)));
  if (!S_ISREG(opened.st_mode)) refuse(fmt::format("{} is no file.", path));
  if (::geteuid() == 0) {
    const std::string why = others_may_write(opened)
                                ? fmt::format("{} can be written by others than root.", path)
                                : written_by_others(path);
    if (!why.empty())
      refuse(why, fmt::format("What {} says is done as root: chown root, chmod go-w.", path));
  }
  return all_of(file.number, path);
}

}  // namespace interlock
