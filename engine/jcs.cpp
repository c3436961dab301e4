#include "engine/jcs.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "engine/utf8.h"

namespace interlock {

namespace {

constexpr std::size_t deepest_value = 200;
constexpr std::size_t most_problems = 100;

// What nlohmann's exceptions say, without its error numbers and without a copy of
// the text, which may be a secret.
std::string without_location(std::string_view said) {
  if (said.find("out_of_range.406") != std::string_view::npos) return "the number is too large";
  if (const auto at = said.find(" - "); at != std::string_view::npos) said.remove_prefix(at + 3);
  std::string words(said.substr(0, said.find("; last read")));
  if (const auto at = words.find("; expected"); at != std::string::npos) words[at] = ',';
  return words;
}

std::string escaped(std::string_view name) {
  std::string token;
  for (const char c : name)
    if (c == '~')
      token += "~0";
    else if (c == '/')
      token += "~1";
    else
      token += c;
  return token;
}

// Builds Values out of the parser's events. The library's own values would sort
// the keys and silently keep the last of two that are equal. Its parser keeps no
// stack of calls, so that depth costs it nothing; ours ends at `deepest_value`.
class Builder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  Builder(std::string_view text, std::vector<Problem>& problems)
      : text_(text), problems_(problems) {}

  Value take() { return std::move(root_); }

  bool null() override { return put(nullptr); }
  bool boolean(bool flag) override { return put(flag); }
  bool number_integer(number_integer_t number) override { return put(std::int64_t{number}); }
  bool number_unsigned(number_unsigned_t number) override {
    if (number > static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max()))
      return put(static_cast<double>(number));
    return put(static_cast<std::int64_t>(number));
  }
  bool number_float(number_float_t number, const string_t&) override { return put(number); }
  bool string(string_t& text) override { return put(std::move(text)); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Value::Object{}); }
  bool start_array(std::size_t) override { return open(Value::List{}); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    if (!open_.back().keys.insert(name).second) {
      problems_.push_back({place() + "/" + escaped(name), "This key is written twice."});
      if (++repeated_ == most_problems) return false;
    }
    open_.back().key = std::move(name);
    return true;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& failure) override {
    const auto before = text_.substr(0, std::min(position, text_.size() + 1) - (position ? 1 : 0));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const auto feed = before.rfind('\n');
    const auto column = before.size() - (feed == std::string_view::npos ? 0 : feed + 1) + 1;
    problems_.push_back({"/", fmt::format("Line {}, column {}: {}.", line, column,
                                          without_location(failure.what()))});
    return false;
  }

 private:
  struct Frame {
    Value value;
    std::string key;             // of the member that is being read
    std::set<std::string> keys;  // those read so far
  };

  // Where we are, as a JSON pointer; empty at the top.
  std::string place() const {
    std::string pointer;
    for (std::size_t i = 0; i + 1 < open_.size(); ++i) {
      const auto* list = std::get_if<Value::List>(&open_[i].value.it);
      pointer += "/" + (list ? std::to_string(list->size()) : escaped(open_[i].key));
    }
    return pointer;
  }

  bool put(Value value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (auto* list = std::get_if<Value::List>(&open_.back().value.it)) {
      list->push_back(std::move(value));
    } else {
      auto& object = std::get<Value::Object>(open_.back().value.it);
      object.emplace_back(std::move(open_.back().key), std::move(value));
    }
    return true;
  }

  bool open(Value value) {
    open_.push_back({std::move(value), {}, {}});
    if (open_.size() <= deepest_value) return true;
    problems_.push_back({"/", fmt::format("Lists and objects are nested more than {} levels deep.",
                                          deepest_value)});
    return false;
  }

  bool close() {
    Value value = std::move(open_.back().value);
    open_.pop_back();
    return put(std::move(value));
  }

  std::string_view text_;
  std::vector<Problem>& problems_;
  std::vector<Frame> open_;
  std::size_t repeated_ = 0;
  Value root_;
};

[[noreturn]] void formless(const std::string& what) {
  throw Error(Error::Kind::bug, what);
}

