#include "engine/endpoints/dump.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "engine/dump_rows.h"
#include "engine/endpoints/backup.h"
#include "engine/endpoints/tree.h"
#include "engine/endpoints/words.h"

namespace interlock {

namespace {

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

ReadDumps::Key key_of(const struct stat& seen) {
  return {seen.st_dev, seen.st_ino, seen.st_size, nanoseconds(seen.st_mtim),
          nanoseconds(seen.st_ctim)};
}

// The beginning of the entry, enough to know what it is.
std::string beginning_of(Backup& backup) {
  std::string first;
  while (first.size() < enough_of_dump) {
    const auto piece = backup.next_piece();
    if (piece.empty()) break;
    first += piece;
  }
  return first;
}

std::string format_of(DumpKind kind) {
  switch (kind) {
    case DumpKind::none: return {};
    case DumpKind::postgres_custom: return "custom";
    case DumpKind::sqlite: return "sqlite";
    case DumpKind::postgres:
    case DumpKind::postgres_cluster:
    case DumpKind::mysql: break;
  }
  return "plain";
}

DumpFacts facts_of(Backup& backup, DumpKind kind, const std::string& first) {
  DumpReader reader(kind);
  reader.add(first);
  for (auto piece = backup.next_piece(); !piece.empty(); piece = backup.next_piece())
    reader.add(piece);
  return reader.end();
}

// The first dump in the file; the rest is read too, for its checksums.
Dump read_whole(const std::string& path, const struct stat& seen, const Progress& progress) {
  const auto size = static_cast<std::uint64_t>(seen.st_size);
  Backup backup(path, Reporter(progress, path, size));
  Dump dump;
  while (backup.next_entry()) {
    const std::string first = beginning_of(backup);
    const DumpKind kind = dump.format.empty() ? dump_kind(first) : DumpKind::none;
    if (kind == DumpKind::postgres_custom) {
      if (backup.compression() == "none" && !backup.in_tar()) return custom_dump(path, size);
      throw Error(Error::Kind::endpoint,
                  readable(path) + ": a dump of pg_dump -Fc cannot be read where it is packed",
                  "Unpack it: it is compressed by itself.", "packed");
    }
    if (kind != DumpKind::none) {
      dump.format = format_of(kind);
      dump.facts = facts_of(backup, kind, first);
    }
    while (!backup.next_piece().empty()) continue;
  }
  dump.compression = backup.compression();
  if (!backup.problem().empty())
    dump.facts.problem = backup.problem();
  else if (dump.format.empty())
    dump.facts.problem = "it is no dump of a kind that is known";
  return dump;
}

// By its first bytes. What cannot be unpacked is none.
bool is_dump(const std::string& path) {
  Backup backup(path, Reporter({}, path, 0));
  while (backup.next_entry())
    if (dump_kind(beginning_of(backup)) != DumpKind::none) return true;
  return false;
}

struct Candidate {
  std::string path;
  struct stat seen = {};
};

// The file itself; of a folder its newest dump; nothing if there is none.
std::optional<Candidate> dump_file(const std::string& path) {
  const auto seen = seen_at(path);
  if (!seen) return {};
  if (!S_ISDIR(seen->st_mode)) return Candidate{path, *seen};
  std::vector<Candidate> files;
  for (const std::string& name : names_in(path).value_or(std::vector<std::string>())) {
    const std::string file = path + "/" + name;
    if (const auto its = seen_at(file); its && S_ISREG(its->st_mode)) files.push_back({file, *its});
  }
  std::sort(files.begin(), files.end(), [](const Candidate& a, const Candidate& b) {
    return nanoseconds(a.seen.st_mtim) > nanoseconds(b.seen.st_mtim);
  });
  const auto newest = std::find_if(files.begin(), files.end(),
                                   [](const Candidate& file) { return is_dump(file.path); });
  if (newest == files.end()) return {};
  return *newest;
}

std::shared_ptr<const Dump> read_once(const Candidate& file, const Progress& progress,
                                      ReadDumps& known) {
  const auto key = key_of(file.seen);
  if (auto found = known.find(key)) return found;
  auto dump = std::make_shared<const Dump>(read_whole(file.path, file.seen, progress));
  const auto after = seen_at(file.path);
  if (!after || key_of(*after) != key)
    throw Error(Error::Kind::endpoint, readable(file.path) + ": it changed while it was read", {},
                "changed");
  known.remember(key, dump);
  return dump;
}

// How a framework records its migrations.
struct Records {
  std::string_view framework, table;
  std::vector<std::string> columns;
  std::string (*name)(const std::vector<std::string>& row);
};

const std::vector<Records>& all_records() {
  using Row = std::vector<std::string>;
  static const std::vector<Records> records = {
      {"laravel", "migrations", {"migration"}, [](const Row& row) { return row[0]; }},
      {"django",
       "django_migrations",
       {"app", "name"},
       [](const Row& row) { return row[0] + "." + row[1]; }},
      {"parsec", "migration", {"_id", "name"}, [](const Row& row) {
         const std::size_t zeros = row[0].size() < 4 ? 4 - row[0].size() : 0;
         return std::string(zeros, '0') + row[0] + "_" + row[1];
       }}};
  return records;
}

Error no_rows(const std::string& path, const std::string& why, const char* code) {
  return {Error::Kind::endpoint, readable(path) + ": " + why,
          "Take a dump of this database alone (pg_dump DATABASE, mariadb-dump DATABASE).", code};
}

RowFacts rows_of_custom(const std::string& path, const Records& records, std::uint64_t size) {
  DumpedRows rows(DumpKind::postgres, std::string(records.table), records.columns);
  const std::string problem =
      read_custom(path, size, [&](std::string_view piece) { rows.add(piece); });
  RowFacts facts = rows.end();
  if (!problem.empty()) facts.problem = problem;
  return facts;
}

// The first dump in the file, as read_whole() does it.
RowFacts rows_of(const std::string& path, const Records& records, const Progress& progress,
                 std::uint64_t size) {
  Backup backup(path, Reporter(progress, path, size));
  while (backup.next_entry()) {
    const std::string first = beginning_of(backup);
    const DumpKind kind = dump_kind(first);
    if (kind == DumpKind::none) continue;
    if (kind == DumpKind::postgres_custom) return rows_of_custom(path, records, size);
    DumpedRows rows(kind, std::string(records.table), records.columns);
    rows.add(first);
    for (auto piece = backup.next_piece(); !piece.empty(); piece = backup.next_piece())
      rows.add(piece);
    return rows.end();
  }
  throw no_rows(path, "it is no dump of a kind that is known", "rows");
}

Table::Cell cell_of(const std::string& text) {
  return text.empty() ? Table::Cell() : Table::Cell(text);
}

// When the file was made, where the file system remembers it.
Table::Cell born(const std::string& path) {
  struct statx seen = {};
  if (::statx(AT_FDCWD, path.c_str(), 0, STATX_BTIME, &seen) != 0 ||
      (seen.stx_mask & STATX_BTIME) == 0)
    return {};
  return std::to_string(seen.stx_btime.tv_sec);
}

}  // namespace

std::shared_ptr<const Dump> ReadDumps::find(const Key& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = dumps_.find(key);
  return found == dumps_.end() ? nullptr : found->second;
}

void ReadDumps::remember(const Key& key, std::shared_ptr<const Dump> dump) {
  const std::lock_guard lock(mutex_);
  dumps_.insert_or_assign(key, std::move(dump));
}

Table dump_at(const std::string& path, const Progress& progress, ReadDumps& known) {
  Table table{{"path", "format", "compression", "complete", "started", "ended", "zoned", "tool",
               "server", "problem", "size", "changed", "born"},
              {}};
  const auto file = dump_file(path);
  if (!file) return table;
  const auto dump = read_once(*file, progress, known);
  const DumpFacts& facts = dump->facts;
  const auto started = dump_time(facts.started), ended = dump_time(facts.ended);
  const auto seconds = [](const std::optional<DumpTime>& time) {
    return time ? Table::Cell(std::to_string(time->seconds)) : Table::Cell();
  };
  const bool zoned = (!started || started->zoned) && (!ended || ended->zoned);
  table.rows.push_back({file->path, cell_of(dump->format), dump->compression,
                        facts.problem.empty() ? "1" : "0", seconds(started), seconds(ended),
                        started || ended ? Table::Cell(zoned ? "1" : "0") : Table::Cell(),
                        cell_of(facts.tool), cell_of(facts.server), cell_of(facts.problem),
                        std::to_string(file->seen.st_size),
                        std::to_string(file->seen.st_mtim.tv_sec), born(file->path)});
  return table;
}

Table dumped_tables(const std::string& path, const Progress& progress, ReadDumps& known) {
  Table table{{"name", "rows"}, {}};
  const auto file = dump_file(path);
  if (!file) return table;
  for (const DumpedTable& its : read_once(*file, progress, known)->facts.tables)
    table.rows.push_back(
        {its.name, its.rows ? Table::Cell(std::to_string(*its.rows)) : Table::Cell()});
  std::sort(table.rows.begin(), table.rows.end());
  return table;
}

Table dumped_migrations(const std::string& path, const std::string& framework,
                        const Progress& progress, ReadDumps& known) {
  Table table{{"name"}, {}};
  const auto& all = all_records();
  const auto records = std::find_if(all.begin(), all.end(),
                                    [&](const Records& its) { return its.framework == framework; });
  if (records == all.end()) throw Error(Error::Kind::input, "there is no framework " + framework);
  const auto file = dump_file(path);
  if (!file) return table;
  const auto dump = read_once(*file, progress, known);
  if (!dump->facts.problem.empty()) throw no_rows(file->path, dump->facts.problem, "rows");
  const RowFacts rows =
      rows_of(file->path, *records, progress, static_cast<std::uint64_t>(file->seen.st_size));
  if (!rows.problem.empty()) throw no_rows(file->path, rows.problem, "rows");
  if (!rows.made)
    throw no_rows(file->path, "it has no table " + std::string(records->table), "no_table");
  for (const auto& row : rows.rows) table.rows.push_back({records->name(row)});
  std::sort(table.rows.begin(), table.rows.end());
  return table;
}

}  // namespace interlock
