// What `verify` says of an upgrade that was made without Interlock.
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/values.h"
#include "tests/whole/ixp.h"
#include "tests/whole/parsec.h"
#include "tests/whole/shop.h"

namespace interlock {
namespace {

// Each check of the report has its evidence, in the record; text and JSON tell of the
// same ones.
void is_whole(const Typed& human, const Typed& as_json, const Desk& desk) {
  const Value report = json(as_json.out);
  ASSERT_FALSE(report["checks"].list().empty());
  const Ledger ledger = Ledger::read(desk.path("state/interlock/ledger.db"));
  for (const Value& check : report["checks"].list()) {
    EXPECT_NE(human.out.find(check["check"].text()), std::string::npos) << check["key"].text();
    if (check["outcome"].text() == "not_applicable") continue;
    const std::string cited(check["evidence"].text());
    ASSERT_TRUE(cited.starts_with("sha256:")) << check["key"].text();
    const Value evidence = json(ledger.evidence(cited.substr(7)));
    EXPECT_EQ(evidence["check"].text(), check["check"].text());
  }
}

struct ParsecByHand : testing::Test {
  std::unique_ptr<Parsec> parsec;

  void SetUp() override {
    if (server("INTERLOCK_PG_PORT").empty())
      GTEST_SKIP() << "no PostgreSQL is named: see ./dev test";
    parsec = std::make_unique<Parsec>();
    parsec->sql(good_migration);
    parsec->start_by_hand("3.1.0");
  }
  Typed verify(std::vector<std::string> more = {}) {
    for (const char* word : {"--set", "installed=3.0.0"}) more.emplace_back(word);
    return parsec->type("verify", std::move(more));
  }
};

TEST_F(ParsecByHand, IsVerified) {
  const Typed human = verify(), as_json = verify({"--format", "json"});
  EXPECT_EQ(human.exit, 0) << human.out << human.err;
  EXPECT_EQ(as_json.exit, 0);
  is_whole(human, as_json, parsec->desk);
}

TEST_F(ParsecByHand, IsRefusedWithoutTheRowOfAMigration) {
  parsec->sql("DELETE FROM migration WHERE _id = 6");
  const Typed human = verify(), as_json = verify({"--format", "json"});
  EXPECT_EQ(human.exit, 1) << human.out << human.err;
  EXPECT_EQ(as_json.exit, 1);
  EXPECT_EQ(checks_with(as_json, "fail"), Texts{"migration.none_pending"}) << human.out;
  is_whole(human, as_json, parsec->desk);
}

struct ShopByHand : testing::Test {
  const Known known{"demo"};
  ShopPlace shop{known, "1.1.1"};
  Desk& desk = shop.desk();

  ShopByHand() {
    for (const char* line :
         {"cp -Rp shop/releases/1.1.1/database/. shop/database/",
          "cp -p shop/releases/1.1.1/VERSION shop/VERSION",
          "sqlite3 -batch -bail shop/storage/shop.db <shop/releases/1.1.1/database/upgrade.sql"}) {
      const Typed typed = desk.program({"sh", "-c", line});
      EXPECT_EQ(typed.exit, 0) << typed.err;
    }
  }
  Typed verify(std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"verify", "demo", "--at", desk.path("installation.json"), "--to",
                               "1.1.1", "--set", "installed=1.0.0"});
    return desk.interlock(std::move(more));
  }
};

TEST_F(ShopByHand, IsVerified) {
  const Typed human = verify(), as_json = verify({"--format", "json"});
  EXPECT_EQ(human.exit, 0) << human.out << human.err;
  is_whole(human, as_json, desk);
}

TEST_F(ShopByHand, IsRefusedWithoutTheRowOfAMigration) {
  shop.sql("DELETE FROM migrations WHERE id = (SELECT max(id) FROM migrations)");
  const Typed human = verify(), as_json = verify({"--format", "json"});
  EXPECT_EQ(human.exit, 1) << human.out << human.err;
  const auto failed = checks_with(as_json, "fail");
  EXPECT_NE(std::find(failed.begin(), failed.end(), "migration.none_pending"), failed.end())
      << human.out;
  is_whole(human, as_json, desk);
}

}  // namespace
}  // namespace interlock
