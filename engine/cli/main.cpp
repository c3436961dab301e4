#include <algorithm>
#include <cstdlib>

#include "engine/cli/commands.h"
#include "engine/cli/options.h"
#include "engine/cli/output.h"
#include "engine/cli/refused.h"
#include "engine/cli/terminal.h"
#include "engine/jcs.h"
#include "engine/time.h"
#include "reports/json.h"

namespace {

using interlock::Error;
using interlock::Exit;

Exit exit_of(Error::Kind kind) {
  switch (kind) {
    case Error::Kind::usage:
    case Error::Kind::input: return Exit::usage;
    case Error::Kind::endpoint: return Exit::unknown;
    case Error::Kind::ledger: return Exit::ledger;
    case Error::Kind::locked: return Exit::locked;
    case Error::Kind::bug: return Exit::internal;
  }
  return Exit::internal;
}

struct Failure {
  Exit exit;
  std::string what, hint;
  std::vector<interlock::Problem> problems = {};  // empty: what and hint are all
};

// For people on stderr; for programs that asked for JSON also where they expect the result.
Exit told(const interlock::Options& options, interlock::Terminal& terminal, interlock::Moment began,
          Failure failure) {
  const std::string hint = failure.hint.empty() ? "" : "  " + failure.hint + "\n";
  terminal.err("error: " + failure.what + "\n" + hint);
  if (options.format != "json") return failure.exit;
  if (failure.problems.empty()) failure.problems.push_back({{}, failure.what, failure.hint});
  std::string output = options.coverage ? "coverage" : options.verb;
  std::replace(output.begin(), output.end(), ' ', '-');
  const interlock::Moment at = interlock::now();
  const std::string text = interlock::pretty(
      interlock::error_value(output, interlock::written(at), failure.problems,
                             static_cast<int>(failure.exit), (at - began).count()));
  try {
    interlock::print(options, terminal, text);
  } catch (const Error&) {  // perhaps the very thing that failed
    terminal.data(text);
  }
  return failure.exit;
}

Failure failure_of(const Error& error) {
  return {exit_of(error.kind), error.what(), error.hint};
}

Exit run(const interlock::Options& options, interlock::Terminal& terminal) {
  const interlock::Moment began = interlock::now();
  try {
    return interlock::verb_of(options.verb)(options, terminal);
  } catch (const interlock::Refused& refused) {
    Failure failure = failure_of(refused);
    failure.problems = refused.problems;
    return told(options, terminal, began, std::move(failure));
  } catch (const Error& error) {
    return told(options, terminal, began, failure_of(error));
  } catch (const std::exception& fault) {
    return told(options, terminal, began,
                {Exit::internal, std::string("this is a fault of Interlock: ") + fault.what(), {}});
  }
}

// What nobody can read has not been done, whatever else came of it.
int whole(interlock::Terminal& terminal, int exit) {
  if (!terminal.unwritten()) return exit;
  terminal.err("error: the output could not be written.\n  Make room where it goes.\n");
  return exit >= static_cast<int>(Exit::internal) ? exit : static_cast<int>(Exit::usage);
}

int led(int argc, char** argv) {
  const interlock::Parsed parsed = interlock::options_of(argc, argv);
  interlock::Terminal terminal(parsed.options);
  Exit exit = Exit::pass;
  if (parsed.exit != 0) {
    exit =
        told(parsed.options, terminal, interlock::now(), {Exit::usage, parsed.text, parsed.hint});
  } else if (!parsed.text.empty()) {
    terminal.out(parsed.text);
  } else {
    // Either would lead libpq to another server than the one that is named.
    for (const char* variable : {"PGHOSTADDR", "PGSERVICE"}) ::unsetenv(variable);
    interlock::listen_for_interrupts();
    exit = run(parsed.options, terminal);
  }
  return whole(terminal, static_cast<int>(exit));
}

}  // namespace

// The system takes memory back faster than libraries give it back one by one; but sanitizers
// tell what they found only at an ordinary end.
int main(int argc, char** argv) {
  const int exit = led(argc, argv);
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return exit;
#else
  std::quick_exit(exit);
#endif
}
