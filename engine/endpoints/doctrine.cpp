#include "engine/endpoints/doctrine.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <pugixml.hpp>
#include <vector>

#include "engine/endpoints/words.h"
#include "engine/error.h"

namespace interlock {

namespace {

using Node = pugi::xml_node;

// How Doctrine writes its types for MySQL. A text or blob of a length is the smallest that
// holds it.
struct KnownType {
  std::string_view name, sql;
  std::string_view length = {};  // where it is always the same, or the usual one
};
constexpr std::array<KnownType, 22> known_types = {{{"string", "varchar", "255"},
                                                    {"ascii_string", "varchar", "255"},
                                                    {"dateinterval", "varchar", "255"},
                                                    {"guid", "char", "36"},
                                                    {"binary", "varbinary", "255"},
                                                    {"decimal", "decimal", "10,0"},
                                                    {"boolean", "tinyint"},
                                                    {"smallint", "smallint"},
                                                    {"integer", "int"},
                                                    {"bigint", "bigint"},
                                                    {"float", "double"},
                                                    {"date", "date"},
                                                    {"time", "time"},
                                                    {"datetime", "datetime"},
                                                    {"datetimetz", "datetime"},
                                                    {"text", "longtext"},
                                                    {"json_array", "longtext"},
                                                    {"array", "longtext"},
                                                    {"simple_array", "longtext"},
                                                    {"object", "longtext"},
                                                    {"json", "json"},
                                                    {"blob", "longblob"}}};

struct Entity {
  std::string file, name, table;
  Node node;
};

Error unreadable(const std::string& file, const std::string& why) {
  return {Error::Kind::endpoint, readable(file) + ": " + why,
          "Compare by hand: 'artisan doctrine:schema:update --sql' lists what it would change.",
          "mapping"};
}

bool is_true(Node node, const char* attribute) {
  const std::string_view text = node.attribute(attribute).value();
  return text == "true" || text == "1";
}

// apiKey -> api_key, as Str::snake() of Laravel has it.
std::string snake(std::string_view name) {
  std::string text;
  for (const char c : name) {
    if (c == ' ') continue;
    const bool upper = std::isupper(static_cast<unsigned char>(c)) != 0;
    if (upper && !text.empty()) text += '_';
    text += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return text;
}

std::string column_of(Node field) {
  const std::string name = field.attribute("column").value();
  return name.empty() ? snake(field.attribute("name").value()) : name;
}

std::optional<std::string> option_of(Node field, std::string_view name) {
  for (const Node option : field.child("options").children("option"))
    if (option.attribute("name").value() == name) return option.text().get();
  return {};
}

bool has_option(Node field, std::string_view name) {
  const auto value = option_of(field, name);
  return value && (*value == "1" || *value == "true");
}

// TINYTEXT and so on.
std::string sized(const std::string& type, const std::string& length) {
  const std::string kind = type.substr(4);  // of longtext, longblob
  if (length.empty() || length.size() > 9) return type;
  const int size = std::stoi(length);
  if (size <= 65535) return (size <= 255 ? "tiny" : "") + kind;
  return size <= 16777215 ? "medium" + kind : type;
}

std::string number_of(const Entity& entity, Node field, const char* attribute) {
  std::string text = field.attribute(attribute).value();
  if (text.find_first_not_of("0123456789") != std::string::npos)
    throw unreadable(entity.file, std::string(attribute) + "=\"" + text + "\" is no number");
  return text;
}

void set_type(const Entity& entity, Node field, MappedColumn& column) {
  std::string name = field.attribute("type").value();
  if (name.empty()) name = "string";
  if (name.ends_with("_immutable")) name.resize(name.size() - 10);
  const auto* known = std::find_if(known_types.begin(), known_types.end(),
                                   [&](const KnownType& type) { return type.name == name; });
  if (known == known_types.end()) throw unreadable(entity.file, "type '" + name + "' is not known");
  column.type = known->sql;
  column.length = known->length;
  const std::string length = number_of(entity, field, "length");
  if (name == "text" || name == "blob") column.type = sized(column.type, length);
  if (!length.empty() && (column.type == "varchar" || column.type == "varbinary"))
    column.length = length;
  if (name == "decimal") {
    const std::string precision = number_of(entity, field, "precision");
    const std::string scale = number_of(entity, field, "scale");
    column.length = (precision.empty() ? "10" : precision) + "," + (scale.empty() ? "0" : scale);
  }
  if (has_option(field, "fixed") && column.type.starts_with("var")) column.type.erase(0, 3);
  if (has_option(field, "unsigned")) column.type += " unsigned";
}

class Reading {
 public:
  explicit Reading(const std::map<std::string, std::string>& files) {
    for (const auto& [file, text] : files) load(file, text);
  }

  Mapped columns() {
    for (const Entity& entity : entities_) {
      for (const Node id : entity.node.children("id"))
        if (!is_true(id, "association-key")) add_field(entity, id, true);
      for (const Node field : entity.node.children("field")) add_field(entity, field, false);
      for (const Node one : entity.node.children("many-to-one")) add_to_one(entity, one);
      for (const Node one : entity.node.children("one-to-one"))
        if (one.attribute("mapped-by").empty()) add_to_one(entity, one);
      for (const Node many : entity.node.children("many-to-many")) add_join_table(entity, many);
      add_unique(entity);
    }
    return std::move(mapped_);
  }

 private:
  void load(const std::string& file, const std::string& text) {
    auto document = std::make_unique<pugi::xml_document>();
    const auto parsed = document->load_buffer(text.data(), text.size());
    if (!parsed)
      throw unreadable(file, std::string(parsed.description()) + " (byte " +
                                 std::to_string(parsed.offset) + ")");
    const Node top = document->child("doctrine-mapping");
    if (!top) throw unreadable(file, "is no mapping of Doctrine");
    for (const Node node : top.children()) {
      const std::string_view kind = node.name();
      if (node.type() != pugi::node_element) continue;
      if (kind != "entity") throw unreadable(file, "<" + std::string(kind) + "> is not read");
      for (const char* child : {"embedded", "discriminator-column", "discriminator-map"})
        if (node.child(child)) throw unreadable(file, "<" + std::string(child) + "> is not read");
      Entity entity{file, node.attribute("name").value(), node.attribute("table").value(), node};
      if (entity.name.empty() || entity.table.empty() || node.attribute("inheritance-type"))
        throw unreadable(file, "an entity needs a name and a table of its own");
      entities_.push_back(std::move(entity));
    }
    documents_.push_back(std::move(document));
  }

  void add(const std::string& table, const std::string& column, MappedColumn what) {
    mapped_.emplace(std::pair(table, column), std::move(what));
  }

  MappedColumn described(const Entity& entity, Node field) const {
    MappedColumn column;
    if (field.attribute("column-definition") || is_true(field, "version"))
      throw unreadable(entity.file, "field " + std::string(field.attribute("name").value()) +
                                        " is defined in a way that is not read");
    set_type(entity, field, column);
    column.nullable = is_true(field, "nullable");
    column.fallback = option_of(field, "default");
    if (is_true(field, "unique")) column.key = "unique";
    return column;
  }

  void add_field(const Entity& entity, Node field, bool primary) {
    MappedColumn column = described(entity, field);
    if (primary) {
      column.nullable = false;
      column.key = "primary";
    }
    add(entity.table, column_of(field), std::move(column));
  }

  const Entity& target_of(const Entity& entity, Node association) const {
    std::string name = association.attribute("target-entity").value();
    if (name.starts_with('\\')) name.erase(0, 1);
    const std::string beside = entity.name.substr(0, entity.name.rfind('\\') + 1) + name;
    for (const std::string& tried : {name, beside})
      for (const Entity& other : entities_)
        if (other.name == tried) return other;
    throw unreadable(entity.file, "there is no entity " + name);
  }

  static std::vector<Node> join_columns(Node from, const char* list) {
    std::vector<Node> columns;
    for (const Node column : from.child(list).children("join-column")) columns.push_back(column);
    if (columns.empty())
      for (const Node column : from.children("join-column")) columns.push_back(column);
    return columns;
  }

  static std::string referenced_by(Node join) {
    const std::string name = join.attribute("referenced-column-name").value();
    return name.empty() ? "id" : name;
  }
  static std::string name_of(Node association, Node join) {
    const std::string name = join.attribute("name").value();
    return name.empty() ? snake(association.attribute("field").value()) + "_id" : name;
  }

  // The column of the other table that a key refers to, as it is there.
  MappedColumn referenced(const Entity& entity, const std::string& column, int depth = 0) const {
    for (const char* kind : {"id", "field"})
      for (const Node field : entity.node.children(kind))
        if (!is_true(field, "association-key") && column_of(field) == column)
          return described(entity, field);
    for (const char* kind : {"many-to-one", "one-to-one"})
      for (const Node one : entity.node.children(kind))
        for (const Node join : join_columns(one, "join-columns"))
          if (name_of(one, join) == column && depth < 16)
            return referenced(target_of(entity, one), referenced_by(join), depth + 1);
    throw unreadable(entity.file, "has no column " + column + ", which another entity refers to");
  }

  static bool is_key(const Entity& entity, Node association) {
    for (const Node id : entity.node.children("id"))
      if (is_true(id, "association-key") &&
          std::string_view(id.attribute("name").value()) == association.attribute("field").value())
        return true;
    return false;
  }

  void add_to_one(const Entity& entity, Node association) {
    const Entity& target = target_of(entity, association);
    auto joins = join_columns(association, "join-columns");
    if (joins.empty()) joins.emplace_back();
    const bool key = is_key(entity, association);
    const bool one = std::string_view(association.name()) == "one-to-one";
    for (const Node join : joins) {
      MappedColumn column = referenced(target, referenced_by(join));
      column.nullable = !key && (!join.attribute("nullable") || is_true(join, "nullable"));
      const bool unique = is_true(join, "unique") || (one && joins.size() == 1);
      column.key = key ? "primary" : unique ? "unique" : "";
      add(entity.table, name_of(association, join), std::move(column));
    }
  }

  void add_join_table(const Entity& entity, Node association) {
    const Node table = association.child("join-table");
    if (!table) return;
    const std::string name = table.attribute("name").value();
    const Entity& target = target_of(entity, association);
    for (const auto& [list, other] :
         {std::pair{"join-columns", &entity}, std::pair{"inverse-join-columns", &target}}) {
      const auto joins = join_columns(table, list);
      if (name.empty() || joins.empty())
        throw unreadable(entity.file, "a join table needs a name and its columns");
      for (const Node join : joins) {
        MappedColumn column = referenced(*other, referenced_by(join));
        column.nullable = false;
        column.key = "primary";
        add(name, name_of(association, join), std::move(column));
      }
    }
  }

  // Those of one column.
  void add_unique(const Entity& entity) {
    for (const Node unique : entity.node.child("unique-constraints").children()) {
      const auto found = mapped_.find({entity.table, unique.attribute("columns").value()});
      if (found != mapped_.end() && found->second.key.empty()) found->second.key = "unique";
    }
  }

  std::vector<std::unique_ptr<pugi::xml_document>> documents_;
  std::vector<Entity> entities_;
  Mapped mapped_;
};

}  // namespace

Mapped mapped_columns(const std::map<std::string, std::string>& files) {
  return Reading(files).columns();
}

}  // namespace interlock
