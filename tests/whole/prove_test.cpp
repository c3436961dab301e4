#include <gtest/gtest.h>

#include "engine/digest.h"
#include "states/shipped.h"
#include "tests/cover/forged.h"
#include "tests/whole/typed.h"

namespace interlock {
namespace {

std::string spoiled_demo() {
  for (const Shipped& file : shipped_machines()) {
    if (file.name != "demo") continue;
    std::string text(file.text);
    const std::string back = "\"back\": \"new_schema\"";
    text.replace(text.find(back), back.size(), "\"back\": \"new_code\"");
    return text;
  }
  return {};
}

// The shop of the demo as it was left, and a machine for it that is not proved.
struct ProvedFirst : testing::Test {
  Desk desk;

  void SetUp() override {
    ASSERT_EQ(desk.interlock({"demo", "--keep", desk.path("kept")}).exit, 0);
    desk.write("mine/demo.json", spoiled_demo());
  }
  Typed run(const std::string& machine) {
    return desk.interlock({"run", machine, "--at", "kept/installation.json", "--yes", "1.2.0",
                           "--ledger", "kept/ledger.db"});
  }
  std::int64_t recorded() {
    return json(
               desk.interlock({"audit", "verify", "--format", "json", "--ledger", "kept/ledger.db"})
                   .out)["ledger"]["size"]
        .number();
  }
};

TEST_F(ProvedFirst, RefusesToRunWhatIsNotProved) {
  const auto before = recorded();
  const Typed refused = run("mine/demo.json");
  EXPECT_EQ(refused.exit, 7);
  EXPECT_NE(refused.err.find("error: demo is not proved: 3 violated, 29 proved. It may not run.\n"),
            std::string::npos)
      << refused.err;
  EXPECT_NE(refused.err.find("database is not as before"), std::string::npos) << refused.err;
  EXPECT_EQ(recorded(), before);
}

// A run that is held, by a machine that is not proved: as its record tells, whose hashes
// are right.
struct ProvedAgain : ProvedFirst, testing::WithParamInterface<const char*> {
  void SetUp() override {
    ProvedFirst::SetUp();
    desk.write("kept/shop/storage/framework/down", "");
    ASSERT_EQ(run("demo").exit, 1);
    const Ledger kept = Ledger::read(desk.path("kept/ledger.db"));
    std::string newest;
    kept.each(0, kept.head().size, [&](const Event& event) {
      if (event.type == "run.started") newest = event.run;
    });
    std::vector<Draft> drafts = drafts_of(kept, kept.events(newest));
    for (Draft& draft : drafts) {
      draft.definition.machine = hex_of(spoiled_demo());
      for (Piece& piece : draft.evidence)
        if (piece.role == "machine") piece.body = spoiled_demo();
    }
    Ledger::open(desk.path("forged/ledger.db")).append(drafts);
  }
};
INSTANTIATE_TEST_SUITE_P(By, ProvedAgain, testing::Values("resume", "retry", "back"));

TEST_P(ProvedAgain, MovesNothingElse) {
  const auto size = [&] { return Ledger::read(desk.path("forged/ledger.db")).head().size; };
  const auto before = size();
  std::vector<std::string> words{GetParam(), "--ledger", "forged/ledger.db"};
  if (words.front() == "back") words.emplace_back("--yes");
  const Typed refused = desk.interlock(words);
  EXPECT_EQ(refused.exit, 7) << refused.out << refused.err;
  EXPECT_NE(refused.err.find("error: demo is not proved: 3 violated, 29 proved. It may not run.\n"),
            std::string::npos)
      << refused.err;
  EXPECT_EQ(size(), before);
}

// `audit conform`, as the program tells it.
TEST_F(ProvedFirst, FollowsARunOnRecord) {
  const Typed conforms = desk.interlock({"audit", "conform", "--ledger", "kept/ledger.db"});
  EXPECT_EQ(conforms.exit, 0) << conforms.out << conforms.err;
  EXPECT_TRUE(conforms.out.starts_with("CONFORMS  ")) << conforms.out;
  const Typed told =
      desk.interlock({"audit", "conform", "--ledger", "kept/ledger.db", "--format", "json"});
  EXPECT_EQ(json(told.out)["verdict"].text(), "conforms");
  EXPECT_EQ(json(told.out)["state"].text(), "upgraded");
  const Typed none = desk.interlock({"audit", "conform", "nobody", "--ledger", "kept/ledger.db"});
  EXPECT_EQ(none.exit, 2) << none.err;
}

TEST_P(ProvedAgain, IsNotFollowed) {
  const Typed told = desk.interlock({"audit", "conform", "--ledger", "forged/ledger.db"});
  EXPECT_EQ(told.exit, 1) << told.out << told.err;
  EXPECT_TRUE(told.out.starts_with("DIVERGES  At event 3 ")) << told.out;
}

TEST_F(ProvedFirst, PutsWhatWasProvedOnRecord) {
  const Typed ran = run("demo");
  EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
  EXPECT_NE(ran.out.find("\nProved: 32 of 32 properties, "), std::string::npos) << ran.out;
  const Typed report = desk.interlock({"report", "--format", "json", "--ledger", "kept/ledger.db"});
  EXPECT_EQ(json(report.out)["proof"]["counts"]["proved"].number(), 32);
  EXPECT_EQ(json(report.out)["proof"]["size"]["configurations"].number(), 382);
}

TEST_F(ProvedFirst, TellsTheVerbWhatItProves) {
  EXPECT_EQ(desk.interlock({"prove", "demo"}).exit, 0);
  const Typed refused = desk.interlock({"prove", "mine/demo.json", "--format", "json"});
  EXPECT_EQ(refused.exit, 7);
  EXPECT_EQ(json(refused.out)["verdict"].text(), "not_proved");
  desk.write("mine/demo.json", "{}");
  EXPECT_EQ(desk.interlock({"prove", "mine/demo.json"}).exit, 2);
}

}  // namespace
}  // namespace interlock
