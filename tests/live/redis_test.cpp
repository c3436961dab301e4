#include <hiredis/hiredis.h>
#include <unistd.h>

#include "engine/error.h"
#include "tests/live/relay.h"
#include "tests/live/servers.h"

using namespace std::chrono_literals;

namespace interlock::live {
namespace {

// Writes, which an endpoint never does; under names of its own, which it removes.
struct Redis : testing::Test {
  void SetUp() override {
    INTERLOCK_NEEDS(redis());
    writer = redisConnect("127.0.0.1", std::stoi(redis().port));
    ASSERT_TRUE(writer && !writer->err);
  }
  void TearDown() override {
    if (!writer) return;
    run("EVAL",
        "for _, k in ipairs(redis.call('KEYS', ARGV[1] .. '*')) do redis.call('DEL', k) end "
        "return 1",
        "0", own.c_str());
    redisFree(writer);
  }
  template <class... Words>
  void run(const Words*... words) {
    const std::vector<const char*> argv{words...};
    redisReply* reply = static_cast<redisReply*>(redisCommandArgv(
        writer, static_cast<int>(argv.size()), const_cast<const char**>(argv.data()), nullptr));
    ASSERT_TRUE(reply && reply->type != REDIS_REPLY_ERROR) << (reply ? reply->str : "");
    freeReplyObject(reply);
  }

