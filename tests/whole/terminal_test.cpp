// A person at a terminal: progress, questions, Ctrl-C.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/whole/pty.h"
#include "tests/whole/shop.h"

namespace interlock {
namespace {

const Known& demo_machine() {
  static const Known known("demo");
  return known;
}

// A server that takes connections and never says a word.
struct Mute {
  int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  std::string port;

  Mute() {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    if (::bind(socket, any, size) != 0 || ::listen(socket, 16) != 0 ||
        ::getsockname(socket, any, &size) != 0)
      throw std::runtime_error("no socket");
    port = std::to_string(ntohs(address.sin_port));
  }
  Mute(const Mute&) = delete;
  Mute& operator=(const Mute&) = delete;
  ~Mute() { ::close(socket); }
};

// Asks a mute web site, which takes as long as it is given time.
struct Waiting : testing::Test {
  Mute mute;
  Desk desk;

  Waiting() {
    desk.write("site/version.php", "<?php define( 'APPLICATION_VERSION', '6.4.1' );");
    desk.write("site/.env", "DB_DATABASE=ixp\nAPP_URL=http://127.0.0.1\n");
  }
  std::vector<std::string> words() const {
    return {"verify", "ixp-manager-6",
            "--root", "site",
            "--to",   "6.4.2",
            "--set",  "installed=6.4.1",
            "--set",  "database=mysql://a@127.0.0.1:1/ixp",
            "--set",  "web=http://127.0.0.1:" + mute.port};
  }
};

std::vector<std::string> without_yes(std::vector<std::string> words) {
  words.resize(words.size() - 2);
  return words;
}

TEST_F(Waiting, ShowsHowFarItIsAndWipesItAway) {
  desk.env["INTERLOCK_TIMEOUT"] = "1";
  Pty pty(desk, words());
  EXPECT_TRUE(pty.until("\r\x1b[K\x1b[2m")) << pty.shown();
  EXPECT_TRUE(pty.until(" of ")) << pty.shown();
  EXPECT_TRUE(pty.until("\r\x1b[KIXP Manager 6.4.1 to 6.4.2")) << pty.shown();
  EXPECT_EQ(pty.shown().find("\xE2\xA0", pty.shown().find("IXP Manager 6.4.1 to")),
            std::string::npos);
  pty.end();
}
TEST_F(Waiting, ShowsNothingWhereItIsShortOrNoTerminal) {
  desk.env["INTERLOCK_TIMEOUT"] = "1";
  desk.env["INTERLOCK_SECRET_DATABASE"] = "nobody asks for it";
  EXPECT_EQ(desk.interlock(words()).err, "");
}
// Nobody writes into the pipe, and the device never ends.
TEST_F(Waiting, ForNothingThatIsNoFileOfSettings) {
  desk.env["INTERLOCK_TIMEOUT"] = "1";
  desk.env["INTERLOCK_SECRET_DATABASE"] = "nobody asks for it";
  const auto file = desk.folder / "site/.env";
  for (const bool pipe : {true, false}) {
    std::filesystem::remove(file);
    if (pipe)
      ASSERT_EQ(::mkfifo(file.c_str(), 0600), 0);
    else
      std::filesystem::create_symlink("/dev/zero", file);
    const std::string err = desk.interlock(words()).err;
    EXPECT_NE(err.find("warning: .env: This file is not there, or may not be read."),
              std::string::npos)
        << err;
  }
}
TEST_F(Waiting, EndsWithTheLastQuestionAtCtrlC) {
  desk.env["INTERLOCK_TIMEOUT"] = "1";
  Pty pty(desk, words());
  ASSERT_TRUE(pty.until(" of ")) << pty.shown();
  pty.type("\x03");
  EXPECT_TRUE(pty.until("Stopping: the last question is waited for.")) << pty.shown();
  EXPECT_EQ(pty.end(), 130) << pty.shown();
  EXPECT_NE(pty.shown().find("Stopped. Nothing was changed, and nothing recorded."),
            std::string::npos);
  EXPECT_EQ(desk.interlock({"audit", "verify"}).exit, 0);
}
TEST_F(Waiting, EndsAtOnceAtCtrlCTwice) {
  Pty pty(desk, words());
  ASSERT_TRUE(pty.until(" of ")) << pty.shown();
  pty.type("\x03");
  ASSERT_TRUE(pty.until("Stopping")) << pty.shown();
  pty.type("\x03");
  EXPECT_EQ(pty.end(), 130) << pty.shown();
}

TEST(Run, IsStoppedWhileItAsksForTheVersion) {
  ShopPlace place(demo_machine(), "1.1.0");
  Pty pty(place.desk(), without_yes(place.run_words()));
  ASSERT_TRUE(pty.until("Type 1.1.0 to begin")) << pty.shown();
  pty.type("\x03");
  EXPECT_EQ(pty.end(), 130) << pty.shown();
  EXPECT_NE(place.desk().interlock({"status"}).out.find("interlock resume, and type 1.1.0"),
            std::string::npos);
}

TEST(Run, AsksForTheVersionAndForWhatFollowsAFailure) {
  ShopPlace place(demo_machine(), "1.1.0");
  Pty pty(place.desk(), without_yes(place.run_words()));
  ASSERT_TRUE(pty.until("Type 1.1.0 to begin, anything else to leave: ")) << pty.shown();
  pty.type("1.1.0\n");
  ASSERT_TRUE(pty.until("Your choice [check/retry/back/leave]: ")) << pty.shown();
  pty.type("nonsense\n");
  ASSERT_TRUE(pty.until("Say one of these: check, retry, back and leave.")) << pty.shown();
  ASSERT_TRUE(pty.until("Your choice [check/retry/back/leave]: ")) << pty.shown();
  pty.type("check\n");
  ASSERT_TRUE(pty.until("Your choice [check/retry/back/leave]: ")) << pty.shown();
  pty.type("back\n");
  ASSERT_TRUE(pty.until("Yes or no: ")) << pty.shown();
  pty.type("y\n");
  EXPECT_EQ(pty.end(), 8) << pty.shown();
  EXPECT_EQ(place.differs_from(Final::recovered), "");
}
TEST(Run, IsNotBegunByAnotherVersion) {
  ShopPlace place(demo_machine(), "1.1.1");
  Pty pty(place.desk(), without_yes(place.run_words()));
  ASSERT_TRUE(pty.until("to leave: ")) << pty.shown();
  pty.type("1.1\n");
  EXPECT_EQ(pty.end(), 9) << pty.shown();
  EXPECT_NE(pty.shown().find("Not begun."), std::string::npos);
}
// The shop, where nobody has said yet where its backups lie.
struct Parameters : testing::Test {
  ShopPlace place{demo_machine(), "1.1.1"};
  std::string backups = place.desk().path("shop-backups");

