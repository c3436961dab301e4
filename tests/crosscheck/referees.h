#pragma once

#include <map>
#include <string>

#include "engine/machine.h"

// What Spin and rumur say of a machine, asked by its exports.
namespace interlock {

struct Counted {
  std::size_t configurations = 0, edges = 0;

  bool operator==(const Counted&) const = default;
};
void PrintTo(const Counted& counted, std::ostream* out);

struct Judged {
  Counted counted;
  // Of each invariant and of each thing to be reached: in how many configurations it is
  // so. Of "from everywhere can reach": whether that holds.
  std::map<std::string, std::size_t> true_in;
  std::map<std::string, bool> always_reached;
};

// Why it cannot be asked; empty if it can.
std::string without_rumur();
std::string without_spin();

// These throw Error{bug} with what the program said if it fails.
Judged asked_rumur(const Machine& machine);
Counted counted_by_spin(const Machine& machine);
// Each claim, and whether it holds.
std::map<std::string, bool> asked_spin(const Machine& machine);

}  // namespace interlock
