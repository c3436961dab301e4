#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/cli/help.h"

namespace interlock {

// What was typed: the verb, its words and options, each also from its variable
// INTERLOCK_*.
struct Options {
  std::string verb;  // "ready", "audit verify"
  std::string machine, root, at, from, to, user;
  std::vector<std::string> set, include, exclude;
  std::string run, key, said;  // of status, answer, resume ...
  std::string word;            // a check, an area, a shell
  std::string format = "human", output, color = "auto", fail_on = "fail", on_fail = "hold";
  std::string ledger, definitions, expect, keep, of;
  std::string guide;  // show --guide FILE
  std::string begin;  // run --yes VERSION
  int timeout = 5;    // seconds
  int every = 10;     // observe: seconds between two looks
  bool yes = false, full = false, all = false, coverage = false, quiet = false, no_ledger = false;
};

// Whether the result goes to a file, and not to stdout.
bool writes_file(const Options& options);

// Options to act on; or a text to print, and the exit code to end with: 0 for help, else
// what is wrong and what to do. Then the options are as far as they could be read.
struct Parsed {
  Options options;
  std::string text, hint;
  int exit = 0;
};

Parsed options_of(int argc, const char* const* argv);

// All verbs with all options, below `interlock` itself.
VerbWords all_verbs();

}  // namespace interlock
