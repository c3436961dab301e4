#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/error.h"

namespace interlock {

// What may be true of a run at some moment. `not` binds closest, then `and`, `or`,
// `implies`; and and or hold all their operands in one node.
struct Formula {
  enum class Kind {
    fact,        // name: a fact
    state,       // name: a state
    phase,       // name: pre, change, post, back
    running,     // name: a transition, in intent and flight
    step_class,  // name: reversible, destructive, restore; in intent and flight
    broken,      // name: a component; these three alike
    changed,
    untouched,
    terminal,  // name: success, recovered, untouched; empty: any
    ponr,      // the point of no return was passed
    negation,
    conjunction,
    disjunction,
    implication
  };

  Kind kind = Kind::ponr;
  std::string name = {};
  std::vector<Formula> of = {};
  std::size_t letter = 1;  // where it begins in what is written
};

// "name: property", as a machine states it of itself.
struct Property {
  enum class Kind {
    always,            // first holds always
    never,             // first holds never
    precedes,          // first holds at some time before second does, or at the same time
    holds_during,      // first holds whenever second does
    leads_to,          // whenever first holds, second will if all goes well
    can_reach,         // from the start
    always_can_reach,  // from everywhere
  };

  std::string name;
  Kind kind = Kind::always;
  Formula first;
  Formula second = {};  // precedes, holds_during, leads_to
};

// Nothing, and one problem at `place`, if it cannot be read. Whether the names in
// it exist is not looked at here.
std::optional<Property> property_of(std::string_view written, const std::string& place,
                                    std::vector<Problem>& problems);

}  // namespace interlock
