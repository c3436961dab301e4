#pragma once

#include <string>

#include "engine/lead.h"
#include "engine/ledger.h"
#include "reports/report.h"
#include "reports/style.h"

// Reports for people on a terminal. Each function is pure.
namespace interlock {

// One check: glyph, word, id, sentence, and under it what mends it. `width`: of the
// longest id in the list.
std::string check_text(const Line& line, const Style& style, std::size_t width);

// What is told of a finding that is not on record (yet).
Line line_of(const Finding& finding);

// The parts that several reports share: what is upgraded and which endpoints were
// found; the checks under their steps; what was changed; what was recorded.
std::string head_text(const Report& report, const Style& style);
std::string lines_text(const Report& report, const Machine& machine, const Style& style);
std::string changed_text(const Report& report);
std::string recorded_text(const Report& report);

// `ready` and `verify`. `next`: the command that comes next, or empty.
std::string ready_text(const Report& report, const Machine& machine, const Style& style,
                       const std::string& next);

// A run: its first lines; its lines as they come; what is told before it begins;
// a line of progress; where it is held; what a way back will do; and its end.
std::string run_head_text(const Report& report, const Style& style);
std::string told_text(const Told& told, const Run& run, const Machine& machine, const Style& style);
std::string begin_text(const Report& report, const Machine& machine, const Style& style);
std::string underway_text(const Underway& what, const Style& style);
std::string held_text(const Report& report, const Machine& machine, const Style& style);
std::string back_text(const Report& report, const Machine& machine, const Style& style);
std::string end_text(const Report& report, const Machine& machine, const Style& style);

// Sentences that reports share: what the way back through these states means, "to 6.3.1,
// by "Recreate the database."; loses nothing"; what came of the rows, as the checks at the
// end showed or as it was given up, "no row was lost", or nothing; how often the run was
// held, "1 step was held, once. ", or nothing.
// The question to a person that nobody has answered yet; null if there is none.
const Line* open_question(const Report& report);
std::string back_words(const Report& report, const Machine& machine, const Texts& through);
std::string rows_words(const Report& report, const Machine& machine);
std::string holds_words(const Report& report);

// `report` of a run, `ready` or `verify`, `status`, `audit verify`.
std::string report_text(const Report& report, const Machine& machine, const Style& style);
// `at`: now, from which it is told how long something has lasted. `led`: what leads the run
// is still there; false: it has ended, though the run could go on.
std::string status_text(const Report& report, const Machine& machine, const Style& style, Moment at,
                        bool led = true);
std::string audit_text(const Verification& proof, const std::string& path, bool expected,
                       std::int64_t ms, const Style& style);

// The sentences behind a list, on as few lines as hold them whole.
std::string closing_text(const Style& style, const Texts& sentences);
// `list`: what machines there are. `checks`: what is asked by some of `all` checks.
struct MachineLine {
  std::string id, title;
  std::int64_t states = 0;
  bool proved = false;
  std::string refused = {};  // why it cannot be used; empty: it can
};
std::string list_text(const std::vector<MachineLine>& machines, const Style& style);
std::string checks_text(const std::vector<const Check*>& checks, std::size_t all,
                        const Style& style);

// The numbers of the steps whose guards ask a check, "1, 10, way back"; empty: none does.
std::string steps_that_ask(const Machine& machine, std::string_view check);

// `explain`: what a check asks, why, and what to do; `used_in`: the machines that ask it, and at
// which steps.
std::string explain_text(const Check& check, const std::vector<std::string>& used_in,
                         const Style& style);

// The name and version of a server, as its answer to server.reachable tells it.
std::string product_in(System system, const Answer& answer);

// "2 warned, 60 passed, 3 do not apply. 65 checks"; the worst first, zeros left out.
std::string totals_text(const Counts& counts);

}  // namespace interlock
