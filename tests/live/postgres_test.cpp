#include <csignal>

#include "engine/error.h"
#include "tests/live/relay.h"
#include "tests/live/servers.h"

using namespace std::chrono_literals;

namespace interlock::live {
namespace {

struct Postgres : testing::Test {
  void SetUp() override { INTERLOCK_NEEDS(postgres()); }
  std::string place = "the database at 127.0.0.1:" + postgres().port;
};

TEST_F(Postgres, AnswersWithATable) {
  EXPECT_EQ(open(postgres(), 5s)->ask({"SELECT $1::int + 1 AS n, NULL AS z", {"41"}}),
            table_of("n | z \n 42 | NULL"));
}
TEST_F(Postgres, AnswersThroughItsSocket) {
  Address at = postgres();
  at.socket = env("INTERLOCK_PG_SOCKET");
  EXPECT_EQ(open(at, 5s)->ask({"SELECT inet_server_addr() AS a"}), table_of("a \n NULL"));
}
TEST_F(Postgres, IsSeenAsInterlock) {
  EXPECT_EQ(open(postgres(), 5s)->ask({"SHOW application_name"}).text(0, "application_name"),
            "interlock");
}
TEST_F(Postgres, KeepsWhatTheWireGave) {
  const Table seen =
      open(postgres(), 5s)
          ->ask({"SELECT '\\x00ff'::bytea AS b, 1.50::numeric AS d, '2026-01-02'::date AS t, "
                 "E'\\U0001F600' AS e, '' AS empty, 9223372036854775807 AS big"});
  EXPECT_EQ(
      seen,
      (Table{{"b", "d", "t", "e", "empty", "big"},
             {{"\\x00ff", "1.50", "2026-01-02", "\xF0\x9F\x98\x80", "", "9223372036854775807"}}}));
}
TEST_F(Postgres, CannotWrite) {
  EXPECT_EQ(code_of(postgres(), {"CREATE TABLE x (i int)"}), "25006");
}
TEST_F(Postgres, CannotBeToldToWrite) {
  const auto session = open(postgres(), 5s);
  session->ask({"SELECT 1"});
  EXPECT_NE(said_by(*session, {"SET TRANSACTION READ WRITE"}), "answered");
  EXPECT_NE(said_by(*session, {"CREATE TABLE x (i int)"}), "answered");
}
TEST_F(Postgres, TakesOneStatementOnly) {
  EXPECT_EQ(code_of(postgres(), {"SELECT 1; SELECT 2"}), "42601");
}
TEST_F(Postgres, HoldsOneSnapshotWhateverFails) {
  const std::string other = "SELECT pg_current_snapshot()::text AS s";
  const auto session = open(postgres(), 5s);
  const Table first = session->ask({other});
  EXPECT_NE(said_by(*session, {"SELECT 1 FROM nowhere"}), "answered");
  EXPECT_NE(said_by(*session, {"SELECT 1/0"}), "answered");
  EXPECT_EQ(session->ask({other}), first);
}
TEST_F(Postgres, EndsWithAQuestionThatEndsTheSnapshot) {
  const auto session = open(postgres(), 5s);
  EXPECT_EQ(said_by(*session, {"COMMIT"}), place + " refused the question: it ended the snapshot");
  EXPECT_NE(said_by(*session, {"SELECT 1"}), "answered");
}
TEST_F(Postgres, RefusesAnArgumentThatNoTextCanBe) {
  EXPECT_EQ(code_of(postgres(), {"SELECT $1::text", {std::string("a\0b", 3)}}), "22021");
}
TEST_F(Postgres, TellsTheCodeOfWhatItRefuses) {
  EXPECT_EQ(code_of(postgres(), {"SELECT 1 FROM nowhere"}), "42P01");
  EXPECT_EQ(said_of(postgres(), {"SELECT 1 FROM nowhere"}),
            place +
                " refused the question: there is no such table: "
                "relation \"nowhere\" does not exist");
}
TEST_F(Postgres, GivesUpInTimeAndGoesOn) {
  const auto session = open(postgres(), 5s);
  std::string said;
  EXPECT_LT(time_of([&] { said = said_by(*session, {"SELECT pg_sleep(5)", {}, 500ms}); }), 1500ms);
  EXPECT_EQ(said, place + " did not answer within 0.5 s");
  EXPECT_EQ(session->ask({"SELECT 1 AS n"}).integer(0, "n"), 1);
  EXPECT_EQ(session->ask({"SHOW statement_timeout"}).text(0, "statement_timeout"), "5s");
}
TEST_F(Postgres, MayBeAskedWithMorePatience) {
  const auto session = open(postgres(), 1s);
  EXPECT_EQ(session->ask({"SHOW statement_timeout", {}, 7s}).text(0, "statement_timeout"), "7s");
  EXPECT_EQ(session->ask({"SHOW statement_timeout", {}, 1s}).text(0, "statement_timeout"), "1s");
}
TEST_F(Postgres, GivesUpWhereTheBackendIsStopped) {
  const auto session = open(postgres(), 5s);
  const int pid = static_cast<int>(session->ask({"SELECT pg_backend_pid() AS p"}).integer(0, "p"));
  ASSERT_EQ(::kill(pid, SIGSTOP), 0);
  std::string said;
  EXPECT_LT(time_of([&] { said = said_by(*session, {"SELECT 1", {}, 500ms}); }), 2500ms);
  EXPECT_EQ(said, place + " did not answer within 0.5 s");
  EXPECT_LT(time_of([&] { said = said_by(*session, {"SELECT 1"}); }), 500ms);
  EXPECT_EQ(said, "the connection to " + place + " was lost: it was not connected any more");
  ::kill(pid, SIGCONT);
}
TEST_F(Postgres, SaysThatItsBackendWasKilled) {
  const auto session = open(postgres(), 5s);
  const std::string pid(session->ask({"SELECT pg_backend_pid() AS p"}).text(0, "p"));
  open(postgres(), 5s)->ask({"SELECT pg_terminate_backend($1::int)", {pid}});
  EXPECT_TRUE(said_by(*session, {"SELECT 1"}).starts_with("the connection to " + place));
}
TEST_F(Postgres, TellsWhatMayNotBeRead) {
  Address at = as_clerk(postgres());
  EXPECT_EQ(code_of(at, {"SELECT * FROM pg_authid"}), "42501");
  EXPECT_TRUE(said_of(at, {"SELECT * FROM pg_authid"})
                  .starts_with(place + " refused the question: this account may not read it"));
}
TEST_F(Postgres, SaysThatItWentAway) {
  Relay relay(postgres().port);
  Address at = postgres();
  at.port = relay.port();
  const auto session = open(at, 5s);
  session->ask({"SELECT 1"});
  relay.cut();
  EXPECT_TRUE(said_by(*session, {"SELECT 1"})
                  .starts_with("the connection to the database at 127.0.0.1:" + at.port));
}
TEST_F(Postgres, WaitsForALockASecond) {
  const auto session = open(postgres(), 5s);
  Address at = postgres();
  const auto holder = open(at, 5s);
  holder->ask({"SELECT pg_advisory_xact_lock(471100)"});
  EXPECT_EQ(said_by(*session, {"SELECT pg_advisory_xact_lock(471100)"}),
            place +
                " refused the question: another session held a lock for longer than 1 s: "
                "canceling statement due to lock timeout");
}
TEST_F(Postgres, RefusesAWrongPassword) {
  Address at = as_clerk(postgres());
  at.password = Secret("xyzzy");
  EXPECT_EQ(said_of(at, {"SELECT 1"}),
            "cannot connect to " + place + ": the password of clerk was refused");
  EXPECT_EQ(code_of(at, {"SELECT 1"}), "28P01");
  EXPECT_EQ(code_of(as_clerk(postgres()), {"SELECT 1"}), "answered");
}
TEST_F(Postgres, SaysThatAPasswordIsMissing) {
  Address at = as_clerk(postgres());
  at.password = {};
  EXPECT_EQ(said_of(at, {"SELECT 1"}), "cannot connect to " + place + ": clerk needs a password");
}
TEST_F(Postgres, KnowsItsDatabases) {
  Address at = postgres();
  at.name = "it's not\\there";
  EXPECT_EQ(said_of(at, {"SELECT 1"}),
            "cannot connect to " + place + ": there is no database it's not\\there");
  EXPECT_EQ(code_of(at, {"SELECT 1"}), "3D000");
}
TEST_F(Postgres, EncryptsAndIsVerifiedWhereAskedTo) {
  Address at = postgres();
  at.tls = true;
  at.authority = env("INTERLOCK_AUTHORITY");
  EXPECT_EQ(open(at, 5s)
                ->ask({"SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"})
                .text(0, "ssl"),
            "t");
}
TEST_F(Postgres, IsNotTrustedBySystemAuthorities) {
  Address at = postgres();
  at.tls = true;
  EXPECT_EQ(said_of(at, {"SELECT 1"}),
            "cannot connect to " + place +
                ": its certificate is not signed by an authority that is trusted");
}
TEST_F(Postgres, IsNotTrustedUnderAnotherName) {
  Address at = postgres();
  at.tls = true;
  at.authority = env("INTERLOCK_AUTHORITY");
  at.host = "127.0.0.2";
  EXPECT_NE(code_of(at, {"SELECT 1"}), "answered");
}
TEST_F(Postgres, IsNotAskedInTheClearIfTlsWasAskedFor) {
  Address at = postgres();
  at.tls = true;
  at.authority = env("INTERLOCK_AUTHORITY");
  at.socket = env("INTERLOCK_PG_SOCKET");
  EXPECT_NE(said_of(at, {"SELECT 1"}).find("the session is not encrypted"), std::string::npos);
}

}  // namespace
}  // namespace interlock::live
