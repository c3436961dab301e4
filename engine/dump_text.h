#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace interlock {

enum class Dialect { postgres, mysql, sqlite };

// What stands in the text of a dump, in its order.
class DumpListener {
 public:
  virtual ~DumpListener() = default;
  // A statement without its delimiter and comments, cut off where it is long (an INSERT
  // early). `groups`: how many (...) it has that are in no other.
  virtual void statement(std::string_view head, std::int64_t groups) = 0;
  // Between statements: "-- ...", "/* ...", or a "\..." line of psql; long ones are cut off.
  virtual void comment(std::string_view text) = 0;
  // Of the COPY that was the last statement. The text is empty unless it is wanted.
  virtual void row(std::string_view text) = 0;
  // Whether all of a statement that begins like this is wanted, or all rows of this COPY.
  virtual bool wants(std::string_view) { return false; }
};

// Splits the text of a dump into statements, in pieces of any size and in constant
// memory: what stands in strings, quoted names, comments, bodies of functions and rows of
// COPY is not mistaken for a statement.
class DumpText {
 public:
  DumpText(Dialect dialect, DumpListener& listener);

  void add(std::string_view bytes);
  // True if the text ends between statements.
  bool end();

 private:
  using At = const char*;
  enum class State { code, quoted, line_note, block_note, dollar_tag, dollar_body, copy_rows };

  At code(At at, At end);
  At special(At at);
  At quoted(At at, At end);
  At line_note(At at, At end);
  At block_note(At at, At end);
  At dollar_tag(At at, At end);
  At dollar_body(At at, At end);
  At copy_rows(At at, At end);

  void keep(std::string_view code);
  void open_quote(char c, char before);
  bool begins_note(char c, char before);
  void end_note();
  void semicolon(char before);
  void end_statement();
  void line_feed();
  void set_delimiter();

  Dialect dialect_;
  DumpListener& listener_;
  std::array<bool, 256> special_ = {};
  State state_ = State::code;
  char previous_ = '\0';  // in code: the letter before
  std::string head_;
  bool full_ = false;     // no more of the statement is kept
  std::size_t part_ = 0;  // where in head_ the part after the last ';' of a trigger begins
  std::int64_t groups_ = 0, depth_ = 0;
  char closing_ = '\0';  // of the quote that is open
  bool escapes_ = false, escaped_ = false;
  std::string note_;  // a comment, or the beginning of a row
  std::string tag_;   // $tag$
  std::size_t matched_ = 0;
  bool star_ = false;
  bool rows_begin_ = false;
  bool wanted_ = false;            // the rows, or what follows of an INSERT
  bool double_delimiter_ = false;  // ";;", around what has a body
};

}  // namespace interlock
