// An upgrade of Parsec on a real PostgreSQL, from readiness to the way back.
#include "tests/whole/parsec.h"

#include <gtest/gtest.h>

namespace interlock {
namespace {

struct ParsecUpgrade : testing::Test {
  static void SetUpTestSuite() {}
  void SetUp() override {
    if (server("INTERLOCK_PG_PORT").empty())
      GTEST_SKIP() << "no PostgreSQL is named: see ./dev test";
    static const Known known("parsec-3");
    parsec = std::make_unique<Parsec>();
    parsec->hasten(known);
    before = parsec->contents();
  }

  // Where a run is held after a migrator that did not do its work.
  void held_then_back() {
    const Typed run = parsec->type("run", {"--yes", "3.1.0"});
    EXPECT_EQ(run.exit, 1) << run.out << run.err;
    const Typed back = parsec->typed_on_run("back", {"--yes"});
    EXPECT_EQ(back.exit, 8) << back.out << back.err;
    is_as_before();
  }

  void is_as_before() {
    EXPECT_EQ(parsec->differs_from("3.0.0", before), "");
    conforms("recovered");
  }

  void conforms(const std::string& end) const {
    EXPECT_EQ(parsec->desk.interlock({"audit", "verify"}).exit, 0);
    const Typed conform = parsec->desk.interlock({"audit", "conform", "--format", "json"});
    EXPECT_EQ(json(conform.out)["verdict"].text(), "conforms") << conform.out;
    EXPECT_EQ(json(conform.out)["state"].text(), end);
  }

  bool restored() const { return parsec->calls().find("pg_restore") != std::string::npos; }

  std::unique_ptr<Parsec> parsec;
  std::string before;
};

TEST_F(ParsecUpgrade, IsReadyWithOneMigrationPending) {
  const Typed ready = parsec->type("ready", {"--format", "json"});
  EXPECT_EQ(ready.exit, 0) << ready.out << ready.err;
  const Value report = json(ready.out);
  EXPECT_EQ(texts_in(report["forecast"]["pending_migrations"]),
            (std::vector<std::string>{"0006_tos"}));
  std::vector<std::string> warned;
  for (const Value& check : report["checks"].list())
    if (check["outcome"].text() == "warn") warned.emplace_back(check["check"].text());
  EXPECT_EQ(warned, (std::vector<std::string>{"server.auditor_readonly"})) << ready.out;
}

// What its image brings cannot be read: that is said before anything is done.
TEST_F(ParsecUpgrade, AsksForWhatAReleaseBringsThatNobodyKnows) {
  parsec->target = "3.0.9";
  const Typed ready = parsec->type("ready", {"--format", "json"});
  EXPECT_EQ(ready.exit, 3) << ready.out << ready.err;
  const Value report = json(ready.out);
  Texts unknown;
  for (const Value& check : report["checks"].list()) {
    if (check["outcome"].text() != "unknown") continue;
    unknown.emplace_back(check["key"].text());
    EXPECT_EQ(check["remedy"]["text"].text(),
              "Tell of this release in a file of releases/ (states/README.md), or go to one that "
              "is known.");
  }
  EXPECT_EQ(unknown, (Texts{"checked/migration.parsec_sound@database",
                            "listed/migration.pending_are@database"}));
}

TEST_F(ParsecUpgrade, SucceedsWithAReleaseThatAFileTellsOf) {
  parsec->target = "3.0.9";
  parsec->desk.write("machines/releases/parsec.json",
                     R"({"product": "Parsec server", "releases": [
      {"version": "3.0.9", "adds": ["0006_tos"], "columns": {
        "organization": ["tos_updated_on", "tos_per_locale_urls"], "user_": ["tos_accepted_on"]}}]})");
  const Typed run =
      parsec->type("run", {"--yes", "3.0.9", "--definitions", parsec->desk.path("machines")});
  EXPECT_EQ(run.exit, 0) << run.out << run.err;
  EXPECT_EQ(parsec->sql("SELECT max(_id) FROM migration"), "6\n");
  conforms("upgraded");
}

