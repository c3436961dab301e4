// Proving: a generated machine of millions of configurations, and the shipped ones.
#include <benchmark/benchmark.h>
#include <fmt/core.h>
#include <sys/resource.h>

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

// The whole process, its start included.
void proves_as_a_process(benchmark::State& state, const std::string& machine) {
  for (auto unused : state) {
    const Ended ended = run({.argv = {INTERLOCK_BINARY "/engine/cli/interlock", "prove", machine}});
    if (!ended.ok()) throw std::runtime_error(ended.out + ended.err);
  }
}
BENCHMARK_CAPTURE(proves_as_a_process, demo, "demo")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(proves_as_a_process, parsec_3, "parsec-3")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(proves_as_a_process, ixp_manager_6, "ixp-manager-6")
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace interlock
