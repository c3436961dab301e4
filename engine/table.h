#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace interlock {

// What any outside system answers: named columns, rows of text, nothing else.
//
// Every cell is text or null, as the wire gave it, so an answer can be stored
// as evidence and judged again years later. Numbers are read on demand.
struct Table {
  using Cell = std::optional<std::string>;

  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;

  bool empty() const { return rows.empty(); }
  std::size_t column(std::string_view name) const;  // throws Error if absent

  const Cell& at(std::size_t row, std::string_view column_name) const;
  std::int64_t integer(std::size_t row, std::string_view column_name) const;
  std::string_view text(std::size_t row, std::string_view column_name) const;

  bool operator==(const Table&) const = default;
};

// Reads the notation that check samples are written in: a heading line, then
// one line per row, cells separated by '|', the word NULL for null, \n in a cell
// for a line feed.
Table table_of(std::string_view drawing);

}  // namespace interlock
