#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "engine/error.h"
#include "engine/ledger.h"
#include "engine/sqlite.h"

namespace interlock {

// A folder of its own, and a ledger in it once one is asked for.
struct LedgerFolder : testing::Test {
  std::string folder = [] {
    std::string name = testing::TempDir() + "ledger-XXXXXX";
    return std::string(mkdtemp(name.data()));
  }();
  std::string path = folder + "/state/ledger.db";

  LedgerFolder() = default;
  LedgerFolder(const LedgerFolder&) = delete;
  LedgerFolder& operator=(const LedgerFolder&) = delete;
  ~LedgerFolder() override { std::filesystem::remove_all(folder); }

  // 11 events of two runs, with 5 pieces of evidence, one of them cited twice.
  static void fill(Ledger& ledger) {
    ledger.append({{.type = "ledger.opened"}});
    for (const std::string run : {"a3f9-k2mt", "b000-0001"}) {
      ledger.append({{.type = "definition.loaded",
                      .run = run,
                      .definition = {std::string(64, 'a'), std::string(64, 'b')},
                      .evidence = {{"definition", "application/json", "{\"machine\":\"m\"}"}}},
                     {.type = "run.started",
                      .run = run,
                      .installation = "0123456789abcdef",
                      .state = "ready",
                      .data = Value::Object{{"to", "2.0"}, {"n", 17}}}});
      ledger.append({{.type = "action.outcome",
                      .run = run,
                      .state = "migrating",
                      .outcome = "ok",
                      .evidence = {{"stdout", "text/plain", "migrated " + run + "\n"},
                                   {"stderr", "text/plain", "warned " + run + "\n"}}}});
      ledger.append({{.type = "run.finished", .run = run, .state = "done"}});
    }
    ledger.append({{.type = "report.issued"}});
  }

  static std::vector<Event> all(const Ledger& ledger) {
    std::vector<Event> events;
    ledger.each(0, ledger.head().size, [&](Event event) { events.push_back(std::move(event)); });
    return events;
  }
  // The message and the remedy of what opening the file says.
  std::string refusal(const std::function<void()>& act) const {
    try {
      act();
      return {};
    } catch (const Error& error) {
      EXPECT_EQ(error.kind, Error::Kind::ledger);
      std::string said = error.what() + std::string(" -> ") + error.hint;
      for (auto at = said.find(path); at != std::string::npos; at = said.find(path))
        said.replace(at, path.size(), "PATH");
      return said;
    }
  }
  std::string refusal() const {
    return refusal([&] { Ledger::open(path); });
  }

  // What is done with the open file by somebody who has it. The guards are taken
  // away before and put back after, so that nothing but the contents tells.
  void attack(const std::function<void(const Database&)>& what) const {
    const Database database(path, Database::Access::write);
    std::vector<std::string> names, guards;
    {
      Statement rows = database.prepare("SELECT name, sql FROM sqlite_schema WHERE type='trigger'");
      while (rows.step()) {
        names.emplace_back(rows.bytes(0));
        guards.emplace_back(rows.bytes(1));
      }
    }
    for (const std::string& name : names) database.run("DROP TRIGGER " + name);
    what(database);
    for (const std::string& guard : guards) database.run(guard);
  }
  void attack(const std::string& sql) const {
    attack([&](const Database& database) { database.run(sql); });
  }
};

inline std::string file_text(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

inline void write_file(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

}  // namespace interlock
