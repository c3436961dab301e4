#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/ask.h"
#include "engine/error.h"
#include "engine/ledger.h"
#include "engine/semantics.h"
#include "engine/subprocess.h"

// Where one run stands: a pure fold of its events, see engine/README.md.
namespace interlock {

// An input as the events carry it, and back. An event that brought a rule about
// has it in data.input; all records of one rule name it in data.rule.
Value value_of(const Input& input);
Input input_in(const Value& value);

// A yes or no to operator.confirms.
struct Said {
  std::string key;
  std::string question;
  bool yes = false;
  std::string by;
  Moment at = {};
};

// One attempt at a step.
struct Attempt {
  std::size_t transition = 0;
  Value commands;  // as the intent told them
  Moment intended = {};
  Moment deadline = {};
  std::vector<Started> processes;
  std::string boot;
};

enum class Ending { none, success, recovered, untouched };

struct Run {
  std::string id;
  std::string kind;  // run, ready, verify
  Definition definition;
  Value told;  // data of run.started
  Moment started = {};
  Configuration at;
  Moment entered = {};              // the state
  std::optional<Moment> held = {};  // since when
  std::string held_by;              // fail, unknown, operator
  std::string mode = "run";
  std::optional<Moment> waits_until = {};
  std::optional<Attempt> attempt = {};    // the last one
  Value last_outcome;                     // of its commands
  Named<Baseline> moments;                // without the answers: see baseline_of()
  Named<std::string> baseline_evidence;   // moment -> sha256 of its answers
  std::vector<Said> answers;              // since the state was entered
  bool begun_by_person = false;           // the target version was typed, or --yes
  std::optional<Moment> locked_out = {};  // since when users are not served
  std::optional<Moment> finished = {};
  std::int64_t last_event = -1;
  std::vector<Problem> problems;  // events that the machine does not allow
};

// The state in which a run of this machine begins, before any event.
Run fresh(const Plan& plan);
void take(Run& run, const Machine& machine, const Plan& plan, const Event& event);
Run replay(const Machine& machine, const Plan& plan, const std::vector<Event>& events);

// Whether a state is entered by this rule, perhaps the same one once more.
bool enters(const Configuration& before, const Step& step);

// Eight characters of Crockford's base32, "a3f9-k2mt"; `bare` without the dash.
std::string new_run_id();
std::string bare(const std::string& run_id);

}  // namespace interlock
