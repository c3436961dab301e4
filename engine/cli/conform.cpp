#include "engine/conform.h"

#include "checks/index.h"
#include "engine/cli/commands.h"
#include "engine/cli/output.h"
#include "engine/cli/refused.h"
#include "engine/cli/session.h"
#include "engine/examine.h"
#include "engine/jcs.h"
#include "engine/time.h"
#include "reports/conform.h"

namespace interlock {

namespace {

Exit told(const Options& options, Terminal& terminal, const Conforming& conforming) {
  const Exit exit = !conforming.conformance              ? Exit::ledger
                    : conforming.conformance->conforms() ? Exit::pass
                                                         : Exit::failed;
  print(options, terminal,
        options.format == "json" ? pretty(conform_value(conforming, static_cast<int>(exit)))
                                 : conform_text(conforming, terminal.style()));
  return exit;
}

}  // namespace

Exit audit_conform(const Options& options, Terminal& terminal) {
  const Moment began = now();
  const std::string path = ledger_path(options), at = written(began);
  const Verification record = verify(path, {});
  if (!record.whole())
    return told(options, terminal,
                {.record = record, .path = path, .at = at, .ms = (now() - began).count()});
  const Ledger ledger = read_ledger(options);
  const auto events = run_events(ledger, options.run, "run");
  const auto subject = subject_in(ledger, events);
  // By the checks of this program, which need not be that which led the run.
  if (auto problems = examine(subject->machine, all_checks()); !problems.empty())
    throw Refused("the machine of this run cannot be followed here.", std::move(problems));
  const Conformance conformance = Conformer(subject->machine, all_checks()).follow(events);
  Conforming conforming{.machine = &subject->machine,
                        .conformance = &conformance,
                        .record = record,
                        .path = path,
                        .at = at,
                        .ms = (now() - began).count()};
  for (const Event& event : events) {
    if (event.type != "run.started") continue;
    conforming.from = event.data["from"].text();
    conforming.to = event.data["to"].text();
  }
  return told(options, terminal, conforming);
}

}  // namespace interlock
