#include <thread>

#include "engine/error.h"
#include "tests/live/relay.h"
#include "tests/live/servers.h"
#include "tests/live/throwaway.h"

using namespace std::chrono_literals;

namespace interlock::live {
namespace {

// One value of each kind, in both ways in which the server sends it.
const std::string kinds =
    "SELECT 18446744073709551615 AS u, CAST(1.50 AS DECIMAL(9,3)) AS d, DATE'2026-01-02' AS t, "
    "CAST('2026-01-02 03:04:05.5' AS DATETIME(3)) AS m, TIME'12:00:01' AS c, "
    "CAST('a\\0b' AS BINARY) AS z, X'00FF80' AS x, '\xF0\x9F\x98\x80' AS e, '' AS empty, "
    "b'101' AS bits, 0.1e0 AS f, NULL AS n";

struct Mysql : testing::Test {
  void SetUp() override { INTERLOCK_NEEDS(mysql()); }
  std::string place = "the database at 127.0.0.1:" + mysql().port;
};

TEST_F(Mysql, AnswersWithATable) {
  EXPECT_EQ(open(mysql(), 5s)->ask({"SELECT CONCAT(?, '!') AS n, NULL AS z", {"a"}}),
            table_of("n | z \n a! | NULL"));
}
TEST_F(Mysql, AnswersThroughItsSocket) {
  Address at = mysql();
  at.socket = env("INTERLOCK_MY_SOCKET");
  EXPECT_EQ(open(at, 5s)->ask({"SELECT 1 AS a"}), table_of("a \n 1"));
}
TEST_F(Mysql, KeepsWhatTheWireGave) {
  const Table seen = open(mysql(), 5s)->ask({kinds});
  EXPECT_EQ(seen.rows.at(0),
            (std::vector<Table::Cell>{"18446744073709551615", "1.500", "2026-01-02",
                                      "2026-01-02 03:04:05.500", "12:00:01", std::string("a\0b", 3),
                                      std::string("\0\xFF\x80", 3), "\xF0\x9F\x98\x80", "", "\x05",
                                      "0.1", std::nullopt}));
}
TEST_F(Mysql, AnswersTheSameToAQuestionWithArguments) {
  const auto session = open(mysql(), 5s);
  Table with = session->ask({kinds + ", ? AS given", {"\xF0\x9F\x98\x80"}});
  EXPECT_EQ(with.rows.at(0).back(), "\xF0\x9F\x98\x80");
  with.rows.at(0).pop_back();
  EXPECT_EQ(with.rows, session->ask({kinds}).rows);
}
TEST_F(Mysql, AnswersTheSameFromATableToAQuestionWithArguments) {
  const auto session = open(mysql(), 5s);
  EXPECT_EQ(
      session->ask({"SELECT * FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = 'mysql'"}),
      session->ask({"SELECT * FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ?", {"mysql"}}));
}
TEST_F(Mysql, CannotWrite) {
  EXPECT_EQ(code_of(mysql(), {"INSERT INTO mysql.db SELECT * FROM mysql.db"}), "1792");
}
TEST_F(Mysql, TakesOneStatementOnly) {
  EXPECT_EQ(code_of(mysql(), {"SELECT 1; SELECT 2"}), "1064");
}
TEST_F(Mysql, HoldsOneSnapshotWhateverFails) {
  const Throwaway database(mysql(), {"CREATE TABLE seen (n INT)"});
  const auto session = open(database.address(), 5s);
  EXPECT_EQ(session->ask({"SELECT COUNT(*) AS n FROM seen"}).integer(0, "n"), 0);
  write_to(database.address(), {"INSERT INTO seen VALUES (1)"});
  EXPECT_NE(said_by(*session, {"SELECT 1 FROM nowhere"}), "answered");
  EXPECT_NE(said_by(*session, {"SELECT SLEEP(3), COUNT(*) FROM seen", {}, 100ms}), "answered");
  EXPECT_EQ(session->ask({"SELECT COUNT(*) AS n FROM seen"}).integer(0, "n"), 0);
}
TEST_F(Mysql, TellsTheCodeOfWhatItRefuses) {
  EXPECT_EQ(code_of(mysql(), {"SELECT * FROM nowhere"}), "1146");
  EXPECT_EQ(said_of(mysql(), {"SELECT * FROM nowhere"}),
            place +
                " refused the question: there is no such table: "
                "Table 'mysql.nowhere' doesn't exist");
}
TEST_F(Mysql, GivesUpInTimeAndGoesOn) {
  const auto session = open(mysql(), 5s);
  std::string said;
  EXPECT_LT(time_of([&] {
              said = said_by(*session, {"SELECT SLEEP(8) AS n, COUNT(*) FROM user", {}, 500ms});
            }),
            1500ms);
  EXPECT_EQ(said, place + " did not answer within 0.5 s");
  EXPECT_EQ(session->ask({"SELECT 1 AS n"}).integer(0, "n"), 1);
}
TEST_F(Mysql, GivesUpWhereTheServerIsFrozen) {
  Relay relay(mysql().port);
  Address at = mysql();
  at.port = relay.port();
  const auto session = open(at, 60s);
  session->ask({"SELECT 1"});
  relay.freeze();
  std::string said;
  EXPECT_LT(time_of([&] { said = said_by(*session, {"SELECT 1", {}, 500ms}); }), 2500ms);
  EXPECT_EQ(said, "the database at 127.0.0.1:" + at.port + " did not answer within 0.5 s");
  EXPECT_LT(time_of([&] { said = said_by(*session, {"SELECT 1"}); }), 500ms);
}
TEST_F(Mysql, SaysThatItsConnectionWasKilled) {
  const auto session = open(mysql(), 5s);
  const std::string id(session->ask({"SELECT CONNECTION_ID() AS c"}).text(0, "c"));
  said_of(mysql(), {"KILL " + id});
  EXPECT_TRUE(said_by(*session, {"SELECT 1"}).starts_with("the connection to " + place));
}
TEST_F(Mysql, SaysThatItWentAway) {
  Relay relay(mysql().port);
  Address at = mysql();
  at.port = relay.port();
  const auto session = open(at, 5s);
  session->ask({"SELECT 1"});
  relay.cut();
  EXPECT_TRUE(said_by(*session, {"SELECT 1"})
                  .starts_with("the connection to the database at 127.0.0.1:" + at.port));
}
TEST_F(Mysql, WaitsForALockASecond) {
  const auto session = open(mysql(), 5s);
  EXPECT_EQ(session->ask({"SELECT @@lock_wait_timeout AS n"}).integer(0, "n"), 1);
}
TEST_F(Mysql, RefusesAWrongPassword) {
  Address at = as_clerk(mysql());
  at.password = Secret("xyzzy");
  EXPECT_EQ(said_of(at, {"SELECT 1"}),
            "cannot connect to " + place + ": the password of clerk was refused");
  EXPECT_EQ(code_of(at, {"SELECT 1"}), "1045");
  EXPECT_EQ(code_of(as_clerk(mysql()), {"SELECT 1"}), "answered");
}
TEST_F(Mysql, KnowsItsDatabases) {
  Address at = mysql();
  at.name = "nowhere";
  EXPECT_EQ(said_of(at, {"SELECT 1"}),
            "cannot connect to " + place + ": there is no database nowhere");
  EXPECT_EQ(code_of(at, {"SELECT 1"}), "1049");
}
TEST_F(Mysql, EncryptsAndIsVerifiedWhereAskedTo) {
  Address at = mysql();
  at.tls = true;
  at.authority = env("INTERLOCK_AUTHORITY");
  for (const auto* host : {"127.0.0.1", "localhost"}) {
    at.host = host;
    EXPECT_NE(open(at, 5s)->ask({"SHOW STATUS LIKE 'Ssl_cipher'"}).text(0, "Value"), "") << host;
  }
}
TEST_F(Mysql, IsNotTrustedBySystemAuthorities) {
  Address at = mysql();
  at.tls = true;
  EXPECT_EQ(code_of(at, {"SELECT 1"}), "2026");
}
TEST_F(Mysql, IsNotTrustedUnderAnotherName) {
  Address at = mysql();
  at.tls = true;
  at.authority = env("INTERLOCK_AUTHORITY");
  at.host = "ip6-localhost.example";
  EXPECT_NE(code_of(at, {"SELECT 1"}), "answered");
}
TEST_F(Mysql, ThreadsDoNotMeet) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([] {
      for (int k = 0; k < 5; ++k) open(mysql(), 5s)->ask({"SELECT 1 AS n"});
    });
}

}  // namespace
}  // namespace interlock::live