TEST_F(ParsecUpgrade, SucceedsWithAMigratorThatMigrates) {
  const Typed run = parsec->type("run", {"--yes", "3.1.0"});
  EXPECT_EQ(run.exit, 0) << run.out << run.err;
  EXPECT_EQ(parsec->sql("SELECT max(_id) FROM migration"), "6\n");
  EXPECT_EQ(parsec->sql("SELECT user_id, tos_accepted_on FROM user_ ORDER BY 1"), "alice|\nbob|\n");
  EXPECT_EQ(parsec->differs_from("3.1.0", parsec->contents()), "");
  conforms("upgraded");
  EXPECT_EQ(parsec->type("verify").exit, 0);
}

// F22.
TEST_F(ParsecUpgrade, IsHeldWhenMigrateFailsAndExitsWithZero) {
  parsec->migrator("0006_tos.sql \xE2\x9C\x98: column exists", "");
  held_then_back();
  EXPECT_FALSE(restored());
}

TEST_F(ParsecUpgrade, RestoresWhatWasHalfDone) {
  parsec->migrator("0006_tos.sql \xE2\x9C\x98",
                   "ALTER TABLE organization ADD tos_updated_on TEXT;");
  held_then_back();
  EXPECT_TRUE(restored());
}

TEST_F(ParsecUpgrade, RestoresRowsThatWereOnlyUpdated) {
  parsec->migrator("0006_tos.sql \xE2\x9C\x98",
                   "UPDATE user_ SET user_id = 'mallory' WHERE _id = '2';");
  held_then_back();
  EXPECT_TRUE(restored());
}

// From a migrator that does nothing, half of it, or only changes rows.
TEST_F(ParsecUpgrade, GoesBackByItselfWhereItWasToldTo) {
  for (const char* sql : {"", "ALTER TABLE organization ADD tos_updated_on TEXT;",
                          "UPDATE user_ SET user_id = 'mallory' WHERE _id = '2';"}) {
    SCOPED_TRACE(sql);
    parsec->migrator("0006_tos.sql \xE2\x9C\x98", sql);
    const Typed run = parsec->type("run", {"--yes", "3.1.0", "--on-fail", "back"});
    EXPECT_EQ(run.exit, 8) << run.out << run.err;
    is_as_before();
    EXPECT_EQ(restored(), *sql != '\0');
  }
}

TEST_F(ParsecUpgrade, WaitsUntilTheNewContainerIsStable) {
  parsec->set("early", 0);
  const auto standing = [&] {
    const Value status = json(parsec->desk.interlock({"status", "--format", "json"}).out);
    return status["runs"].list().empty() ? Value() : status["runs"].list().front();
  };
  const auto failed = [&] {
    const Value report = json(parsec->desk.interlock({"report", "--format", "json"}).out);
    std::vector<std::string> all;
    for (const Value& check : report["checks"].list())
      if (check["outcome"].text() == "fail") all.emplace_back(check["check"].text());
    return all;
  };
  const std::vector<std::string> only = {"container.stable"};
  Typing run(parsec->desk, parsec->words("run", {"--yes", "3.1.0"}));
  run.until([&] { return standing()["standing"].text() == "waiting" && failed() == only; });
  EXPECT_EQ(standing()["state"].text(), "open");
  run.kill();
  run.end();
  EXPECT_EQ(failed(), only);

  Value container = parsec->state()["container"];
  container.set("started", container["started"].number() - 60);
  parsec->set("container", container);
  const Typed resumed = parsec->typed_on_run("resume");
  EXPECT_EQ(resumed.exit, 0) << resumed.out << resumed.err;
}

TEST_F(ParsecUpgrade, StartsNoStepTwiceThatMayRunOnce) {
  parsec->migrator("0006_tos.sql \xE2\x9C\x98", "");
  held_then_back();
  const std::string calls = parsec->calls();
  const std::string migrate = "run --rm parsec-server migrate\n";
  const auto first = calls.find(migrate);
  ASSERT_NE(first, std::string::npos) << calls;
  EXPECT_EQ(calls.find(migrate, first + 1), std::string::npos) << calls;
}

}  // namespace
}  // namespace interlock
