#include "reports/schema_shapes.h"

namespace interlock::schemas {

Value kind(const char* name) {
  return Value::Object{{"type", name}};
}
Value or_null(Value schema) {
  return Value::Object{{"anyOf", Value::List{std::move(schema), kind("null")}}};
}
Value text() {
  return kind("string");
}
Value whole() {
  return kind("integer");
}
Value flag() {
  return kind("boolean");
}
Value list(Value of) {
  return Value::Object{{"type", "array"}, {"items", std::move(of)}};
}
Value one_of(std::initializer_list<const char*> words) {
  return Value::Object{{"enum", Value::List(words.begin(), words.end())}};
}
Value object(Keys keys) {
  Value properties = Value::Object{};
  Value::List required;
  for (const auto& [name, schema] : keys) {
    properties.set(name, schema);
    required.emplace_back(name);
  }
  return Value::Object{{"type", "object"},
                       {"required", std::move(required)},
                       {"properties", std::move(properties)},
                       {"additionalProperties", false}};
}
void add(Value& schema, Keys keys) {
  Value properties = schema["properties"];
  Value::List required = schema["required"].list();
  for (const auto& [name, value] : keys) {
    properties.set(name, value);
    required.emplace_back(name);
  }
  schema.set("properties", std::move(properties)).set("required", std::move(required));
}

Value time() {
  return Value::Object{{"type", "string"},
                       {"pattern", "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$"}};
}
Value digest() {
  return Value::Object{{"type", "string"}, {"pattern", "^sha256:[0-9a-f]{64}$"}};
}
Value outcome() {
  return one_of({"pass", "warn", "unknown", "fail", "not_applicable"});
}
Value ledger() {
  return or_null(object({{"path", text()},
                         {"first_event", or_null(whole())},
                         {"last_event", or_null(whole())},
                         {"size", whole()},
                         {"root", digest()}}));
}
Value head(const std::string& name, std::initializer_list<const char*> verdicts) {
  return object({{"format", Value::Object{{"const", "interlock." + name + "/1"}}},
                 {"program", text()},
                 {"at", time()},
                 {"verdict", one_of(verdicts)},
                 {"outcome", or_null(outcome())},
                 {"exit", whole()},
                 {"changed", flag()},
                 {"ms", whole()}});
}
Value problems() {
  return list(object({{"place", or_null(text())}, {"said", text()}, {"hint", or_null(text())}}));
}
Value error_head(const std::string& name) {
  Value schema = head(name, {"error"});
  add(schema, {{"problems", problems()}, {"ledger", kind("null")}});
  return schema;
}
Value machine() {
  return object({{"id", text()},
                 {"product", text()},
                 {"from", text()},
                 {"to", text()},
                 {"digest", digest()},
                 {"groups", digest()}});
}
Value place() {
  return object({{"id", text()}, {"name", text()}, {"root", text()}, {"host", text()}});
}
Value installation() {
  Value schema = place();
  add(schema, {{"endpoints", list(object({{"name", text()},
                                          {"system", text()},
                                          {"product", or_null(text())},
                                          {"address", text()},
                                          {"account", or_null(text())},
                                          {"from", text()}}))},
               {"problems", problems()}});
  return schema;
}
Value counts() {
  return object({{"total", whole()},
                 {"pass", whole()},
                 {"warn", whole()},
                 {"unknown", whole()},
                 {"fail", whole()},
                 {"not_applicable", whole()}});
}
Value verdicts() {
  return object({{"total", whole()},
                 {"proved", whole()},
                 {"violated", whole()},
                 {"vacuous", whole()},
                 {"not_applicable", whole()}});
}
Value proof_size() {
  return object({{"states", whole()},
                 {"transitions", whole()},
                 {"configurations", whole()},
                 {"edges", whole()},
                 {"deepest", whole()},
                 {"too_large", flag()}});
}
Value compared() {
  return or_null(object(
      {{"since", text()},
       {"event", whole()},
       {"at", or_null(time())},
       {"differences",
        list(object(
            {{"object", text()}, {"before", text()}, {"after", text()}, {"expected", flag()}}))}}));
}
Value check() {
  return object({{"key", text()},
                 {"check", text()},
                 {"outcome", outcome()},
                 {"said", text()},
                 {"objects", list(text())},
                 {"remedy", object({{"text", or_null(text())}, {"commands", list(text())}})},
                 {"on", text()},
                 {"state", text()},
                 {"step", text()},
                 {"phase", one_of({"pre", "change", "post", "back"})},
                 {"asked", one_of({"before", "meanwhile", "after"})},
                 {"advisory", flag()},
                 {"ms", whole()},
                 {"event", whole()},
                 {"evidence", or_null(digest())},
                 {"compared", compared()}});
}

}  // namespace interlock::schemas
