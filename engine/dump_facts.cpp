#include "engine/dump_facts.h"

#include <fmt/core.h>

#include <algorithm>

#include "engine/sql_words.h"

namespace interlock {

namespace {

constexpr std::size_t most_of_tail = 8192;
constexpr std::size_t last_lines = 10;  // the closing mark is among them

bool starts_any(std::string_view text, std::initializer_list<std::string_view> beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](std::string_view beginning) { return text.starts_with(beginning); });
}

Dialect dialect_of(DumpKind kind) {
  switch (kind) {
    case DumpKind::mysql: return Dialect::mysql;
    case DumpKind::sqlite: return Dialect::sqlite;
    case DumpKind::none:
    case DumpKind::postgres:
    case DumpKind::postgres_cluster:
    case DumpKind::postgres_custom: break;
  }
  return Dialect::postgres;
}

std::string_view mark_of(DumpKind kind) {
  switch (kind) {
    case DumpKind::postgres: return "-- PostgreSQL database dump complete";
    case DumpKind::postgres_cluster: return "-- PostgreSQL database cluster dump complete";
    case DumpKind::mysql: return "-- Dump completed";
    case DumpKind::sqlite: return "COMMIT;";
    case DumpKind::none:
    case DumpKind::postgres_custom: break;
  }
  return {};
}

std::string after(std::string_view text, std::string_view beginning) {
  return std::string(skipped(text.substr(std::min(beginning.size(), text.size()))));
}

