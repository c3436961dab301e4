// What a run of Parsec finds on its way, before a step that it then does not begin: it is held
// for that alone, and goes on once that is gone.
#include <gtest/gtest.h>

#include <optional>

#include "tests/live/asker.h"
#include "tests/whole/crashed.h"
#include "tests/whole/parsec.h"

namespace interlock {
namespace {

// What keeps the migrations from being applied: a session of that account has run `session`,
// and the database is as `sql` makes it until `mend`.
struct Unrest {
  const char* key;
  bool of_application = false;
  std::vector<std::string> session = {};
  std::string sql = "SELECT 1";
  std::string mend = "SELECT 1";
};

// The sessions of this database, but with other times.
std::string sessions_with(const std::string& times) {
  return "SET search_path = public, pg_catalog; CREATE VIEW pg_stat_activity AS SELECT datid, "
         "datname, pid, usesysid, usename, application_name, client_addr, backend_type, state, " +
         times +
         " FROM pg_catalog.pg_stat_activity; ALTER DATABASE NAME SET search_path = "
         "public, pg_catalog";
}

const std::string as_they_are = "ALTER DATABASE NAME RESET search_path; DROP VIEW public.";

const std::vector<Unrest>& unrest() {
  static const std::vector<Unrest> each = {
      {.key = "migrated/activity.no_app_sessions@database", .of_application = true},
      {.key = "migrated/activity.no_long_transactions@database",
       .session = {"BEGIN", "SELECT 1"},
       .sql = sessions_with("xact_start - interval '1 hour' AS xact_start, state_change"),
       .mend = as_they_are + "pg_stat_activity"},
      {.key = "migrated/activity.no_idle_in_transaction@database",
       .session = {"BEGIN", "SELECT 1"},
       .sql = sessions_with("xact_start, state_change - interval '1 hour' AS state_change"),
       .mend = as_they_are + "pg_stat_activity"},
      {.key = "migrated/activity.no_prepared_transactions@database",
       .session = {"BEGIN", "LOCK TABLE user_ IN ACCESS SHARE MODE", "PREPARE TRANSACTION 'NAME'"},
       .mend = "ROLLBACK PREPARED 'NAME'"},
      {.key = "migrated/activity.no_ddl_in_progress@database",
       .sql = "ALTER DATABASE NAME SET search_path = public, pg_catalog; CREATE VIEW "
              "public.pg_stat_progress_create_index AS SELECT 1 AS pid, current_database() AS "
              "datname, 'CREATE INDEX' AS command, 'user_'::regclass::oid AS relid",
       .mend = as_they_are + "pg_stat_progress_create_index"}};
  return each;
}

struct ParsecHeld : testing::Test {
  std::unique_ptr<Parsec> parsec;
  std::string before;

  void SetUp() override {
    if (server("INTERLOCK_PG_PORT").empty())
      GTEST_SKIP() << "no PostgreSQL is named: see ./dev test";
    parsec = std::make_unique<Parsec>();
    before = parsec->contents();
  }
  std::string named(std::string words) const {
    for (auto at = words.find("NAME"); at != std::string::npos; at = words.find("NAME", at))
      words.replace(at, 4, parsec->name());
    return words;
  }
  live::Session session(const Unrest& each) const {
    const Address address = {
        .system = System::postgres,
        .host = "127.0.0.1",
        .port = server("INTERLOCK_PG_PORT"),
        .name = parsec->name(),
        .user = each.of_application ? parsec->name() : server("INTERLOCK_PG_USER")};
    live::Session open(address);
    for (const std::string& statement : each.session) open.run(named(statement));
    return open;
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
  EXPECT_EQ(parsec->failed(), Texts{});
  parsec->mends();
  for (const Unrest& each : unrest()) {
    SCOPED_TRACE(each.key);
    {
      const live::Session open = session(each);
      parsec->sql(named(each.sql));
      const Typed typed = parsec->desk.interlock({"retry"});
      EXPECT_EQ(typed.exit, 1) << typed.out << typed.err;
      EXPECT_EQ(parsec->failed(), Texts{each.key}) << typed.out;
      EXPECT_EQ(parsec->sql("SELECT max(_id) FROM migration"), "5\n");
    }
    parsec->sql(named(each.mend));
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
  EXPECT_EQ(parsec->failed(), Texts{"replaced/backup.unchanged@files"});
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
