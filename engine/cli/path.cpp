#include "engine/cli/commands.h"
#include "engine/cli/output.h"
#include "engine/cli/session.h"
#include "engine/error.h"
#include "engine/jcs.h"
#include "engine/time.h"
#include "engine/written.h"
#include "reports/route.h"
#include "reports/text.h"

namespace interlock {

Exit show_path(const Options& options, Terminal& terminal) {
  const Moment begun = now();
  for (const std::string& version : {options.from, options.to})
    if (version_of(version).empty())
      throw Error(Error::Kind::usage, "\"" + version + "\" is no version.",
                  "It begins with numbers: 3.1.0");
  const auto subject = subject_of(options);
  const Machine& machine = subject->machine;
  const Route found =
      route(machine, catalogue_in(releases_of(machine.product, folders_of(options))), options.from,
            options.to);
  const Routing routing{machine, found, options.from, options.to};
  print(options, terminal,
        options.format == "json"
            ? pretty(route_value(routing, written(begun), (now() - begun).count()))
            : route_text(routing, terminal.style()));
  return found.legs.empty() ? Exit::failed : Exit::pass;
}

}  // namespace interlock
