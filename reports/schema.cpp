#include "reports/schema.h"

#include <array>
#include <initializer_list>

#include "engine/jcs.h"
#include "engine/value.h"

namespace interlock {

namespace {

using Keys = std::initializer_list<std::pair<const char*, Value>>;

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
// Every key is always there; readers ignore those that they do not know.
Value object(Keys keys) {
  Value properties = Value::Object{};
  Value::List required;
  for (const auto& [name, schema] : keys) {
    properties.set(name, schema);
    required.emplace_back(name);
  }
  return Value::Object{
      {"type", "object"}, {"required", std::move(required)}, {"properties", std::move(properties)}};
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
Value head(const std::string& name) {
  return object({{"format", Value::Object{{"const", "interlock." + name + "/1"}}},
                 {"program", text()},
                 {"at", time()},
                 {"verdict", text()},
                 {"outcome", or_null(outcome())},
                 {"exit", whole()},
                 {"changed", flag()},
                 {"ms", whole()}});
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
                                          {"from", text()}}))}});
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

Value ready_schema(bool is_ready) {
  Value schema = head(is_ready ? "ready" : "verify");
  add(schema, {{"complete", flag()}, {"machine", machine()}, {"installation", installation()}});
  if (!is_ready) add(schema, {{"after_run", or_null(text())}});
  add(schema,
      {{"counts", counts()},
       {"checks", list(check())},
       {"not_asked",
        list(object(
            {{"key", text()}, {"check", text()}, {"why", text()}, {"text", or_null(text())}}))},
       {"programs", list(text())}});
  if (is_ready)
    add(schema, {{"forecast", object({{"steps", whole()},
                                      {"locked_out_from", or_null(whole())},
                                      {"locked_out_to", or_null(whole())},
                                      {"point_of_no_return", or_null(whole())},
                                      {"pending_migrations", list(text())}})}});
  add(schema, {{"ledger", ledger()}});
  return schema;
}

Value report_schema() {
  Value schema = head("report");
  Value line = check();
  add(line, {{"moment", time()}});
  const Value command =
      object({{"argv", list(text())}, {"exit", or_null(whole())}, {"ms", whole()}});
  add(schema, {{"kind", one_of({"run", "ready", "verify"})},
               {"machine", machine()},
               {"installation", installation()},
               {"counts", counts()},
               {"checks", list(line)},
               {"run", or_null(object({{"id", text()},
                                       {"started", time()},
                                       {"finished", or_null(time())},
                                       {"operator", text()},
                                       {"standing", text()},
                                       {"end", or_null(text())}}))},
               {"timeline", list(object({{"event", whole()},
                                         {"at", time()},
                                         {"rule", text()},
                                         {"transition", or_null(text())},
                                         {"state", text()},
                                         {"says", text()},
                                         {"commands", list(command)}}))},
               {"moments", list(object({{"name", text()}, {"at", time()}, {"event", whole()}}))},
               {"lost", list(object({{"table", text()}, {"rows", text()}}))},
               {"ledger", ledger()}});
  return schema;
}

Value action_schema() {
  return object({{"id", text()},
                 {"step", text()},
                 {"to", text()},
                 {"class", one_of({"reversible", "destructive", "restore"})},
                 {"begun", flag()},
                 {"attempt", whole()},
                 {"attempts", whole()},
                 {"since", or_null(time())},
                 {"deadline", or_null(time())},
                 {"commands", list(list(text()))},
                 {"exit", or_null(whole())}});
}

Value run_schema() {
  const Value action = action_schema();
  const Value back = object({{"to", text()},
                             {"through", list(text())},
                             {"backup", or_null(kind("object"))},
                             {"loss", or_null(kind("object"))}});
  const Value standing = one_of({"asking", "acting", "waiting", "held", "in_doubt", "finished"});
  Value run = object({{"run", text()},
                      {"machine", machine()},
                      {"installation", place()},
                      {"mode", one_of({"run", "observe"})},
                      {"standing", standing},
                      {"held_by", or_null(one_of({"fail", "unknown", "operator"}))},
                      {"state", text()},
                      {"means", text()},
                      {"phase", one_of({"pre", "change", "post", "back"})}});
  add(run,
      {{"station", or_null(whole())},
       {"stations", whole()},
       {"started", time()},
       {"entered", time()},
       {"finished", or_null(time())},
       {"action", or_null(action)},
       {"waiting_for", or_null(object({{"key", or_null(text())}, {"text", text()}}))},
       {"choices", list(one_of({"check", "retry", "back"}))},
       {"locked_out_since", or_null(time())},
       {"way_back", or_null(back)},
       {"holder",
        or_null(object({{"host", text()}, {"user", text()}, {"pid", whole()}, {"alive", flag()}}))},
       {"last_event", whole()}});
  return run;
}

Value status_schema() {
  Value schema = head("status");
  add(schema, {{"runs", list(run_schema())}, {"ledger", ledger()}});
  return schema;
}

Value audit_schema() {
  Value schema = head("audit-verify");
  add(schema,
      {{"first_time", or_null(time())},
       {"last_time", or_null(time())},
       {"proofs", list(object({{"id", one_of({"whole", "evidence", "end"})},
                               {"verdict", one_of({"proved", "broken", "not_provable"})},
                               {"said", text()},
                               {"event", or_null(whole())}}))},
       {"first_bad_event", or_null(whole())},
       {"proved_through", or_null(whole())},
       {"expected", or_null(object({{"size", whole()}, {"root", digest()}, {"fits", flag()}}))},
       {"counts", object({{"events", whole()}, {"evidence", whole()}, {"runs", whole()}})},
       {"ledger", ledger()}});
  return schema;
}

constexpr std::array<std::string_view, 5> names = {"ready", "verify", "report", "status",
                                                   "audit-verify"};

}  // namespace

std::vector<std::string_view> outputs() {
  return {names.begin(), names.end()};
}

std::string schema_of_output(std::string_view output) {
  Value schema;
  if (output == "ready" || output == "verify") schema = ready_schema(output == "ready");
  if (output == "report") schema = report_schema();
  if (output == "status") schema = status_schema();
  if (output == "audit-verify") schema = audit_schema();
  if (schema.null()) return {};
  Value whole_schema = Value::Object{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                                     {"title", "interlock." + std::string(output) + "/1"}};
  for (const auto& [name, value] : schema.members()) whole_schema.set(name, value);
  return pretty(whole_schema);
}

}  // namespace interlock
