#include "engine/ledger_file.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

#include "engine/error.h"

namespace interlock {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view application_id = "1229736753";  // "ILK1"

struct Entry {
  std::string_view type, name, sql;
};

// The triggers are guard rails against faults of ours and against casual SQL:
// whoever has the file can drop them. What is proved is proved by hashes. REPLACE
// deletes without firing the triggers of DELETE, hence the ones on INSERT.
constexpr std::array<Entry, 9> parts = {{
    {"table", "event",
     "CREATE TABLE event(seq INTEGER PRIMARY KEY, leaf BLOB NOT NULL CHECK(length(leaf) = 32), "
     "body BLOB NOT NULL) STRICT"},
    {"table", "blob",
     "CREATE TABLE blob(sha256 BLOB NOT NULL PRIMARY KEY CHECK(length(sha256) = 32), "
     "body BLOB NOT NULL) STRICT"},
    {"index", "sqlite_autoindex_blob_1", ""},
    {"trigger", "event_follows",
     "CREATE TRIGGER event_follows BEFORE INSERT ON event WHEN NEW.seq IS NOT "
     "(SELECT coalesce(max(seq) + 1, 0) FROM event) "
     "BEGIN SELECT RAISE(ABORT, 'events are only added at the end'); END"},
    {"trigger", "event_stays_as_it_is",
     "CREATE TRIGGER event_stays_as_it_is BEFORE UPDATE ON event "
     "BEGIN SELECT RAISE(ABORT, 'events stay as they are'); END"},
    {"trigger", "event_stays",
     "CREATE TRIGGER event_stays BEFORE DELETE ON event "
     "BEGIN SELECT RAISE(ABORT, 'events stay'); END"},
    {"trigger", "blob_is_new",
     "CREATE TRIGGER blob_is_new BEFORE INSERT ON blob WHEN EXISTS "
     "(SELECT 1 FROM blob WHERE sha256 = NEW.sha256) "
     "BEGIN SELECT RAISE(ABORT, 'evidence is stored once'); END"},
    {"trigger", "blob_stays_as_it_is",
     "CREATE TRIGGER blob_stays_as_it_is BEFORE UPDATE ON blob "
     "BEGIN SELECT RAISE(ABORT, 'evidence stays as it is'); END"},
    {"trigger", "blob_stays",
     "CREATE TRIGGER blob_stays BEFORE DELETE ON blob "
     "BEGIN SELECT RAISE(ABORT, 'evidence stays'); END"},
}};

[[noreturn]] void refuse(const std::string& path, const std::string& why, const std::string& hint) {
  throw Error(Error::Kind::ledger, fmt::format("The ledger {} {}.", path, why), hint);
}

// Root believes what stands in the ledger when it resumes a run: nobody else may
// be able to write it.
void demand_only_ours(const std::string& path, const std::string& what, bool sticky_will_do) {
  struct stat seen {};
  if (geteuid() != 0 || stat(path.c_str(), &seen) != 0) return;
  if (seen.st_uid != 0)
    refuse(
        path,
        fmt::format("is refused: {} belongs to user {}, who could rewrite it", what, seen.st_uid),
        fmt::format("Name another by --ledger, or: chown root {}", path));
  const bool open = (seen.st_mode & (S_IWGRP | S_IWOTH)) != 0;
  if (open && !(sticky_will_do && (seen.st_mode & S_ISVTX)))
    refuse(path, fmt::format("is refused: {} may be written by others than root", what),
           fmt::format("Look who wrote it, then: chmod go-w {}", path));
}

void make_file(const std::string& path) {
  const fs::path folder = fs::path(path).parent_path();
  std::error_code failed;
  if (fs::create_directories(folder, failed)) fs::permissions(folder, fs::perms::owner_all, failed);
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0 && errno != EEXIST)
    refuse(path, fmt::format("cannot be made: {}", std::strerror(errno)),
           "Look at the rights on its folder, or name another by --ledger.");
  if (file < 0) return;
  ::close(file);
  // That the file is there must survive a power cut as well as its contents do.
  const int in = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (in >= 0) {
    ::fsync(in);
    ::close(in);
  }
}

// Turning WAL on takes a lock for which SQLite does not always wait.
std::string turn_wal_on(const Database& database) {
  for (int attempt = 1;; ++attempt) try {
      return database.text("PRAGMA journal_mode = WAL");
    } catch (const Error& error) {
      if (error.code != "BUSY" || attempt == 500) throw;
      ::usleep(10000);
    }
}

