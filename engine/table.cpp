#include "engine/table.h"

#include <algorithm>

#include "engine/error.h"
#include "engine/question.h"
#include "engine/written.h"

namespace interlock {

namespace {

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto end = text.find(separator);
    parts.push_back(trim(text.substr(0, end)));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

// A cell with line feeds where \n is drawn.
std::string in_lines(std::string_view cell) {
  std::string text(cell);
  for (auto at = text.find("\\n"); at != std::string::npos; at = text.find("\\n", at + 1))
    text.replace(at, 2, "\n");
  return text;
}

}  // namespace

std::size_t Table::column(std::string_view name) const {
  const auto found = std::find(columns.begin(), columns.end(), name);
  if (found == columns.end())
    throw Error(Error::Kind::bug, "no column '" + std::string(name) + "' in the answer");
  return static_cast<std::size_t>(found - columns.begin());
}

const Table::Cell& Table::at(std::size_t row, std::string_view column_name) const {
  return rows.at(row).at(column(column_name));
}

std::string_view Table::text(std::size_t row, std::string_view column_name) const {
  const Cell& cell = at(row, column_name);
  if (!cell)
    throw Error(Error::Kind::endpoint, "column '" + std::string(column_name) + "' is null");
  return *cell;
}

std::int64_t Table::integer(std::size_t row, std::string_view column_name) const {
  const std::string_view digits = text(row, column_name);
  if (const auto value = whole_number(digits)) return *value;
  throw Error(Error::Kind::endpoint, "'" + std::string(digits) + "' is not a whole number");
}

Table table_of(std::string_view drawing) {
  Table table;
  for (const std::string_view line : split(drawing, '\n')) {
    if (line.empty()) continue;
    if (table.columns.empty()) {
      for (const auto name : split(line, '|')) table.columns.emplace_back(name);
      continue;
    }
    auto& row = table.rows.emplace_back();
    for (const auto cell : split(line, '|'))
      row.push_back(cell == "NULL" ? Table::Cell{} : Table::Cell{in_lines(cell)});
    if (row.size() != table.columns.size())
      throw Error(Error::Kind::bug,
                  "a drawn row has not as many cells as the heading: " + std::string(line));
  }
  return table;
}

Answer answer_of(std::string_view drawing) {
  const std::string_view line = trim(drawing);
  if (line == "-") return Unanswered{"not asked", "It was not asked."};
  if (!line.starts_with("! ")) return table_of(drawing);
  const auto code_ends = line.find(' ', 2);
  if (code_ends == std::string_view::npos)
    throw Error(Error::Kind::bug, "a drawn refusal is '! CODE REASON': " + std::string(line));
  return Unanswered{std::string(line.substr(2, code_ends - 2)),
                    std::string(line.substr(code_ends + 1))};
}

}  // namespace interlock
