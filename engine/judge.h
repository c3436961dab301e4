#pragma once

#include <map>
#include <optional>
#include <span>
#include <vector>

#include "engine/gather.h"
#include "engine/machine.h"

// One guard, from its question to its verdict: errands_of, gather, evidence_of,
// judge. All but gather are pure.
namespace interlock {

// The arguments of a guard: its own, else the machine's, else the check's fallback.
Arguments arguments_of(const Check& check, const Guard& guard, const Machine& machine);

// Is the probe left out, because another of the check is asked in a dialect of the
// same kind of place that this one does not speak?
bool left_out(const Check& check, const Probe& probe, const std::string& on,
              const Systems& systems);

// What must be asked for a check, one for each probe: nothing where the probe is
// left out (Probe::when, unless), has no words for the system that the first question
// went to though that system's place is its own (a question of one dialect only), or
// nobody is there to be asked. The first question goes to `on`, by the rule of
// endpoint_for().
std::vector<std::optional<Errand>> errands_of(const Check& check, const Arguments& arguments,
                                              const std::string& on, const Systems& systems);

// The replies to these errands, in their order, one for each probe.
std::vector<Reply> replies_to(const std::vector<std::optional<Errand>>& errands,
                              const std::map<Errand, Heard>& heard);

// What a sample draws, as gather() would have put it together. Throws Error{bug} where a drawing
// is missing or one too many.
Evidence evidence_of(const Check& check, const Sample& sample);

// The check's verdict. Whatever cannot be read out of the evidence is unknown,
// with the reason; a judge needs no error handling of its own.
Verdict judge(const Check& check, const Evidence& seen);

}  // namespace interlock
