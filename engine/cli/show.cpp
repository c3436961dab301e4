#include "engine/cli/commands.h"
#include "engine/cli/session.h"
#include "reports/control_table.h"

namespace interlock {

Exit show_machine(const Options& options, Terminal& terminal) {
  const auto subject = subject_of(options);
  terminal.out(control_table_text(subject->machine, terminal.style()));
  return Exit::pass;
}

}  // namespace interlock
