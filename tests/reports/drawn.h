#pragma once

#include <map>
#include <string>
#include <vector>

namespace interlock {

// An element of XML. Its text is that of its own, with what is escaped read.
struct Element {
  std::string name, text;
  std::map<std::string, std::string> attributes;
  std::vector<Element> below;

  std::string operator[](const std::string& attribute) const;
};

// The one element of a document, read strictly; throws std::runtime_error if it is not
// well-formed.
Element element_in(const std::string& xml);

// All elements of that name, wherever they stand.
std::vector<const Element*> all_in(const Element& element, const std::string& name);
// They point into the element, which must live as long.
std::vector<const Element*> all_in(const Element&& element, const std::string& name) = delete;

// What is wrong with a track diagram, as a person would see it: texts, lamps and track
// that lie on each other, what is cut, two ways on one track. Empty: nothing.
std::vector<std::string> faults_in(const std::string& svg);

}  // namespace interlock
