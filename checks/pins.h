#pragma once

#include <string>
#include <string_view>
#include <vector>

// Versions as lists of packages ask for them.
namespace interlock::checks {

// A requirement of pip with ==. Sometimes: it has a condition (python_version < '3.11'), so
// the package may be left out.
struct Pin {
  std::string name;  // as package_name()
  std::string version;
  bool sometimes = false;

  bool operator==(const Pin&) const = default;
};
struct Pins {
  std::vector<Pin> pinned;
  std::vector<std::string> included;  // further files (-r, -c)
};
Pins pins_in(const std::vector<std::string>& lines);

// Django_RQ and django-rq are one package (PEP 503).
std::string package_name(std::string_view name);

// Whether an installed version is that of a pin: 4.1.0 is 4.1, 4.1.4 is 4.1.* (PEP 440).
bool satisfies_pin(std::string_view version, std::string_view pin);

// Whether a range of bower (semantic versions, as in ^1.2.3, ~1.2, 1.x, >=1 <2, 1 - 2, a || b)
// allows a version; nothing if the range cannot be read.
enum class Allows { no, yes, unread };
Allows range_allows(std::string_view range, std::string_view version);

}  // namespace interlock::checks
