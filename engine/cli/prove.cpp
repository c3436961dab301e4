#include "reports/prove.h"

#include "checks/index.h"
#include "engine/cli/commands.h"
#include "engine/cli/output.h"
#include "engine/cli/proof.h"
#include "engine/cli/session.h"
#include "engine/jcs.h"
#include "engine/time.h"
#include "reports/track.h"

namespace interlock {

Proved proved(const Machine& machine) {
  const auto began = std::chrono::steady_clock::now();
  Proved result{prove(machine, all_checks())};
  const auto took = std::chrono::steady_clock::now() - began;
  result.ms = std::chrono::ceil<std::chrono::milliseconds>(took).count();
  return result;
}

bool may_run(const Session& session, const Proved& proved, const std::string& machine,
             Terminal& terminal) {
  const Proofs& proofs = proved.proofs;
  if (proofs.proved()) return true;
  terminal.err("error: " + session.machine().id +
               " is not proved: " + (proofs.too_large ? "it is too large" : verdicts_text(proofs)) +
               ". It may not run.\n");
  for (const Theorem& each : proofs.theorems)
    if (each.decided == Decided::violated || each.decided == Decided::vacuous)
      terminal.err(theorem_text(each, terminal.style(), 6));
  if (!machine.empty()) terminal.err("  All of it: interlock prove " + machine + "\n");
  return false;
}

Exit prove_machine(const Options& options, Terminal& terminal) {
  const auto subject = subject_of(options);
  const Proved proof = proved(subject->machine);
  const Proving proving{subject->machine,           proof.proofs,   subject->definition.machine,
                        subject->definition.groups, written(now()), proof.ms};
  if (options.format == "json")
    print(options, terminal, pretty(prove_value(proving)));
  else if (options.format == "markdown")
    print(options, terminal, prove_markdown(proving));
  else if (options.format == "svg")
    print(options, terminal, prove_svg(proving));
  else
    print(options, terminal, prove_text(proving, terminal.style()));
  return proof.proofs.proved() ? Exit::pass : Exit::not_proved;
}

}  // namespace interlock
