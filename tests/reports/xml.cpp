#include <stdexcept>

#include "engine/utf8.h"
#include "tests/reports/drawn.h"

namespace interlock {

namespace {

class Reader {
 public:
  explicit Reader(const std::string& xml) : rest_(xml) {
    if (!utf8(xml)) throw std::runtime_error("no UTF-8");
    for (const char c : xml)
      if (static_cast<unsigned char>(c) < ' ' && c != '\n') throw std::runtime_error("a control");
  }

  Element document() {
    Element element = one();
    if (rest_ != "\n") throw std::runtime_error("more behind the end: " + here());
    return element;
  }

 private:
  std::string here() const { return std::string(rest_.substr(0, 40)); }

  void want(std::string_view words) {
    if (!rest_.starts_with(words))
      throw std::runtime_error("no " + std::string(words) + " at: " + here());
    rest_.remove_prefix(words.size());
  }

  std::string until(std::string_view ends) {
    const auto end = rest_.find_first_of(ends);
    if (end == std::string_view::npos) throw std::runtime_error("it does not end: " + here());
    std::string text(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return text;
  }

  // What is escaped; nothing else may have this sign.
  static std::string read(std::string text) {
    static constexpr std::pair<std::string_view, char> signs[] = {
        {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}, {"&amp;", '&'}};
    for (std::size_t at = 0; (at = text.find('&', at)) != std::string::npos; ++at) {
      std::size_t known = 0;
      while (known < std::size(signs) &&
             text.compare(at, signs[known].first.size(), signs[known].first) != 0)
        ++known;
      if (known == std::size(signs)) throw std::runtime_error("& alone: " + text.substr(at));
      text.replace(at, signs[known].first.size(), 1, signs[known].second);
    }
    return text;
  }

  void attributes(Element& element) {
    while (rest_.starts_with(' ')) {
      want(" ");
      const std::string name = until("=> ");
      want("=");
      const std::string mark(rest_.substr(0, 1));
      if (mark != "\"" && mark != "'") throw std::runtime_error("no quotes: " + here());
      want(mark);
      const std::string value = until("<" + mark);
      want(mark);
      if (!element.attributes.emplace(name, read(value)).second)
        throw std::runtime_error("twice: " + name);
    }
  }

  Element one() {
    want("<");
    Element element;
    element.name = until(" />");
    attributes(element);
    if (rest_.starts_with('/')) {
      want("/>");
      return element;
    }
    want(">");
    for (element.text = read(until("<")); !rest_.starts_with("</");
         element.text += read(until("<")))
      element.below.push_back(one());
    want("</" + element.name + ">");
    return element;
  }

  std::string_view rest_;
};

void collect(const Element& element, const std::string& name, std::vector<const Element*>& all) {
  if (element.name == name) all.push_back(&element);
  for (const Element& each : element.below) collect(each, name, all);
}

}  // namespace

std::string Element::operator[](const std::string& attribute) const {
  const auto found = attributes.find(attribute);
  return found == attributes.end() ? "" : found->second;
}

Element element_in(const std::string& xml) {
  return Reader(xml).document();
}

std::vector<const Element*> all_in(const Element& element, const std::string& name) {
  std::vector<const Element*> all;
  collect(element, name, all);
  return all;
}

}  // namespace interlock
