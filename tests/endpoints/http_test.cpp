#include <gtest/gtest.h>

#include <cstdlib>
#include <future>

#include "engine/endpoint.h"
#include "engine/error.h"
#include "tests/endpoints/web_server.h"

namespace interlock {
namespace {

using namespace std::chrono_literals;

const std::string ok = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";

struct Http : testing::Test {
  std::unique_ptr<Endpoint> web(const WebServer& server) {
    return open({.system = System::http,
                 .name = server.url(),
                 .secrets = {{"token", Secret("xyzzy")}, {"odd", Secret("a\r\nHost: b")}}},
                2s);
  }
  static std::string said(Endpoint& session, const Question& question) {
    try {
      session.ask(question);
      return "answered";
    } catch (const Error& failure) {
      return failure.what();
    }
  }
};

TEST_F(Http, AnswersWithStatusAndBody) {
  const WebServer server([](const auto&) { return ok + "hello"; });
  EXPECT_EQ(web(server)->ask({"get $1", {"/"}}),
            (Table{{"url", "status", "location", "body"},
                   {{server.url() + "/", "200", std::nullopt, "hello"}}}));
}
TEST_F(Http, AsksForThePathBelowItsUrl) {
  const WebServer server([](const auto& request) { return ok + request.substr(0, 30); });
  EXPECT_TRUE(web(server)
                  ->ask({"get $1", {"login?a=1"}})
                  .text(0, "body")
                  .starts_with("GET /login?a=1 HTTP/1.1\r\n"));
}
TEST_F(Http, AsksNoOtherHost) {
  const WebServer server([](const auto&) { return ok + "mine"; });
  EXPECT_EQ(web(server)->ask({"get $1", {"@no-such-host.invalid/"}}).text(0, "body"), "mine");
}
TEST_F(Http, FollowsNoRedirect) {
  const WebServer server([](const auto&) {
    return "HTTP/1.1 302 Found\r\nLocation: /login\r\nConnection: close\r\n\r\n";
  });
  const Table answer = web(server)->ask({"get $1", {"/"}});
  EXPECT_EQ(answer.text(0, "status"), "302");
  EXPECT_EQ(answer.text(0, "location"), server.url() + "/login");
}
TEST_F(Http, SendsATokenThatItDoesNotSpread) {
  std::string seen;
  const WebServer server([&](const auto& request) { return seen = ok + request; });
  const Table answer = web(server)->ask({"get $1 bearer $2", {"/", "${secret:token}"}});
  EXPECT_NE(seen.find("\r\nAuthorization: Bearer xyzzy\r\n"), std::string::npos);
  EXPECT_EQ(answer.text(0, "body").find("xyzzy"), std::string::npos);
}
TEST_F(Http, TakesNoTokenThatIsNoSecret) {
  const WebServer server([](const auto&) { return ok; });
  const auto session = web(server);
  EXPECT_EQ(said(*session, {"get / bearer $1", {"plain"}}),
            "a bearer token is named as ${secret:NAME} only");
  EXPECT_EQ(said(*session, {"get / bearer $1", {"${secret:none}"}}), "there is no secret none");
  EXPECT_EQ(said(*session, {"get / bearer $1", {"${secret:odd}"}}),
            "the secret odd is no token: it has line ends");
}
TEST_F(Http, KeepsAMegabyteOfTheBody) {
  const WebServer server([](const auto&) { return ok + std::string(3'000'000, 'x'); });
  EXPECT_EQ(web(server)->ask({"get /"}).text(0, "body").size(), 1'000'000u);
}
TEST_F(Http, GivesUpInTime) {
  std::promise<void> enough;
  const WebServer server([&](const auto&) {
    enough.get_future().wait();
    return std::string();
  });
  const auto session = web(server);
  EXPECT_EQ(said(*session, {"get /", {}, 200ms}),
            "the web server at " + server.url() + " did not answer within 0.2 s");
  enough.set_value();
}
TEST_F(Http, SaysThatItGotNoAnswer) {
  const WebServer server([](const auto&) { return std::string(); });
  EXPECT_EQ(said(*web(server), {"get /"}), "cannot connect to the web server at " + server.url() +
                                               ": it closed the connection without an answer");
}
TEST_F(Http, SaysThatNothingListens) {
  Address at{.system = System::http, .name = "http://ops:xyzzy@127.0.0.1:1/base/"};
  const auto session = open(at, 1s);
  EXPECT_EQ(said(*session, {"get /"}),
            "cannot connect to the web server at http://127.0.0.1:1: refused (nothing listens "
            "there)");
}
TEST_F(Http, IsNotAskedInTheClearIfTlsWasAskedFor) {
  EXPECT_THROW(open({.system = System::http, .name = "http://127.0.0.1", .tls = true}, 1s), Error);
}
TEST_F(Http, AsksOnlyTheWeb) {
  Address at{.system = System::http, .name = "file:///etc/hostname"};
  EXPECT_TRUE(said(*open(at, 1s), {"get /"}).ends_with("only http and https are asked"));
}
TEST_F(Http, AsksThisMachineWithoutAProxy) {
  const WebServer server([](const auto&) { return ok + "direct"; });
  ::setenv("http_proxy", "http://127.0.0.1:1", 1);
  const auto session = web(server);
  EXPECT_EQ(said(*session, {"get /"}), "answered");
  ::unsetenv("http_proxy");
}
TEST_F(Http, AnswersNoOtherWords) {
  const WebServer server([](const auto&) { return ok; });
  EXPECT_THROW(web(server)->ask({"post /"}), Error);
}

}  // namespace
}  // namespace interlock
