#include <sqlite3.h>
#include <sys/stat.h>

#include <array>
#include <fstream>

#include "engine/endpoints/failure.h"
#include "engine/endpoints/openers.h"

namespace interlock {

namespace {

using Clock = std::chrono::steady_clock;

constexpr Cause no_connections[] = {
    {"26", "it is no SQLite database"},
    {"14", "it cannot be opened, or its -wal and -shm files cannot"},
    {"776", "it was not closed cleanly: the program that writes it must open it first"},
    {"264", "it was not closed cleanly: the program that writes it must open it first"},
    {"5", "another program held a lock for longer than 1 s"},
};

constexpr Cause refusals[] = {
    {"5", "another program held a lock for longer than 1 s"},
    {"8", "a session of Interlock only reads"},
    {"no such table", "there is no such table"},
    {"no such column", "there is no such column"},
};

struct Close {
  void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Close>;

// Bytes 18 and 19 of a database are 2 if its changes go to a file beside it first.
bool keeps_a_log(const std::string& path) {
  std::array<char, 20> head{};
  return std::ifstream(path, std::ios::binary).read(head.data(), head.size()) && head[18] == 2;
}

bool is_there(const std::string& path) {
  struct stat seen {};
  return ::stat(path.c_str(), &seen) == 0;
}

// What changes when somebody writes to a file.
std::array<std::int64_t, 4> trace_of(const std::string& path) {
  struct stat seen {};
  if (::stat(path.c_str(), &seen) != 0) return {};
  return {static_cast<std::int64_t>(seen.st_ino), seen.st_size, seen.st_mtim.tv_sec,
          seen.st_mtim.tv_nsec};
}

std::string uri_of(const std::string& path, bool immutable) {
  std::string uri = "file:";
  for (const char c : path)
    if (c == '%' || c == '?' || c == '#')
      uri += c == '%' ? "%25" : c == '?' ? "%3f" : "%23";
    else
      uri += c;
  return uri + (immutable ? "?mode=ro&immutable=1" : "?mode=ro");
}

// All questions of a session see the same snapshot, and nothing is written, not
// even a file beside the database. SQLite would make two to read a database with a
// log that nobody has open; such a one is read as a file that does not change, and
// whether it did is looked at after each question.
class Sqlite final : public Endpoint {
 public:
  Sqlite(const Address& at, std::chrono::milliseconds patience)
      : place_(place_of(at)),
        path_(at.name.starts_with('/') ? at.name : "./" + at.name),
        unchanging_(keeps_a_log(path_) && !is_there(path_ + "-wal")),
        trace_(trace_of(path_)),
        until_(Clock::now() + patience) {
    struct stat seen {};
    if (::stat(path_.c_str(), &seen) != 0 || !S_ISREG(seen.st_mode))
      throw no_connection(at, {"14", "there is no such file"}, {});
    sqlite3* raw = nullptr;
    const int code =
        sqlite3_open_v2(uri_of(path_, unchanging_).c_str(), &raw,
                        SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI, nullptr);
    db_.reset(raw);
    if (code != SQLITE_OK || !set_up(patience)) throw no_connection(at, failure(), no_connections);
  }

  Table ask(const Question& question) override {
    until_ = Clock::now() + question.patience;
    const Statement statement = prepared(question);
    Table table;
    const int width = sqlite3_column_count(statement.get());
    for (int c = 0; c < width; ++c)
      table.columns.emplace_back(sqlite3_column_name(statement.get(), c));
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(statement.get())) == SQLITE_ROW)
      table.rows.push_back(row_of(statement.get(), width));
    if (code == SQLITE_INTERRUPT) throw too_late(place_, question.patience, "9");
    if (code != SQLITE_DONE) throw refusal(place_, failure(), refusals);
    if (unchanging_ && (trace_ != trace_of(path_) || is_there(path_ + "-wal")))
      throw refusal(place_, {"", "it was written to meanwhile; ask again"}, {});
    return table;
  }

 private:
  bool set_up(std::chrono::milliseconds patience) {
    constexpr std::chrono::milliseconds lock{1000};
    sqlite3_busy_timeout(db_.get(), static_cast<int>(std::min(lock, patience).count()));
    sqlite3_limit(db_.get(), SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_progress_handler(db_.get(), 1000, &over, this);
    // A transaction sees its snapshot from its first question on.
    return sqlite3_exec(db_.get(),
                        "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; BEGIN;"
                        "SELECT COUNT(*) FROM sqlite_schema",
                        nullptr, nullptr, nullptr) == SQLITE_OK;
  }

  static int over(void* self) { return Clock::now() > static_cast<Sqlite*>(self)->until_ ? 1 : 0; }

  Statement prepared(const Question& question) {
    sqlite3_stmt* raw = nullptr;
    const char* rest = nullptr;
    if (sqlite3_prepare_v2(db_.get(), question.words.data(),
                           static_cast<int>(question.words.size()), &raw, &rest) != SQLITE_OK)
      throw refusal(place_, failure(), refusals);
    Statement statement(raw);
    const std::string_view left(rest, question.words.data() + question.words.size());
    if (!raw || left.find_first_not_of(" \n;") != std::string_view::npos)
      throw refusal(place_, {"1", "it is not one statement"}, {});
    if (!sqlite3_stmt_readonly(raw) || sqlite3_column_count(raw) == 0)
      throw refusal(place_, {"8", "it is not a question"}, refusals);
    for (std::size_t i = 0; i < question.arguments.size(); ++i)
      if (sqlite3_bind_text64(raw, static_cast<int>(i + 1), question.arguments[i].data(),
                              question.arguments[i].size(), SQLITE_TRANSIENT,
                              SQLITE_UTF8) != SQLITE_OK)
        throw refusal(place_, failure(), refusals);
    return statement;
  }

  static std::vector<Table::Cell> row_of(sqlite3_stmt* statement, int width) {
    std::vector<Table::Cell> cells;
    for (int c = 0; c < width; ++c) {
      if (sqlite3_column_type(statement, c) == SQLITE_NULL) {
        cells.emplace_back();
        continue;
      }
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, c));
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, c));
      cells.emplace_back(text ? std::string(text, size) : std::string());
    }
    return cells;
  }

  Failure failure() const {
    return {std::to_string(sqlite3_extended_errcode(db_.get())), sqlite3_errmsg(db_.get())};
  }

  std::string place_;
  std::string path_;
  bool unchanging_;
  std::array<std::int64_t, 4> trace_;
  Clock::time_point until_;
  std::unique_ptr<sqlite3, Close> db_;
};

}  // namespace

std::unique_ptr<Endpoint> open_sqlite(const Address& address, std::chrono::milliseconds patience) {
  return std::make_unique<Sqlite>(address, patience);
}

}  // namespace interlock
