// Parsec from 3.1.0 back to 3.0.0, which only the backup of that release makes possible.
#include <gtest/gtest.h>

#include "tests/whole/parsec.h"

namespace interlock {
namespace {

struct ParsecDowngrade : testing::Test {
  std::unique_ptr<Parsec> parsec;
  std::string before;  // the contents of the database when the backup was taken

  void SetUp() override {
    if (server("INTERLOCK_PG_PORT").empty())
      GTEST_SKIP() << "no PostgreSQL is named: see ./dev test";
    parsec = std::make_unique<Parsec>();
    parsec->machine = "parsec-3-back";
    parsec->target = "3.0.0";
    before = parsec->contents();
    parsec->upgrade_by_hand();
    parsec->sql("INSERT INTO user_ (_id, user_id) VALUES ('3', 'carol')");
  }

  std::vector<std::string> words(const std::string& verb, const std::string& format,
                                 std::vector<std::string> more = {}) const {
    more.insert(more.end(), {"--set", "backup=" + parsec->desk.path("old." + format), "--set",
                             "backup_format=" + format});
    return parsec->words(verb, std::move(more));
  }
  // The question whether the loss is accepted, answered.
  void accept() const {
    const Value status = json(parsec->desk.interlock({"status", "--format", "json"}).out);
    const std::string run(status["runs"].list().at(0)["run"].text());
    const Typed answer =
        parsec->desk.interlock({"answer", run, "checked/operator.confirms@operator", "yes"});
    EXPECT_EQ(answer.exit, 0) << answer.out << answer.err;
  }
  void is_the_earlier_release() const {
    EXPECT_EQ(parsec->contents(), before);
    EXPECT_EQ(parsec->sql("SELECT max(_id) FROM migration"), "5\n");
    const Value container = parsec->state()["container"];
    EXPECT_TRUE(container["image"].text().ends_with(":3.0.0")) << container["image"].text();
    EXPECT_EQ(container["state"].text(), "running");
    EXPECT_EQ(parsec->desk.interlock({"audit", "verify"}).exit, 0);
    const Typed conform = parsec->desk.interlock({"audit", "conform"});
    EXPECT_EQ(conform.exit, 0) << conform.out << conform.err;
  }
};

TEST_F(ParsecDowngrade, AsksForTheLossAndRestoresTheBackup) {
  const Typed run = parsec->desk.interlock(words("run", "custom", {"--yes", "3.0.0"}));
  ASSERT_EQ(run.exit, 9) << run.out << run.err;
  accept();
  const Typed resumed = parsec->desk.interlock({"resume"});
  EXPECT_EQ(resumed.exit, 0) << resumed.out << resumed.err;
  is_the_earlier_release();
}

TEST_F(ParsecDowngrade, IsRefusedWithABackupOfTheLaterRelease) {
  const Typed dump = parsec->desk.program(
      {"pg_dump", "-h", "127.0.0.1", "-p", server("INTERLOCK_PG_PORT"), "-U",
       server("INTERLOCK_PG_USER"), "-Fc", "-f", parsec->desk.path("old.custom"), parsec->name()});
  ASSERT_EQ(dump.exit, 0) << dump.err;
  const Typed ready = parsec->desk.interlock(words("ready", "custom", {"--format", "json"}));
  EXPECT_EQ(ready.exit, 1) << ready.out << ready.err;
  const Value report = json(ready.out);
  for (const Value& check : report["checks"].list())
    if (check["outcome"].text() == "fail") {
      EXPECT_EQ(check["check"].text(), "backup.release_is");
    }
}

// F24, as the guide says it: psql reports no failure and changes nothing.
TEST_F(ParsecDowngrade, IsNotDeceivedByARestoreOntoWhatIsThere) {
  Desk& desk = parsec->desk;
  Typing typing(desk, words("observe", "plain", {"--yes", "3.0.0", "--every", "1"}));
  EXPECT_EQ(typing.end().exit, 9);
  accept();
  std::size_t pasted = 0;
  std::vector<std::string> lines;
  // Pastes what it says until the database is to be replaced.
  const auto follow = [&](Typing& resumed, const std::string& until) {
    resumed.until([&] {
      lines = yours(resumed.out());
      for (; pasted < lines.size(); ++pasted) {
        if (!until.empty() && lines[pasted].find(until) != std::string::npos) return true;
        const Typed typed = desk.program({"/bin/sh", "-c", lines[pasted]});
        EXPECT_EQ(typed.exit, 0) << lines[pasted] << typed.err;
      }
      return false;
    });
  };
  Typing resumed(desk, {"resume", "--every", "1"});
  follow(resumed, "dropdb");
  const std::string container =
      "docker compose -f parsec/parsec-server.docker.yaml exec -T "
      "parsec-postgres psql -U " +
      parsec->name() + " -d " + parsec->name() + " < old.plain";
  EXPECT_EQ(desk.program({"/bin/sh", "-c", container}).exit, 0);
  resumed.interrupt();
  const Typed left = resumed.end();
  EXPECT_EQ(left.exit, 9) << left.out << left.err;
  const Typed again = desk.interlock({"resume"});
  EXPECT_EQ(again.exit, 1) << again.out << again.err;
  EXPECT_NE(again.out.find("data.rows_as_in_dump"), std::string::npos) << again.out;
  EXPECT_EQ(parsec->sql("SELECT max(_id) FROM migration"), "6\n");

  ASSERT_LT(pasted, lines.size());
  for (; pasted < lines.size(); ++pasted) {
    const Typed typed = desk.program({"/bin/sh", "-c", lines[pasted]});
    EXPECT_EQ(typed.exit, 0) << lines[pasted] << typed.err;
  }
  pasted = 0;
  Typing on(desk, {"resume", "--every", "1"});
  follow(on, "");
  const Typed end = on.end();
  EXPECT_EQ(end.exit, 0) << end.out << end.err;
  is_the_earlier_release();
}

}  // namespace
}  // namespace interlock
