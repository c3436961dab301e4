#include "engine/value.h"

#include <algorithm>

namespace interlock {

const Value& Value::operator[](std::string_view key) const {
  static const Value nothing;
  for (const auto& [name, value] : members())
    if (name == key) return value;
  return nothing;
}

std::string_view Value::text() const {
  const auto* held = std::get_if<std::string>(&it);
  return held ? std::string_view(*held) : std::string_view();
}

std::int64_t Value::number() const {
  const auto* held = std::get_if<std::int64_t>(&it);
  return held ? *held : 0;
}

bool Value::flag() const {
  const auto* held = std::get_if<bool>(&it);
  return held && *held;
}

const Value::List& Value::list() const {
  static const List none;
  const auto* held = std::get_if<List>(&it);
  return held ? *held : none;
}

const Value::Object& Value::members() const {
  static const Object none;
  const auto* held = std::get_if<Object>(&it);
  return held ? *held : none;
}

Value& Value::set(std::string key, Value value) {
  if (!std::holds_alternative<Object>(it)) it = Object{};
  auto& object = std::get<Object>(it);
  const auto found =
      std::find_if(object.begin(), object.end(), [&](auto& member) { return member.first == key; });
  if (found != object.end())
    found->second = std::move(value);
  else
    object.emplace_back(std::move(key), std::move(value));
  return *this;
}

Value list_of(const std::vector<std::string>& texts) {
  return Value::List(texts.begin(), texts.end());
}

std::vector<std::string> texts_in(const Value& list) {
  std::vector<std::string> texts;
  for (const Value& item : list.list()) texts.emplace_back(item.text());
  return texts;
}

}  // namespace interlock
