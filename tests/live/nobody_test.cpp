// What is said where nobody answers; these need no server.
#include "engine/error.h"
#include "tests/live/relay.h"
#include "tests/live/servers.h"

using namespace std::chrono_literals;

namespace interlock::live {
namespace {

struct Nobody : testing::TestWithParam<System> {
  Address at{.system = GetParam(),
             .host = "127.0.0.1",
             .port = "1",
             .name = GetParam() == System::redis ? "" : "shop",
             .user = "app",
             .password = Secret("xyzzy")};
  Question question{GetParam() == System::memcached ? "stats"
                    : GetParam() == System::redis   ? "PING"
                                                    : "SELECT 1"};

  std::string said(std::chrono::milliseconds patience) {
    try {
      open(at, patience)->ask(question);
      return "answered";
    } catch (const Error& failure) {
      EXPECT_NE(failure.code, "");
      EXPECT_EQ(failure.kind, Error::Kind::endpoint);
      return failure.what();
    }
  }
};

TEST_P(Nobody, ListensAtAClosedPort) {
  EXPECT_TRUE(said(2s).ends_with(" at 127.0.0.1:1: refused (nothing listens there)")) << said(2s);
}
TEST_P(Nobody, IsAtAHostThatDoesNotExist) {
  at.host = "no-such-host.invalid";
  EXPECT_TRUE(said(2s).ends_with(" at no-such-host.invalid:1: there is no such host")) << said(2s);
}
TEST_P(Nobody, AnswersAtAPortThatKeepsSilent) {
  const Silent silent;
  at.port = silent.port();
  question.patience = 1s;
  std::string told;
  EXPECT_LT(time_of([&] { told = said(1s); }), 3s);
  EXPECT_NE(told.find("no answer"), std::string::npos) << told;
  EXPECT_EQ(told.find("xyzzy"), std::string::npos) << told;
}
TEST_P(Nobody, IsAtASocketThatIsNotThere) {
  at.socket = "/nowhere/socket";
  EXPECT_NE(said(2s).find(" at /nowhere/socket"), std::string::npos) << said(2s);
}

INSTANTIATE_TEST_SUITE_P(Systems, Nobody,
                         testing::Values(System::postgres, System::mysql, System::redis,
                                         System::memcached),
                         [](const auto& test) { return std::string(word(test.param)); });

}  // namespace
}  // namespace interlock::live
