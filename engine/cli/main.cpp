#include "engine/cli/commands.h"
#include "engine/cli/options.h"
#include "engine/cli/terminal.h"
#include "engine/error.h"

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

Exit run(const interlock::Options& options, interlock::Terminal& terminal) {
  try {
    return interlock::verb_of(options.verb)(options, terminal);
  } catch (const Error& failure) {
    terminal.err(std::string("error: ") + failure.what() + "\n");
    if (!failure.hint.empty()) terminal.err("  " + failure.hint + "\n");
    return exit_of(failure.kind);
  } catch (const std::exception& failure) {
    terminal.err(std::string("error: this is a fault of Interlock: ") + failure.what() + "\n");
    return Exit::internal;
  }
}

// What nobody can read has not been done, whatever else came of it.
int told(interlock::Terminal& terminal, int exit) {
  if (!terminal.unwritten()) return exit;
  terminal.err("error: the output could not be written.\n  Make room where it goes.\n");
  return exit >= static_cast<int>(Exit::internal) ? exit : static_cast<int>(Exit::usage);
}

}  // namespace

int main(int argc, char** argv) {
  const interlock::Parsed parsed = interlock::options_of(argc, argv);
  interlock::Terminal terminal(parsed.options.value_or(interlock::Options{}));
  if (!parsed.options) {
    if (parsed.exit == 0)
      terminal.out(parsed.text);
    else
      terminal.err(parsed.text);
    return told(terminal, parsed.exit);
  }
  interlock::listen_for_interrupts();
  return told(terminal, static_cast<int>(run(*parsed.options, terminal)));
}
