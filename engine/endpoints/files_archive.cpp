// What an archive holds, and whether that lies where it was unpacked.
#include <unistd.h>

#include <array>
#include <cerrno>
#include <map>
#include <set>

#include "engine/endpoints/archive.h"
#include "engine/endpoints/local.h"
#include "engine/endpoints/words.h"
#include "engine/version_file.h"

namespace interlock {

namespace {

constexpr std::size_t small = 1 << 20;
constexpr std::size_t most_rows = 100;

// Calls for each entry. Throws Error{endpoint, broken} unless it could be read to its end;
// false if there is no such file.
template <class Visit>
bool each_entry(const std::string& path, const Progress& progress, Visit visit) {
  const auto seen = seen_at(path);
  if (!seen) return false;
  const auto file = open_file(path);  // what is no file is refused in its own words
  Archive archive(path, Reporter(progress, path, static_cast<std::uint64_t>(seen->st_size)));
  while (archive.next_entry()) visit(archive);
  if (!archive.problem().empty())
    throw Error(Error::Kind::endpoint, readable(path) + ": " + archive.problem(), {},
                std::string("broken"));
  return true;
}

// The next bytes of a file, as many as there are up to `size`.
std::string next_of(const Descriptor& file, std::size_t size, const std::string& path) {
  std::string bytes(size, '\0');
  std::size_t have = 0;
  while (have < size) {
    const auto read = read_some(file, bytes.data() + have, size - have, path);
    if (read == 0) break;
    have += read;
  }
  bytes.resize(have);
  return bytes;
}

// Reads to the end of the entry in any case, for its checksums.
bool same_contents(Archive& archive, const Descriptor& file, const std::string& path) {
  bool same = true;
  for (auto piece = archive.next_piece(); !piece.empty(); piece = archive.next_piece())
    if (same) same = next_of(file, piece.size(), path) == piece;
  return same && !archive.entry().holes && next_of(file, 1, path).empty();
}

bool same_files(const std::string& a, const std::string& b) {
  const auto first = open_file(a), second = open_file(b);
  if (!first || !second) return false;
  for (;;) {
    const std::string here = next_of(*first, small, a);
    if (here != next_of(*second, small, b)) return false;
    if (here.empty()) return true;
  }
}

// Empty if nothing is there, or no link.
std::string target_at(const std::string& path) {
  std::array<char, 4096> target;
  const auto size = ::readlink(path.c_str(), target.data(), target.size());
  if (size < 0 && errno != ENOENT && errno != ENOTDIR && errno != EINVAL)
    throw refused(path, errno);
  return size < 0 ? "" : std::string(target.data(), static_cast<std::size_t>(size));
}

// Compares what an archive holds with a folder. What comes last under a name counts, as it
// does when one unpacks.
class Unpacked {
 public:
  explicit Unpacked(std::string folder) : folder_(std::move(folder)) {}

  void compare(Archive& archive) {
    const ArchiveEntry& entry = archive.entry();
    if (entry.name.empty() || entry.kind == "folder") return;
    wrong_.erase(entry.name);
    if (entry.kind == "link") links_.insert(entry.name);
    if (entry.kind == "file") files_.insert(entry.name);
    const std::string why = why_other(archive);
    if (!why.empty()) wrong_[entry.name] = why;
  }

  Table table() const {
    Table table{{"files", "name", "why"}, {}};
    const std::string files = std::to_string(files_.size() + links_.size());
    for (const auto& [name, why] : wrong_)
      if (table.rows.size() < most_rows) table.rows.push_back({files, name, why});
    if (wrong_.empty()) table.rows.push_back({files, std::nullopt, std::nullopt});
    return table;
  }

 private:
  bool below_a_link(std::string_view name) const {
    for (auto slash = name.find('/'); slash != std::string_view::npos;
         slash = name.find('/', slash + 1))
      if (links_.contains(std::string(name.substr(0, slash)))) return true;
    return false;
  }

  std::string why_other(Archive& archive) const {
    const ArchiveEntry& entry = archive.entry();
    if (leads_out(entry.name) || below_a_link(entry.name)) return "outside";
    if (entry.kind == "other") return "special";
    const std::string path = folder_ + "/" + entry.name;
    if (entry.kind == "link") return target_at(path) == entry.target ? "" : "differs";
    const auto seen = seen_at(path);
    if (!seen) return "missing";
    if (!S_ISREG(seen->st_mode)) return "differs";
    if (!entry.target.empty()) {
      if (!files_.contains(entry.target) || leads_out(entry.target)) return "outside";
      return same_files(path, folder_ + "/" + entry.target) ? "" : "differs";
    }
    const auto file = open_file(path);
    return file && same_contents(archive, *file, path) ? "" : "differs";
  }

  std::string folder_;
  std::set<std::string> links_, files_;
  std::map<std::string, std::string> wrong_;
};

std::string text_in(Archive& archive) {
  std::string text;
  for (auto piece = archive.next_piece(); !piece.empty() && text.size() < small;
       piece = archive.next_piece())
    text += piece;
  return text;
}

}  // namespace

Table archive_paths(const std::string& path, const std::string& list, const Progress& progress) {
  std::map<std::string, std::pair<std::string, Table::Cell>> held;
  const auto items = items_of(list);
  for (const std::string& item : items) held[plain_name(item)] = {};
  const bool there = each_entry(path, progress, [&](Archive& archive) {
    const ArchiveEntry& entry = archive.entry();
    if (const auto found = held.find(entry.name); found != held.end())
      found->second = {entry.kind, entry.kind == "file" ? Table::Cell(std::to_string(entry.size))
                                                        : std::nullopt};
    for (auto slash = entry.name.find('/'); slash != std::string::npos;
         slash = entry.name.find('/', slash + 1))
      if (const auto above = held.find(entry.name.substr(0, slash));
          above != held.end() && above->second.first.empty())
        above->second.first = "folder";
  });
  Table table{{"path", "kind", "size"}, {}};
  for (const std::string& item : items) {
    if (!there) break;
    const auto& [kind, size] = held[plain_name(item)];
    table.rows.push_back({item, kind.empty() ? Table::Cell() : Table::Cell(kind), size});
  }
  return table;
}

Table archive_against(const std::string& path, const std::string& folder,
                      const Progress& progress) {
  Unpacked unpacked(folder);
  const bool there =
      each_entry(path, progress, [&](Archive& archive) { unpacked.compare(archive); });
  return there ? unpacked.table() : Table{{"files", "name", "why"}, {}};
}

Table archive_version(const std::string& path, const Progress& progress) {
  std::map<std::string, Table::Cell, std::less<>> versions;
  const bool there = each_entry(path, progress, [&](Archive& archive) {
    const ArchiveEntry& entry = archive.entry();
    for (const std::string_view known : version_files)
      if (entry.kind == "file" && entry.name == known) {
        const std::string name = entry.name;
        versions[name] = version_in(name, text_in(archive));
      }
  });
  Table table{{"file", "version"}, {}};
  for (const std::string_view known : version_files)
    if (const auto found = versions.find(known); found != versions.end() && table.rows.empty())
      table.rows.push_back({found->first, found->second});
  if (there && table.rows.empty()) table.rows.push_back({std::nullopt, std::nullopt});
  return table;
}

}  // namespace interlock
