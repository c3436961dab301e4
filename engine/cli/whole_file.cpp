#include "engine/cli/whole_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "engine/descriptor.h"
#include "engine/error.h"

namespace interlock {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void refuse(const std::string& path, int error) {
  throw Error(Error::Kind::input,
              "the file " + path + " could not be written: " + std::strerror(error) + ".",
              "Give another one: -o FILE");
}

// 0, or the error.
int written_to(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t done = ::write(file, text.data(), text.size());
    if (done < 0 && errno != EINTR) return errno;
    if (done > 0) text.remove_prefix(static_cast<std::size_t>(done));
  }
  return 0;
}

void write_through(const std::string& path, const std::string& text) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!file.open()) refuse(path, errno);
  if (const int error = written_to(file.number(), text)) refuse(path, error);
}

// A file that was there keeps its rights; a new one has those of any new file.
mode_t mode_for(const struct stat* there) {
  if (there) return there->st_mode & 07777;
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

}  // namespace

void write_whole(const std::string& path, const std::string& text) {
  struct stat status {};
  const bool there = ::stat(path.c_str(), &status) == 0;
  if (there && !S_ISREG(status.st_mode)) return write_through(path, text);
  // Through a link, so that the link stays.
  const std::string target = there ? fs::canonical(path).string() : path;
  std::string beside = target + ".XXXXXX";
  const Descriptor file(::mkostemp(beside.data(), O_CLOEXEC));
  if (!file.open()) refuse(path, errno);
  int error = written_to(file.number(), text);
  if (!error && ::fchmod(file.number(), mode_for(there ? &status : nullptr)) != 0) error = errno;
  if (!error && ::fsync(file.number()) != 0) error = errno;
  if (!error && ::rename(beside.c_str(), target.c_str()) != 0) error = errno;
  if (!error) return;
  ::unlink(beside.c_str());
  refuse(path, error);
}

}  // namespace interlock