// "MariaDB dump 10.19  Distrib 10.11.19-MariaDB, for Linux" up to the comma, single spaces.
std::string tool_in(std::string_view text) {
  std::string tool;
  for (const char c : text.substr(0, text.find(',')))
    if (c != ' ' || !tool.ends_with(' ')) tool += c;
  return tool;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view line = skipped(text.substr(0, end));
    if (!line.empty()) lines.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace

DumpKind dump_kind(std::string_view first) {
  if (first.starts_with("PGDMP")) return DumpKind::postgres_custom;
  first = skipped(first);
  if (first.starts_with("\xEF\xBB\xBF")) first.remove_prefix(3);
  if (first.starts_with("--\n-- PostgreSQL database cluster dump"))
    return DumpKind::postgres_cluster;
  if (first.starts_with("--\n-- PostgreSQL database dump")) return DumpKind::postgres;
  if (first.starts_with("PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;")) return DumpKind::sqlite;
  if (starts_any(first, {"-- MySQL dump ", "-- MariaDB dump ", "/*M!999999", "/*!40", "/*!50"}))
    return DumpKind::mysql;
  return DumpKind::none;
}

DumpReader::DumpReader(DumpKind kind) : kind_(kind), text_(dialect_of(kind), *this) {}

void DumpReader::add(std::string_view bytes) {
  size_ += bytes.size();
  tail_ += bytes.substr(bytes.size() - std::min(bytes.size(), most_of_tail));
  if (tail_.size() > 2 * most_of_tail) tail_.erase(0, tail_.size() - most_of_tail);
  text_.add(bytes);
}

DumpFacts DumpReader::end() {
  facts_.problem = broken_off(text_.end());
  return std::move(facts_);
}

// Empty if it was read to its end and says itself that this is it.
std::string DumpReader::broken_off(bool between) const {
  const std::string where = fmt::format("after {} bytes", size_);
  if (!between && copies_) return where + ", in the rows of " + copies_->name;
  if (!between) return where + ", within a statement";
  const auto lines = lines_of(tail_);
  const std::string_view mark = mark_of(kind_);
  if (kind_ == DumpKind::sqlite) {
    if (!lines.empty() && lines.back().starts_with("ROLLBACK"))
      return "SQLite met errors while it was written";
    if (last_ == "COMMIT" && lines.back() == mark) return {};
  }
  const auto from = lines.size() - std::min(lines.size(), last_lines);
  for (std::size_t i = from; mark_ && i < lines.size(); ++i)
    if (lines[i].starts_with(mark)) return {};
  return "no closing line";
}

void DumpReader::statement(std::string_view head, std::int64_t groups) {
  mark_ = false;
  copies_ = nullptr;
  last_ = head.substr(0, 16);
  // A letter of these may end with a backslash, which then escapes nothing.
  if (head.starts_with("/*!40101 SET NAMES ") &&
      starts_any(head.substr(19), {"gbk", "gb18030", "big5", "sjis", "cp932"}))
    counts_ = false;
  if (take(head, "CREATE")) return created(head);
  if (take(head, "COPY")) return copied(head);
  if (take(head, "INSERT") || take(head, "REPLACE")) return inserted(head, groups);
  if (take(head, "SET")) return set_schema(head);
}

void DumpReader::created(std::string_view rest) {
  // A function whose body is not quoted may have an INSERT that is none of the dump's.
  if (kind_ != DumpKind::mysql && (take(rest, "FUNCTION") || take(rest, "PROCEDURE")) &&
      rest.find('\'') == std::string_view::npos && rest.find('$') == std::string_view::npos)
    counts_ = false;
  take(rest, "UNLOGGED");
  if (!take(rest, "TABLE")) return;
  if (take(rest, "IF") && take(rest, "NOT")) take(rest, "EXISTS");
  const std::string name = name_in(rest);
  if (name.empty()) return;
  const auto [place, made] = places_.try_emplace(name, facts_.tables.size());
  const bool known = kind_ == DumpKind::sqlite && made;
  if (made)
    facts_.tables.push_back({name, known ? std::optional<std::int64_t>(0) : std::nullopt});
  else  // a dump of several databases: whose rows these are cannot be told
    counts_ = false, facts_.tables[place->second].rows.reset();
}

// Of SQLite a virtual table, with names and statements as texts; else rows of a table.
void DumpReader::inserted(std::string_view rest, std::int64_t groups) {
  take(rest, "IGNORE");
  if (!take(rest, "INTO")) return;
  const std::string name = name_in(rest);
  const bool names_columns = skipped(rest).starts_with('(');
  if (kind_ == DumpKind::sqlite && (name == "sqlite_schema" || name == "sqlite_master")) {
    const auto values = rest.find("VALUES('table',");
    if (values == std::string_view::npos) return;
    rest.remove_prefix(values + 15);
    const std::string virtual_table = take_part(rest);
    if (places_.try_emplace(virtual_table, facts_.tables.size()).second)
      facts_.tables.push_back({virtual_table, std::nullopt});
    return;
  }
  DumpedTable* its = table(name);
  if (its && its->rows) *its->rows += groups - (names_columns ? 1 : 0);
}

void DumpReader::copied(std::string_view rest) {
  const std::string name = name_in(rest);
  copies_ = table(name);
  if (!copies_) return;
  // A partition whose rows go in by its root has rows that nobody can tell.
  if (data_of_ != name) copies_->rows.reset();
}

void DumpReader::set_schema(std::string_view rest) {
  if (kind_ == DumpKind::mysql || !take(rest, "SEARCH_PATH")) return;
  rest = skipped(rest);
  if (rest.starts_with('=')) rest.remove_prefix(1);
  rest = skipped(rest);
  schema_ = take_part(rest);
}

void DumpReader::data_of(const std::string& name) {
  data_of_ = name;
  if (DumpedTable* its = table(name); its && counts_) its->rows = its->rows.value_or(0);
}

void DumpReader::comment(std::string_view text) {
  const auto its = [&](std::string_view beginning, std::string& fact) {
    if (fact.empty() && text.starts_with(beginning)) fact = after(text, beginning);
  };
  if (text.starts_with(mark_of(kind_))) mark_ = true;
  its("-- Dumped from database version ", facts_.server);
  its("-- Server version", facts_.server);
  its("-- Started on ", facts_.started);
  if (starts_any(text, {"-- Completed on ", "-- Dump completed on "}))
    facts_.ended = after(text, text.substr(0, text.find(" on ") + 4));
  if (facts_.tool.empty() && text.starts_with("-- Dumped by "))
    facts_.tool = "pg_dump " + after(text, "-- Dumped by pg_dump version");
  if (facts_.tool.empty() && starts_any(text, {"-- MySQL dump ", "-- MariaDB dump "}))
    facts_.tool = tool_in(after(text, "--"));
  if (text.starts_with("-- Dumping data for table `")) {
    std::string_view rest = text.substr(26);
    data_of(take_part(rest));
  }
  const auto type = text.rfind("; Type: TABLE DATA; Schema: ");
  if (text.starts_with("-- Data for Name: ") && type != std::string_view::npos) {
    const std::string_view schema = text.substr(type + 28);
    data_of(std::string(schema.substr(0, schema.rfind("; Owner:"))) + "." +
            std::string(text.substr(18, type - 18)));
  }
}

void DumpReader::row(std::string_view) {
  if (copies_ && copies_->rows) ++*copies_->rows;
}

DumpedTable* DumpReader::table(const std::string& name) {
  const auto found = places_.find(name);
  return found == places_.end() ? nullptr : &facts_.tables[found->second];
}

std::string DumpReader::name_in(std::string_view& rest) const {
  rest = skipped(rest);
  std::string name = take_part(rest);
  const bool in_schema = rest.starts_with('.');
  if (in_schema) {
    rest.remove_prefix(1);
    name += "." + take_part(rest);
  }
  if (!in_schema && dialect_of(kind_) == Dialect::postgres) return schema_ + "." + name;
  return name;
}

}  // namespace interlock
