#pragma once

#include <functional>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/condition.h"
#include "engine/gather.h"
#include "engine/installation.h"
#include "engine/judge.h"
#include "engine/ledger.h"
#include "engine/machine.h"
#include "engine/semantics.h"
#include "engine/values.h"

// Asks a guard set: from guards to verdicts with their evidence.
namespace interlock {

// When in its transition a guard is asked: `require`, `hold`, `ensure`.
enum class When { before, meanwhile, after };
std::string_view word(When when);
std::optional<When> when_of(std::string_view word);

// A moment that a guard compares with, and what was answered then.
struct Baseline {
  Moment at = {};
  std::int64_t event = 0;         // of the record that took it
  std::map<Errand, Heard> heard;  // empty where only the time matters
};

// All that asking depends on besides the guards.
struct Asking {
  const Machine& machine;
  std::span<const Check* const> checks;
  Values values;
  Names found;  // endpoints that have an address, built-in ones among them
  Opener open;
  Named<Baseline> baselines;  // by state or fact
  bool in_run = false;        // else a guard that compares does not apply
  std::chrono::milliseconds patience = usual_patience;
  const Named<Found>* endpoints = nullptr;  // to say where their addresses were found
  // Of how many guards all questions are answered; on the threads that ask.
  std::function<void(std::size_t done, std::size_t all)> progress = {};
  // Asked along with the guards, in their sessions; what came of it is put here.
  std::map<Errand, Heard>* along = nullptr;
};

// A guard and where it is used.
struct Posed {
  const Guard* guard = nullptr;
  const Transition* transition = nullptr;
  When when = When::before;
};

// What came of one guard.
struct Finding {
  Posed posed;
  std::string key;  // STATE/CHECK@ENDPOINT, "#2" behind it where a transition asks it twice
  std::string on;   // the endpoint that was asked first
  const Check* check = nullptr;
  Verdict verdict;
  Outcome outcome = Outcome::unknown;  // as it counts: an advisory one warns at most
  std::string remedy;                  // empty where nothing is to be mended
  std::int64_t ms = 0;
  std::string compared;  // the moment; empty if it compares with nothing
  std::int64_t compared_event = 0;
  std::vector<std::string> programs = {};  // that were run on `host` to look
  std::optional<Piece> evidence = {};      // questions, answers, arguments, as JCS
};
using Findings = std::vector<Finding>;

// The guards of a transition, in the order of the definition.
std::vector<Posed> posed(const Transition& transition, When when);

// Judged in the order of `guards`. Never throws for what is outside.
Findings ask(const Asking& asking, const std::vector<Posed>& guards,
             const std::stop_token& stop = {});

// What the set says: only binding guards count.
Gate gate_of(const Findings& findings);

// The JSON of answers, and back.
Value value_of(const std::map<Errand, Heard>& heard);
std::map<Errand, Heard> heard_in(const Value& value);

}  // namespace interlock
