#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "engine/cli/output.h"
#include "engine/cli/session.h"
#include "engine/error.h"

namespace interlock {

namespace fs = std::filesystem;

namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

// Every run of the record with the data of run.started, the newest first.
struct Seen {
  std::string id;
  Value told;
  bool finished = false;
};
std::vector<Seen> seen_in(const Ledger& ledger) {
  std::vector<Seen> runs;
  std::map<std::string, std::size_t> places;
  ledger.each(0, ledger.head().size, [&](const Event& event) {
    if (event.type == "run.started") {
      places[event.run] = runs.size();
      runs.push_back({event.run, event.data});
    }
    const auto place = places.find(event.run);
    if (event.type == "run.finished" && place != places.end()) runs[place->second].finished = true;
  });
  std::reverse(runs.begin(), runs.end());
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
  std::vector<std::pair<std::string, Value>> runs;
  for (Seen& run : seen_in(ledger))
    if (run.told["kind"].text() == "run") runs.emplace_back(run.id, std::move(run.told));
  return runs;
}

std::vector<std::pair<std::string, Value>> open_runs(const Ledger& ledger) {
  std::vector<std::pair<std::string, Value>> runs;
  for (Seen& run : seen_in(ledger))
    if (run.told["kind"].text() == "run" && !run.finished)
      runs.emplace_back(run.id, std::move(run.told));
  return runs;
}

std::vector<Event> run_events(const Ledger& ledger, const std::string& run, std::string_view kind,
                              bool open) {
  Texts others;
  for (const Seen& seen : seen_in(ledger)) {
    if (!kind.empty() && seen.told["kind"].text() != kind) continue;
    if (open && seen.finished) {
      if (seen.id == run)
        throw Error(Error::Kind::usage, "run " + run + " is finished.",
                    "What happened: interlock report " + run);
      continue;
    }
    if (run.empty() || seen.id == run || bare(seen.id) == run) return ledger.events(seen.id);
    if (others.size() < 5) others.push_back(seen.id);
  }
  if (run.empty())
    throw Error(Error::Kind::usage, open ? "no run is open." : "nothing is on record yet.",
                "Begin one: interlock run MACHINE --root DIR --to VERSION");
  throw Error(Error::Kind::usage,
              "there is no " + std::string(open ? "open " : "") + "run \"" + run + "\" on record.",
              others.empty() ? "" : "There is: " + listed(others));
}

Value run_before(const Ledger& ledger, const Session& session) {
  for (const Seen& run : seen_in(ledger))
    if (run.finished && run.told["kind"].text() == "run" &&
        run.told["machine"].text() == session.machine().id &&
        run.told["installation"]["id"].text() == session.installation.id)
      return run.id;
  return nullptr;
}

}  // namespace interlock
