// What asking costs: the whole program, from its start to its end, beside the same
// statements sent bare over one connection. MariaDB's own log says which they are.
#include <benchmark/benchmark.h>
#include <cppconn/driver.h>
#include <cppconn/resultset.h>
#include <cppconn/statement.h>
#include <mysql_connection.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "engine/subprocess.h"
#include "tests/live/servers.h"
#include "tests/live/throwaway.h"

namespace interlock {
namespace {

constexpr int tables = 40, read_through = 2;
using Statements = std::vector<std::string>;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point from) {
  return std::chrono::duration<double>(Clock::now() - from).count();
}

Statements shop() {
  Statements all;
  for (int i = 1; i <= tables; ++i) {
    const std::string name = "t_" + std::to_string(i);
    all.push_back("CREATE TABLE " + name +
                  " (id INT PRIMARY KEY, label VARCHAR(60), payload TEXT, "
                  "touched DATETIME, KEY (label)) ENGINE=InnoDB");
    all.push_back("INSERT INTO " + name +
                  " SELECT seq, CONCAT('label ', seq), REPEAT('x', 200), NOW() "
                  "FROM seq_1_to_5000");
  }
  for (const char* i : {"1", "2", "3"})
    all.push_back(std::string("CREATE VIEW v_") + i + " AS SELECT * FROM t_" + i);
  all.emplace_back(
      "CREATE TRIGGER t_1_touched BEFORE UPDATE ON t_1 FOR EACH ROW SET NEW.touched = NOW()");
  all.emplace_back(
      "CREATE TABLE migrations (id INT AUTO_INCREMENT PRIMARY KEY, migration TEXT, batch INT)");
  all.emplace_back("INSERT INTO migrations (migration, batch) VALUES ('2020_01_01_begin', 1)");
  all.emplace_back(
      "CREATE TABLE jobs (id INT PRIMARY KEY, queue TEXT, payload TEXT, attempts INT, reserved_at "
      "INT, available_at INT, created_at INT)");
  all.emplace_back(
      "CREATE TABLE routers (handle TEXT, pause_updates INT, last_update_started DATETIME, "
      "last_updated DATETIME)");
  return all;
}

// The machine beside this file, with a guard more for some of the tables.
std::string machine_text() {
  std::ostringstream text;
  text << std::ifstream(INTERLOCK_SOURCE "/tests/bench/sixty.json").rdbuf();
  std::string guards;
  for (int i = 1; i <= read_through; ++i)
    guards += ",\n{\"check\": \"query.value\", \"with\": {\"mysql\": \"SELECT count(*) FROM t_" +
              std::to_string(i) + " WHERE payload LIKE '%nothing%'\", \"is\": \"0\"}}";
  std::string machine = text.str();
  machine.insert(machine.rfind(']', machine.rfind(']') - 1), guards);
  return machine;
}

class Subject {
 public:
  Subject() {
    if (!mkdtemp(folder_.data())) throw std::runtime_error("no folder can be made");
    std::ofstream(folder_ + "/sixty.json") << machine_text();
    std::ofstream(folder_ + "/version.php") << "<?php define('APPLICATION_VERSION', '6.4.0');\n";
  }
  Subject(const Subject&) = delete;
  Subject& operator=(const Subject&) = delete;
  ~Subject() { std::filesystem::remove_all(folder_); }

  Ended ready() const {
    const Address& at = database_.address();
    return run(
        {.argv = {INTERLOCK_BINARY "/engine/cli/interlock", "ready", folder_ + "/sixty.json",
                  "--root", folder_, "--to", "6.4.2", "--set", "installed=6.4.0", "--set",
                  "database=mysql://" + at.user + "@" + at.host + ":" + at.port + "/" + at.name},
         .env = {{"XDG_STATE_HOME", folder_ + "/state"}},
         .deadline = std::chrono::minutes(1)});
  }

  // What one such run asks, as the server logs it.
  Statements logged() const {
    const auto log = connection();
    const std::unique_ptr<sql::Statement> work(log->createStatement());
    for (const char* on : {"SET GLOBAL log_output = 'TABLE'", "TRUNCATE mysql.general_log",
                           "SET GLOBAL general_log = ON"})
      work->execute(on);
    ready();
    work->execute("SET GLOBAL general_log = OFF");
    const std::unique_ptr<sql::ResultSet> rows(work->executeQuery(
        "SELECT CONVERT(argument USING utf8mb4) FROM mysql.general_log "
        "WHERE command_type IN ('Query', 'Execute') AND thread_id <> CONNECTION_ID()"));
    Statements all;
    while (rows->next()) all.emplace_back(rows->getString(1));
    return all;
  }

  void send(const Statements& statements) const {
    const auto bare = connection();
    const std::unique_ptr<sql::Statement> work(bare->createStatement());
    for (const std::string& statement : statements) try {
        if (!work->execute(statement)) continue;
        const std::unique_ptr<sql::ResultSet> rows(work->getResultSet());
        while (rows->next()) benchmark::DoNotOptimize(rows->getString(1));
      } catch (const sql::SQLException&) {
        continue;  // some are refused to Interlock as well
      }
  }

 private:
  std::unique_ptr<sql::Connection> connection() const {
    const Address& at = database_.address();
    std::unique_ptr<sql::Connection> made(
        get_driver_instance()->connect("tcp://" + at.host + ":" + at.port, at.user, ""));
    made->setSchema(at.name);
    return made;
  }

  live::Throwaway database_{live::mysql(), shop()};
  std::string folder_ = (std::filesystem::temp_directory_path() / "ask-bench-XXXXXX").string();
};

void ready_whole_process(benchmark::State& state) {
  if (live::mysql().port.empty()) {
    state.SkipWithError("no MariaDB is named: see tests/servers.sh");
    return;
  }
  const Subject subject;
  const Statements statements = subject.logged();
  double bare = 0, whole = 0;
  int exit = 0;
  // Else either would wait for a newer list of transactions than the other was given.
  const auto let_innodb_forget = [] {
    std::this_thread::sleep_for(std::chrono::milliseconds(120));
  };
  for (auto _ : state) {
    let_innodb_forget();
    auto from = Clock::now();
    exit = subject.ready().code;
    const double took = seconds_since(from);
    state.SetIterationTime(took);
    whole += took;
    let_innodb_forget();
    from = Clock::now();
    subject.send(statements);
    bare += seconds_since(from);
  }
  const std::set<std::string> distinct(statements.begin(), statements.end());
  state.counters["distinct_statements"] = static_cast<double>(distinct.size());
  state.counters["exit"] = exit;
  state.counters["floor_bare_ms"] = bare * 1000 / static_cast<double>(state.iterations());
  state.counters["times_the_floor"] = whole / bare;
}
BENCHMARK(ready_whole_process)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(3);

void start_of(benchmark::State& state, const std::vector<std::string>& argv) {
  for (auto _ : state)
    if (!run({.argv = argv}).ok()) state.SkipWithError("it does not start");
}

void start_version(benchmark::State& state) {
  start_of(state, {INTERLOCK_BINARY "/engine/cli/interlock", "--version"});
}
BENCHMARK(start_version)->UseRealTime()->Unit(benchmark::kMillisecond);

// An empty program, linked to the same libraries.
void floor_of_start_empty_program(benchmark::State& state) {
  start_of(state, {INTERLOCK_BINARY "/tests/bench/empty_program"});
}
BENCHMARK(floor_of_start_empty_program)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace interlock
