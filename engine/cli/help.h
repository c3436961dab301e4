#pragma once

#include <string>
#include <vector>

#include "reports/style.h"

namespace interlock {

// A verb as its help tells it.
struct VerbWords {
  struct Option {
    std::string name;   // "--root", "MACHINE"
    std::string value;  // "DIR"; empty: it takes none
    std::string means;
    std::string variable;  // "INTERLOCK_ROOT"; empty: it has none
    bool positional = false, required = false;
    std::vector<std::string> choices;  // all that it may be; empty: it may be anything
  };
  std::string name;  // "audit verify"
  std::string about;
  std::vector<Option> options;
  std::vector<VerbWords> verbs;  // below it
};

// What an option takes, out of what CLI11 calls its type: "DIR", "F:{human,json}",
// "SECONDS:INT in [1 - 3600]".
void take_type(VerbWords::Option& option, const std::string& type);

// `interlock --help`, and `interlock VERB --help`.
std::string overview_text(const Style& style);
std::string help_text(const VerbWords& verb, const Style& style);

// What is wrong with what was typed, and what to do.
struct Fault {
  std::string what, hint;
  std::string verb = {};  // the deepest that was read
};

// `all`: `interlock` itself; `told`: what is wrong if it is nothing that we know better.
Fault fault_in(const VerbWords& all, std::vector<std::string> words, const std::string& told);

}  // namespace interlock
