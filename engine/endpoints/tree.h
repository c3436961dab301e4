#pragma once

#include <sys/stat.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/descriptor.h"

namespace interlock {

// Local files, looked at without ever waiting for one: a fifo or a device is not read.
// Everything here throws Error{endpoint} with the path and the reason.

using Deadline = std::chrono::steady_clock::time_point;
void demand_time(Deadline deadline, const std::string& path);  // throws once it has passed

// What is there, links followed; nothing if nothing is.
std::optional<struct stat> seen_at(const std::string& path);

std::string kind_of(mode_t mode);  // file, folder, link, other
std::string mode_of(mode_t mode);  // 0644

// Opens a regular file for reading; nothing if there is none; Error if it is something else.
std::optional<Descriptor> open_file(const std::string& path, bool follow = true);

// Reads on; 0 at the end.
std::size_t read_some(const Descriptor& file, char* buffer, std::size_t size,
                      const std::string& path);

// The whole text; nothing if there is no such file; Error if it is longer than `limit`.
std::optional<std::string> text_of(const std::string& path, std::size_t limit);

// The names in a folder, sorted; nothing if there is no such folder. `.` and `..` are none.
std::optional<std::vector<std::string>> names_in(const std::string& folder);

struct Entry {
  std::string path;
  std::string name;  // below the top; empty for the top itself
  struct stat info;
};

// What is deleted while one walks: an Error where the answer must be whole; passed over where it
// counts for nothing, as in the size of a folder that a server works in.
enum class Deleted { refuse, pass_over };

// Calls for the top and for all below it, folders before what they hold. Links are told,
// never followed, but for the top itself. Nothing is called if nothing is there.
void walk(const std::string& top, const std::function<void(const Entry&)>& visit,
          Deleted deleted = Deleted::refuse);

}  // namespace interlock
