#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace interlock {

// A JSON value; the members of an object keep the order in which they were
// written or put in.
struct Value {
  using List = std::vector<Value>;
  using Object = std::vector<std::pair<std::string, Value>>;

  std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, List, Object> it = nullptr;

  Value() = default;
  Value(std::nullptr_t) {}
  Value(bool flag) : it(flag) {}
  Value(int number) : it(std::int64_t{number}) {}
  Value(std::int64_t number) : it(number) {}
  Value(std::size_t number) : it(static_cast<std::int64_t>(number)) {}
  Value(double number) : it(number) {}
  Value(const char* text) : it(std::string(text)) {}
  Value(std::string_view text) : it(std::string(text)) {}
  Value(std::string text) : it(std::move(text)) {}
  Value(List list) : it(std::move(list)) {}
  Value(Object object) : it(std::move(object)) {}

  bool operator==(const Value&) const = default;

  bool null() const { return std::holds_alternative<std::nullptr_t>(it); }

  // Readers that never throw: what is missing or of another kind is null, "", 0,
  // false, or empty. Whoever must tell the difference looks at `it`.
  const Value& operator[](std::string_view key) const;
  std::string_view text() const;
  std::int64_t number() const;
  bool flag() const;
  const List& list() const;
  const Object& members() const;

  // Puts a member at the end, or replaces the one of that name. *this becomes an
  // object if it is none.
  Value& set(std::string key, Value value);
};

// Texts as a list.
Value list_of(const std::vector<std::string>& texts);
std::vector<std::string> texts_in(const Value& list);

}  // namespace interlock
