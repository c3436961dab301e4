#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>

#include "engine/action.h"
#include "engine/ask.h"
#include "engine/installation.h"
#include "engine/ledger.h"
#include "engine/run.h"

// Leads a run from rule to rule: asks, acts, and records, in this order.
namespace interlock {

// The operator, if there is one at a terminal. Nothing: nobody answered.
class Person {
 public:
  virtual ~Person() = default;
  virtual std::optional<bool> yes_or_no(const std::string& statement) = 0;
  // Told what will happen; true if the person typed the target version.
  virtual std::optional<bool> begins(const Transition& first) = 0;
  virtual bool there() const = 0;
  virtual std::string name() const = 0;
};

// The clock of a run. `wait` returns early once the run is interrupted.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Moment now() = 0;
  virtual void wait(std::chrono::milliseconds span) = 0;
};

// What is going on while nothing is recorded, for a line of progress.
struct Underway {
  enum class Kind { asking, waiting, running, ensuring } kind = Kind::asking;
  const Transition* transition = nullptr;
  std::size_t done = 0, all = 0;       // asking
  std::chrono::milliseconds since{0};  // waiting, running, ensuring
  std::chrono::milliseconds most{0};
  std::string said = {};  // the first finding that does not pass
};

// What came with a transaction, for those who watch.
struct Told {
  Rule rule = Rule::none;
  const Transition* transition = nullptr;
  std::vector<Event> events;
  Findings findings;
};

struct Lead {
  const Machine& machine;
  const Plan& plan;
  std::span<const Check* const> checks;
  const Installation& installation;
  Values values;  // without ${time:...}
  Names found;    // see Asking
  Ledger& ledger;
  Runner& runner;
  Person& person;
  Clock& clock;
  // Sessions for a guard set: what the operator said is answered from `said`.
  std::function<Opener(const std::vector<Said>& said)> opener;
  std::function<void(const Told&)> told = {};
  std::function<void(const Underway&)> progress = {};
  std::chrono::milliseconds patience = usual_patience;
  std::chrono::milliseconds watch_every{10000};  // hold, while a step runs; in real time
  std::chrono::milliseconds look_every{10000};   // whether a manual step is done
  bool on_fail_back = false;                     // run --on-fail back
  const std::atomic<int>* interrupts = nullptr;  // how often the operator asked to stop
  std::vector<int> keeps = {};                   // descriptors that a step inherits: the lock
};

enum class Stopped {
  finished,
  held,
  interrupted,  // by the operator; it waits where it stands
  left          // the operator did not begin it, or nobody was there to
};

// Goes on until an end, a hold or an interruption. After a crash the run must have
// been taken up first.
Stopped lead(const Lead& lead, Run& run);

// After Interlock has ended without a word: a step that was under way is in doubt.
// `overdue`: its command outlived Interlock and was ended at its deadline.
void take_up(const Lead& lead, Run& run, bool overdue = false);

// Asks a step that is in doubt whether it is done, and goes no further.
void settle(const Lead& lead, Run& run);

// The operator's acts on a held run; false if nothing leads back, or if a begun step
// turns out not to be done.
bool look_again(const Lead& lead, Run& run);
void do_again(const Lead& lead, Run& run);
bool go_back(const Lead& lead, Run& run);

// What `resume` and `run` ask with, and what `status` and `back` may ask with too.
Asking asking_of(const Lead& lead, const Run& run);

}  // namespace interlock