// ECMAScript's Number::toString: the shortest digits that read back as the number,
// without an exponent from 1e-6 up to below 1e21.
void write_number(std::string& out, double number) {
  if (!std::isfinite(number)) formless("A number that is not finite has no form in JSON.");
  if (number == 0) number = 0;  // -0 is written 0
  char buffer[40];
  const auto end =
      std::to_chars(buffer, buffer + sizeof buffer, std::abs(number), std::chars_format::scientific)
          .ptr;
  const std::string_view written(buffer, static_cast<std::size_t>(end - buffer));
  const auto e = written.find('e');
  std::string digits(written.substr(0, e));
  std::erase(digits, '.');
  int exponent = 0;
  const char* from = buffer + e + 1 + (buffer[e + 1] == '+' ? 1 : 0);
  std::from_chars(from, end, exponent);
  const int point = exponent + 1;  // where the point stands, counted in digits
  const int size = static_cast<int>(digits.size());
  if (number < 0) out += '-';
  if (point > 21 || point < -5) {
    out += digits[0];
    if (size > 1) out.append(".").append(digits, 1);
    out += fmt::format("e{:+}", exponent);
  } else if (point <= 0) {
    out.append("0.").append(static_cast<std::size_t>(-point), '0').append(digits);
  } else if (point >= size) {
    out.append(digits).append(static_cast<std::size_t>(point - size), '0');
  } else {
    out.append(digits, 0, static_cast<std::size_t>(point)).append(".");
    out.append(digits, static_cast<std::size_t>(point));
  }
}

void write_text(std::string& out, std::string_view text) {
  if (!utf8(text)) formless("A text that is not UTF-8 has no form in JSON.");
  static constexpr std::string_view special = "\b\t\n\f\r\"\\", letters = "btnfr\"\\";
  out += '"';
  for (const char c : text)
    if (const auto at = special.find(c); at != std::string_view::npos)
      (out += '\\') += letters[at];
    else if (static_cast<unsigned char>(c) < 0x20)
      out += fmt::format("\\u{:04x}", c);
    else
      out += c;
  out += '"';
}

using Members = std::vector<const std::pair<std::string, Value>*>;

Members sorted(const Value::Object& object) {
  Members members;
  for (const auto& member : object) members.push_back(&member);
  std::sort(members.begin(), members.end(),
            [](auto* a, auto* b) { return before_in_utf16(a->first, b->first); });
  const auto twice = std::adjacent_find(members.begin(), members.end(),
                                        [](auto* a, auto* b) { return a->first == b->first; });
  if (twice != members.end()) formless("An object has the key " + (*twice)->first + " twice.");
  return members;
}

// Whole numbers beyond 2^53 are doubles in ECMAScript, and so in RFC 8785.
constexpr std::int64_t exact = std::int64_t{1} << 53;

struct Canonical {
  std::string& out;

  void operator()(std::nullptr_t) { out += "null"; }
  void operator()(bool flag) { out += flag ? "true" : "false"; }
  void operator()(std::int64_t number) {
    if (number > exact || number < -exact)
      write_number(out, static_cast<double>(number));
    else
      out += std::to_string(number);
  }
  void operator()(double number) { write_number(out, number); }
  void operator()(const std::string& text) { write_text(out, text); }
  void operator()(const Value::List& list) {
    out += '[';
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (i) out += ',';
      std::visit(*this, list[i].it);
    }
    out += ']';
  }
  void operator()(const Value::Object& object) {
    out += '{';
    bool first = true;
    for (const auto* member : sorted(object)) {
      if (!std::exchange(first, false)) out += ',';
      write_text(out, member->first);
      out += ':';
      std::visit(*this, member->second.it);
    }
    out += '}';
  }
};

struct Pretty {
  std::string& out;
  std::size_t depth = 0;

  void line() { out.append("\n").append(2 * depth, ' '); }
  void operator()(std::nullptr_t) { out += "null"; }
  void operator()(bool flag) { out += flag ? "true" : "false"; }
  void operator()(std::int64_t number) { out += std::to_string(number); }
  void operator()(double number) { write_number(out, number); }
  void operator()(const std::string& text) { write_text(out, text); }
  void operator()(const Value::List& list) {
    each(list, "[]", [&](const Value& item) { std::visit(*this, item.it); });
  }
  void operator()(const Value::Object& object) {
    each(object, "{}", [&](const auto& member) {
      write_text(out, member.first);
      out += ": ";
      std::visit(*this, member.second.it);
    });
  }

  template <class Items, class Write>
  void each(const Items& items, std::string_view brackets, const Write& write) {
    out += brackets[0];
    ++depth;
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (i) out += ',';
      line();
      write(items[i]);
    }
    --depth;
    if (!items.empty()) line();
    out += brackets[1];
  }
};

}  // namespace

Value parsed(std::string_view json, std::vector<Problem>& problems, bool comments) {
  Builder builder(json, problems);
  const bool read = nlohmann::json::sax_parse(json.begin(), json.end(), &builder,
                                              nlohmann::json::input_format_t::json, true, comments);
  return read ? builder.take() : Value();
}

std::string canonical(const Value& value) {
  std::string out;
  std::visit(Canonical{out}, value.it);
  return out;
}

std::string pretty(const Value& value) {
  std::string out;
  std::visit(Pretty{out}, value.it);
  return out + "\n";
}

}  // namespace interlock
