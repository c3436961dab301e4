#include "engine/cli/holding.h"

#include <unistd.h>

#include <algorithm>
#include <csignal>

#include "engine/cli/output.h"
#include "engine/cli/session.h"
#include "engine/error.h"
#include "engine/jcs.h"
#include "engine/time.h"
#include "engine/written.h"

namespace interlock {

std::string lock_path(const std::string& installation_id) {
  return state_folder() + "/locks/" + installation_id;
}

std::string text_of(const Holding& holding) {
  return canonical(Value::Object{{"run", holding.run},
                                 {"user", holding.user},
                                 {"host", holding.host},
                                 {"pid", holding.process.pid},
                                 {"start_time", holding.process.start_time},
                                 {"since", holding.since},
                                 {"ledger", holding.ledger}});
}

Holding holding_in(const std::string& text) {
  std::vector<Problem> none;
  const Value value = parsed(text, none);
  return {std::string(value["run"].text()),
          std::string(value["user"].text()),
          std::string(value["host"].text()),
          {static_cast<int>(value["pid"].number()), value["start_time"].number()},
          std::string(value["since"].text()),
          std::string(value["ledger"].text())};
}

std::optional<Holding> last_holding(const std::string& installation_id) {
  auto holding = holding_in(Lock::holder(lock_path(installation_id)));
  if (holding.run.empty()) return {};
  return holding;
}

void refuse_if_alive(const Holding& holding) {
  if (holding.process.pid != ::getpid() && still_runs(holding.process))
    throw Error(Error::Kind::locked, "another run holds this installation.",
                sentence_of(holding) + "\n  Watch it: interlock status");
}

namespace {

// "2026-11-19T22:00:04.118Z" is "2026-11-19 22:00:04".
std::string clock_of(std::string_view at) {
  return std::string(at.substr(0, 10)) + " " +
         std::string(at.substr(std::min<std::size_t>(11, at.size()), 8));
}

}  // namespace

std::string sentence_of(const Holding& holding) {
  return "Run " + holding.run + ", " + holding.user + " on " + holding.host + ", process " +
         std::to_string(holding.process.pid) + ", since " + clock_of(holding.since) + " UTC.";
}

std::optional<Holder> holder_of(const Report& report) {
  const auto holding =
      holding_in(Lock::holder(lock_path(std::string(report.installation["id"].text()))));
  if (holding.run != report.run.id) return {};
  return Holder{holding.host, holding.user, holding.process.pid, still_runs(holding.process)};
}

namespace {

[[noreturn]] void refuse(const std::string& path) {
  const Holding holding = holding_in(Lock::holder(path));
  refuse_if_alive(holding);
  throw Error(Error::Kind::locked, "something that a run started still holds this installation.",
              sentence_of(holding) + " That process has ended.\n  What holds it: fuser " + path);
}

bool under_way(const Run& run) {
  const Standing standing = run.at.standing;
  return run.attempt && (standing == Standing::intent || standing == Standing::flight ||
                         standing == Standing::doubt);
}

// The process of the command that was started last, if it still is that one.
std::optional<Started> outlived(const Run& run) {
  if (run.attempt->processes.empty() || run.attempt->boot != boot_id()) return {};
  const Started last = run.attempt->processes.back();
  if (!still_runs(last)) return {};
  return last;
}

std::string waiting_for(const Run& run) {
  const auto process = outlived(run);
  return "A command that run " + run.id + " started still runs" +
         (process ? " (process " + std::to_string(process->pid) + ")" : "") +
         ". It is waited for until " + clock_of(written(run.attempt->deadline)) + " UTC.\n";
}

std::optional<Taken> lock_of_file(const std::string& path, const Holding& ours, const Run& run,
                                  const std::atomic<int>& interrupts,
                                  const std::function<void(const std::string&)>& tell) {
  using namespace std::chrono_literals;
  const std::string text = text_of(ours);
  if (auto lock = Lock::take_within(path, text, 1s)) return Taken{std::move(*lock)};
  if (!under_way(run)) refuse(path);
  for (bool told = false; now() < run.attempt->deadline; told = true) {
    if (still_runs(holding_in(Lock::holder(path)).process)) refuse(path);
    if (!told) tell(waiting_for(run));
    if (interrupts.load() > 0) return {};
    const auto left = std::max<std::chrono::milliseconds>(run.attempt->deadline - now(), 0ms);
    auto lock = Lock::take_within(path, text, std::min<std::chrono::milliseconds>(left, 200ms));
    if (lock) return Taken{std::move(*lock)};
  }
  if (const auto process = outlived(run)) {
    for (const int signal : {SIGTERM, SIGKILL}) {
      ::kill(-process->pid, signal);
      if (auto lock = Lock::take_within(path, text, 2s)) return Taken{std::move(*lock), {}, true};
    }
  }
  refuse(path);
}

}  // namespace

std::optional<Taken> take_lock(const Installation& installation, const Holding& ours,
                               const Run& run, const std::atomic<int>& interrupts,
                               const std::function<void(const std::string&)>& tell) {
  auto taken = lock_of_file(lock_path(installation.id), ours, run, interrupts, tell);
  if (!taken) return {};
  taken->folder = Lock::take_folder(installation.root);
  if (!taken->folder)
    throw Error(Error::Kind::locked, "another run holds this installation.",
                "It belongs to another account, or keeps its files elsewhere (XDG_STATE_HOME).\n"
                "  What holds it: fuser -v " +
                    for_shell(installation.root));
  return taken;
}

}  // namespace interlock
