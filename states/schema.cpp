#include <algorithm>

#include "engine/jcs.h"
#include "engine/values.h"
#include "states/shipped.h"

namespace interlock {

namespace {

Value text(std::string_view pattern, std::string_view means) {
  return Value::Object{{"type", "string"}, {"pattern", pattern}, {"description", means}};
}

// How an argument of this kind is written; a text with a variable stands for any.
Value schema_of(const Param& param) {
  switch (param.kind) {
    case Kind::text: return Value::Object{{"type", "string"}, {"description", param.means}};
    case Kind::number: return Value::Object{{"type", "integer"}, {"description", param.means}};
    case Kind::flag: return Value::Object{{"type", "boolean"}, {"description", param.means}};
    case Kind::list:
      return Value::Object{{"type", "array"},
                           {"minItems", 1},
                           {"items", Value::Object{{"type", "string"}}},
                           {"description", param.means}};
    case Kind::duration: return text("^([1-9][0-9]{0,6}[smh]|\\$\\{.*)$", param.means);
    case Kind::secret: return text("^none$|\\$\\{secret:", param.means);
  }
  return nullptr;
}

// "If the guard's check is this one, its arguments are these."
Value rule_for(const Check& check) {
  Value arguments = Value::Object{{"type", "object"}, {"additionalProperties", false}};
  Value properties = Value::Object{};
  for (const Param& param : check.params) properties.set(std::string(param.name), schema_of(param));
  arguments.set("properties", std::move(properties));
  Value then = Value::Object{};
  then.set("properties", Value::Object{{"with", std::move(arguments)}});
  if (check.since == Since::nothing)
    then.set("not", Value::Object{{"required", Value::List{"since"}}});
  else
    then.set("required", Value::List{"since"});
  const Value named = Value::Object{{"check", Value::Object{{"const", check.id}}}};
  return Value::Object{{"if", Value::Object{{"properties", named}}}, {"then", std::move(then)}};
}

// The value at a path of keys, which must be there.
Value& at(Value& value, std::initializer_list<std::string_view> keys) {
  Value* found = &value;
  for (const std::string_view key : keys) {
    auto& members = std::get<Value::Object>(found->it);
    found = &std::find_if(members.begin(), members.end(), [&](auto& member) {
               return member.first == key;
             })->second;
  }
  return *found;
}

}  // namespace

std::string schema_of_machines(std::span<const Check* const> checks) {
  std::vector<Problem> problems;
  Value schema = parsed(shipped_schema(), problems);
  Value::List ids, rules;
  for (const Check* check : checks) {
    ids.emplace_back(check->id);
    rules.push_back(rule_for(*check));
  }
  Value& guard = at(schema, {"$defs", "guard"});
  at(guard, {"properties", "check"}) = Value::Object{{"enum", std::move(ids)}};
  guard.set("allOf", std::move(rules));
  return pretty(schema);
}

}  // namespace interlock
