#include "engine/dump_text.h"

#include <algorithm>
#include <cctype>
#include <cstring>

#include "engine/sql_words.h"

namespace interlock {

namespace {

constexpr std::size_t most_of_insert = 1024;
constexpr std::size_t most_of_statement = 1 << 18;
constexpr std::size_t most_of_note = 512;
constexpr std::size_t most_wanted = 64 << 20;

// A trigger of SQLite has statements within it, and ends with "; END".
bool has_body(std::string_view head) {
  if (!take(head, "CREATE")) return false;
  if (!take(head, "TEMPORARY")) take(head, "TEMP");
  return take(head, "TRIGGER");
}

std::string_view special_letters(Dialect dialect) {
  switch (dialect) {
    case Dialect::postgres: return "'\"-*();$\n\\";
    case Dialect::mysql: return "'\"`-*();\n#";
    case Dialect::sqlite: return "'\"`[-*();\n";
  }
  return {};
}

const char* find(const char* at, const char* end, char c) {
  const void* found = at == end ? nullptr : std::memchr(at, c, static_cast<std::size_t>(end - at));
  return found ? static_cast<const char*>(found) : end;
}

std::string_view between(const char* at, const char* end) {
  return {at, static_cast<std::size_t>(end - at)};
}

}  // namespace

DumpText::DumpText(Dialect dialect, DumpListener& listener)
    : dialect_(dialect), listener_(listener) {
  for (const char c : special_letters(dialect)) special_[static_cast<unsigned char>(c)] = true;
}

void DumpText::add(std::string_view bytes) {
  At at = bytes.data();
  const At end = at + bytes.size();
  while (at != end) {
    switch (state_) {
      case State::code: at = code(at, end); break;
      case State::quoted: at = quoted(at, end); break;
      case State::line_note: at = line_note(at, end); break;
      case State::block_note: at = block_note(at, end); break;
      case State::dollar_tag: at = dollar_tag(at, end); break;
      case State::dollar_body: at = dollar_body(at, end); break;
      case State::copy_rows: at = copy_rows(at, end); break;
    }
  }
}

bool DumpText::end() {
  if (state_ == State::line_note) end_note();
  return state_ == State::code && trimmed(head_).empty();
}

void DumpText::keep(std::string_view code) {
  if (full_) return;
  if (head_.empty()) code = skipped(code);
  const std::size_t most = wanted_ ? most_wanted : most_of_statement;
  head_ += code.substr(0, most - head_.size());
  if (head_.size() < most_of_insert || wanted_) return;
  const bool inserts = begins(head_, "INSERT") || begins(head_, "REPLACE");
  wanted_ = inserts && listener_.wants(head_);
  full_ = !wanted_ && (inserts || head_.size() >= most_of_statement);
}

DumpText::At DumpText::code(At at, At end) {
  At stop = at;
  while (stop != end && !special_[static_cast<unsigned char>(*stop)]) ++stop;
  if (stop != at) {
    keep(between(at, stop));
    previous_ = stop[-1];
  }
  return stop == end ? end : special(stop);
}

// One letter that may begin or end something.
DumpText::At DumpText::special(At at) {
  const char c = *at, before = previous_;
  previous_ = c;
  switch (c) {
    case '\n': line_feed(); break;
    case ';': semicolon(before); break;
    case '(':
      if (depth_++ == 0) ++groups_;
      keep("(");
      break;
    case ')':
      depth_ = std::max<std::int64_t>(0, depth_ - 1);
      keep(")");
      break;
    case '-':
    case '*':
    case '#':
    case '\\':
      if (!begins_note(c, before)) keep({&c, 1});
      break;
    case '$':
      if (in_word(before)) return keep("$"), at + 1;
      tag_.assign(1, c);
      state_ = State::dollar_tag;
      break;
    default: open_quote(c, before);
  }
  return at + 1;
}

// 'it''s' is two strings, of which the second is as the first; E'..' has escapes.
void DumpText::open_quote(char c, char before) {
  const bool marked =
      dialect_ == Dialect::postgres && c == '\'' && (before == 'E' || before == 'e');
  if (before != c) escapes_ = dialect_ == Dialect::mysql ? c != '`' : marked;
  keep({&c, 1});
  closing_ = c == '[' ? ']' : c;
  escaped_ = false;
  state_ = State::quoted;
}

DumpText::At DumpText::quoted(At at, At end) {
  At stop = at;
  if (escapes_) {
    for (; stop != end; ++stop) {
      if (escaped_)
        escaped_ = false;
      else if (*stop == '\\')
        escaped_ = true;
      else if (*stop == closing_)
        break;
    }
  } else {
    stop = find(at, end, closing_);
  }
  const At after = stop == end ? end : stop + 1;
  keep(between(at, after));
  if (stop == end) return end;
  previous_ = closing_;
  state_ = State::code;
  return after;
}

bool DumpText::begins_note(char c, char before) {
  const bool line = c == '#' || (c == '-' && before == '-') || (c == '\\' && head_.empty());
  if (!line && (c != '*' || before != '/')) return false;
  if ((c == '-' || c == '*') && head_.ends_with(before)) head_.pop_back();
  note_ = c == '-' ? "--" : c == '*' ? "/*" : std::string(1, c);
  star_ = false;
  state_ = line ? State::line_note : State::block_note;
  return true;
}

void DumpText::end_note() {
  if (trimmed(head_).empty()) listener_.comment(trimmed(note_));
  state_ = State::code;
  previous_ = ' ';
}

DumpText::At DumpText::line_note(At at, At end) {
  const At stop = find(at, end, '\n');
  note_ += between(at, stop).substr(0, most_of_note - std::min(most_of_note, note_.size()));
  if (stop != end) end_note();
  return stop;
}

DumpText::At DumpText::block_note(At at, At end) {
  if (dialect_ == Dialect::mysql && note_ == "/*" && *at == '!') {
    keep("/*!");  // code for some servers: its strings may hold the end of a comment
    previous_ = '!';
    state_ = State::code;
    return at + 1;
  }
  for (; at != end; ++at) {
    if (star_ && *at == '/') {
      end_note();
      return at + 1;
    }
    star_ = *at == '*';
    if (note_.size() < most_of_note) note_ += *at;
  }
  return at;
}

DumpText::At DumpText::dollar_tag(At at, At end) {
  for (; at != end; ++at) {
    const bool digit = std::isdigit(static_cast<unsigned char>(*at)) != 0;
    if (*at == '$') {
      keep(tag_ += '$');
      matched_ = 0;
      state_ = State::dollar_body;
      return at + 1;
    }
    if (!in_word(*at) || (digit && tag_.size() == 1) || tag_.size() > 64) {
      keep(tag_);  // $1 is a parameter
      previous_ = tag_.back();
      state_ = State::code;
      return at;
    }
    tag_ += *at;
  }
  return at;
}

// A '$' is nothing but the first and the last letter of what is looked for.
DumpText::At DumpText::dollar_body(At at, At end) {
  for (; at != end; ++at) {
    if (matched_ == 0 && (at = find(at, end, '$')) == end) return end;
    matched_ = *at == tag_[matched_] ? matched_ + 1 : *at == '$' ? 1u : 0u;
    if (matched_ < tag_.size()) continue;
    keep(tag_);
    previous_ = '$';
    state_ = State::code;
    return at + 1;
  }
  return at;
}

// A row a line, until a line that is "\.".
DumpText::At DumpText::copy_rows(At at, At end) {
  while (at != end) {
    const At stop = find(at, end, '\n');
    const std::size_t most = wanted_ ? most_wanted : 4;
    if (note_.size() < most) note_ += between(at, stop).substr(0, most - note_.size());
    if (stop == end) return end;
    const bool last = note_ == "\\." || note_ == "\\.\r";
    at = stop + 1;
    if (last) {
      wanted_ = false;
      state_ = State::code;
      return at;
    }
    if (rows_begin_) listener_.row(wanted_ ? std::string_view(note_) : std::string_view());
    note_.clear();
    rows_begin_ = true;
  }
  return at;
}

void DumpText::line_feed() {
  if (dialect_ == Dialect::mysql && begins(head_, "DELIMITER ")) set_delimiter();
  keep("\n");
}

void DumpText::set_delimiter() {
  double_delimiter_ = trimmed(std::string_view(head_).substr(10)) != ";";
  head_.clear();
  groups_ = depth_ = 0;
  full_ = false;
}

void DumpText::semicolon(char before) {
  if (dialect_ == Dialect::mysql && (double_delimiter_ || begins(head_, "DELIMITER "))) {
    if (before != ';' || begins(head_, "DELIMITER ")) return keep(";");
    if (head_.ends_with(';')) head_.pop_back();
    return end_statement();
  }
  if (dialect_ == Dialect::sqlite && has_body(head_) &&
      !same_letters(trimmed(std::string_view(head_).substr(std::min(part_, head_.size()))),
                    "END")) {
    keep(";");
    part_ = head_.size();
    return;
  }
  end_statement();
}

void DumpText::end_statement() {
  const auto head = trimmed(head_);
  const bool copies = dialect_ == Dialect::postgres && begins(head, "COPY ") && head.size() > 11 &&
                      same_letters(head.substr(head.size() - 11), " FROM stdin");
  if (!head.empty()) listener_.statement(head, groups_);
  wanted_ = copies && listener_.wants(head);
  head_.clear();
  part_ = 0;
  groups_ = depth_ = 0;
  full_ = false;
  if (!copies) return;
  note_.clear();
  rows_begin_ = false;
  state_ = State::copy_rows;
}

}  // namespace interlock
