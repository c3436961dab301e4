#include <filesystem>

#include "engine/cli/commands.h"
#include "engine/cli/output.h"
#include "engine/cli/session.h"
#include "engine/error.h"
#include "engine/jcs.h"
#include "engine/time.h"
#include "engine/written.h"
#include "reports/json.h"
#include "reports/text.h"

namespace interlock {

namespace {

std::optional<Head> expected_head(const std::string& written) {
  if (written.empty()) return {};
  const auto colon = written.find(':');
  const auto size = whole_number(std::string_view(written).substr(0, colon));
  std::string root = colon == std::string::npos ? "" : written.substr(colon + 1);
  if (root.starts_with("sha256:")) root.erase(0, 7);  // as JSON writes it
  const bool hex =
      root.size() == 64 && root.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (!size || *size < 0 || !hex)
    throw Error(Error::Kind::usage, "--expect " + written + " is no SIZE:ROOT.",
                "It is the last line that a run, a report or audit verify printed.");
  return Head{*size, root};
}

// An auditor reads a copy that nobody may write to.
void record_if_possible(const Options& options, Terminal& terminal, const Draft& draft) {
  try {
    open_ledger(options).append({draft});
  } catch (const Error& failure) {
    if (failure.kind != Error::Kind::ledger) throw;
    terminal.err(std::string("Not recorded that this report was made: ") + failure.what() + "\n");
  }
}

}  // namespace

Exit report_run(const Options& options, Terminal& terminal) {
  const Ledger ledger = read_ledger(options);
  const auto events = run_events(ledger, options.run);
  // Throws for a piece that was altered or is missing, also where a format shows none of it.
  for (const Event& event : events)
    for (const Citation& piece : event.evidence) ledger.evidence(piece.sha256);
  const auto subject = subject_in(ledger, events);
  Report report = report_of(subject->machine, events, {}, evidence_in(ledger));
  report.head = ledger.head(report.last_event + 1);
  if (options.format == "ndjson")
    print(options, terminal,
          ndjson_of(ledger, report.first_event, report.last_event, report.run.id));
  else if (options.format == "json")
    print(options, terminal, pretty(report_value(report, subject->machine, ledger.path())));
  else if (is_page(options))
    print_page(options, terminal, page_of(report, subject->machine, evidence_in(ledger)));
  else
    print(options, terminal, report_text(report, subject->machine, terminal.style()));
  Draft issued{"report.issued"};
  issued.run = report.run.id;
  issued.installation = std::string(report.installation["id"].text());
  issued.definition = report.run.definition;
  issued.data.set("format", options.format).set("size", report.head.size);
  issued.data.set("root", report.head.root);
  record_if_possible(options, terminal, issued);
  return Exit::pass;
}

Exit audit_verify(const Options& options, Terminal& terminal) {
  const Moment from = now();
  const std::string path = ledger_path(options);
  const auto expected = expected_head(options.expect);
  const Verification proof = verify(path, expected);
  const std::int64_t ms = (now() - from).count();
  const Exit exit = proof.whole() ? Exit::pass : Exit::ledger;
  if (options.format == "json")
    print(options, terminal,
          pretty(audit_value(proof, path, expected, written(from), ms, static_cast<int>(exit))));
  else
    print(options, terminal, audit_text(proof, path, expected.has_value(), ms, terminal.style()));
  return exit;
}

Exit show_status(const Options& options, Terminal& terminal) {
  const Moment from = now();
  std::error_code unseen;
  if (options.ledger.empty() && options.format != "json" &&
      std::filesystem::status(ledger_path(options), unseen).type() ==
          std::filesystem::file_type::not_found) {
    print(options, terminal, "No run is open.\n");
    return Exit::pass;
  }
  const Ledger ledger = read_ledger(options);
  std::vector<Report> reports;
  std::vector<std::unique_ptr<Subject>> subjects;
  for (const auto& [id, unused] : options.all ? all_runs(ledger) : open_runs(ledger)) {
    const auto events = ledger.events(id);
    subjects.push_back(subject_in(ledger, events));
    reports.push_back(
        report_of(subjects.back()->machine, events, ledger.head(), evidence_in(ledger)));
  }
  if (options.format == "json") {
    std::vector<Standings> runs;
    for (std::size_t i = 0; i < reports.size(); ++i)
      runs.push_back({&reports[i], &subjects[i]->machine, holder_of(reports[i])});
    print(options, terminal,
          pretty(status_value(runs, written(from), ledger.head(), ledger.path(),
                              (now() - from).count())));
    return Exit::pass;
  }
  std::string text;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    const auto holder = holder_of(reports[i]);
    text += status_text(reports[i], subjects[i]->machine, terminal.style(), from,
                        !holder || holder->alive);
  }
  print(options, terminal, text.empty() ? "No run is open.\n" : text + ledger_words(options));
  return Exit::pass;
}

}  // namespace interlock
