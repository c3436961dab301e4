#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/cli/options.h"
#include "engine/cli/session.h"
#include "engine/cli/terminal.h"
#include "engine/ledger.h"
#include "reports/json.h"
#include "reports/page.h"
#include "reports/report.h"

namespace interlock {

// The ledger of a command; with --no-ledger one in a folder of its own that is gone
// afterwards.
class Recorded {
 public:
  Recorded(const Options& options, Terminal& terminal);
  ~Recorded();
  Recorded(const Recorded&) = delete;
  Recorded& operator=(const Recorded&) = delete;

  Ledger& book() { return *ledger_; }
  bool kept() const { return folder_.empty(); }

 private:
  std::string folder_;
  std::optional<Ledger> ledger_;
};

// To stdout, or to the file of -o, which is written whole or not at all.
void print(const Options& options, Terminal& terminal, const std::string& text);

// A `ready`, a `verify` or any report, in the format that was asked for.
void print_report(const Options& options, Terminal& terminal, const Report& report,
                  const Machine& machine, Recorded& ledger);
// Whether a page is asked for, html or markdown; and it, as it is asked for.
bool is_page(const Options& options);
void print_page(const Options& options, Terminal& terminal, const Page& page);
// The evidence of a ledger, which must outlive it.
EvidenceOf evidence_in(const Ledger& ledger);
// The events as they are stored, one a line.
std::string ndjson_of(const Ledger& ledger, std::int64_t first, std::int64_t last,
                      const std::string& run);

// Warns of what discovery could not read, or did not find.
void tell_problems(Terminal& terminal, const Session& session);

// The secrets of the session, which the terminal prints no more from now on. One that is
// also a word of machine, installation or record would take the record apart: it is left
// out, and a person is warned. Throws Error{usage} if a good one was given openly.
std::vector<Secret> secrets_to_hide(Terminal& terminal, const Session& session);
// The same, and the ledger takes them out of what it is told.
void guard_secrets(Ledger& ledger, Terminal& terminal, const Session& session);

// What every event of a session says: run, installation, definition.
void stamp(Draft& draft, const Session& session);

// The id of the newest finished run of this installation and machine; null: none.
Value run_before(const Ledger& ledger, const Session& session);

// Who holds the lock of a run's installation, as far as can be seen from here.
std::optional<Holder> holder_of(const Report& report);

// The command that leads on, as it was typed but for its verb.
std::string same_command(const Options& options, const std::string& verb);

}  // namespace interlock
