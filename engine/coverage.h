#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/guide.h"
#include "engine/machine.h"

namespace interlock {

// What becomes of a unit of the guide in a transition that cites it.
enum class Cover {
  done,     // a step does it
  checked,  // it is looked at
  asked     // of the operator: a step by hand, or a question and nothing else
};
std::string_view word(Cover cover);
Cover cover_of(const Transition& transition);

struct CoveredUnit {
  Unit unit;  // without its text where no guide was read
  std::vector<const Transition*> by;
  std::vector<const Uncovered*> left_out;

  // Cited or left out, and not both.
  bool settled() const { return by.empty() != left_out.empty(); }
};

struct Coverage {
  std::vector<CoveredUnit> units;  // headings in the order of the guide, if it was read
  Texts problems;                  // sentences; none: the machine tells of its whole guide

  // All but `units` add up to it. What several cite counts by the first of done, checked, asked.
  struct Counts {
    std::int64_t units = 0;
    std::int64_t done = 0, checked = 0, asked = 0;
    std::int64_t not_covered = 0;        // left out, with a reason
    std::int64_t missing = 0, both = 0;  // neither; cited and left out too
  };
  Counts counts() const;
};

// The text of a guide, with the name of its file.
struct GuideText {
  std::string text, file;
};

// What the machine says of every unit of its guide. With the guide itself, the bytes
// and the units must be those that the machine declares. Points into the machine.
// Throws Error{input} if the machine declares more units than any guide has.
Coverage coverage_of(const Machine& machine);
Coverage coverage_of(const Machine& machine, const GuideText& guide);

}  // namespace interlock
