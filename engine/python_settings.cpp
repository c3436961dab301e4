#include "engine/python_settings.h"

#include <algorithm>
#include <cctype>

namespace interlock {

namespace {

using Settings = std::map<std::string, std::optional<std::string>, std::less<>>;

constexpr int deepest_literal = 32;

bool starts_name(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_';
}
bool in_identifier(char c) {
  return starts_name(c) || std::isdigit(static_cast<unsigned char>(c)) != 0;
}

// What follows the colon of these may be done or not.
bool opens_block(std::string_view word) {
  return word == "if" || word == "elif" || word == "else" || word == "for" || word == "while" ||
         word == "with" || word == "try" || word == "except" || word == "finally";
}

// Reads literals from the front of a text. A reader that returns nothing has met
// an expression.
class LiteralReader {
 public:
  LiteralReader(std::string_view text, Settings& settings) : rest_(text), settings_(settings) {}

  // `NAME = value` at the beginning of a line, or whatever else stands there. Within another
  // statement it may be done or not, so nothing is known of that name any more.
  void statement() {
    bool inner = next() == ' ' || next() == '\t';
    blanks(false);
    if (!starts_name(next())) return skip_to();
    std::string name(take_name());
    if (opens_block(name)) {
      inner = true;
      skip_to(':');
      blanks(false);
      name = take_name();
    }
    const std::string_view rest = rest_;
    blanks(false);
    if (next() == ':') rest_.remove_prefix(std::min(rest_.find_first_of("=\n"), rest_.size()));
    const bool assigns = next() == '=' && !rest_.starts_with("==");
    if (assigns && !inner) return assign(name);
    // Such as NAME += ..., NAME['x'] = ...
    if (settings_.contains(name) || (assigns && !name.empty())) unclear(name);
    rest_ = rest;
    skip_to();
  }

  bool done() const { return rest_.empty(); }

 private:
  char next() const { return rest_.empty() ? '\0' : rest_.front(); }

  std::string_view take_name() {
    std::size_t size = 0;
    while (size < rest_.size() && in_identifier(rest_[size])) ++size;
    const std::string_view name = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return name;
  }

  // Spaces and comments; inside brackets line ends too.
  void blanks(bool inside) {
    for (;;) {
      if (next() == '#') {
        rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size()));
      } else if (rest_.starts_with("\\\n") || rest_.starts_with("\\\r\n")) {
        rest_.remove_prefix(rest_.find('\n') + 1);
      } else if (next() == ' ' || next() == '\t' || next() == '\r' || next() == '\f' ||
                 (inside && next() == '\n')) {
        rest_.remove_prefix(1);
      } else {
        return;
      }
    }
  }

  // To the end of a statement, or behind that letter in it: strings and brackets may hold both.
  void skip_to(char end = '\n') {
    int open = 0;
    while (!rest_.empty()) {
      blanks(open > 0);
      const char c = next();
      if (c == '"' || c == '\'') {
        take_string(false);
        continue;
      }
      if (rest_.empty()) return;
      rest_.remove_prefix(1);
      if (c == '(' || c == '[' || c == '{') ++open;
      if (c == ')' || c == ']' || c == '}') open = std::max(0, open - 1);
      if ((c == '\n' || c == end) && open == 0) return;
    }
  }

  void assign(const std::string& name) {
    forget(name);
    rest_.remove_prefix(1);  // =
    const std::string_view from = rest_;
    blanks(false);
    const auto found = value(name, 0);
    blanks(false);
    if (found && (rest_.empty() || next() == '\n' || next() == ';')) {
      settings_[name] = found;
    } else {
      unclear(name);
      rest_ = from;
    }
    skip_to();
  }

  // With all that it holds.
  void forget(const std::string& name) {
    settings_.erase(name);
    settings_.erase(settings_.lower_bound(name + "."), settings_.lower_bound(name + "/"));
  }

  void unclear(const std::string& name) {
    forget(name);
    settings_[name] = std::nullopt;
  }

  std::optional<std::string> value(const std::string& path, int depth) {
    const char c = next();
    if (depth > deepest_literal) return {};
    if (c == '{' || c == '[' || c == '(') return collection(path, depth);
    if (c == '"' || c == '\'' || string_prefix() > 0) return strings(depth > 0);
    if (c == '-' || c == '+' || c == '.' || std::isdigit(static_cast<unsigned char>(c)))
      return number();
    const std::string_view word = take_name();
    if (word == "None") return "";
    if (word == "True" || word == "False") return std::string(word);
    return {};
  }

  std::optional<std::string> number() {
    std::size_t size = 1;
    while (size < rest_.size() && (in_identifier(rest_[size]) || rest_[size] == '.')) ++size;
    std::string digits(rest_.substr(0, size));
    rest_.remove_prefix(size);
    std::erase(digits, '_');
    return digits;
  }

