#include "engine/cli/output.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "engine/cli/proof.h"
#include "engine/cli/whole_file.h"
#include "engine/error.h"
#include "engine/jcs.h"
#include "engine/written.h"
#include "reports/json.h"
#include "reports/text.h"

namespace interlock {

namespace fs = std::filesystem;

Recorded::Recorded(const Options& options, Terminal& terminal) {
  if (!options.no_ledger) {
    ledger_.emplace(open_ledger(options));
    return;
  }
  std::string name = (fs::temp_directory_path() / "interlock-XXXXXX").string();
  if (!::mkdtemp(name.data()))
    throw Error(Error::Kind::ledger, "no temporary folder could be made.");
  folder_ = name;
  ledger_.emplace(Ledger::open(folder_ + "/ledger.db"));
  terminal.err("Not recorded: --no-ledger.\n");
}

Recorded::~Recorded() {
  ledger_.reset();
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

void print(const Options& options, Terminal& terminal, const std::string& text) {
  if (!writes_file(options))
    return options.format == "human" ? terminal.out(text) : terminal.data(text);
  write_whole(options.output, text);
}

std::string ndjson_of(const Ledger& ledger, std::int64_t first, std::int64_t last,
                      const std::string& run) {
  std::string lines;
  ledger.each(first, last + 1, [&](const Event& event) {
    if (event.run == run) lines += event.bytes + "\n";
  });
  return lines;
}

namespace {

// What to type after this; empty: something is to be mended first. What is not proved
// does not run, however fit the installation is.
std::string next_of(const Options& options, Terminal& terminal, const Report& report,
                    const Machine& machine) {
  if (report.kind != "ready" || report.finished["exit"].number() != 0) return {};
  if (!report.finished["complete"].flag()) return same_command(options, "ready");
  if (proved(machine).proofs.proved()) return same_command(options, "run");
  terminal.err("warning: " + machine.id + " is not proved. It may not run.\n");
  return "interlock prove " + for_shell(options.machine);
}

}  // namespace

void print_report(const Options& options, Terminal& terminal, const Report& report,
                  const Machine& machine, Recorded& ledger) {
  if (options.format == "ndjson")
    return print(options, terminal,
                 ndjson_of(ledger.book(), report.first_event, report.last_event, report.run.id));
  if (options.format == "json")
    return print(options, terminal, pretty(ready_value(report, machine, ledger.book().path())));
  if (is_page(options))
    return print_page(options, terminal, page_of(report, machine, evidence_in(ledger.book())));
  print(options, terminal,
        ready_text(report, machine, terminal.style(), next_of(options, terminal, report, machine)));
}

bool is_page(const Options& options) {
  return options.format == "html" || options.format == "markdown";
}

void print_page(const Options& options, Terminal& terminal, const Page& page) {
  print(options, terminal, options.format == "html" ? html_of(page) : markdown_of(page));
}

EvidenceOf evidence_in(const Ledger& ledger) {
  return [&ledger](const std::string& sha256) { return ledger.evidence(sha256); };
}

namespace {

std::vector<Secret> secrets_of(const Installation& installation) {
  std::vector<Secret> secrets;
  for (const auto& [unused, secret] : installation.secrets) secrets.push_back(secret);
  for (const auto& [unused, found] : installation.endpoints)
    secrets.push_back(found.address.password);
  for (const auto& [unused, secret] : installation.passwords) secrets.push_back(secret);
  // The clients that steps run, and our drivers, take these where nothing else is said.
  for (const char* variable : {"PGPASSWORD", "MYSQL_PWD", "REDISCLI_AUTH"})
    if (const char* value = std::getenv(variable)) secrets.emplace_back(value);
  std::erase_if(secrets, [](const Secret& secret) { return secret.empty(); });
  return secrets;
}

// Words that records are made of, besides those of the machine.
constexpr std::string_view words_of_records =
    "pass warn unknown fail not_applicable move needless begin wait refuse done unsure crash "
    "deadline check retry back ready held intent flight doubt before meanwhile after verified "
    "exited signalled overdue killed not_started human ndjson answer operator untouched changed "
    "broken serving maintenance quiet success recovered";

// A password so long that it hardly is a name or a word by chance.
constexpr std::size_t no_word = 12;

}  // namespace

void tell_problems(Terminal& terminal, const Session& session) {
  for (const auto& [where, what, hint] : session.installation.problems)
    terminal.err("warning: " + (where.empty() ? what : where + ": " + what) + "\n  " + hint + "\n");
}

std::vector<Secret> secrets_to_hide(Terminal& terminal, const Session& session) {
  std::string words =
      session.subject->machine_text + session.subject->groups_text + std::string(words_of_records);
  for (const ReleaseFile& file : session.releases) words += file.text;
  const std::string told = canonical(session.told), open = words + told;
  std::vector<Secret> secrets = secrets_of(session.installation);
  for (const Secret& secret : secrets)
    if (secret.reveal().size() >= no_word && told.find(secret.reveal()) != std::string::npos &&
        words.find(secret.reveal()) == std::string::npos)
      throw Error(Error::Kind::usage,
                  "a password stands in what was given too, where it would be recorded.",
                  "Give it only where passwords are looked for, see interlock run --help; what "
                  "is given by --set, --to or in an installation file is no secret.");
  const auto common = std::erase_if(secrets, [&](const Secret& secret) {
    return open.find(secret.reveal()) != std::string::npos;
  });
  if (common > 0)
    terminal.err(
        "warning: a password is a name or a common word of this upgrade, so it is not taken out "
        "of the record.\n  Choose one that is no word.\n");
  terminal.guard(secrets);
  return secrets;
}

void guard_secrets(Ledger& ledger, Terminal& terminal, const Session& session) {
  ledger.guard(secrets_to_hide(terminal, session));
}

void stamp(Draft& draft, const Session& session) {
  draft.run = session.run;
  draft.installation = session.installation.id;
  draft.definition = session.subject->definition;
  if (draft.state.empty()) draft.state = session.machine().states.front().id;
}

std::string same_command(const Options& options, const std::string& verb) {
  std::string command = "interlock " + verb + " " + for_shell(options.machine);
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) command += std::string(" ") + name + " " + for_shell(value);
  };
  add("--root", options.root);
  add("--at", options.at);
  add("--to", options.to);
  add("--user", options.user);
  for (const std::string& set : options.set) add("--set", set);
  add("--ledger", options.ledger);
  add("--definitions", options.definitions);
  return command;
}

}  // namespace interlock
