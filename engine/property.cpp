#include "engine/property.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "engine/written.h"

namespace interlock {

namespace {

constexpr int deepest_property = 100;  // brackets, nots and implications within each other

struct Token {
  std::string_view text;  // empty: the end
  std::size_t letter = 1;
};

struct Unreadable {
  std::size_t letter;
  std::string what;
};

constexpr std::array<std::string_view, 16> reserved = {
    "always", "never", "can", "reach", "from", "everywhere", "precedes", "holds",
    "during", "leads", "to",  "under", "calm", "and",        "or",       "implies"};

struct Form {
  std::string_view word;
  Formula::Kind kind;
};
constexpr std::array<Form, 8> named_forms = {{{"state", Formula::Kind::state},
                                              {"phase", Formula::Kind::phase},
                                              {"running", Formula::Kind::running},
                                              {"class", Formula::Kind::step_class},
                                              {"broken", Formula::Kind::broken},
                                              {"changed", Formula::Kind::changed},
                                              {"untouched", Formula::Kind::untouched},
                                              {"terminal", Formula::Kind::terminal}}};

bool in_token(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

std::vector<Token> words_in(std::string_view text, std::size_t from) {
  std::vector<Token> words;
  for (std::size_t i = from; i < text.size();) {
    if (text[i] == ' ') {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && in_token(text[end])) ++end;
    end = std::max(end, i + 1);
    words.push_back({text.substr(i, end - i), i + 1});
    i = end;
  }
  words.push_back({{}, text.size() + 1});
  return words;
}

class Parser {
 public:
  Parser(std::string_view text, std::size_t from) : words_(words_in(text, from)) {}

  Property property() {
    Property property;
    if (took("always")) {
      property.kind = Property::Kind::always;
      property.first = formula();
    } else if (took("never")) {
      property.kind = Property::Kind::never;
      property.first = formula();
    } else if (took("can", "reach")) {
      property.kind = Property::Kind::can_reach;
      property.first = formula();
    } else if (took("from", "everywhere")) {
      demand("can");
      demand("reach");
      property.kind = Property::Kind::always_can_reach;
      property.first = formula();
    } else {
      property.first = formula();
      property.kind = relation();
      property.second = formula();
      if (property.kind == Property::Kind::leads_to) {
        demand("under");
        demand("calm");
      }
    }
    if (!now().text.empty()) fail("Here it should end.");
    return property;
  }

 private:
  Property::Kind relation() {
    if (took("precedes")) return Property::Kind::precedes;
    if (took("holds", "during")) return Property::Kind::holds_during;
    if (took("leads", "to")) return Property::Kind::leads_to;
    fail("Here \"precedes\", \"holds during\" or \"leads to\" is missing.");
  }

  // implies groups to the right.
  Formula formula() {
    const Deeper deeper(*this);
    Formula left = joined("or", Formula::Kind::disjunction);
    const std::size_t letter = now().letter;
    if (!took("implies")) return left;
    Formula both{Formula::Kind::implication, {}, {}, letter};
    both.of.push_back(std::move(left));
    both.of.push_back(formula());
    return both;
  }

  Formula joined(std::string_view word, Formula::Kind kind) {
    const auto operand = [&] {
      return kind == Formula::Kind::disjunction ? joined("and", Formula::Kind::conjunction)
                                                : primary();
    };
    Formula first = operand();
    if (now().text != word) return first;
    Formula all{kind, {}, {}, first.letter};
    all.of.push_back(std::move(first));
    while (took(word)) all.of.push_back(operand());
    return all;
  }

  Formula primary() {
    const Deeper deeper(*this);
    const Token word = take();
    if (word.text == "not") {
      Formula negation{Formula::Kind::negation, {}, {}, word.letter};
      negation.of.push_back(primary());
      return negation;
    }
    if (word.text == "(") {
      Formula inner = formula();
      demand(")");
      return inner;
    }
    if (!is_name(word.text) ||
        std::find(reserved.begin(), reserved.end(), word.text) != reserved.end())
      fail("Here a fact, state(...), or the like is missing.", word);
    return atom(word);
  }

  Formula atom(const Token& word) {
    const auto form = std::find_if(named_forms.begin(), named_forms.end(),
                                   [&](const Form& each) { return each.word == word.text; });
    if (took("(")) {
      if (form == named_forms.end()) fail(fmt::format("There is no {}(...).", word.text), word);
      const Token name = take();
      if (!is_name(name.text)) fail("Here a name is missing.", name);
      demand(")");
      return {form->kind, std::string(name.text), {}, word.letter};
    }
    if (word.text == "terminal") return {Formula::Kind::terminal, {}, {}, word.letter};
    if (word.text == "ponr") return {Formula::Kind::ponr, {}, {}, word.letter};
    if (form != named_forms.end()) fail(fmt::format("{} of what is missing.", word.text), now());
    return {Formula::Kind::fact, std::string(word.text), {}, word.letter};
  }

  struct Deeper {
    explicit Deeper(Parser& its) : parser(its) {
      if (++parser.depth_ > deepest_property) parser.fail("This is nested too deep.");
    }
    ~Deeper() { --parser.depth_; }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;
    Parser& parser;
  };

  const Token& now() const { return words_[place_]; }
  // The last word is the end; it is never stepped over.
  Token take() { return words_[place_ + 1 < words_.size() ? place_++ : place_]; }
  bool took(std::string_view word) { return now().text == word && (take(), true); }
  bool took(std::string_view first, std::string_view second) {
    if (now().text != first) return false;
    take();
    demand(second);
    return true;
  }
  void demand(std::string_view word) {
    if (!took(word)) fail(fmt::format("Here \"{}\" is missing.", word));
  }
  [[noreturn]] void fail(std::string what) const { fail(std::move(what), now()); }
  [[noreturn]] void fail(std::string what, const Token& at) const {
    throw Unreadable{at.letter, std::move(what)};
  }

  std::vector<Token> words_;
  std::size_t place_ = 0;
  int depth_ = 0;
};

}  // namespace

std::optional<Property> property_of(std::string_view written, const std::string& place,
                                    std::vector<Problem>& problems) {
  const auto colon = written.find(": ");
  const std::string_view name = written.substr(0, colon);
  if (colon == std::string_view::npos || !is_name(name)) {
    problems.push_back({place, "This must be \"name: property\"."});
    return {};
  }
  try {
    Property property = Parser(written, colon + 2).property();
    property.name = name;
    return property;
  } catch (const Unreadable& failure) {
    problems.push_back({place, fmt::format("At letter {}: {}", failure.letter, failure.what)});
    return {};
  }
}

}  // namespace interlock
