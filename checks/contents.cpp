#include "checks/contents.h"

#include <algorithm>
#include <set>

#include "checks/tables.h"
#include "checks/wording.h"
#include "engine/error.h"

namespace interlock::checks {

namespace {

constexpr std::string_view prefix = "table ";

const Table& table_in(const Answer& answer) {
  if (const auto* refusal = std::get_if<Unanswered>(&answer))
    throw Error(Error::Kind::endpoint, refusal->why, {}, refusal->code);
  return std::get<Table>(answer);
}

Content content_in(const Table& answer) {
  if (answer.columns.front() != "content")
    return {static_cast<std::size_t>(answer.integer(0, "n")),
            answer.columns.size() > 1 ? std::string(answer.text(0, "checksum")) : std::string()};
  std::vector<std::string> rows;
  for (const auto& cells : answer.rows) rows.push_back(cells.front().value_or("NULL"));
  std::sort(rows.begin(), rows.end());
  Content content{rows.size(), "rows"};
  for (const std::string& row : rows) content.print += "\n" + row;
  return content;
}

Contents contents_in(const Reply& reply, std::vector<std::string>& unread,
                     std::set<std::string>& commands) {
  Contents contents;
  const Table& list = table_in(reply.answer);
  for (std::size_t row = 0; row < list.rows.size(); ++row) {
    const std::string name(list.text(row, "name"));
    const auto* refusal = std::get_if<Unanswered>(&reply.further.at(row));
    if (!refusal) {
      contents[name] = content_in(std::get<Table>(reply.further[row]));
    } else if (refusal->code == "42501" || refusal->code == "1142" || refusal->code == "1143") {
      unread.push_back(name);
      if (list.at(row, "mend")) commands.insert(*list.at(row, "mend"));
    } else {
      throw Error(Error::Kind::endpoint, "Table " + name + " could not be read: " + refusal->why);
    }
  }
  return contents;
}

std::optional<Verdict> unreadable(const std::vector<std::string>& unread,
                                  const std::set<std::string>& commands) {
  if (unread.empty()) return {};
  return unknown("Our account could not read " + listed(unread) + ".", unread,
                 {commands.begin(), commands.end()});
}

std::string rows_as_text(std::size_t rows) {
  return count_of(rows, "row", "rows");
}

}  // namespace

Param except_tables() {
  return {"except_tables", "tables that are not looked at", Kind::list,
          Argument(std::vector<std::string>{})};
}

Probe count_of_rows() {
  return {.postgres = R"(SELECT t.name, format('SELECT count(*) AS n FROM ONLY %I.%I', s, r) AS ask,
                    format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO %I;', s, current_user)
                      AS mend
               FROM (SELECT n.nspname AS s, c.relname AS r,
                            CASE n.nspname WHEN current_schema() THEN '' ELSE n.nspname || '.' END
                              || c.relname AS name
                       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                      WHERE c.relkind = 'r' AND n.nspname <> 'information_schema'
                        AND n.nspname !~ '^pg_') t
              WHERE t.name <> ALL (string_to_array($1, E'\n')) ORDER BY 1)",
          .mysql = R"(SELECT TABLE_NAME AS name, CONCAT('SELECT COUNT(*) AS n FROM `',
                             REPLACE(TABLE_NAME, '`', '``'), '`') AS ask, NULL AS mend
                        FROM information_schema.TABLES
                       WHERE TABLE_SCHEMA = DATABASE()
                         AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED')
                         AND INSTR(CONCAT('\n', ?, '\n'), CONCAT('\n', TABLE_NAME, '\n')) = 0
                       ORDER BY 1)",
          .sqlite = R"(SELECT name, format('SELECT count(*) AS n FROM "%w"', name) AS ask,
                              NULL AS mend
                         FROM sqlite_schema
                        WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'
                          AND instr(char(10) || ? || char(10), char(10) || name || char(10)) = 0
                        ORDER BY 1)",
          .binds = {"except_tables"},
          .asks_further = true};
}

