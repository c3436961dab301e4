#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "engine/digest.h"
#include "engine/endpoints/local.h"
#include "engine/endpoints/reporter.h"
#include "engine/endpoints/words.h"

namespace interlock {

namespace {

constexpr std::size_t piece = 1 << 18;

struct Hashed {
  std::uint64_t size = 0;
  std::string sha256;
};

Hashed contents_of(const Entry& entry, Reporter& reporter) {
  const auto file = open_file(entry.path, entry.name.empty());
  if (!file) throw refused(entry.path, ENOENT);
  Hasher hasher;
  Hashed hashed;
  std::vector<char> buffer(piece);
  while (const auto size = read_some(*file, buffer.data(), buffer.size(), entry.path)) {
    hasher.add({buffer.data(), size});
    hashed.size += size;
    reporter.advance(size);
  }
  hashed.sha256 = hex(hasher.end());
  return hashed;
}

// Of a link its target counts: that is its contents.
Hashed target_of(const Entry& entry) {
  std::array<char, 4096> target;
  const auto size = ::readlink(entry.path.c_str(), target.data(), target.size());
  if (size < 0) throw refused(entry.path, errno);
  return {static_cast<std::uint64_t>(size),
          hex_of({target.data(), static_cast<std::size_t>(size)})};
}

}  // namespace

Table hashes_of(const Places& places, const Progress& progress) {
  Table table{{"path", "name", "kind", "mode", "size", "sha256"}, {}};
  for (const Place& place : places) {
    std::vector<Entry> entries;
    std::uint64_t total = 0;
    walk(place.whole, [&](const Entry& entry) {
      if (S_ISREG(entry.info.st_mode)) total += static_cast<std::uint64_t>(entry.info.st_size);
      entries.push_back(entry);
    });
    std::sort(entries.begin(), entries.end(),
              [](const Entry& a, const Entry& b) { return a.name < b.name; });
    Reporter reporter(progress, place.given, total);
    for (const Entry& entry : entries) {
      const mode_t mode = entry.info.st_mode;
      auto& row = table.rows.emplace_back();
      row.insert(row.end(), {place.given, entry.name, kind_of(mode), mode_of(mode)});
      if (S_ISREG(mode) || S_ISLNK(mode)) {
        const Hashed hashed = S_ISREG(mode) ? contents_of(entry, reporter) : target_of(entry);
        row.insert(row.end(), {std::to_string(hashed.size), hashed.sha256});
      }
      row.resize(table.columns.size());
    }
  }
  return table;
}

}  // namespace interlock
