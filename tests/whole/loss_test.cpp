// The way back after users were let in: what they stored is named, and given up only
// by a person who says so.
#include <gtest/gtest.h>

#include "tests/whole/typed.h"

namespace interlock {
namespace {

struct GivenUp : testing::Test {
  Desk desk;

  void SetUp() override {
    const Typed demo = desk.interlock({"demo", "--keep", desk.path("kept")});
    ASSERT_EQ(demo.exit, 0) << demo.out << demo.err;
    // The last release leaves a customer without an address: its verification fails.
    std::string upgrade = desk.read("kept/shop/releases/1.2.0/database/upgrade.sql");
    upgrade.insert(upgrade.find("COMMIT;"), "UPDATE customers SET email = NULL WHERE id = 1;\n");
    desk.write("kept/shop/releases/1.2.0/database/upgrade.sql", upgrade);
    const Typed run = type({"run", "demo", "--at", "kept/installation.json", "--yes", "1.2.0"});
    ASSERT_EQ(run.exit, 1) << run.out << run.err;
    shop("INSERT INTO orders VALUES (77, 1, 5)");
  }

  Typed type(std::vector<std::string> words) const {
    for (const char* word : {"--ledger", "kept/ledger.db"}) words.emplace_back(word);
    return desk.interlock(std::move(words));
  }
  Typed shop(const std::string& sql) const {
    return desk.program({"sqlite3", "kept/shop/storage/shop.db", sql});
  }
  Value standing() const {
    return json(type({"status", "--format", "json"}).out)["runs"].list().at(0);
  }
};

TEST_F(GivenUp, WaitsForAPersonWhoSaysYes) {
  const Typed back = type({"back", "--yes"});
  EXPECT_EQ(back.exit, 9) << back.out << back.err;
  EXPECT_NE(back.out.find("orders (4 rows, then 5 rows)"), std::string::npos) << back.out;
  const Value run = standing();
  EXPECT_EQ(run["waiting_for"]["key"].text(), "new_schema/operator.confirms@operator");
  const std::string id(run["run"].text());
  EXPECT_EQ(type({"answer", id, "new_schema/operator.confirms@operator", "yes"}).exit, 0);
  const Typed resumed = type({"resume", id});
  EXPECT_EQ(resumed.exit, 8) << resumed.out << resumed.err;
  EXPECT_EQ(shop("SELECT count(*) FROM orders").out, "4\n");
  EXPECT_EQ(shop("SELECT count(*) FROM sqlite_schema WHERE name = 'coupons'").out, "0\n");
  EXPECT_EQ(type({"audit", "verify"}).exit, 0);
}

TEST_F(GivenUp, StaysWhereItIsIfThePersonSaysNo) {
  EXPECT_EQ(type({"back", "--yes"}).exit, 9);
  const std::string id(standing()["run"].text());
  EXPECT_EQ(type({"answer", id, "new_schema/operator.confirms@operator", "no"}).exit, 0);
  EXPECT_EQ(type({"resume", id}).exit, 1);
  EXPECT_EQ(shop("SELECT count(*) FROM orders").out, "5\n");
}

}  // namespace
}  // namespace interlock