// A checksum of each column before that of the row keeps character sets apart, and a
// row of any length below what MySQL lets a text grow to.
Probe contents_of_tables() {
  return {.postgres = R"(SELECT t.name, format('SELECT count(*) AS n, coalesce(sum(hashtextextended'
                      '(interlock_row::text, 0)::numeric), 0) AS checksum'
                      ' FROM ONLY %I.%I AS interlock_row', s, r) AS ask,
                    format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO %I;', s, current_user)
                      AS mend
               FROM (SELECT n.nspname AS s, c.relname AS r,
                            CASE n.nspname WHEN current_schema() THEN '' ELSE n.nspname || '.' END
                              || c.relname AS name
                       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                      WHERE c.relkind = 'r' AND n.nspname <> 'information_schema'
                        AND n.nspname !~ '^pg_') t
              WHERE t.name <> ALL (string_to_array($1, E'\n')) ORDER BY 1)",
          .mysql = R"(SELECT c.TABLE_NAME AS name,
                  CONCAT('SELECT COUNT(*) AS n, COALESCE(SUM(CRC32(CONCAT_WS('','', ',
                         GROUP_CONCAT(CONCAT('COALESCE(CRC32(`', REPLACE(c.COLUMN_NAME, '`', '``'),
                                             '`), ''NULL'')')
                                      ORDER BY c.ORDINAL_POSITION SEPARATOR ', '),
                         '))), 0) AS checksum FROM `',
                         REPLACE(c.TABLE_NAME, '`', '``'), '`') AS ask, NULL AS mend
                        FROM information_schema.COLUMNS c JOIN information_schema.TABLES t
                          ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME
                       WHERE c.TABLE_SCHEMA = DATABASE()
                         AND t.TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED')
                         AND INSTR(CONCAT('\n', ?, '\n'), CONCAT('\n', c.TABLE_NAME, '\n')) = 0
                       GROUP BY c.TABLE_NAME ORDER BY 1)",
          .sqlite = R"(SELECT t.name, 'SELECT ' ||
                       group_concat(format('quote("%w")', c.name), ' || '', '' || ') ||
                       format(' AS content FROM "%w"', t.name) AS ask, NULL AS mend
                         FROM sqlite_schema t JOIN pragma_table_xinfo(t.name) c
                        WHERE t.type = 'table' AND substr(t.name, 1, 7) <> 'sqlite_'
                          AND c.hidden <> 1
                          AND instr(char(10) || ? || char(10), char(10) || t.name || char(10)) = 0
                        GROUP BY t.name ORDER BY 1)",
          .binds = {"except_tables"},
          .asks_further = true};
}

Compared compared(const Evidence& seen, bool new_ones) {
  if (auto blind = blind_to_tables(seen, 1)) return {{}, {}, blind};
  seen.before(0);  // throws if there is no baseline
  if (auto blind = blind_to_tables_then(seen, 1)) return {{}, {}, blind};
  Compared result;
  std::vector<std::string> unread, unread_then;
  std::set<std::string> commands;
  result.now = contents_in(seen.replies.front(), unread, commands);
  result.then = contents_in(seen.earlier.front(), unread_then, commands);
  // A table that the migration made is often closed to an account that reads the old ones.
  if (!new_ones)
    std::erase_if(unread, [&](const std::string& name) { return !result.then.contains(name); });
  unread.insert(unread.end(), unread_then.begin(), unread_then.end());
  std::sort(unread.begin(), unread.end());
  unread.erase(std::unique(unread.begin(), unread.end()), unread.end());
  result.blind = unreadable(unread, commands);
  return result;
}

Counted counted(const Evidence& seen) {
  seen.answer();  // throws if there is none
  std::vector<std::string> unread;
  std::set<std::string> commands;
  Counted result;
  result.contents = contents_in(seen.replies.front(), unread, commands);
  result.blind = unreadable(unread, commands);
  return result;
}

std::vector<Difference> differences_in(const Compared& tables, bool new_ones) {
  std::vector<Difference> found;
  for (const auto& [name, then] : tables.then) {
    const auto now = tables.now.find(name);
    const bool gone = now == tables.now.end();
    const bool counted_only = then.print.empty();
    if (gone ? counted_only && then.rows == 0 : then == now->second) continue;
    const bool other = !gone && then.rows == now->second.rows;
    found.push_back({std::string(prefix) + name, rows_as_text(then.rows),
                     gone ? "gone" : rows_as_text(now->second.rows) + (other ? ", others" : "")});
  }
  for (const auto& [name, now] : tables.now)
    if (new_ones && now.rows > 0 && !tables.then.contains(name))
      found.push_back({std::string(prefix) + name, "absent", rows_as_text(now.rows)});
  return found;
}

std::vector<std::string> named(const std::vector<Difference>& differences) {
  std::vector<std::string> names;
  for (const auto& [object, before, after, expected] : differences)
    names.push_back(object.substr(prefix.size()) + " (" + before + ", then " + after + ")");
  return names;
}

}  // namespace interlock::checks
