#include <gtest/gtest.h>

#include "states/shipped.h"
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
