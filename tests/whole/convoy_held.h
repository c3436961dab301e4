#pragma once

#include <string>
#include <vector>

#include "engine/ledger.h"
#include "engine/machine.h"
#include "tests/whole/convoy.h"

namespace interlock {

// The run is led on while it is so, and is held; then it is unmade. In words of Convoy::shell,
// where $COPY is the copy of the folder and $ARCHIVE the archive of the release.
struct Hold {
  std::string key = {};  // of the guard that alone fails; empty: none does
  std::string spoil = {};
  std::string mend = {};
  std::string failing = {};  // the command of docker that fails, by its end
  Texts unknown = {};        // the keys of what cannot be told then
  Texts warned = {};         // the keys of what only warns, where that is asked for
  Texts session = {};        // what a session has said that is open meanwhile
  bool slow = false;         // it is asked for a second
  Texts verb = {"resume"};   // `retry` asks what is asked before the step
};

// A step whose commands fail, and of which a person does what they do not.
Hold by_hand(const std::string& command, const std::string& mend);
// The same, of a program that runs in no container.
Hold by_hand_without(const std::string& program, const std::string& mend);
// What is asked once a step was begun.
Hold after(const std::string& key, const std::string& spoil, const std::string& mend,
           const Texts& unknown = {});

// All of these but the slow ones, of which two are drawn; all where everything is taken.
std::vector<Hold> some_of(const std::vector<std::vector<Hold>>& parts);

struct ConvoyHeld : HastenedConvoy {
  // The run has begun, and its question is answered. Every step but `spared` asks for a second
  // only, so the servers that one starts must answer before it is led on.
  void begin(const std::string& spared);
  void held_for(const Hold& each);
  void held_for_each(const std::vector<Hold>& holds);
  // Led on, it goes back to its end.
  void ends_as_before() const;

 private:
  void hasten(const std::string& spared) const;
  // The guards that came to this outcome since the run was last held, and last entered a state
  // or began a step.
  Texts with_outcome(const std::vector<Event>& events, const std::string& outcome) const;

  std::size_t seen_ = 0;  // of the run's events
};

}  // namespace interlock
