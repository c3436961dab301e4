#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/machine.h"

// Shipped machines, each with one mistake in it.
namespace interlock {

// In the state or transition of that id (empty: anywhere), these words instead of those.
struct Edit {
  std::string_view id, written, instead;
};

struct Mutant {
  std::string_view machine;
  std::string_view mistake;  // as in "no_backup", for the name of a test
  std::vector<Edit> edits;
  std::string_view found_by;      // the property that must find it; empty: it survives
  std::string_view because = {};  // and is safe, because
};

void PrintTo(const Mutant& mutant, std::ostream* out);
std::vector<Mutant> mutants_of_demo();
std::vector<Mutant> mutants_of_parsec();
std::vector<Mutant> mutants_of_ixp();
std::vector<Mutant> mutants_of_ixp_4();
std::vector<Mutant> mutants_of_convoy();
std::vector<Mutant> mutants_of_status_page();
std::vector<Mutant> mutants_of_parsec_back();
const std::vector<Mutant>& mutants();  // all of them

// The JSON of a shipped machine with these edits; each must fit exactly once.
std::string edited(std::string_view machine, const std::vector<Edit>& edits);
// What is read from it; a problem is a failure of the test.
Machine machine_in(const std::string& json);

}  // namespace interlock
