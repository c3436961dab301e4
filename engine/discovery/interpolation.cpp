#include "engine/discovery/interpolation.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace interlock {

namespace {

constexpr std::size_t longest_text = 2000;  // so words within words are bounded too

constexpr std::array<std::string_view, 6> operators = {":-", ":?", ":+", "-", "?", "+"};

bool in_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// Reads a text from its left to its right.
class Interpolation {
 public:
  Interpolation(std::string_view text, const Variables& variables)
      : rest_(text), variables_(variables) {}

  // Up to its end; that of a word is its brace, which stays.
  std::optional<std::string> text(bool word) {
    std::string out;
    while (!rest_.empty() && !(word && rest_.front() == '}')) {
      const auto piece = next();
      if (!piece || out.size() + piece->size() > longest_text) return {};
      out += *piece;
    }
    return out;
  }

 private:
  bool take(std::string_view what) {
    if (!rest_.starts_with(what)) return false;
    rest_.remove_prefix(what.size());
    return true;
  }

  std::string taken(std::size_t length) {
    std::string piece(rest_.substr(0, length));
    rest_.remove_prefix(piece.size());
    return piece;
  }

  std::optional<std::string> next() {
    if (take("$$")) return "$";
    if (take("${")) return braced();
    if (!take("$")) return taken(std::min(rest_.find_first_of("$}", 1), rest_.size()));
    const std::string* value = nullptr;
    return named(value) ? std::optional(value ? *value : std::string()) : std::nullopt;
  }

  // A name follows; the value that it has, or null.
  bool named(const std::string*& value) {
    const auto ends = std::find_if_not(rest_.begin(), rest_.end(), in_name);
    const std::string name = taken(static_cast<std::size_t>(ends - rest_.begin()));
    const auto found = variables_.find(name);
    value = found == variables_.end() ? nullptr : &found->second;
    return !name.empty();
  }

  std::optional<std::string> braced() {
    const std::string* value = nullptr;
    if (!named(value)) return {};
    const auto* what = std::find_if(operators.begin(), operators.end(),
                                    [&](std::string_view each) { return take(each); });
    const bool alone = what == operators.end();
    const auto word = alone ? std::optional(std::string()) : text(true);
    if (!word || !take("}")) return {};
    const std::string its = value ? *value : std::string();
    if (alone) return its;
    const bool set = value && (what->front() != ':' || !value->empty());
    switch (what->back()) {
      case '-': return set ? its : *word;
      case '+': return set ? *word : std::string();
      default: return set ? std::optional(its) : std::nullopt;  // '?'
    }
  }

  std::string_view rest_;
  const Variables& variables_;
};

}  // namespace

std::optional<std::string> interpolated(std::string_view text, const Variables& variables) {
  if (text.size() > longest_text) return {};
  return Interpolation(text, variables).text(false);
}

}  // namespace interlock
