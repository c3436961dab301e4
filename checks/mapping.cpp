#include "checks/mapping.h"

#include <algorithm>
#include <charconv>

namespace interlock::checks {

namespace {

std::string in_lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

// What MariaDB (10.2.7 and later) says of a default.
std::optional<std::string> unquoted(const std::string& sql) {
  if (sql == "NULL") return {};
  if (sql.size() < 2 || sql.front() != '\'' || sql.back() != '\'') return sql;
  std::string text;
  for (std::size_t at = 1; at + 1 < sql.size(); ++at) {
    const bool doubled = at + 2 < sql.size() && (sql[at] == '\'' || sql[at] == '\\');
    if (doubled) ++at;
    text += sql[at];
  }
  return text;
}

std::optional<double> number_in(const std::string& text) {
  double number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (code != std::errc() || end != text.data() + text.size()) return {};
  return number;
}

// 0, 0.00 and false are one default.
bool same_default(const std::optional<std::string>& a, const std::optional<std::string>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  const auto plain = [](const std::string& text) {
    const std::string word = in_lower(text);
    if (word == "false") return std::string("0");
    if (word == "true") return std::string("1");
    if (word == "current_timestamp()") return std::string("current_timestamp");
    return word == "current_timestamp" ? word : text;
  };
  const std::string left = plain(*a), right = plain(*b);
  const auto x = number_in(left), y = number_in(right);
  return left == right || (x && y && !(*x < *y) && !(*y < *x));
}

// A json of MariaDB is a longtext.
bool same_type(const Definition& live, const Definition& mapped) {
  if (mapped.type == "json") return live.type == "json" || live.type == "longtext";
  return live.type == mapped.type && live.length == mapped.length;
}

std::string type_of(const Definition& column) {
  const auto blank = column.type.find(' ');
  if (column.length.empty()) return column.type;
  return column.type.substr(0, blank) + "(" + column.length + ")" +
         (blank == std::string::npos ? "" : column.type.substr(blank));
}

std::string default_of(const Definition& column) {
  return column.fallback ? "default '" + *column.fallback + "'" : "no default";
}

std::string key_of(const Definition& column) {
  return column.key.empty() ? "no key" : column.key + " key";
}

// "varchar(255) instead of varchar(100)"; empty if they are the same.
std::string difference(const Definition& live, const Definition& mapped) {
  std::string is, wanted;
  const auto add = [&](bool same, const std::string& here, const std::string& there) {
    if (same) return;
    is += (is.empty() ? "" : ", ") + here;
    wanted += (wanted.empty() ? "" : ", ") + there;
  };
  const auto nulls = [](const Definition& column) {
    return std::string(column.nullable ? "NULL" : "NOT NULL");
  };
  add(same_type(live, mapped), type_of(live), type_of(mapped));
  add(live.nullable == mapped.nullable, nulls(live), nulls(mapped));
  add(same_default(live.fallback, mapped.fallback), default_of(live), default_of(mapped));
  add(live.key == mapped.key, key_of(live), key_of(mapped));
  return is.empty() ? "" : is + " instead of " + wanted;
}

}  // namespace

Probe mapping_probe(std::string_view param) {
  return {.files = "mapping $1", .binds = {param}, .unless = {param, "none"}};
}

Probe live_definitions() {
  return {.mysql = R"(SELECT c.TABLE_NAME AS `table`, c.COLUMN_NAME AS `column`,
         CONCAT(c.DATA_TYPE, IF(c.COLUMN_TYPE LIKE '%unsigned%', ' unsigned', '')) AS type,
         CASE WHEN c.DATA_TYPE = 'decimal'
                THEN CONCAT(c.NUMERIC_PRECISION, ',', c.NUMERIC_SCALE)
              WHEN c.DATA_TYPE IN ('char', 'varchar', 'binary', 'varbinary')
                THEN c.CHARACTER_MAXIMUM_LENGTH END AS length,
         IF(c.IS_NULLABLE = 'YES', 1, 0) AS nullable, c.COLUMN_DEFAULT AS `default`,
         CASE WHEN MAX(k.INDEX_NAME = 'PRIMARY') = 1 THEN 'primary'
              WHEN MAX(k.PARTS = 1) = 1 THEN 'unique' END AS `key`,
         IF(VERSION() LIKE '%MariaDB%', 1, 0) AS mariadb
    FROM information_schema.COLUMNS c
    JOIN information_schema.TABLES t
      ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME
    LEFT JOIN (SELECT s.TABLE_NAME, s.COLUMN_NAME, s.INDEX_NAME, i.PARTS
                 FROM information_schema.STATISTICS s
                 JOIN (SELECT TABLE_NAME, INDEX_NAME, COUNT(*) AS PARTS
                         FROM information_schema.STATISTICS
                        WHERE TABLE_SCHEMA = DATABASE() AND NON_UNIQUE = 0
                        GROUP BY TABLE_NAME, INDEX_NAME) i
                   ON i.TABLE_NAME = s.TABLE_NAME AND i.INDEX_NAME = s.INDEX_NAME
                WHERE s.TABLE_SCHEMA = DATABASE()) k
      ON k.TABLE_NAME = c.TABLE_NAME AND k.COLUMN_NAME = c.COLUMN_NAME
   WHERE c.TABLE_SCHEMA = DATABASE() AND t.TABLE_TYPE <> 'VIEW'
   GROUP BY c.TABLE_NAME, c.COLUMN_NAME, c.DATA_TYPE, c.COLUMN_TYPE, c.NUMERIC_PRECISION,
            c.NUMERIC_SCALE, c.CHARACTER_MAXIMUM_LENGTH, c.IS_NULLABLE, c.COLUMN_DEFAULT
   ORDER BY 1, 2)",
          .unless = {"mapping", "none"}};
}

Definitions definitions_in(const Table& columns) {
  Definitions found;
  const auto names = columns.columns;
  const bool live = std::find(names.begin(), names.end(), "mariadb") != names.end();
  for (std::size_t row = 0; row < columns.rows.size(); ++row) {
    Definition& column =
        found[std::string(columns.text(row, "table"))][std::string(columns.text(row, "column"))];
    column.type = columns.text(row, "type");
    column.length = columns.at(row, "length").value_or("");
    column.nullable = columns.integer(row, "nullable") != 0;
    column.fallback = columns.at(row, "default");
    column.key = columns.at(row, "key").value_or("");
    if (live && column.fallback && columns.integer(row, "mariadb") != 0)
      column.fallback = unquoted(*column.fallback);
  }
  return found;
}

std::vector<std::string> otherwise(const Definitions& live, const Definitions& mapped) {
  std::vector<std::string> wrong;
  for (const auto& [table, columns] : mapped) {
    const auto there = live.find(table);
    if (there == live.end()) {
      wrong.push_back("table " + table + " (missing)");
      continue;
    }
    for (const auto& [name, column] : columns) {
      const std::string whole = table + "." + name;
      const auto found = there->second.find(name);
      const std::string how =
          found == there->second.end() ? "(missing)" : difference(found->second, column);
      if (!how.empty()) wrong.push_back(whole + " " + how);
    }
    for (const auto& [name, unused] : there->second)
      if (!columns.contains(name)) wrong.push_back(table + "." + name + " (further)");
  }
  return wrong;
}

}  // namespace interlock::checks
