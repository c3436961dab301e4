#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/plan.h"

// The rules by which a machine runs (engine/README.md): pure, total, and written
// down nowhere else. The run, the fold of a ledger and the prover use them.
namespace interlock {

enum class Standing { ready, held, intent, flight, doubt };

enum class Rule {
  none,  // nothing changes
  move,
  needless,
  begin,  // from ready to intent, and from intent to flight
  wait,
  refuse,
  unknown,
  done,
  fail,
  unsure,
  crash,
  deadline,
  check,
  retry,
  back
};
std::string_view word(Rule rule);
std::optional<Rule> rule_of(std::string_view word);

// What a guard set said: a binding guard failed; none failed and one could not
// tell; else it passes, as a set without binding guards always does.
enum class Gate { pass, fail, unknown };

// Where a run stands. Facts and components are bits, in the order of Plan; a
// component is broken, changed, or neither: untouched.
//
// Two things are only known to the prover, which sees the world: whether the work
// of a step was done whole (`reached`, in flight and doubt), and what the world's
// facts and components are in the middle of it. A fold of a ledger has `reached`
// false, counts a component as broken from the beginning of the step until it is
// done, and marks the world facts of its effect as `unsure`.
struct Configuration {
  std::size_t state = 0;
  Standing standing = Standing::ready;
  bool begun = false;  // an intent was written since the state was entered
  int attempt = 0;
  bool waiting = false;
  bool beyond = false;  // the point of no return was passed
  bool reached = false;
  std::uint64_t facts = 0;
  std::uint64_t unsure = 0;
  std::uint64_t broken = 0;
  std::uint64_t changed = 0;

  auto operator<=>(const Configuration&) const = default;
};

// What was done of the work of a step between this input and the one before it:
// the first `parts` of Row::parts. Only `whole` reaches the goal; what looks like
// the whole work need not have done what `ensure` asks for.
struct Done {
  int parts = 0;
  bool whole = false;

  auto operator<=>(const Done&) const = default;
};

// What is observed, or what the operator does. One whose kind does not fit where
// the run stands changes nothing.
struct Input {
  enum class Kind {
    asked,    // ready: what must hold before (attempt 0: require and hold; later hold)
    started,  // intent: the first command was started, or the operator was told
    ended,    // flight: the commands ended, hold and ensure were asked. Of a manual
              // step: they were asked meanwhile, which ends it only if ensure passes
    looked,   // doubt: hold and ensure were asked
    died,     // intent, flight: Interlock ended, or the step was killed
    overdue,  // flight, not manual: the deadline has passed
    left,     // flight, doubt: a manual step was left
    resume,   // held: look again; hold and ensure if it was begun
    retry,    // held
    back      // ready, held; `--on-fail back` says it after fail and refuse
  };

  Kind kind = Kind::asked;
  Gate before = Gate::pass;  // asked
  bool already = false;      // asked, of a restore at attempt 0: ensure passes too
  bool time_up = false;      // asked, while waiting
  bool failed = false;       // ended: a command failed, or hold did meanwhile
  Gate hold = Gate::pass;    // ended, looked, resume: after the step
  Gate ensure = Gate::pass;
  // Empty: what the world did is not known. The prover always says it.
  std::optional<Done> did = {};

  auto operator<=>(const Input&) const = default;
};

struct Step {
  Rule rule = Rule::none;
  Configuration after;
};

Configuration start(const Plan& plan);

// Exactly one successor for every configuration and input.
Step next(const Plan& plan, const Configuration& now, const Input& input);

// Everything that may come about here, as the prover explores it: guards that
// bind may say anything (but ensure passes only where the work was done whole), the
// commands leave any beginning of their work, faults and the operator come at any
// time.
std::vector<Input> inputs(const Plan& plan, const Configuration& now);

// Does all go well here? Guards pass where they can, commands do all their work,
// no crash and no deadline; the operator acts only where the run is held.
bool calm(const Plan& plan, const Configuration& now, const Input& input);

// Could the prover's configuration be what the ledger's one stands for?
bool covers(const Configuration& folded, const Configuration& explored);

}  // namespace interlock
