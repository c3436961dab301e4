#pragma once

#include "engine/property.h"
#include "engine/semantics.h"

namespace interlock {

// A formula made ready to be asked of many configurations: a chain of tests of bits,
// each of which says where to go on. The machine must have been examined, and `plan`
// be made of it.
class Predicate {
 public:
  Predicate(const Formula& formula, const Machine& machine, const Plan& plan);

  bool operator()(const Configuration& configuration) const;

 private:
  friend class Translation;

  enum class Asked { facts, broken, changed, untouched, beyond, place };
  // A step after this one: the number of a test, or one of these two answers.
  static constexpr int yes = -1, no = -2;
  struct Test {
    Asked asked;
    std::uint64_t mask = 0;
    std::vector<bool> places = {};  // by state, twice: where no step runs, where one does
    int then = yes, otherwise = no;
  };

  std::vector<Test> tests_;
  int first_ = yes;
};

// What is true of a run in this configuration: as the prover explores it, or as a
// ledger was folded (where what is unsure is as it is put down). A step runs in
// intent and in flight.
bool holds(const Formula& formula, const Machine& machine, const Plan& plan,
           const Configuration& configuration);

}  // namespace interlock
