// Proving: a generated machine of millions of configurations, and the shipped ones, beside Spin.
#include <benchmark/benchmark.h>
#include <fmt/core.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "checks/index.h"
#include "engine/prove.h"
#include "engine/subprocess.h"
#include "states/load.h"
#include "states/shipped.h"

namespace interlock {
namespace {

// A step after the other, each with a fact of its own. Back leads past a step, so that
// each step doubles what can have been gained.
Machine generated(int steps) {
  std::string states, transitions, facts;
  for (int i = 0; i < steps; ++i) {
    const std::string next = i + 1 < steps ? fmt::format("s{}", i + 1) : "done";
    states += fmt::format(R"({{"id": "s{}", "means": "S.", "phase": "change", "back": "{}"}},)", i,
                          i + 1 < steps ? next : "ended");
    facts += fmt::format(R"({}"f{}": {{"means": "F."}})", i ? ", " : "", i);
    transitions += fmt::format(
        R"({}{{"id": "t{}", "from": "s{}", "to": "{}", "step": "T.", "note": "N.",
            "require": ["server.reachable"], "run": [["t"]], "attempts": 2,
            "ensure": ["server.reachable"], "effect": ["f{}"]}})",
        i ? ", " : "", i, i, next, i);
  }
  const std::string text = fmt::format(
      R"({{"machine": "large", "product": "L", "title": "L",
          "guide": {{"name": "L", "units": {{"l": 1}}, "sha256": "{:064}"}},
          "versions": [{{"from": "1.x", "to": "1.x"}}], "endpoints": {{"database": "mysql"}},
          "facts": {{{}}}, "states": [{}
            {{"id": "done", "means": "D.", "final": "success"}},
            {{"id": "ended", "means": "E.", "final": "untouched"}}],
          "transitions": [{}]}})",
      0, facts, states, transitions);
  Loaded loaded = load(text);
  for (const auto& [where, what, hint] : loaded.problems)
    throw std::runtime_error(where + ": " + what + " " + hint);
  return std::move(loaded.machine);
}

double peak_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1000;
}

void proves_a_large_machine(benchmark::State& state) {
  const Machine machine = generated(static_cast<int>(state.range(0)));
  Proofs proofs;
  for (auto unused : state) proofs = prove(machine, all_checks());
  state.counters["configurations"] = proofs.configurations;
  state.counters["edges"] = proofs.edges;
  state.counters["peak_MB"] = peak_mb();
  state.SetLabel(proofs.too_large ? "too large"
                                  : fmt::format("{} properties", proofs.theorems.size()));
}
BENCHMARK(proves_a_large_machine)->Arg(17)->Iterations(1)->Unit(benchmark::kMillisecond);

constexpr const char* built = INTERLOCK_BINARY "/engine/cli/interlock";

void ended_well(const Program& program) {
  const Ended ended = run(program);
  if (!ended.ok())
    throw std::runtime_error(program.argv.front() + ended.why + ended.out + ended.err);
}

// The whole process, its start included.
void proves_as_a_process(benchmark::State& state, const std::string& machine) {
  for (auto unused : state) ended_well({.argv = {built, "prove", machine}});
}

// What Spin takes for the export of it only to see every configuration, without asking for
// anything: the whole, and what of it each program takes. Written to `folder`.
void explored_by_spin(benchmark::State& state, const std::string& machine,
                      const std::string& folder) {
  const std::pair<const char*, std::vector<std::string>> programs[] = {
      {"spin_ms", {"spin", "-o2", "-a", "model.pml"}},
      {"cc_ms", {"cc", "-w", "-O2", "-DNOCLAIM", "-DSAFETY", "-DNOREDUCE", "-o", "pan", "pan.c"}},
      {"pan_ms", {"./pan", "-n", "-w16", "-m100000"}}};
  ended_well({.argv = {built, "show", machine, "--format", "promela"},
              .folder = folder,
              .output = folder + "/model.pml"});
  for (auto unused : state)
    for (const auto& [name, argv] : programs) {
      const auto begun = std::chrono::steady_clock::now();
      ended_well({.argv = argv, .folder = folder, .deadline = std::chrono::minutes(10)});
      state.counters[name] =
          std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun)
              .count();
    }
}

void explores_by_spin(benchmark::State& state, const std::string& machine) {
  if (run({.argv = {"spin", "-V"}}).how == Ended::How::not_started)
    return state.SkipWithError("Spin is not installed: ./dev setup");
  std::string folder = (std::filesystem::temp_directory_path() / "interlock-bench-XXXXXX").string();
  if (!mkdtemp(folder.data())) throw std::runtime_error("There is no room for " + folder);
  explored_by_spin(state, machine, folder);
  std::filesystem::remove_all(folder);
}

// Each machine by us, then by Spin.
void register_machines() {
  for (const Shipped& shipped : shipped_machines()) {
    const std::string name(shipped.name);
    benchmark::RegisterBenchmark(("proves_as_a_process/" + name).c_str(), proves_as_a_process, name)
        ->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark(("explores_by_spin/" + name).c_str(), explores_by_spin, name)
        ->Iterations(1)
        ->UseRealTime()
        ->Unit(benchmark::kMillisecond);
  }
}

}  // namespace
}  // namespace interlock

// What is shipped is not there yet while benchmarks register themselves.
int main(int argc, char** argv) {
  interlock::register_machines();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
