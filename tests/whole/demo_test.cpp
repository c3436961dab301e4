#include <gtest/gtest.h>

#include "tests/whole/typed.h"

namespace interlock {
namespace {

// The demo, kept, so that one can look at what it left.
struct Demo : testing::Test {
  Desk desk;
  Typed demo = desk.interlock({"demo", "--keep", desk.path("kept")});

  Typed then(std::vector<std::string> words) {
    for (const char* word : {"--ledger", "kept/ledger.db"}) words.emplace_back(word);
    return desk.interlock(std::move(words));
  }
};

TEST_F(Demo, WalksThroughThreeUpgrades) {
  EXPECT_EQ(demo.exit, 0) << demo.out << demo.err;
  for (const char* words : {"NOT READY  2 failed", "HELD", "RECOVERED", "UPGRADED", "VERIFIED",
                            "WHOLE", "no such column: mail"})
    EXPECT_NE(demo.out.find(words), std::string::npos) << words << "\n" << demo.out;
}

TEST_F(Demo, LeavesARecordThatIsWhole) {
  const Typed audit = then({"audit", "verify"});
  EXPECT_EQ(audit.exit, 0) << audit.out << audit.err;
}

TEST_F(Demo, CanBeGoneOnWith) {
  const Typed run = then({"run", "demo", "--at", "kept/installation.json", "--yes", "1.2.0"});
  EXPECT_EQ(run.exit, 0) << run.out << run.err;
}

TEST_F(Demo, TellsTheSameReportAgain) {
  const std::string first = then({"report", "--format", "json"}).out;
  EXPECT_EQ(json(first)["format"].text(), "interlock.report/1");
  const Value one = json(first)["checks"],
              two = json(then({"report", "--format", "json"}).out)["checks"];
  EXPECT_EQ(one, two);
}

}  // namespace
}  // namespace interlock
