#include "engine/condition.h"

#include <fmt/core.h>

#include "engine/error.h"
#include "engine/written.h"

namespace interlock {

namespace {

Texts words_in(std::string_view text) {
  Texts words;
  for (;;) {
    const auto end = std::min(text.find(' '), text.size());
    words.emplace_back(text.substr(0, end));
    if (end == text.size()) return words;
    text.remove_prefix(end + 1);
  }
}

bool is_version(std::string_view word) {
  return !word.empty() && word.front() >= '0' && word.front() <= '9' &&
         word.find_first_not_of("0123456789.") == std::string_view::npos;
}

// Takes a part from the words that begin at `place`, and steps behind it.
std::optional<Condition::Part> part_at(const Texts& words, std::size_t& place) {
  const auto word = [&](std::size_t i) -> const std::string& {
    static const std::string none;
    return place + i < words.size() ? words[place + i] : none;
  };
  const std::string &first = word(0), &second = word(1), &third = word(2);
  if (first == "has" && is_name(second)) {
    place += 2;
    return Condition::Has{second};
  }
  place += 3;
  if (first == "installed" || first == "target") {
    const auto comparison = comparison_of(second);
    if (!comparison || !is_version(third)) return {};
    return Condition::Version{first, *comparison, third};
  }
  if (!is_name(first) || second != "=" || third.empty()) return {};
  return Condition::Is{first, third};
}

const std::string& known(const Values& values, const std::string& name) {
  const auto found = values.find(name);
  if (found == values.end())
    throw Error(Error::Kind::input, fmt::format("\"{}\" is not known.", name),
                fmt::format("Give it: --set {}=...", name));
  return found->second;
}

struct Holds {
  const Values& values;
  const Names& found;

  bool operator()(const Condition::Version& part) const {
    const std::string& version = known(values, part.which);
    if (version_of(version).empty())
      throw Error(Error::Kind::input,
                  fmt::format("\"{}\" is \"{}\", which is no version.", part.which, version),
                  fmt::format("Give it: --set {}=...", part.which));
    return compares(version, part.comparison, part.than);
  }
  bool operator()(const Condition::Has& part) const { return found.contains(part.endpoint); }
  bool operator()(const Condition::Is& part) const {
    return known(values, part.parameter) == part.value;
  }
};

struct Written {
  std::string operator()(const Condition::Version& part) const {
    const auto comparison = comparison_words[static_cast<std::size_t>(part.comparison)];
    return fmt::format("{} {} {}", part.which, comparison, part.than);
  }
  std::string operator()(const Condition::Has& part) const { return "has " + part.endpoint; }
  std::string operator()(const Condition::Is& part) const {
    return fmt::format("{} = {}", part.parameter, part.value);
  }
};

}  // namespace

std::optional<Condition> condition_of(std::string_view written) {
  Condition condition;
  const Texts words = words_in(written);
  for (std::size_t place = 0;; ++place) {
    auto part = part_at(words, place);
    if (!part) return {};
    condition.parts.push_back(std::move(*part));
    if (place == words.size()) return condition;
    if (words[place] != "and") return {};
  }
}

std::string text_of(const Condition::Part& part) {
  return std::visit(Written{}, part);
}

std::string unmet(const Condition& condition, const Values& values, const Names& found) {
  for (const auto& part : condition.parts)
    if (!std::visit(Holds{values, found}, part)) return text_of(part);
  return {};
}

}  // namespace interlock
