// Whether an installation is fit to be upgraded: `ready` as a process, on the subject of each
// system as the tests have it, beside the longest that a check alone took.
#include <benchmark/benchmark.h>

#include <algorithm>

#include "engine/jcs.h"
#include "tests/whole/convoy.h"
#include "tests/whole/ixp_site.h"
#include "tests/whole/parsec.h"
#include "tests/whole/status_page.h"

namespace interlock {
namespace {

template <class Subject>
void ready(benchmark::State& state, Subject& subject) {
  Typed typed;
  for (auto unused : state) typed = subject.type("ready", {"--format", "json"});
  if (typed.exit != 0) return state.SkipWithError(("it was not ready: " + typed.err).c_str());
  std::int64_t longest = 0;
  const Value told = json(typed.out);
  for (const Value& check : told["checks"].list())
    longest = std::max(longest, check["ms"].number());
  state.counters["checks"] = static_cast<double>(told["checks"].list().size());
  state.counters["floor_longest_check_ms"] = static_cast<double>(longest);
}

bool servers_are_there(benchmark::State& state, const std::string& missing = {}) {
  if (!missing.empty())
    state.SkipWithError(missing.c_str());
  else if (server("INTERLOCK_PG_PORT").empty())
    state.SkipWithError("no servers are named: see tests/servers.sh");
  else
    return true;
  return false;
}

void ready_convoy_3(benchmark::State& state) {
  if (!servers_are_there(state)) return;
  Convoy subject;
  ready(state, subject);
}
void ready_status_page_2(benchmark::State& state) {
  if (!servers_are_there(state, can_make_status_page() ? "" : "no Django or RQ: see ./dev setup"))
    return;
  StatusPage subject;
  ready(state, subject);
}
void ready_parsec_3(benchmark::State& state) {
  if (!servers_are_there(state)) return;
  Parsec subject;
  ready(state, subject);
}
void ready_ixp_manager(benchmark::State& state, const IxpKind& kind) {
  if (!servers_are_there(state, missing_for(kind))) return;
  IxpSite subject(kind);
  ready(state, subject);
}

BENCHMARK(ready_convoy_3)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(ready_status_page_2)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(ready_parsec_3)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(ready_ixp_manager, 6, ixp_6())->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(ready_ixp_manager, 4, ixp_4())->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace interlock
