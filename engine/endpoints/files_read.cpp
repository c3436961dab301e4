// What files say: lines, scalars, which keys they have, a version.
#include "engine/digest.h"
#include "engine/dotenv.h"
#include "engine/endpoints/local.h"
#include "engine/endpoints/words.h"
#include "engine/jcs.h"
#include "engine/python_settings.h"
#include "engine/version_file.h"

namespace interlock {

namespace {

constexpr std::size_t small = 1 << 20;
constexpr std::size_t large = 64 << 20;  // composer's lists have several MB
constexpr int deepest = 200;

std::string escaped(std::string_view key) {
  std::string text;
  for (const char c : key) {
    if (c == '~' || c == '/')
      text += c == '~' ? "~0" : "~1";
    else
      text += c;
  }
  return text;
}

void flatten(const Value& value, const std::string& pointer, int depth, Table& table) {
  if (depth > deepest) throw Error(Error::Kind::endpoint, pointer + ": is nested too deeply");
  for (const auto& [key, member] : value.members())
    flatten(member, pointer + "/" + escaped(key), depth + 1, table);
  for (std::size_t i = 0; i < value.list().size(); ++i)
    flatten(value.list()[i], pointer + "/" + std::to_string(i), depth + 1, table);
  if (std::holds_alternative<Value::Object>(value.it) ||
      std::holds_alternative<Value::List>(value.it))
    return;
  auto& row = table.rows.emplace_back();
  row.emplace_back(pointer);
  if (value.null())
    row.emplace_back();
  else if (std::holds_alternative<std::string>(value.it))
    row.emplace_back(value.text());
  else
    row.emplace_back(canonical(value));
}

std::vector<Table::Cell> key_row(const std::string& key, const std::optional<std::string>& value,
                                 const std::string& secret) {
  if (!value) return {key, std::nullopt, std::nullopt};
  if (value->empty()) return {key, "1", std::nullopt};
  return {key, "0", keyed_digest(secret, *value)};
}

std::optional<Table> version_of_file(const std::string& root, const std::string& file) {
  const std::string path = file.starts_with('/') ? file : root + "/" + file;
  const auto text = text_of(path, small);
  if (!text) return {};
  return Table{{"file", "version"}, {{file, version_in(file, *text)}}};
}

}  // namespace

Table lines_of(const std::string& path) {
  Table table{{"line"}, {}};
  const std::string text = text_of(path, small).value_or("");
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    table.rows.push_back({std::string(line)});
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return table;
}

Table scalars_of(const std::string& path) {
  Table table{{"path", "value"}, {}};
  const auto text = text_of(path, large);
  if (!text) return table;
  std::vector<Problem> problems;
  const Value value = parsed(*text, problems);
  if (!problems.empty()) {
    const Problem& first = problems.front();
    throw Error(
        Error::Kind::endpoint,
        readable(path) + ": " + (first.where.empty() ? "" : first.where + ": ") + first.what, {},
        "json");
  }
  flatten(value, {}, 0, table);
  return table;
}

Table keys_of(const std::string& path, const std::string& secret) {
  Table table{{"key", "empty", "digest"}, {}};
  const auto text = text_of(path, small);
  if (!text) return table;
  if (path.ends_with(".py"))
    for (const auto& [key, value] : python_settings(*text))
      table.rows.push_back(key_row(key, value, secret));
  else
    for (const auto& [key, value] : dotenv(*text))
      table.rows.push_back(key_row(key, value, secret));
  return table;
}

Table version_at(const std::string& root, const std::string& file) {
  Table none{{"file", "version"}, {}};
  if (file != "auto") return version_of_file(root, file).value_or(none);
  for (const std::string_view known : version_files)
    if (auto found = version_of_file(root, std::string(known))) return *found;
  return none;
}

}  // namespace interlock
