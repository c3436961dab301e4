// Reading and fingerprinting a schema of thousands of tables, beside the dump program
// of the server, which reads the same.
#include <benchmark/benchmark.h>

#include <chrono>
#include <stdexcept>

#include "checks/index.h"
#include "engine/digest.h"
#include "engine/subprocess.h"
#include "tests/live/servers.h"
#include "tests/live/throwaway.h"

namespace interlock {
namespace {

// Five columns and three indexes each, as applications have them.
std::vector<std::string> many_tables(int count) {
  std::vector<std::string> all;
  for (int i = 0; i < count; ++i) {
    const std::string name = "t_" + std::to_string(i);
    all.push_back("CREATE TABLE " + name +
                  " (id INT PRIMARY KEY, owner INT NOT NULL UNIQUE, label VARCHAR(60) "
                  "DEFAULT 'new' UNIQUE, state INT, made TIMESTAMP)");
  }
  return all;
}

struct Schema {
  live::Throwaway database;
  std::string question;

  explicit Schema(const Address& server, int count) : database(server, many_tables(count)) {
    const Check* check = find_check("schema.same_as");
    if (!check) throw std::runtime_error("there is no schema.same_as");
    question = check->probes.front().words_for(server.system);
  }
};

std::string fingerprint(const Table& table) {
  std::string text;
  for (const auto& row : table.rows)
    for (const Table::Cell& cell : row) text += cell.value_or("\x01") + '\0';
  return hex(sha256(text));
}

void read_schema(benchmark::State& state, const Address& server, int count,
                 const std::vector<std::string>& dump) {
  if (server.port.empty()) {
    state.SkipWithError("no such server is named: see tests/servers.sh");
    return;
  }
  const Schema schema(server, count);
  std::size_t objects = 0;
  for (auto _ : state) {
    const auto session = open(schema.database.address(), std::chrono::minutes(2));
    const Table table =
        session->ask({.words = schema.question, .patience = std::chrono::minutes(2)});
    objects = table.rows.size();
    benchmark::DoNotOptimize(fingerprint(table));
  }
  std::vector<std::string> argv = dump;
  argv.push_back(schema.database.address().name);
  const Ended ended =
      run({.argv = argv, .output = "/dev/null", .deadline = std::chrono::minutes(5)});
  if (!ended.ok()) state.SkipWithError(("the dump failed: " + ended.err).c_str());
  state.counters["objects"] = static_cast<double>(objects);
  state.counters["peer_dump_ms"] = static_cast<double>(ended.took.count());
}

void postgres_10000_tables(benchmark::State& state) {
  const Address server = live::postgres();
  read_schema(
      state, server, 10000,
      {"pg_dump", "--schema-only", "-h", server.host, "-p", server.port, "-U", server.user});
}
BENCHMARK(postgres_10000_tables)->UseRealTime()->Unit(benchmark::kMillisecond)->Iterations(5);

void mariadb_5000_tables(benchmark::State& state) {
  const Address server = live::mysql();
  read_schema(state, server, 5000,
              {"mariadb-dump", "--no-defaults", "--no-data", "-h", server.host, "-P", server.port,
               "-u", server.user});
}
BENCHMARK(mariadb_5000_tables)->UseRealTime()->Unit(benchmark::kMillisecond)->Iterations(5);

}  // namespace
}  // namespace interlock
