#pragma once

#include "engine/cli/options.h"
#include "engine/cli/terminal.h"

// One function for each verb: load, call the engine, render. Each returns the exit
// code.
namespace interlock {

enum class Exit {
  pass = 0,
  failed = 1,
  usage = 2,
  unknown = 3,
  warned = 4,
  ledger = 5,
  locked = 6,
  not_proved = 7,
  undone = 8,
  person = 9,
  internal = 70,
  interrupted = 130
};

using Verb = Exit(const Options& options, Terminal& terminal);

Verb list_machines, show_machine, prove_machine, show_path, list_checks, explain_check,
    print_schema;
Verb ready, verify_release;
Verb run_upgrade, resume_run, retry_run, back_run, answer_run, show_status;
Verb report_run, audit_verify, audit_conform, demo;

// By the name of its verb; null if there is none.
Verb* verb_of(std::string_view verb);

}  // namespace interlock
