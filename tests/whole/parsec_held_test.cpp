// What a run of Parsec finds on its way, before a step that it then does not begin: it is held
// for that alone, and goes on once that is gone.
#include <gtest/gtest.h>

#include "tests/whole/crashed.h"
#include "tests/whole/parsec.h"
#include "tests/whole/spoilers.h"

namespace interlock {
namespace {

struct ParsecHeld : testing::Test {
  std::unique_ptr<Parsec> parsec;
  std::string before;

  void SetUp() override {
    if (server("INTERLOCK_PG_PORT").empty())
      GTEST_SKIP() << "no PostgreSQL is named: see ./dev test";
    parsec = std::make_unique<Parsec>();
    before = parsec->contents();
  }
  void answer_yes() const {
    const std::string run = events_of_run(parsec->desk).back().run;
    const Typed typed =
        parsec->desk.interlock({"answer", run, "checked/operator.confirms@operator", "yes"});
    EXPECT_EQ(typed.exit, 0) << typed.out << typed.err;
  }
  void conforms() const {
    const Typed conform = parsec->desk.interlock({"audit", "conform"});
    EXPECT_EQ(conform.exit, 0) << conform.out << conform.err;
  }
};

TEST_F(ParsecHeld, WhileTheDatabaseIsNotCalmForEachReasonAlone) {
  // Where only the migrations are left to be begun, nobody has a session as yet.
  parsec->breaks("docker *migrate --dry-run", "exit 1");
  EXPECT_EQ(parsec->type("run", {"--yes", "3.1.0"}).exit, 1);
  EXPECT_EQ(refused_now(parsec->desk), Texts{});
  parsec->mends();
  for (const Unrest& each : unrest("migrated", "migration")) {
    SCOPED_TRACE(each.key);
    {
      const live::Session open = session_of(each, parsec->name(), parsec->name());
      spoil(parsec->desk, parsec->name(), each.sql);
      const Typed typed = parsec->desk.interlock({"retry"});
      EXPECT_EQ(typed.exit, 1) << typed.out << typed.err;
      EXPECT_EQ(refused_now(parsec->desk), Texts{each.key}) << typed.out;
      EXPECT_EQ(parsec->sql("SELECT max(_id) FROM migration"), "5\n");
    }
    spoil(parsec->desk, parsec->name(), each.mend);
  }
  const Typed typed = parsec->desk.interlock({"retry"});
  EXPECT_EQ(typed.exit, 0) << typed.out << typed.err;
  EXPECT_EQ(parsec->sql("SELECT max(_id) FROM migration"), "6\n");
  conforms();
}

// The compose file of 3.6 would start another PostgreSQL on the files of the old one.
TEST_F(ParsecHeld, UntilAPersonKeepsThePostgresOfTheReleaseBefore) {
  parsec->target = "3.6.0";
  const Typed run = parsec->type("run", {"--yes", "3.6.0"});
  EXPECT_EQ(run.exit, 9) << run.out << run.err;
  EXPECT_NE(run.out.find("keeps its PostgreSQL major version"), std::string::npos) << run.out;
  EXPECT_EQ(parsec->calls(), "");
  const Typed back = parsec->desk.interlock({"back", "--yes"});
  EXPECT_EQ(back.exit, 8) << back.out << back.err;
  EXPECT_EQ(parsec->differs_from("3.0.0", before), "");
  conforms();
}

TEST_F(ParsecHeld, BeforeABackupIsRestoredThatIsAnotherNow) {
  parsec->upgrade_by_hand();
  const std::string later = parsec->contents();
  parsec->machine = "parsec-3-back";
  parsec->target = "3.0.0";
  const Typed run =
      parsec->type("run", {"--yes", "3.0.0", "--set", "backup=" + parsec->desk.path("old.custom")});
  ASSERT_EQ(run.exit, 9) << run.out << run.err;
  answer_yes();
  parsec->breaks("docker pull*",
                 "cd \"$INTERLOCK_STANDIN/..\"; mv old.custom kept; cp old.plain old.custom; "
                 "real \"$@\"");
  const Typed resumed = parsec->desk.interlock({"resume"});
  EXPECT_EQ(resumed.exit, 1) << resumed.out << resumed.err;
  EXPECT_EQ(refused_now(parsec->desk), Texts{"replaced/backup.unchanged@files"});
  parsec->mends();
  EXPECT_EQ(parsec->contents(), later);
  std::filesystem::rename(parsec->desk.folder / "kept", parsec->desk.folder / "old.custom");
  const Typed typed = parsec->desk.interlock({"retry"});
  EXPECT_EQ(typed.exit, 0) << typed.out << typed.err;
  EXPECT_EQ(parsec->differs_from("3.0.0", before), "");
  conforms();
}

}  // namespace
}  // namespace interlock