  void SetUp() override {
    std::string machine = place.desk().read("machines/demo.json");
    const std::string fallback = R"("default":"${root}-backups",)";
    const auto at = machine.find(fallback);
    ASSERT_NE(at, std::string::npos);
    place.desk().write("machines/demo.json", machine.erase(at, fallback.size()));
    const std::string root = place.desk().path("shop");
    place.desk().write("installation.json", R"({"name": "demo shop", "root": ")" + root +
                                                R"(", "endpoints": {"database": "sqlite:)" + root +
                                                R"(/storage/shop.db"}})");
  }
};

TEST_F(Parameters, AreNamedWhereNobodyCanBeAsked) {
  const Typed run = place.desk().interlock(place.run_words());
  EXPECT_EQ(run.exit, 2) << run.out;
  EXPECT_EQ(run.err,
            "error: parameters of this machine have no value:\n"
            "  backups: the folder for backups; it must exist\n"
            "  Give them: --set NAME=VALUE\n");
  EXPECT_EQ(place.starts(), 0);
}
TEST_F(Parameters, AreAskedForBeforeARunBegins) {
  Pty pty(place.desk(), place.run_words());
  ASSERT_TRUE(pty.until("backups (the folder for backups; it must exist): ")) << pty.shown();
  pty.type(backups + "\n");
  EXPECT_EQ(pty.end(), 0) << pty.shown();
  EXPECT_EQ(place.differs_from(Final::success), "");
}
TEST_F(Parameters, AreNotAskedForARunFromAReleaseThatIsGone) {
  Pty pty(place.desk(), place.run_words());
  ASSERT_TRUE(pty.until("backups (the folder for backups; it must exist): ")) << pty.shown();
  place.desk().write("shop/VERSION", "1.1.1\n");  // as another run would
  pty.type(backups + "\n");
  EXPECT_EQ(pty.end(), 6) << pty.shown();
  EXPECT_NE(pty.shown().find("meanwhile another release was installed: 1.1.1, no longer 1.0.0."),
            std::string::npos)
      << pty.shown();
  EXPECT_EQ(place.starts(), 0);
}
TEST(Run, LetsTheStepEndAtCtrlC) {
  ShopPlace place(demo_machine(), "1.1.1");
  place.shut_gate();
  Pty pty(place.desk(), place.run_words());
  ASSERT_TRUE(pty.until("sqlite3 runs")) << pty.shown();
  const int gate = place.hold_gate();
  pty.type("\x03");
  EXPECT_TRUE(pty.until("Stopping: the step is let end. Ctrl-C once more kills it."))
      << pty.shown();
  ::close(gate);
  EXPECT_TRUE(pty.until("Stopped. The run waits in migrated: interlock resume")) << pty.shown();
  EXPECT_EQ(pty.end(), 130) << pty.shown();
  EXPECT_EQ(place.starts(), 1);
}

}  // namespace
}  // namespace interlock
