#pragma once

#include <string>
#include <vector>

#include "engine/ask.h"
#include "engine/ledger.h"
#include "engine/subprocess.h"

// Drafts of events: what each type says in `data` stands in engine/README.md.
namespace interlock {

Draft result_draft(const Finding& finding);

// `set`: what was asked, as "before" or "after".
Draft decided_draft(const std::string& set, const Findings& findings, Gate gate);

// The commands of a step that ended; their output is evidence in the roles
// "0.stdout", "0.stderr", "1.stdout" ...
struct Result {
  Program program;
  Ended ended;
};
Draft outcome_draft(const std::string& transition, const std::vector<Result>& results);

}  // namespace interlock
