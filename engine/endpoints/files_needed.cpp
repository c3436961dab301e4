// What files say of what else must be there: mappings of tables, lists of packages.
#include <algorithm>

#include "engine/endpoints/doctrine.h"
#include "engine/endpoints/local.h"
#include "engine/endpoints/words.h"
#include "engine/jcs.h"

namespace interlock {

namespace {

constexpr std::size_t small = 1 << 20;
constexpr std::size_t most_files = 2000;

Value json_at(const std::string& path) {
  const auto text = text_of(path, small);
  if (!text) return {};
  std::vector<Problem> problems;
  Value value = parsed(*text, problems);
  if (!problems.empty())
    throw Error(Error::Kind::endpoint, readable(path) + ": " + problems.front().what, {}, "json");
  return value;
}

Table::Cell text_cell(const Value& value) {
  const auto text = value.text();
  return text.empty() ? Table::Cell() : Table::Cell(std::string(text));
}

}  // namespace

// Bower writes into .bower.json of each package which version it put there, and for what.
Table bower_packages(const std::string& root) {
  Table table{{"name", "wanted", "version", "target"}, {}};
  const Value wanted = json_at(root + "/bower.json");
  const Value settings = json_at(root + "/.bowerrc");
  const std::string said(settings["directory"].text());
  const std::string folder = said.empty() ? "bower_components" : said;
  for (const auto& [name, range] : wanted["dependencies"].members()) {
    if (name.empty() || name.find('/') != std::string::npos || name.starts_with('.'))
      throw Error(Error::Kind::endpoint, "bower.json: '" + readable(name) + "' is no package", {},
                  "json");
    const std::string place =
        (folder.starts_with('/') ? folder : root + "/" + folder) + "/" + name + "/";
    const Value installed = json_at(place + ".bower.json");
    const Value own = json_at(place + "bower.json");
    Table::Cell version = text_cell(installed["version"]);
    if (!version) version = text_cell(installed["_release"]);
    if (!version) version = text_cell(own["version"]);
    table.rows.push_back(
        {name, std::string(range.text()), version, text_cell(installed["_target"])});
  }
  std::sort(table.rows.begin(), table.rows.end());
  return table;
}

Table mapping_in(const std::string& folder) {
  Table table{{"table", "column", "type", "length", "nullable", "default", "key"}, {}};
  std::map<std::string, std::string> files;
  for (const std::string& name : names_in(folder).value_or(std::vector<std::string>())) {
    if (!name.ends_with(".xml")) continue;
    if (files.size() == most_files)
      throw Error(Error::Kind::endpoint, readable(folder) + ": has too many files", {}, "mapping");
    files[name] = text_of(folder + "/" + name, small).value_or("");
  }
  for (const auto& [place, column] : mapped_columns(files))
    table.rows.push_back({place.first, place.second, column.type,
                          column.length.empty() ? Table::Cell() : Table::Cell(column.length),
                          column.nullable ? "1" : "0", column.fallback,
                          column.key.empty() ? Table::Cell() : Table::Cell(column.key)});
  return table;
}

}  // namespace interlock
