#pragma once

#include <string>
#include <vector>

namespace interlock {

// A verb as its help tells it.
struct VerbWords {
  struct Option {
    std::string name;   // "--root", "MACHINE"
    std::string value;  // "DIR"; empty: it takes none
    std::string means;
    std::string variable;  // "INTERLOCK_ROOT"; empty: it has none
    bool positional = false, required = false;
  };
  std::string name;  // "audit verify"
  std::string about;
  std::vector<Option> options;
  std::vector<VerbWords> verbs;  // below it
};

// `interlock --help`, and `interlock VERB --help`.
std::string overview_text();
std::string help_text(const VerbWords& verb);

// What is wrong with what was typed, and what to do.
struct Fault {
  std::string what, hint;
};

// The words behind the verb; `told`: what is wrong if it is nothing that we know better.
Fault fault_in(const VerbWords& verb, const std::vector<std::string>& words,
               const std::string& told);
Fault no_such_verb(const std::string& word, const std::vector<std::string>& verbs);

}  // namespace interlock
