#include "checks/rights.h"

#include <algorithm>

#include "engine/error.h"

namespace interlock::checks {

namespace {

// Behind the name, quoted or not, that begins the text; the name without its quotes.
std::string take_name(std::string_view& text) {
  std::string name;
  const char quote = text.empty() ? ' ' : text.front();
  if (quote != '`' && quote != '"') {
    const auto end = std::min(text.find_first_of(". ,()"), text.size());
    name = text.substr(0, end);
    text.remove_prefix(end);
    return name;
  }
  text.remove_prefix(1);
  while (!text.empty()) {
    const char c = text.front();
    text.remove_prefix(1);
    if (c == quote) {
      if (text.empty() || text.front() != quote) break;
      text.remove_prefix(1);
    }
    name += c;
  }
  return name;
}

bool take_word(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

// LIKE, as GRANT reads the name of a database.
bool like(std::string_view text, std::string_view pattern) {
  if (pattern.empty()) return text.empty();
  if (pattern.front() == '%')
    return like(text, pattern.substr(1)) || (!text.empty() && like(text.substr(1), pattern));
  if (pattern.front() != '_') {
    if (pattern.front() == '\\' && pattern.size() > 1) pattern.remove_prefix(1);
    if (text.empty() || text.front() != pattern.front()) return false;
  }
  return !text.empty() && like(text.substr(1), pattern.substr(1));
}

struct Listed {
  std::string privilege;
  std::vector<std::string> columns;
};

// "SELECT (`id`, `name`), INSERT" up to " ON ".
std::vector<Listed> take_privileges(std::string_view& text) {
  std::vector<Listed> found;
  while (!text.empty() && !text.starts_with(" ON ")) {
    Listed& next = found.emplace_back();
    while (!text.empty() && text.front() != ',' && text.front() != '(' &&
           !text.starts_with(" ON ")) {
      next.privilege += text.front();
      text.remove_prefix(1);
    }
    if (next.privilege.ends_with(' ')) next.privilege.pop_back();
    if (take_word(text, "("))
      while (!text.empty() && !take_word(text, ")")) {
        next.columns.push_back(take_name(text));
        take_word(text, ", ");
      }
    take_word(text, ",");
    take_word(text, " ");
    if (text.starts_with("ON ")) break;
  }
  return found;
}

// One line of SHOW GRANTS; a GRANT of a role names no place.
void add_grant(std::string_view line, std::string_view database, Rights& rights) {
  if (!take_word(line, "GRANT ") || line.starts_with("PROXY ")) return;
  if (line.starts_with("`") || line.starts_with("\"")) return;
  const std::vector<Listed> listed = take_privileges(line);
  take_word(line, " ");
  if (!take_word(line, "ON ")) return;
  std::string kind;
  for (const std::string_view word : {"PROCEDURE ", "FUNCTION ", "PACKAGE BODY ", "PACKAGE "})
    if (kind.empty() && take_word(line, word)) kind = word;
  const std::string schema = take_name(line);
  take_word(line, ".");
  const std::string object = take_name(line);
  if (schema != "*" && !like(database, schema)) return;
  for (const auto& [privilege, columns] : listed) {
    if (columns.empty()) rights.push_back({privilege, schema == "*" ? "*.*" : kind + object});
    for (const std::string& column : columns) rights.push_back({privilege, object + "." + column});
  }
}

const Table& table_in(const std::vector<Reply>& replies, std::size_t probe) {
  const Answer& answer = replies.at(probe).answer;
  if (const auto* refusal = std::get_if<Unanswered>(&answer))
    throw Error(Error::Kind::endpoint, refusal->why, {}, refusal->code);
  return std::get<Table>(answer);
}

}  // namespace

Probe own_rights(bool as_application) {
  return {.mysql = R"(SELECT r.privilege, r.place FROM
     (SELECT GRANTEE AS grantee, PRIVILEGE_TYPE AS privilege, '*.*' AS place
        FROM information_schema.USER_PRIVILEGES
       UNION ALL
      SELECT GRANTEE, PRIVILEGE_TYPE, '*' FROM information_schema.SCHEMA_PRIVILEGES
       WHERE CAST(DATABASE() AS BINARY) LIKE CAST(TABLE_SCHEMA AS BINARY)
       UNION ALL
      SELECT GRANTEE, 'USAGE', CONCAT('as ', TABLE_SCHEMA) FROM information_schema.SCHEMA_PRIVILEGES
       WHERE CAST(DATABASE() AS BINARY) LIKE CAST(TABLE_SCHEMA AS BINARY)
         AND TABLE_SCHEMA <> DATABASE() GROUP BY GRANTEE, TABLE_SCHEMA
       UNION ALL
      SELECT GRANTEE, PRIVILEGE_TYPE, TABLE_NAME FROM information_schema.TABLE_PRIVILEGES
       WHERE TABLE_SCHEMA = DATABASE()
       UNION ALL
      SELECT GRANTEE, PRIVILEGE_TYPE, CONCAT(TABLE_NAME, '.', COLUMN_NAME)
        FROM information_schema.COLUMN_PRIVILEGES WHERE TABLE_SCHEMA = DATABASE()) r
     WHERE CAST(REPLACE(r.grantee, '''', '') AS BINARY) =
           CAST(REPLACE(CURRENT_USER(), '''', '') AS BINARY)
     ORDER BY 2, 1)",
          .as_application = as_application};
}

Probe role_rights(bool as_application) {
  return {.mysql = "SHOW GRANTS /*M! FOR CURRENT_ROLE */", .as_application = as_application};
}

Rights rights_in(const std::vector<Reply>& replies, std::size_t own, std::size_t roles,
                 std::string_view database) {
  Rights rights;
  const Table& grants = table_in(replies, own);
  for (std::size_t row = 0; row < grants.rows.size(); ++row)
    rights.push_back(
        {std::string(grants.text(row, "privilege")), std::string(grants.text(row, "place"))});
  const auto* refusal = std::get_if<Unanswered>(&replies.at(roles).answer);
  if (refusal && refusal->code == "1141") return rights;
  for (const auto& cells : table_in(replies, roles).rows)
    add_grant(cells.at(0).value_or(""), database, rights);
  return rights;
}

bool holds(const Rights& rights, std::initializer_list<std::string_view> one_of) {
  return std::any_of(rights.begin(), rights.end(), [&](const Right& right) {
    if (right.place != "*" && right.place != "*.*") return false;
    return right.privilege == "ALL PRIVILEGES" ||
           std::find(one_of.begin(), one_of.end(), right.privilege) != one_of.end();
  });
}

bool holds_everywhere(const Rights& rights, std::initializer_list<std::string_view> one_of) {
  Rights global;
  std::copy_if(rights.begin(), rights.end(), std::back_inserter(global),
               [](const Right& right) { return right.place == "*.*"; });
  return holds(global, one_of);
}

std::vector<std::string> lacking_for_schema(const Rights& rights) {
  std::vector<std::string> lacking;
  for (const char* right : {"TRIGGER", "EVENT"})
    if (!holds(rights, {right})) lacking.emplace_back(right);
  if (!holds(rights, {"EXECUTE", "ALTER ROUTINE", "CREATE ROUTINE", "SHOW_ROUTINE"}))
    lacking.emplace_back("EXECUTE");
  return lacking;
}

Rights rights_of_asker(const Evidence& seen) {
  return rights_in(seen.replies, 1, 2, seen.answer(0).text(0, "name"));
}

}  // namespace interlock::checks
