// The ledger, each figure beside its floor in the same run.
#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "engine/digest.h"
#include "engine/event.h"
#include "engine/ledger.h"
#include "engine/sqlite.h"

namespace interlock {
namespace {

// In the folder of the build, which is on a disk; a temporary folder need not be.
struct Folder {
  std::string path = [] {
    std::string name = INTERLOCK_BINARY "/ledger-bench-XXXXXX";
    if (!mkdtemp(name.data())) throw std::runtime_error("no folder can be made: " + name);
    return name;
  }();
  Folder() = default;
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path); }
};

Draft decision(int number) {
  return {.type = "check.result",
          .run = "a3f9-k2mt",
          .installation = "0123456789abcdef",
          .state = "migrating",
          .outcome = "pass",
          .definition = {std::string(64, 'a'), std::string(64, 'b')},
          .data = Value::Object{{"check", "migration.none_pending"},
                                {"said", "32 of 32 migrations of 6.4.2 were recorded."},
                                {"n", number}}};
}

// INTERLOCK_BENCH_EVENTS says how large the ledger is that is verified.
int events_wanted() {
  const char* given = std::getenv("INTERLOCK_BENCH_EVENTS");
  return given ? std::atoi(given) : 100000;
}

const std::string& large_ledger() {
  static const Folder folder;
  static const std::string path = [] {
    Ledger ledger = Ledger::open(folder.path + "/ledger.db");
    std::vector<Draft> drafts;
    for (int i = 1; i < events_wanted(); ++i) {
      drafts.push_back(decision(i));
      if (i % 10 == 0)
        drafts.back().evidence = {{"answers", "application/json", "[[" + std::to_string(i) + "]]"}};
      if (drafts.size() < 1000 && i + 1 < events_wanted()) continue;
      ledger.append(drafts);
      drafts.clear();
    }
    return ledger.path();
  }();
  return path;
}

template <class Look>
void each_body(const Look& look) {
  const Database database(large_ledger(), Database::Access::read);
  Statement rows = database.prepare("SELECT body FROM event ORDER BY seq");
  while (rows.step()) look(rows.bytes(0));
}

void count(benchmark::State& state, std::int64_t bytes) {
  state.SetItemsProcessed(state.iterations() * events_wanted());
  state.SetBytesProcessed(state.iterations() * bytes);
}

void verify_whole(benchmark::State& state) {
  large_ledger();
  for (auto _ : state)
    if (!verify(large_ledger(), {}).whole()) state.SkipWithError("the ledger is broken");
  state.SetItemsProcessed(state.iterations() * events_wanted());
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  state.counters["peak_MB"] = static_cast<double>(used.ru_maxrss) / 1024;
}
BENCHMARK(verify_whole)->Unit(benchmark::kMillisecond);

// What every reader must do.
void floor_of_verify_read_rows(benchmark::State& state) {
  std::int64_t bytes = 0;
  for (auto _ : state) {
    bytes = 0;
    each_body([&](std::string_view body) { bytes += static_cast<std::int64_t>(body.size()); });
  }
  count(state, bytes);
}
BENCHMARK(floor_of_verify_read_rows)->Unit(benchmark::kMillisecond);

// In memory: the hashes alone, and the canonical form alone.
std::vector<std::string> bodies() {
  std::vector<std::string> all;
  each_body([&](std::string_view body) {
    if (all.size() < 50000) all.emplace_back(body);
  });
  return all;
}

template <class Look>
void of_bodies(benchmark::State& state, const Look& look) {
  const auto all = bodies();
  std::int64_t bytes = 0;
  for (const auto& body : all) bytes += static_cast<std::int64_t>(body.size());
  for (auto _ : state)
    for (const auto& body : all) look(body);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(all.size()));
  state.SetBytesProcessed(state.iterations() * bytes);
}

void floor_of_verify_sha256(benchmark::State& state) {
  of_bodies(state, [](const std::string& body) { benchmark::DoNotOptimize(sha256(body)); });
}
BENCHMARK(floor_of_verify_sha256)->Unit(benchmark::kMillisecond);

void canonical_form(benchmark::State& state) {
  Scanned event;
  of_bodies(state, [&](const std::string& body) { benchmark::DoNotOptimize(scan(body, event)); });
}
BENCHMARK(canonical_form)->Unit(benchmark::kMillisecond);

void durable_decision(benchmark::State& state) {
  const Folder folder;
  Ledger ledger = Ledger::open(folder.path + "/ledger.db");
  int number = 0;
  for (auto _ : state) ledger.append({decision(++number)});
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(durable_decision)->Unit(benchmark::kMicrosecond)->UseRealTime();

// One page and its frame header added to a file, then fdatasync.
void floor_of_durable_decision(benchmark::State& state) {
  const Folder folder;
  const int file = open((folder.path + "/plain").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  const std::array<char, 4120> page{};
  for (auto _ : state)
    if (write(file, page.data(), page.size()) != static_cast<ssize_t>(page.size()) ||
        fdatasync(file) != 0)
      state.SkipWithError("cannot write");
  close(file);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(floor_of_durable_decision)->Unit(benchmark::kMicrosecond)->UseRealTime();

}  // namespace
}  // namespace interlock
