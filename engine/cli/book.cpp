#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "engine/cli/output.h"
#include "engine/cli/session.h"
#include "engine/error.h"
#include "engine/written.h"

namespace interlock {

namespace fs = std::filesystem;

namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

// The newest first.
std::vector<Begun> runs_of(const Ledger& ledger) {
  std::vector<Begun> runs = ledger.runs();
  std::reverse(runs.begin(), runs.end());
  return runs;
}

// The data of its run.started.
Value told_of(const Ledger& ledger, const Begun& run) {
  Value told;
  ledger.each(run.started, run.started + 1, [&](const Event& event) { told = event.data; });
  return told;
}

std::vector<std::pair<std::string, Value>> told_runs(const Ledger& ledger, bool finished_too) {
  std::vector<std::pair<std::string, Value>> runs;
  for (const Begun& run : runs_of(ledger)) {
    if (run.finished && !finished_too) continue;
    Value told = told_of(ledger, run);
    if (told["kind"].text() == "run") runs.emplace_back(run.run, std::move(told));
  }
  return runs;
}

}  // namespace

std::string state_folder() {
  if (const std::string state = environment("XDG_STATE_HOME"); !state.empty())
    return state + "/interlock";
  if (::getuid() == 0) return "/var/lib/interlock";
  return environment("HOME") + "/.local/state/interlock";
}

std::string ledger_path(const Options& options) {
  return options.ledger.empty() ? state_folder() + "/ledger.db" : options.ledger;
}

std::string ledger_words(const Options& options) {
  if (options.ledger.empty()) return {};
  return "Say with each of these: --ledger " + for_shell(options.ledger) + "\n";
}

Ledger open_ledger(const Options& options) {
  const std::string path = ledger_path(options);
  std::error_code failure;
  const fs::path folder = fs::absolute(path).parent_path();
  fs::create_directories(folder, failure);
  return Ledger::open(path);
}

Ledger read_ledger(const Options& options) {
  return Ledger::read(ledger_path(options));
}

std::vector<std::pair<std::string, Value>> all_runs(const Ledger& ledger) {
  return told_runs(ledger, true);
}

std::vector<std::pair<std::string, Value>> open_runs(const Ledger& ledger) {
  return told_runs(ledger, false);
}

std::vector<Event> run_events(const Ledger& ledger, const std::string& run, std::string_view kind,
                              bool open) {
  Texts others;
  bool more = false;
  for (const Begun& begun : runs_of(ledger)) {
    const bool named = begun.run == run || bare(begun.run) == run;
    if (!run.empty() && !named && others.size() == 5) {
      more = true;
      continue;
    }
    if (!kind.empty() && told_of(ledger, begun)["kind"].text() != kind) continue;
    if (open && begun.finished) {
      if (begun.run == run)
        throw Error(Error::Kind::usage, "run " + run + " is finished.",
                    "What happened: interlock report " + run);
      continue;
    }
    if (run.empty() || named) return ledger.events(begun.run);
    others.push_back(begun.run);
  }
  if (run.empty())
    throw Error(Error::Kind::usage, open ? "no run is open." : "nothing is on record yet.",
                "Begin one: interlock run MACHINE --root DIR --to VERSION");
  throw Error(
      Error::Kind::usage,
      "there is no " + std::string(open ? "open " : "") + "run \"" + run + "\" on record.",
      (others.empty() ? "" : (more ? "The newest are: " : "There is: ") + listed(others) + ". ") +
          "Another record: --ledger FILE");
}

Value run_before(const Ledger& ledger, const Session& session) {
  for (const Begun& run : runs_of(ledger)) {
    if (!run.finished) continue;
    const Value told = told_of(ledger, run);
    if (told["kind"].text() == "run" && told["machine"].text() == session.machine().id &&
        told["installation"]["id"].text() == session.installation.id)
      return run.run;
  }
  return nullptr;
}

}  // namespace interlock
