#include "engine/dump_rows.h"

#include <algorithm>

#include "engine/sql_words.h"

namespace interlock {

namespace {

Dialect dialect_for(DumpKind kind) {
  if (kind == DumpKind::mysql) return Dialect::mysql;
  return kind == DumpKind::sqlite ? Dialect::sqlite : Dialect::postgres;
}

// Where the quoted text that begins the text ends, behind its closing quote.
std::size_t end_of_quoted(std::string_view text, bool escapes) {
  const char quote = text.front() == '[' ? ']' : text.front();
  for (std::size_t at = 1; at < text.size(); ++at) {
    const bool escape = escapes && text[at] == '\\' && quote != '`';
    const bool twice = text[at] == quote && at + 1 < text.size() && text[at + 1] == quote;
    if (escape || twice)
      ++at;
    else if (text[at] == quote)
      return at + 1;
  }
  return std::string_view::npos;
}

// Takes "(a, b, ...)" from the front, as its parts; false if it does not stand there, or
// breaks off.
bool take_group(std::string_view& rest, bool escapes, std::vector<std::string>& parts) {
  parts.clear();
  std::string_view text = skipped(rest);
  if (!text.starts_with('(')) return false;
  int depth = 0;
  std::size_t begin = 1;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\'' || c == '"' || c == '`') {
      const bool marked = c == '\'' && at > 0 && same_letters(text.substr(at - 1, 1), "E");
      const auto size = end_of_quoted(text.substr(at), escapes || marked);
      if (size == std::string_view::npos) return false;
      at += size - 1;
      continue;
    }
    if (c == '(') ++depth;
    if (c == ')') --depth;
    if ((c == ',' && depth == 1) || depth == 0) {
      parts.emplace_back(trimmed(text.substr(begin, at - begin)));
      begin = at + 1;
    }
    if (depth > 0) continue;
    rest = text.substr(at + 1);
    return true;
  }
  return false;
}

// The text that a literal means.
std::string meant(std::string_view literal, bool escapes) {
  if (same_letters(literal, "NULL")) return {};
  if (literal.starts_with('E') || literal.starts_with('e')) {
    literal.remove_prefix(1);
    escapes = true;
  }
  if (!literal.starts_with('\'')) return std::string(literal);
  std::string text;
  literal = literal.substr(1, literal.size() - 2);
  for (std::size_t at = 0; at < literal.size(); ++at) {
    const bool skips = (escapes && literal[at] == '\\') || literal[at] == '\'';
    if (skips && at + 1 < literal.size()) ++at;
    text += literal[at];
  }
  return text;
}

// The cells of a row of COPY.
std::vector<std::string> cells_of(std::string_view row) {
  std::vector<std::string> cells(1);
  if (row.ends_with('\r')) row.remove_suffix(1);
  for (std::size_t at = 0; at < row.size(); ++at) {
    const char c = row[at];
    if (c == '\t') {
      cells.emplace_back();
    } else if (c == '\\' && at + 1 < row.size()) {
      const char next = row[++at];
      if (next != 'N') cells.back() += next == 't' ? '\t' : next == 'n' ? '\n' : next;
    } else {
      cells.back() += c;
    }
  }
  return cells;
}

std::vector<std::string> names_in(const std::vector<std::string>& parts) {
  std::vector<std::string> names;
  for (std::string_view part : parts) names.push_back(take_part(part));
  return names;
}

}  // namespace

DumpedRows::DumpedRows(DumpKind kind, std::string table, std::vector<std::string> columns)
    : kind_(kind),
      table_(std::move(table)),
      columns_(std::move(columns)),
      text_(dialect_for(kind), *this) {}

RowFacts DumpedRows::end() {
  if (!text_.end()) wrong("it breaks off");
  return std::move(facts_);
}

// What is wrong first is told.
void DumpedRows::wrong(std::string what) {
  if (facts_.problem.empty()) facts_.problem = std::move(what);
}

// Takes the name of a table, and says whether it is this one.
bool DumpedRows::is_its(std::string_view& rest) const {
  rest = skipped(rest);
  std::string name = take_part(rest);
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    name = take_part(rest);
  }
  return name == table_;
}

bool DumpedRows::wants(std::string_view head) {
  if (take(head, "COPY")) return is_its(head);
  if (!take(head, "INSERT") && !take(head, "REPLACE")) return false;
  take(head, "IGNORE");
  return take(head, "INTO") && is_its(head);
}

void DumpedRows::statement(std::string_view head, std::int64_t) {
  copies_ = false;
  if (take(head, "CREATE")) {
    take(head, "UNLOGGED");
    if (take(head, "TABLE")) created(head);
  } else if (wants(head)) {
    if (!take(head, "COPY")) return inserted(head);
    std::vector<std::string> parts;
    is_its(head);
    copies_ = true;
    set_places(take_group(head, false, parts) ? names_in(parts) : all_columns_);
  }
}

void DumpedRows::created(std::string_view rest) {
  if (take(rest, "IF") && take(rest, "NOT")) take(rest, "EXISTS");
  if (!is_its(rest)) return;
  if (facts_.made) wrong("it has several tables " + table_);
  facts_.made = true;
  std::vector<std::string> parts;
  if (take_group(rest, kind_ == DumpKind::mysql, parts)) all_columns_ = names_in(parts);
}

void DumpedRows::inserted(std::string_view rest) {
  const bool escapes = kind_ == DumpKind::mysql;
  for (const char* word : {"INSERT", "REPLACE", "IGNORE", "INTO"}) take(rest, word);
  is_its(rest);
  std::vector<std::string> parts;
  set_places(take_group(rest, escapes, parts) ? names_in(parts) : all_columns_);
  if (!take(rest, "VALUES")) return wrong("its rows are written in an unknown way");
  while (take_group(rest, escapes, parts)) {
    for (std::string& part : parts) part = meant(part, escapes);
    keep(parts);
    rest = skipped(rest);
    if (rest.starts_with(',')) rest.remove_prefix(1);
  }
  if (!skipped(rest).empty()) wrong("its rows are written in an unknown way");
}

void DumpedRows::set_places(const Texts& names) {
  places_.clear();
  for (const std::string& column : columns_) {
    const auto found = std::find(names.begin(), names.end(), column);
    if (found == names.end()) wrong("table " + table_ + " has no column " + column);
    places_.push_back(static_cast<std::size_t>(found - names.begin()));
  }
}

void DumpedRows::keep(const Texts& cells) {
  Texts row;
  for (const std::size_t place : places_) {
    if (place >= cells.size()) return wrong("a row of it has too few columns");
    row.push_back(cells[place]);
  }
  facts_.rows.push_back(std::move(row));
}

void DumpedRows::row(std::string_view text) {
  if (copies_) keep(cells_of(text));
}

}  // namespace interlock
