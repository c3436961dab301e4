// The way back of Parsec after users were let in: what they stored is named before it
// is lost, and only a person's yes gives it up.
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>

#include "engine/error.h"
#include "tests/whole/crashed.h"
#include "tests/whole/parsec.h"

namespace interlock {
namespace {

struct ParsecGivenUp : testing::Test {
  std::unique_ptr<Parsec> parsec;
  std::string before;
  const std::string key = "new_schema/operator.confirms@operator";

  void SetUp() override {
    if (server("INTERLOCK_PG_PORT").empty())
      GTEST_SKIP() << "no PostgreSQL is named: see ./dev test";
    parsec = std::make_unique<Parsec>();
    before = parsec->contents();
    parsec->set("stats", 503);
    Typing run(parsec->desk, parsec->words("run", {"--yes", "3.1.0"}));
    run.until([&] { return waits(); });
    run.kill();
    EXPECT_EQ(run.end().exit, 256 + SIGKILL);
    EXPECT_EQ(refused_now(parsec->desk), Texts{"upgraded/http.status_is@web"});
    parsec->sql(
        "INSERT INTO organization (_id, organization_id) VALUES ('2', 'Umbrella');"
        "INSERT INTO user_ (_id, user_id) VALUES ('3', 'carol');");
  }
  // Whether the run has let users in, and waits for the new release to prove sound.
  bool waits() const {
    std::vector<Event> events;
    try {
      events = events_of_run(parsec->desk);
    } catch (const Error&) {  // the record is only being made
    }
    return std::any_of(events.begin(), events.end(), [](const Event& event) {
      return event.type == "timer.armed" && event.state == "open";
    });
  }
  std::string run() const { return events_of_run(parsec->desk).back().run; }
  Typed back() const { return parsec->desk.interlock({"back", "--yes"}); }
};

TEST_F(ParsecGivenUp, NamesTheTablesAndWaitsForAYes) {
  const Typed back_typed = back();
  EXPECT_EQ(back_typed.exit, 9) << back_typed.out << back_typed.err;
  EXPECT_NE(back_typed.out.find("organization (1 row, then 2 rows)"), std::string::npos)
      << back_typed.out;
  EXPECT_NE(back_typed.out.find("user_ (2"), std::string::npos) << back_typed.out;
  EXPECT_EQ(parsec->sql("SELECT count(*) FROM organization"), "2\n");
  EXPECT_EQ(parsec->state()["container"]["state"].text(), "running");

  EXPECT_EQ(parsec->desk.interlock({"answer", run(), key, "yes"}).exit, 0);
  const Typed resumed = parsec->desk.interlock({"resume"});
  EXPECT_EQ(resumed.exit, 8) << resumed.out << resumed.err;
  EXPECT_EQ(parsec->differs_from("3.0.0", before), "");
  EXPECT_EQ(parsec->desk.interlock({"audit", "verify"}).exit, 0);
  EXPECT_EQ(Known("parsec-3").unknown_in(events_of_run(parsec->desk)), "");
}

TEST_F(ParsecGivenUp, LosesNothingWithoutAYes) {
  EXPECT_EQ(back().exit, 9);
  EXPECT_EQ(parsec->desk.interlock({"resume"}).exit, 9);
  EXPECT_EQ(parsec->desk.interlock({"answer", run(), key, "no"}).exit, 0);
  EXPECT_EQ(parsec->desk.interlock({"resume"}).exit, 1);
  EXPECT_EQ(parsec->sql("SELECT count(*) FROM organization"), "2\n");
  EXPECT_EQ(parsec->state()["container"]["state"].text(), "running");
}

}  // namespace
}  // namespace interlock
