// The report of one run out of a large ledger: the whole program, from its start to its end,
// beside the sqlite3 program that reads the same rows.
#include <benchmark/benchmark.h>
#include <fmt/core.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "engine/ledger.h"
#include "engine/subprocess.h"

namespace interlock {
namespace {

// INTERLOCK_BENCH_EVENTS says how large the ledger is that is reported from.
int events_wanted() {
  const char* given = std::getenv("INTERLOCK_BENCH_EVENTS");
  return given ? std::atoi(given) : 1000000;
}

// An event of a run of 200 of them.
Draft event_of_another(int number) {
  const int place = number % 200;
  const std::string run = fmt::format("{:04}-{:04}", number / 200 / 10000, number / 200 % 10000);
  return {.type = place == 0     ? "run.started"
                  : place == 199 ? "run.finished"
                                 : "check.result",
          .run = run,
          .installation = "0123456789abcdef",
          .state = "migrating",
          .outcome = place == 0 || place == 199 ? "" : "pass",
          .definition = {std::string(64, 'a'), std::string(64, 'b')},
          .data = Value::Object{{"check", "migration.none_pending"},
                                {"kind", "run"},
                                {"n", number},
                                {"said", "32 of 32 migrations of 6.4.2 were recorded."}}};
}

// A ledger on the disk of the build, written as ledgers are. In its middle stands the run of
// a real upgrade of the demo's shop.
class Subject {
 public:
  Subject() {
    if (!mkdtemp(folder_.data())) throw std::runtime_error("no folder can be made: " + folder_);
    ledger_ = folder_ + "/ledger.db";
    fill(0, events_wanted() / 2);
    demand(run({.argv = {interlock, "demo", "--keep", folder_ + "/kept"}}));
    demand(run({.argv = {interlock, "run", "demo", "--at", folder_ + "/kept/installation.json",
                         "--to", "1.2.0", "--yes", "1.2.0", "--ledger", ledger_},
                .deadline = std::chrono::minutes(1)}));
    const Ledger ledger = Ledger::read(ledger_);
    run_ = ledger.runs().back().run;
    events_ = static_cast<int>(ledger.events(run_).size());
    fill(events_wanted() / 2, events_wanted() - events_);
  }
  Subject(const Subject&) = delete;
  Subject& operator=(const Subject&) = delete;
  ~Subject() { std::filesystem::remove_all(folder_); }

  Ended report() const {
    return run({.argv = {interlock, "report", run_, "--format", "html", "--ledger", ledger_},
                .deadline = std::chrono::minutes(5)},
               {}, {}, {}, 16 << 20);
  }
  // Of every event the leaf, which the root is made of, and of those of the run the rest.
  Ended rows() const {
    return run({.argv = {"sqlite3", "-readonly", ledger_,
                         "SELECT count(hex(leaf)) FROM event; SELECT body FROM event "
                         "WHERE seq > 0 AND instr(substr(body, -200), '\"run\":\"" +
                             run_ + "\"')"},
                .deadline = std::chrono::minutes(5)});
  }
  int events() const { return events_; }

 private:
  static constexpr const char* interlock = INTERLOCK_BINARY "/engine/cli/interlock";

  static void demand(const Ended& ended) {
    if (!ended.ok()) throw std::runtime_error(ended.out + ended.err + ended.why);
  }

  void fill(int from, int to) const {
    Ledger ledger = Ledger::open(ledger_);
    std::vector<Draft> drafts;
    for (int number = from; number < to; ++number) {
      drafts.push_back(event_of_another(number));
      if (drafts.size() < 10000 && number + 1 < to) continue;
      ledger.append(drafts);
      drafts.clear();
    }
  }

  std::string folder_ = INTERLOCK_BINARY "/report-bench-XXXXXX", ledger_, run_;
  int events_ = 0;
};

double seconds_of(const Ended& ended) {
  return static_cast<double>(ended.took.count()) / 1000;
}

void report_of_one_run(benchmark::State& state) {
  const Subject subject;
  double whole = 0, floor = 0;
  for (auto _ : state) {
    const Ended told = subject.report();
    if (!told.ok() || !told.out.starts_with("<!doctype html>"))
      state.SkipWithError("it was not told");
    state.SetIterationTime(seconds_of(told));
    whole += seconds_of(told);
    floor += seconds_of(subject.rows());
  }
  rusage used{};
  getrusage(RUSAGE_CHILDREN, &used);
  state.counters["events_of_the_run"] = subject.events();
  state.counters["floor_sqlite3_ms"] = floor * 1000 / static_cast<double>(state.iterations());
  state.counters["peak_MB"] = static_cast<double>(used.ru_maxrss) / 1024;
  state.counters["times_the_floor"] = whole / floor;
}
BENCHMARK(report_of_one_run)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(5);

}  // namespace
}  // namespace interlock
