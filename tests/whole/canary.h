#pragma once

#include <string>
#include <vector>

#include "tests/whole/typed.h"

namespace interlock {

// A password that is looked for in whatever a program leaves behind.
class Canary {
 public:
  explicit Canary(const std::string& password);

  // The forms in which the text has it: plain, as in a URL, in base64, quoted for SQL,
  // as in JSON. Empty if it is not there.
  std::string found_in(const std::string& text) const;
  std::string found_in(const Typed& typed) const { return found_in(typed.out + typed.err); }
  // The same of all records and all evidence.
  std::string found_in_record(const std::string& ledger) const;

 private:
  std::vector<std::pair<std::string, std::string>> forms_;  // what it is called, the form
};

}  // namespace interlock
