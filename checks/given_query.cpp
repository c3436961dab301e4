#include "checks/given_query.h"

#include "engine/reading.h"

namespace interlock::checks {

Probe given_query() {
  return {.postgres = "postgres", .mysql = "mysql", .sqlite = "sqlite", .words_given = true};
}

std::vector<Param> query_params() {
  return {{"postgres", "the query for PostgreSQL", Kind::text, "none"},
          {"mysql", "the query for MySQL and MariaDB", Kind::text, "none"},
          {"sqlite", "the query for SQLite", Kind::text, "none"}};
}

std::optional<Verdict> not_asked_because(const Evidence& seen) {
  if (seen.was_asked(0)) return {};
  const std::string& query = seen.text(word(seen.on));
  if (query == "none") return unknown("No query was given for " + std::string(word(seen.on)) + ".");
  return unknown("The query was not asked: " + std::string(writing_in(query)) + ".");
}

std::string row_of(const Table& table, std::size_t row) {
  constexpr std::size_t most = 200;
  std::string line;
  for (const Table::Cell& cell : table.rows.at(row))
    line += (line.empty() ? "" : " | ") + cell.value_or("NULL");
  return line.size() > most ? line.substr(0, most) + "..." : line;
}

}  // namespace interlock::checks
