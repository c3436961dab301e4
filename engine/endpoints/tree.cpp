#include "engine/endpoints/tree.h"

#include <dirent.h>
#include <fcntl.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>

#include "engine/endpoints/words.h"

namespace interlock {

namespace {

bool absent(int code) {
  return code == ENOENT || code == ENOTDIR;
}

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

std::optional<std::vector<std::string>> names_in(const std::string& path, int flags) {
  Descriptor opened(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags));
  if (!opened.open()) {
    if (absent(errno)) return {};
    throw refused(path, errno);
  }
  const std::unique_ptr<DIR, CloseFolder> folder(::fdopendir(opened.number()));
  if (!folder) throw refused(path, errno);
  opened.release();
  std::vector<std::string> names;
  for (;;) {
    errno = 0;
    const dirent* entry = ::readdir(folder.get());
    if (!entry && errno != 0) throw refused(path, errno);
    if (!entry) break;
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

void walk_below(const Entry& folder, const std::function<void(const Entry&)>& visit,
                Deleted deleted) {
  const auto names = names_in(folder.path, folder.name.empty() ? 0 : O_NOFOLLOW);
  if (!names && deleted == Deleted::pass_over) return;
  if (!names) throw refused(folder.path, ENOENT);
  for (const std::string& name : *names) {
    Entry entry{
        folder.path + "/" + name, folder.name.empty() ? name : folder.name + "/" + name, {}};
    if (::lstat(entry.path.c_str(), &entry.info) != 0) {
      if (absent(errno) && deleted == Deleted::pass_over) continue;
      throw refused(entry.path, errno);
    }
    visit(entry);
    if (S_ISDIR(entry.info.st_mode)) walk_below(entry, visit, deleted);
  }
}

}  // namespace

void demand_time(Deadline deadline, const std::string& path) {
  if (std::chrono::steady_clock::now() >= deadline) throw refused(path, ETIMEDOUT);
}

std::optional<struct stat> seen_at(const std::string& path) {
  struct stat seen = {};
  if (::stat(path.c_str(), &seen) == 0) return seen;
  if (absent(errno)) return {};
  throw refused(path, errno);
}

std::string kind_of(mode_t mode) {
  if (S_ISREG(mode)) return "file";
  if (S_ISDIR(mode)) return "folder";
  return S_ISLNK(mode) ? "link" : "other";
}

std::string mode_of(mode_t mode) {
  std::string digits;
  for (int shift = 9; shift >= 0; shift -= 3)
    digits += static_cast<char>('0' + ((mode >> shift) & 7));
  return digits;
}

std::optional<Descriptor> open_file(const std::string& path, bool follow) {
  const int flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | (follow ? 0 : O_NOFOLLOW);
  Descriptor file(::open(path.c_str(), flags));
  if (!file.open() && absent(errno)) return {};
  struct stat seen = {};
  if (!file.open() || ::fstat(file.number(), &seen) != 0) throw refused(path, errno);
  if (S_ISDIR(seen.st_mode)) throw refused(path, EISDIR);
  if (!S_ISREG(seen.st_mode))
    throw Error(Error::Kind::endpoint, readable(path) + ": is no regular file", {}, "no_file");
  return file;
}

std::size_t read_some(const Descriptor& file, char* buffer, std::size_t size,
                      const std::string& path) {
  for (;;) {
    const auto read = ::read(file.number(), buffer, size);
    if (read >= 0) return static_cast<std::size_t>(read);
    if (errno != EINTR) throw refused(path, errno);
  }
}

std::optional<std::string> text_of(const std::string& path, std::size_t limit) {
  const auto file = open_file(path);
  if (!file) return {};
  std::string text;
  std::array<char, 65536> buffer;
  while (const auto size = read_some(*file, buffer.data(), buffer.size(), path)) {
    text.append(buffer.data(), size);
    if (text.size() > limit)
      throw Error(Error::Kind::endpoint,
                  readable(path) + ": is larger than " + std::to_string(limit >> 20) + " MB", {},
                  std::string("too_large"));
  }
  return text;
}

std::optional<std::vector<std::string>> names_in(const std::string& folder) {
  return names_in(folder, 0);
}

void walk(const std::string& top, const std::function<void(const Entry&)>& visit, Deleted deleted) {
  const auto seen = seen_at(top);
  if (!seen) return;
  const Entry entry{top, {}, *seen};
  visit(entry);
  if (S_ISDIR(seen->st_mode)) walk_below(entry, visit, deleted);
}

}  // namespace interlock