bool is_there(const std::string& path) {
  std::error_code failed;
  const bool there = fs::exists(path, failed);
  if (failed)
    refuse(path, "cannot be looked at: " + failed.message(),
           "Look at the rights on its folders, or name another by --ledger.");
  return there;
}

}  // namespace

Database ledger_to_write(const std::string& path) {
  if (!is_there(path)) make_file(path);
  std::error_code unseen;
  if (!fs::is_regular_file(path, unseen)) refuse(path, "is no file", "Name another by --ledger.");
  demand_only_ours(path, "it", false);
  demand_only_ours(fs::path(path).parent_path(), "its folder", true);
  // In a folder like /tmp others may have put one there; SQLite would believe it.
  for (const char* beside : {"-journal", "-wal", "-shm"})
    demand_only_ours(path + beside, "it", false);
  Database database(path, Database::Access::write);
  still_empty(database, path);  // refuses a foreign file before a byte of it is changed
  if (turn_wal_on(database) != "wal")
    refuse(path, "cannot be made durable: its file system does not allow WAL",
           "Name a file on a local disk by --ledger.");
  database.run("PRAGMA synchronous = FULL");
  if (database.text("PRAGMA synchronous") != "2")
    refuse(path, "cannot be made durable: synchronous is not FULL", "");
  return database;
}

Database ledger_to_read(const std::string& path) {
  if (!is_there(path))
    refuse(path, "is not there", "Name another by --ledger, or begin one: interlock ready.");
  std::error_code unseen;
  if (fs::is_directory(path, unseen)) refuse(path, "is a folder", "Name a file by --ledger.");
  Database database(path, Database::Access::read);
  if (still_empty(database, path)) refuse(path, "is empty", "Name another by --ledger.");
  return database;
}

bool still_empty(const Database& database, const std::string& path) {
  const std::string id = database.text("PRAGMA application_id");
  if (id == "0" && database.text("SELECT count(*) FROM sqlite_schema") == "0") return true;
  if (id != application_id)
    refuse(path, "is a SQLite file, but no ledger of Interlock", "Name the right one by --ledger.");
  const std::string format = database.text("PRAGMA user_version");
  if (format != std::to_string(ledger_format))
    refuse(path,
           fmt::format("has format {}; this Interlock knows format {}", format, ledger_format),
           "Use the Interlock that wrote it, or a newer one.");
  return false;
}

void make_tables(const Database& database) {
  database.run(fmt::format("PRAGMA application_id = {}", application_id));
  database.run(fmt::format("PRAGMA user_version = {}", ledger_format));
  for (const Entry& part : parts)
    if (!part.sql.empty()) database.run(part.sql);
}

std::string wrong_layout(const Database& database) {
  std::vector<std::string_view> missing;
  for (const Entry& part : parts) missing.push_back(part.name);
  Statement rows = database.prepare("SELECT type, name, coalesce(sql, '') FROM sqlite_schema");
  while (rows.step()) {
    const auto type = rows.bytes(0), name = rows.bytes(1), sql = rows.bytes(2);
    const auto* known = std::find_if(parts.begin(), parts.end(), [&](const Entry& part) {
      return part.type == type && part.name == name;
    });
    if (known == parts.end())
      return fmt::format("The file holds something that no ledger has: the {} {}.", type, name);
    if (known->sql != sql)
      return fmt::format("The {} {} is not defined as in a ledger.", type, name);
    std::erase(missing, name);
  }
  if (missing.empty()) return {};
  const auto* lost = std::find_if(parts.begin(), parts.end(),
                                  [&](const Entry& part) { return part.name == missing.front(); });
  return fmt::format("The {} {} is missing from the file.", lost->type, lost->name);
}

bool tables_are_ours(const Database& database) try {
  Statement row = database.prepare(
      "SELECT count(*) FROM sqlite_schema WHERE type = ?1 AND name = ?2 AND sql = ?3");
  for (const Entry& part : parts) {
    if (part.type != "table") continue;
    row.reset();
    row.bind(1, part.type).bind(2, part.name).bind(3, part.sql);
    if (!row.step() || row.integer(0) != 1) return false;
  }
  return true;
} catch (const Error&) {
  return false;
}

}  // namespace interlock
