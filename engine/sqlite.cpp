#include "engine/sqlite.h"

#include <fmt/core.h>
#include <sqlite3.h>

#include <algorithm>

#include "engine/error.h"

namespace interlock {

namespace {

constexpr int patience_ms = 10000;
constexpr int most_at_once = 1 << 20;

struct Saying {
  int code;
  const char* name;
  const char* what;
  const char* hint;
};

// What a person is told of an error; by primary code.
constexpr Saying sayings[] = {
    {SQLITE_FULL, "FULL", "the disk is full", "Make room on it, then repeat the command."},
    {SQLITE_IOERR, "IOERR", "the disk reported an error",
     "Look at the system's log and at the room on the disk, then repeat the command."},
    {SQLITE_BUSY, "BUSY", "another process has been writing it for too long",
     "Wait until the other run is through, then repeat the command."},
    {SQLITE_READONLY, "READONLY", "it may not be written",
     "Give this account the right to write the file and its folder, or name another by --ledger."},
    {SQLITE_CANTOPEN, "CANTOPEN", "it cannot be opened",
     "Look at the path and at the rights on the file and its folder."},
    {SQLITE_PERM, "PERM", "it may not be opened", "Look at the rights on the file."},
    {SQLITE_AUTH, "AUTH", "it may not be opened", "Look at the rights on the file."},
    {SQLITE_NOTADB, "NOTADB", "it is not a SQLite file", "Name the right file by --ledger."},
    {SQLITE_CORRUPT, "CORRUPT", "the file is damaged",
     "Copy the file before anything touches it, then run interlock audit verify."},
    {SQLITE_TOOBIG, "TOOBIG", "a piece of evidence is too large for it", ""},
    {SQLITE_NOMEM, "NOMEM", "there is not enough memory", ""},
    {SQLITE_CONSTRAINT, "CONSTRAINT", "its guards refused a change", ""},
};

[[noreturn]] void fail(sqlite3* database, int code, const std::string& path) {
  const auto* found = std::find_if(std::begin(sayings), std::end(sayings),
                                   [&](const Saying& it) { return it.code == (code & 0xff); });
  const bool known = found != std::end(sayings);
  const std::string said = database ? sqlite3_errmsg(database) : sqlite3_errstr(code);
  throw Error(
      Error::Kind::ledger,
      fmt::format("The ledger {}: {} ({}).", path, known ? found->what : "SQLite failed", said),
      known ? found->hint : "", known ? found->name : fmt::format("SQLITE_{}", code));
}

[[noreturn]] void fail(sqlite3* database, int code) {
  const char* name = sqlite3_db_filename(database, "main");
  fail(database, code, name ? name : "");
}

// As a URI, in which SQLite takes options.
std::string uri_of(const std::string& path) {
  std::string uri = "file:";
  for (const char c : path)
    if (c == '%' || c == '?' || c == '#')
      uri += fmt::format("%{:02x}", c);
    else
      uri += c;
  return uri + "?immutable=1";
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Statement::Statement(sqlite3* database, std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code =
      sqlite3_prepare_v2(database, sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
  it_.reset(statement);
  if (code != SQLITE_OK) fail(database, code);
}

Statement& Statement::bind(int parameter, std::int64_t number) {
  const int code = sqlite3_bind_int64(it_.get(), parameter, number);
  if (code != SQLITE_OK) fail(sqlite3_db_handle(it_.get()), code);
  return *this;
}

Statement& Statement::bind(int parameter, std::string_view text) {
  const int code =
      sqlite3_bind_text64(it_.get(), parameter, text.data(), text.size(), nullptr, SQLITE_UTF8);
  if (code != SQLITE_OK) fail(sqlite3_db_handle(it_.get()), code);
  return *this;
}

Statement& Statement::bind_blob(int parameter, std::string_view bytes) {
  const char* data = bytes.empty() ? "" : bytes.data();  // a null pointer would bind NULL
  const int code = sqlite3_bind_blob64(it_.get(), parameter, data, bytes.size(), nullptr);
  if (code != SQLITE_OK) fail(sqlite3_db_handle(it_.get()), code);
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(it_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  sqlite3* database = sqlite3_db_handle(it_.get());
  try {
    fail(database, code);
  } catch (...) {
    sqlite3_reset(it_.get());
    throw;
  }
}

void Statement::reset() {
  sqlite3_reset(it_.get());
  sqlite3_clear_bindings(it_.get());
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(it_.get(), column);
}

std::string_view Statement::bytes(int column) const {
  const void* data = sqlite3_column_blob(it_.get(), column);
  const int size = sqlite3_column_bytes(it_.get(), column);
  if (!data || size <= 0) return {};
  return {static_cast<const char*>(data), static_cast<std::size_t>(size)};
}

bool Statement::is_integer(int column) const {
  return sqlite3_column_type(it_.get(), column) == SQLITE_INTEGER;
}

bool Statement::is_blob(int column) const {
  return sqlite3_column_type(it_.get(), column) == SQLITE_BLOB;
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(it_.get(), column) == SQLITE_NULL;
}

void Database::Close::operator()(sqlite3* database) const {
  sqlite3_close_v2(database);
}

Database::Database(const std::string& path, Access access) {
  const bool untouched = access == Access::untouched;
  const int flags = untouched
                        ? SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
                        : (access == Access::write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY);
  sqlite3* database = nullptr;
  const int code = sqlite3_open_v2(untouched ? uri_of(path).c_str() : path.c_str(), &database,
                                   flags | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX, nullptr);
  it_.reset(database);
  if (code != SQLITE_OK) fail(database, code, path);
  sqlite3_busy_timeout(database, patience_ms);
  // The file may have been made by somebody else: nothing in it is to be run.
  sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  run("PRAGMA cell_size_check = ON");
}

void Database::run(std::string_view sql) const {
  Statement statement = prepare(sql);
  while (statement.step()) {
  }
}

std::string Database::text(std::string_view sql) const {
  Statement statement = prepare(sql);
  return statement.step() ? std::string(statement.bytes(0)) : std::string();
}

Database::Blob Database::open_blob(const char* table, std::int64_t row) const {
  sqlite3_blob* blob = nullptr;
  const int code = sqlite3_blob_open(it_.get(), "main", table, "body", row, 0, &blob);
  if (code != SQLITE_OK) fail(it_.get(), code);
  const std::shared_ptr<void> handle(
      blob, [](void* held) { sqlite3_blob_close(static_cast<sqlite3_blob*>(held)); });
  return {handle, sqlite3_blob_bytes(blob)};
}

std::string_view Database::read_blob(const Blob& blob, int at) const {
  const int size = std::min(blob.size - at, most_at_once);
  piece_.resize(static_cast<std::size_t>(size));
  const int code =
      sqlite3_blob_read(static_cast<sqlite3_blob*>(blob.handle.get()), piece_.data(), size, at);
  if (code != SQLITE_OK) fail(it_.get(), code);
  return piece_;
}

}  // namespace interlock
