#pragma once

#include <string>
#include <vector>

#include "tests/whole/spoilers.h"

// What holds a run of a Status-Page, each reason alone, in the order in which one run meets them.
namespace interlock {

// What is so when the run is led on, or comes about on its way: commands like `pattern` run
// `script`, and upgrade.sh does `upgrade`. The shell unmakes what is not unmade by that. What is
// found only when a step is over takes a second and more: it says what it means, and ordinary
// runs leave some of it out.
struct StatusPageHold {
  Unrest so;
  const char* means = "";
  const char* pattern = nullptr;
  std::string script = {};
  std::string upgrade = {};
  std::string shell = {};
  std::string mend_shell = {};
  Texts also = {};  // further guards that must find the same
  int exit = 1;
};

// From the first step to the last.
std::vector<StatusPageHold> holds_on_the_way();
// From the step that stops the services on.
std::vector<StatusPageHold> holds_on_the_way_back();
// Found when users were let in.
StatusPageHold a_job_has_failed();

}  // namespace interlock