  redisContext* writer = nullptr;
  std::string own = "interlock:" + std::to_string(::getpid()) + ":";
  std::string place = "Redis at 127.0.0.1:" + redis().port;
};

TEST_F(Redis, AnswersWithATable) {
  EXPECT_EQ(open(redis(), 5s)->ask({"LLEN $1", {"none at all"}}), table_of("value \n 0"));
}
TEST_F(Redis, AnswersThroughItsSocket) {
  Address at = redis();
  at.socket = env("INTERLOCK_REDIS_SOCKET");
  EXPECT_EQ(open(at, 5s)->ask({"PING"}), table_of("value \n PONG"));
}
TEST_F(Redis, AnswersNullForWhatIsNotThere) {
  EXPECT_EQ(open(redis(), 5s)->ask({"GET $1", {own}}), table_of("value \n NULL"));
}
TEST_F(Redis, AnswersAHashInItsOrder) {
  run("HSET", (own + "h").c_str(), "a b", "1", "c", "");
  EXPECT_EQ(open(redis(), 5s)->ask({"HGETALL $1", {own + "h"}}),
            (Table{{"value"}, {{"a b"}, {"1"}, {"c"}, {""}}}));
}
TEST_F(Redis, AnswersAllKeysToOneScan) {
  run("EVAL",
      "for i = 1, 3000 do redis.call('SET', ARGV[1] .. string.format('%04d', i), i) end "
      "return 1",
      "0", own.c_str());
  const Table keys = open(redis(), 5s)->ask({"SCAN MATCH $1", {own + "*"}});
  ASSERT_EQ(keys.rows.size(), 3000u);
  EXPECT_EQ(keys.text(0, "value"), own + "0001");
  EXPECT_EQ(keys.text(2999, "value"), own + "3000");
}
TEST_F(Redis, AnswersSeveralCommandsAtOnce) {
  run("HSET", (own + "h").c_str(), "a", "1");
  run("ZADD", (own + "z").c_str(), "1.5", "m");
  EXPECT_EQ(open(redis(), 5s)
                ->ask({"HGETALL $1h ; ZRANGE $1z 0 -1 WITHSCORES ; LLEN $1l ; HGET $1h b", {own}}),
            (Table{{"key", "name", "value"},
                   {{own + "h", "a", "1"},
                    {own + "z", "m", "1.5"},
                    {own + "l", {}, "0"},
                    {own + "h", {}, {}}}}));
}
TEST_F(Redis, AsksACommandForEachItemOfAList) {
  run("RPUSH", (own + "q:$ |").c_str(), "x");
  EXPECT_EQ(open(redis(), 5s)->ask({"LLEN $1q:$2+ ; TYPE $1", {own, "$ |\nlow"}}),
            (Table{{"key", "name", "value"},
                   {{own + "q:$ |", {}, "1"}, {own + "q:low", {}, "0"}, {own, {}, "none"}}}));
}
TEST_F(Redis, AsksACommandForEachAnswerOfAnother) {
  run("SADD", (own + "all").c_str(), "a $1", "b");
  run("HSET", (own + "a $1").c_str(), "x", "1");
  const Table told = open(redis(), 5s)->ask({"SMEMBERS $1all | HGETALL $1$", {own}});
  EXPECT_EQ(told, (Table{{"key", "name", "value"}, {{own + "a $1", "x", "1"}}}));
  const Table sizes = open(redis(), 5s)->ask({"SCAN MATCH $1* | TYPE $", {own}});
  EXPECT_EQ(sizes.rows.size(), 2u);
  EXPECT_EQ(open(redis(), 5s)->ask({"SMEMBERS $1none | TYPE $", {own}}),
            (Table{{"key", "name", "value"}, {}}));
}
TEST_F(Redis, AnswersNoMoreThanIsBeforeAText) {
  run("HSET", (own + "job").c_str(), "description", "app.tidy(days=3)");
  run("RPUSH", (own + "jobs").c_str(), "job", "gone");
  EXPECT_EQ(open(redis(), 5s)->ask({"HGET $1job description upto (", {own}}),
            (Table{{"value"}, {{"app.tidy"}}}));
  EXPECT_EQ(
      open(redis(), 5s)->ask({"LRANGE $1jobs 0 -1 | HGET $1$ description upto (", {own}}),
      (Table{{"key", "name", "value"}, {{own + "job", {}, "app.tidy"}, {own + "gone", {}, {}}}}));
}
TEST_F(Redis, TellsTheRefusalOfOneAmongSeveral) {
  run("HSET", (own + "h").c_str(), "a", "1");
  const auto session = open(redis(), 5s);
  EXPECT_THROW(session->ask({"LLEN $1l ; LLEN $1h", {own}}), Error);
  EXPECT_EQ(session->ask({"LLEN $1l ; LLEN $1l", {own}}).rows.size(), 2u);
}
TEST_F(Redis, TellsWhichRightsItNeedsForSeveral) {
  const std::string user = "reader" + std::to_string(::getpid());
  run("ACL", "SETUSER", user.c_str(), "on", ">x", "~*", "+@read", "+@connection");
  Address at = redis();
  at.user = user;
  at.password = Secret("x");
  EXPECT_EQ(code_of(at, {"LLEN $1", {own}}), "answered");
  EXPECT_EQ(code_of(at, {"LLEN $1 ; LLEN $1", {own}}), "NOPERM");
  EXPECT_NE(said_of(at, {"LLEN $1 ; LLEN $1", {own}}).find("+@transaction"), std::string::npos);
  run("ACL", "DELUSER", user.c_str());
}
TEST_F(Redis, CannotWrite) {
  const auto session = open(redis(), 5s);
  for (const char* words : {"SET $1 x", "GET $1 ; SET $1 x", "EXISTS $1 | SET $1 $"})
    EXPECT_THROW(session->ask({words, {own}}), Error);
}
TEST_F(Redis, TellsTheCodeOfWhatItRefuses) {
  run("HSET", (own + "h").c_str(), "a", "1");
  const Question question{"LLEN $1", {own + "h"}};
  EXPECT_EQ(code_of(redis(), question), "WRONGTYPE");
  EXPECT_TRUE(
      said_of(redis(), question)
          .starts_with(place + " refused the question: the key holds another kind of value"));
}
TEST_F(Redis, LogsInWithAnAccount) {
  EXPECT_EQ(code_of(as_clerk(redis()), {"PING"}), "answered");
}
TEST_F(Redis, RefusesAWrongPassword) {
  Address at = as_clerk(redis());
  at.password = Secret("xyzzy");
  EXPECT_EQ(said_of(at, {"PING"}),
            "cannot connect to " + place + ": the account or its password was refused");
  EXPECT_EQ(code_of(at, {"PING"}), "WRONGPASS");
}
TEST_F(Redis, KnowsItsDatabases) {
  Address at = redis();
  at.name = "4711";
  EXPECT_EQ(said_of(at, {"PING"}), "cannot connect to " + place + ": there is no database 4711");
}
TEST_F(Redis, IsNotAskedInTheClearIfTlsWasAskedFor) {
  Address at = redis();
  at.tls = true;
  EXPECT_EQ(code_of(at, {"PING"}), "TLS");
}
TEST_F(Redis, GivesUpWhereItIsFrozen) {
  Relay relay(redis().port);
  Address at = redis();
  at.port = relay.port();
  const auto session = open(at, 60s);
  session->ask({"PING"});
  relay.freeze();
  std::string said;
  EXPECT_LT(time_of([&] { said = said_by(*session, {"PING", {}, 300ms}); }), 1500ms);
  EXPECT_EQ(said, "Redis at 127.0.0.1:" + at.port + " did not answer within 0.3 s");
  EXPECT_TRUE(said_by(*session, {"PING"}).starts_with("the connection to Redis at"));
}
TEST_F(Redis, SaysThatItWentAway) {
  Relay relay(redis().port);
  Address at = redis();
  at.port = relay.port();
  const auto session = open(at, 5s);
  session->ask({"PING"});
  relay.cut();
  EXPECT_TRUE(said_by(*session, {"PING"}).starts_with("the connection to Redis at"));
}

}  // namespace
}  // namespace interlock::live