  // How many letters stand before a string that means what it says; "f" strings do not.
  std::size_t string_prefix() const {
    std::size_t size = 0;
    while (size < rest_.size() && size < 2 &&
           std::string_view("rRuU").find(rest_[size]) != std::string_view::npos)
      ++size;
    return size < rest_.size() && (rest_[size] == '"' || rest_[size] == '\'') ? size : 0;
  }

  // 'a' "b" is one string, as in Python.
  std::optional<std::string> strings(bool inside) {
    std::string all;
    while (next() == '"' || next() == '\'' || string_prefix() > 0) {
      const std::size_t prefix = string_prefix();
      const bool raw = std::tolower(static_cast<unsigned char>(next())) == 'r';
      rest_.remove_prefix(prefix);
      const auto part = take_string(raw);
      if (!part) return {};
      all += *part;
      blanks(inside);
    }
    return all;
  }

  std::optional<std::string> take_string(bool raw) {
    const std::string quote(rest_.substr(0, 1));
    const std::string three = quote + quote + quote;
    const bool long_one = rest_.starts_with(three);
    const std::string& end = long_one ? three : quote;
    rest_.remove_prefix(end.size());
    std::string text;
    bool plain = true;
    while (!rest_.starts_with(end)) {
      if (rest_.empty() || (!long_one && next() == '\n')) return {};
      const bool escaped = next() == '\\' && rest_.size() > 1;
      if (escaped && !raw) {
        plain = escape(text) && plain;
      } else {
        text += rest_.substr(0, escaped ? 2 : 1);
        rest_.remove_prefix(escaped ? 2 : 1);
      }
    }
    rest_.remove_prefix(end.size());
    return plain ? std::optional(text) : std::nullopt;
  }

  // False for what is rare in settings: \x41, \u00e9, \N{...}, \101.
  bool escape(std::string& text) {
    static constexpr std::string_view letters = "\\'\"abfnrtv", meant = "\\'\"\a\b\f\n\r\t\v";
    const char c = rest_[1];
    rest_.remove_prefix(2);
    if (c == '\n') return true;
    const auto which = letters.find(c);
    if (which != std::string_view::npos)
      text += meant[which];
    else
      (text += '\\') += c;
    return std::string_view("xuUN01234567").find(c) == std::string_view::npos;
  }

  // {...}, [...] or (...). An item that is an expression has no value; only the
  // collection's brackets and commas must be found.
  std::optional<std::string> collection(const std::string& path, int depth) {
    const std::string_view from = rest_;
    const char opening = next(), closing = opening == '{' ? '}' : opening == '[' ? ']' : ')';
    rest_.remove_prefix(1);
    blanks(true);
    std::size_t items = 0;
    bool comma = false;
    for (; next() != closing; ++items) {
      const auto name = opening == '{' ? key() : std::to_string(items);
      if (!name) return {};
      item(path + "." + *name, depth, closing);
      comma = next() == ',';
      if (!comma && next() != closing) return {};
      if (!comma) continue;
      rest_.remove_prefix(1);
      blanks(true);
    }
    rest_.remove_prefix(1);
    if (items == 0) return "";
    if (opening == '(' && items == 1 && !comma) return in_parentheses(path);
    return std::string(from.substr(0, from.size() - rest_.size()));
  }

  // (x) is x; only (x,) is a tuple.
  std::optional<std::string> in_parentheses(const std::string& path) {
    auto only = settings_[path + ".0"];
    forget(path + ".0");
    return only;
  }

  std::optional<std::string> key() {
    if (next() == '(') return {};
    auto name = value({}, deepest_literal);
    blanks(true);
    if (!name || next() != ':') return {};
    rest_.remove_prefix(1);
    blanks(true);
    return name;
  }

  void item(const std::string& path, int depth, char closing) {
    const std::string_view from = rest_;
    const auto found = value(path, depth + 1);
    blanks(true);
    if (found && (next() == ',' || next() == closing)) {
      settings_[path] = found;
      return;
    }
    unclear(path);
    rest_ = from;
    skip_item();
  }

  void skip_item() {
    int open = 0;
    while (!rest_.empty()) {
      blanks(true);
      const char c = next();
      if (c == '"' || c == '\'') {
        take_string(false);
        continue;
      }
      if (open == 0 && (c == ',' || c == ')' || c == ']' || c == '}')) return;
      if (rest_.empty()) return;
      rest_.remove_prefix(1);
      if (c == '(' || c == '[' || c == '{') ++open;
      if (c == ')' || c == ']' || c == '}') --open;
    }
  }

  std::string_view rest_;
  Settings& settings_;
};

}  // namespace

std::map<std::string, std::optional<std::string>, std::less<>> python_settings(
    std::string_view text) {
  Settings settings;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  LiteralReader reader(text, settings);
  while (!reader.done()) reader.statement();
  return settings;
}

}  // namespace interlock
