#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace interlock {

// Our own SQLite files. What goes wrong is thrown as Error{ledger}, which names
// the file; its code is SQLite's name of the error.
class Statement {
 public:
  Statement(sqlite3* database, std::string_view sql);

  // Parameters are counted from 1, columns from 0. What is bound must live until
  // the next reset.
  Statement& bind(int parameter, std::int64_t number);
  Statement& bind(int parameter, std::string_view text);
  Statement& bind_blob(int parameter, std::string_view bytes);

  bool step();   // false: there is no further row
  void reset();  // ready to be bound and stepped again

  std::int64_t integer(int column) const;
  // Text or bytes, until the next step; also of what is neither.
  std::string_view bytes(int column) const;
  bool is_integer(int column) const;
  bool is_blob(int column) const;
  bool is_null(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  std::unique_ptr<sqlite3_stmt, Finalize> it_;
};

// Used by one thread at a time: SQLite locks nothing for it.
class Database {
 public:
  // write: the file is there. read: SQLite may put its -shm file beside it.
  // untouched: nothing beside it is made; safe only while nobody writes.
  enum class Access { write, read, untouched };
  Database(const std::string& path, Access access);

  Statement prepare(std::string_view sql) const { return {it_.get(), sql}; }
  void run(std::string_view sql) const;          // one statement, rows are dropped
  std::string text(std::string_view sql) const;  // the first column of its first row

  // Hands over a BLOB in pieces of at most 1 MiB.
  template <class Take>
  void each_piece(const char* table, std::int64_t row, const Take& take) const {
    const Blob blob = open_blob(table, row);
    for (int at = 0; at < blob.size;) {
      const std::string_view piece = read_blob(blob, at);
      take(piece);
      at += static_cast<int>(piece.size());
    }
  }

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  struct Blob {
    std::shared_ptr<void> handle;
    int size = 0;
  };
  Blob open_blob(const char* table, std::int64_t row) const;
  std::string_view read_blob(const Blob& blob, int at) const;

  std::unique_ptr<sqlite3, Close> it_;
  mutable std::string piece_;
};

}  // namespace interlock
