// What lies where, how large, and how much space is left.
#include <fnmatch.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <cerrno>

#include "engine/endpoints/local.h"
#include "engine/endpoints/words.h"

namespace interlock {

namespace {

// Entries that match the first part of the pattern, and below them those that match the rest.
void match(const std::string& folder, const std::string& below, std::string_view pattern,
           Table& table) {
  const auto names = names_in(folder);
  if (!names) return;
  const auto slash = pattern.find('/');
  const std::string part(pattern.substr(0, slash));
  for (const std::string& name : *names) {
    if (::fnmatch(part.c_str(), name.c_str(), FNM_PERIOD) != 0) continue;
    const std::string path = folder + "/" + name;
    struct stat seen = {};
    if (::lstat(path.c_str(), &seen) != 0) throw refused(path, errno);
    if (slash != std::string_view::npos) {
      if (S_ISDIR(seen.st_mode)) match(path, below + name + "/", pattern.substr(slash + 1), table);
      continue;
    }
    if (S_ISLNK(seen.st_mode)) seen = seen_at(path).value_or(seen);
    const std::string kind = S_ISLNK(seen.st_mode) ? "other" : kind_of(seen.st_mode);
    table.rows.push_back(
        {below + name, kind, std::to_string(seen.st_size), std::to_string(seen.st_mtim.tv_sec)});
  }
}

}  // namespace

Table stat_of(const Places& places) {
  Table table{{"path", "kind", "mode", "uid", "gid", "size", "changed"}, {}};
  for (const Place& place : places) {
    auto& row = table.rows.emplace_back();
    row.emplace_back(place.whole);
    if (const auto seen = seen_at(place.whole))
      row.insert(row.end(), {kind_of(seen->st_mode), mode_of(seen->st_mode),
                             std::to_string(seen->st_uid), std::to_string(seen->st_gid),
                             std::to_string(seen->st_size), std::to_string(seen->st_mtim.tv_sec)});
    row.resize(table.columns.size());
  }
  return table;
}

Table entries_of(const std::string& folder, const std::string& pattern, Deadline deadline) {
  Table table{{"name", "kind", "size", "changed"}, {}};
  match(folder, {}, pattern, table);
  demand_time(deadline, folder);
  std::sort(table.rows.begin(), table.rows.end());
  return table;
}

Table space_at(const std::string& path) {
  std::string nearest = path;
  struct statvfs seen = {};
  while (::statvfs(nearest.c_str(), &seen) != 0) {
    const int code = errno;
    const auto slash = nearest.find_last_of('/');
    if ((code != ENOENT && code != ENOTDIR) || nearest == "/" || slash == std::string::npos)
      throw refused(nearest, code);
    nearest.resize(std::max<std::size_t>(slash, 1));
  }
  return {{"path", "free", "total"},
          {{nearest, std::to_string(seen.f_bavail * seen.f_frsize),
            std::to_string(seen.f_blocks * seen.f_frsize)}}};
}

Table size_of(const std::string& path, Deadline deadline) {
  std::int64_t bytes = 0, entries = -1;  // itself is none of those below
  walk(
      path,
      [&](const Entry& entry) {
        if (S_ISREG(entry.info.st_mode)) bytes += entry.info.st_size;
        if (++entries % 256 == 0) demand_time(deadline, entry.path);
      },
      Deleted::pass_over);
  if (entries < 0) return {{"path", "bytes", "entries"}, {{path, std::nullopt, std::nullopt}}};
  return {{"path", "bytes", "entries"}, {{path, std::to_string(bytes), std::to_string(entries)}}};
}

Table newest_in(const Places& places, Deadline deadline) {
  Table table{{"path", "kind", "name", "changed"}, {}};
  for (const Place& place : places) {
    auto& row = table.rows.emplace_back();
    row.emplace_back(place.given);
    std::string kind, newest;
    std::int64_t changed = -1;
    walk(place.whole, [&](const Entry& entry) {
      demand_time(deadline, entry.path);
      if (entry.name.empty()) kind = kind_of(entry.info.st_mode);
      if (!S_ISREG(entry.info.st_mode) || entry.info.st_mtim.tv_sec <= changed) return;
      changed = entry.info.st_mtim.tv_sec;
      newest = entry.name;
    });
    if (!kind.empty()) row.emplace_back(kind);
    if (changed >= 0) row.insert(row.end(), {newest, std::to_string(changed)});
    row.resize(table.columns.size());
  }
  return table;
}

}  // namespace interlock
