// A record that somebody has changed, as the command line tells it.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>

#include "tests/whole/shop.h"

namespace interlock {
namespace {

struct Altered : testing::Test {
  Desk desk;
  std::string ledger = desk.path("state/interlock/ledger.db");
  std::string head;  // SIZE:ROOT as it was printed

  void SetUp() override {
    desk.write("empty/VERSION", "1.0.0\n");
    for (int times = 0; times < 2; ++times)
      desk.interlock({"ready", "demo", "--root", desk.path("empty"), "--set", "installed=1.0.0",
                      "--to", "1.1.1"});
    const Value whole = json(verify({"--format", "json"}).out);
    ASSERT_EQ(whole["verdict"].text(), "whole");
    head = std::to_string(whole["ledger"]["size"].number()) + ":" +
           std::string(whole["ledger"]["root"].text().substr(7));  // behind "sha256:"
  }
  Typed verify(std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"audit", "verify"});
    return desk.interlock(std::move(more));
  }
  // As somebody would who has the file, and a tool.
  void sql(const std::string& statements) const {
    sqlite3* file = nullptr;
    ASSERT_EQ(sqlite3_open(ledger.c_str(), &file), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(file, statements.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(file);
    sqlite3_close(file);
  }
  // The triggers that guard the tables are taken away for it, and put back.
  void change(const std::string& statements) const {
    std::string drop, create;
    sqlite3* file = nullptr;
    ASSERT_EQ(sqlite3_open(ledger.c_str(), &file), SQLITE_OK);
    const auto add = [](void* to, int, char** cells, char**) {
      auto& [dropped, created] = *static_cast<std::pair<std::string*, std::string*>*>(to);
      *dropped += std::string("DROP TRIGGER ") + cells[0] + ";";
      *created += std::string(cells[1]) + ";";
      return 0;
    };
    std::pair both{&drop, &create};
    sqlite3_exec(file, "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'", add, &both,
                 nullptr);
    sqlite3_close(file);
    sql(drop + statements + ";" + create);
  }
  // No page pins what is broken, be it in what it does not show.
  void is_not_reported() const {
    for (const char* format : {"human", "json", "ndjson", "markdown", "html"}) {
      const Typed report = desk.interlock({"report", "--format", format});
      EXPECT_EQ(report.exit, 5) << format << report.out << report.err;
    }
  }
  void is_found(const std::string& words) const {
    const Typed human = verify();
    EXPECT_EQ(human.exit, 5) << human.out << human.err;
    EXPECT_NE(human.out.find(words), std::string::npos) << human.out;
    const Typed as_json = verify({"--format", "json"});
    EXPECT_EQ(as_json.exit, 5);
    EXPECT_EQ(json(as_json.out)["verdict"].text(), "broken");
  }
};

TEST_F(Altered, ByAFlippedByteOfAnEvent) {
  change(
      "UPDATE event SET body = CAST(replace(CAST(body AS TEXT), '\"demo\"', '\"dfmo\"')"
      " AS BLOB) WHERE seq = 3");
  is_found("event 3");
}

TEST_F(Altered, ByAFlippedByteOfALeaf) {
  change("UPDATE event SET leaf = CAST(x'00' || substr(leaf, 2) AS BLOB) WHERE seq = 4");
  is_found("event 4");
  is_not_reported();
}

TEST_F(Altered, ByAFlippedByteOfEvidence) {
  change(
      "UPDATE blob SET body = CAST(replace(CAST(body AS TEXT), 'a', 'b') AS BLOB)"
      " WHERE rowid = (SELECT min(rowid) FROM blob)");
  is_found("evidence");
}

TEST_F(Altered, ByFlippedBytesOfAllEvidence) {
  change("UPDATE blob SET body = CAST(x'00' || substr(body, 2) AS BLOB)");
  is_found("evidence");
  is_not_reported();
}

TEST_F(Altered, ByADeletedEvent) {
  change("DELETE FROM event WHERE seq = 5");
  is_found("event 5");
}

TEST_F(Altered, ByADeletedPieceOfEvidence) {
  change("DELETE FROM blob WHERE rowid = (SELECT min(rowid) FROM blob)");
  is_found("evidence");
}

TEST_F(Altered, ByTwoThatChangedPlaces) {
  change(
      "UPDATE event SET seq = -1 WHERE seq = 5; UPDATE event SET seq = 5 WHERE seq = 6;"
      "UPDATE event SET seq = 6 WHERE seq = -1");
  is_found("event 5");
}

TEST_F(Altered, ByOneThatWasPutIn) {
  change(
      "UPDATE event SET seq = -seq - 1 WHERE seq > 5; UPDATE event SET seq = -seq WHERE seq < 0;"
      "INSERT INTO event(seq, leaf, body) SELECT 6, leaf, body FROM event WHERE seq = 5");
  is_found("event 6");
}

// What was cut off at the end is known only to who has kept its head.
TEST_F(Altered, ByCuttingOffItsEnd) {
  EXPECT_EQ(verify({"--expect", head}).exit, 0);
  EXPECT_EQ(verify({"--expect", std::string(head).insert(head.find(':') + 1, "sha256:")}).exit, 0);
  change("DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)");
  EXPECT_EQ(verify().exit, 0);
  const Typed typed = verify({"--expect", head});
  EXPECT_EQ(typed.exit, 5) << typed.out << typed.err;
  EXPECT_NE(typed.out.find(head.substr(0, head.find(':'))), std::string::npos) << typed.out;
}

// One event of the newest run says something else; nothing but its bytes was changed.
struct AlteredRun : Altered {
  void SetUp() override {
    desk.write("empty/VERSION", "1.0.0\n");
    const Typed begun = desk.interlock(
        {"run", "demo", "--root", desk.path("empty"), "--set", "installed=1.0.0", "--set",
         "database=sqlite:" + desk.path("empty/shop.db"), "--to", "1.1.1", "--yes", "1.1.1"});
    ASSERT_EQ(begun.exit, 1) << begun.out << begun.err;
  }
  void say(const std::string& said, const std::string& instead) const {
    change("UPDATE event SET body = CAST(replace(CAST(body AS TEXT), '" + said + "', '" + instead +
           "') AS BLOB) WHERE seq = (SELECT min(seq) FROM event WHERE instr(CAST(body AS TEXT), '" +
           said + "'))");
  }
  void is_refused(std::vector<std::string> words) const {
    const Typed typed = desk.interlock(std::move(words));
    EXPECT_EQ(typed.exit, 5) << typed.out << typed.err;
    EXPECT_EQ(typed.out, "");
    EXPECT_NE(typed.err.find("is broken at event "), std::string::npos) << typed.err;
    EXPECT_NE(typed.err.find("interlock audit verify"), std::string::npos) << typed.err;
  }
};

TEST_F(AlteredRun, IsNotReported) {
  say("\"outcome\":\"fail\"", "\"outcome\":\"pass\"");
  is_refused({"report"});
  is_refused({"report", "--format", "ndjson"});
  is_refused({"status"});
}

TEST_F(AlteredRun, IsNotResumed) {
  say("\"root\":\"" + desk.path("empty"), "\"root\":\"" + desk.path("other"));
  is_refused({"resume"});
  is_refused({"back", "--yes"});
}

TEST_F(Altered, IsNotGoneOnWith) {
  change(
      "UPDATE event SET body = CAST(body || ' ' AS BLOB)"
      " WHERE seq = (SELECT max(seq) FROM event)");
  const Typed typed = desk.interlock(
      {"ready", "demo", "--root", desk.path("empty"), "--set", "installed=1.0.0", "--to", "1.1.1"});
  EXPECT_EQ(typed.exit, 5) << typed.out << typed.err;
  EXPECT_NE(typed.err.find("audit verify"), std::string::npos) << typed.err;
}

}  // namespace
}  // namespace interlock
