#pragma once

#include "engine/cli/exit.h"
#include "engine/cli/options.h"
#include "engine/cli/terminal.h"

// One function for each verb: load, call the engine, render. Each returns the exit
// code.
namespace interlock {

using Verb = Exit(const Options& options, Terminal& terminal);

Verb list_machines, show_machine, prove_machine, show_path, list_checks, explain_check,
    print_schema;
Verb print_completion, print_manual;
Verb ready, verify_release;
Verb run_upgrade, resume_run, retry_run, back_run, answer_run, show_status;
Verb report_run, audit_verify, audit_conform, doctor, demo;

// By the name of its verb; null if there is none.
Verb* verb_of(std::string_view verb);

}  // namespace interlock
