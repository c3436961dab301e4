// Upgrades of IXP Manager 4 and 6 on real servers: to their end, refused, and back.
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/values.h"
#include "tests/whole/crashed.h"
#include "tests/whole/ixp.h"
#include "tests/whole/ixp_site.h"

namespace interlock {
namespace {

struct IxpUpgrade : testing::TestWithParam<const IxpKind& (*)()> {
  const IxpKind& kind = GetParam()();
  std::unique_ptr<IxpSite> site;
  std::string before;

  void SetUp() override {
    const std::string why = missing_for(kind);
    if (!why.empty()) GTEST_SKIP() << why;
    site = std::make_unique<IxpSite>(kind);
    before = site->contents();
  }

  // The record is whole, and every step of it is one of the machine's.
  void conforms() const {
    const Typed whole = site->desk.interlock({"audit", "verify"});
    EXPECT_EQ(whole.exit, 0) << whole.out << whole.err;
    const Typed conform = site->desk.interlock({"audit", "conform"});
    EXPECT_EQ(conform.exit, 0) << conform.out << conform.err;
  }
  int times(const std::string& call) const {
    const std::string calls = site->calls();
    int found = 0;
    for (auto at = calls.find(call); at != std::string::npos; at = calls.find(call, at + 1))
      ++found;
    return found;
  }
};

INSTANTIATE_TEST_SUITE_P(Of, IxpUpgrade, testing::Values(ixp_4, ixp_6), [](const auto& test) {
  return "Release" + test.param().from.substr(0, 1);
});

TEST_P(IxpUpgrade, SucceedsAndIsSeenToHave) {
  const Typed run = site->led();
  ASSERT_EQ(run.exit, 0) << run.out << run.err;
  EXPECT_EQ(site->shell("/usr/bin/git describe --tags").out, "v" + kind.to + "\n");
  EXPECT_NE(site->told_by_web("/api/v4/ping").find('"' + kind.to + '"'), std::string::npos);
  EXPECT_EQ(site->told_by_web("/"), "200 Welcome.");
  EXPECT_EQ(site->sql("SELECT count(*) FROM cust"), "2\n");
  EXPECT_EQ(
      site->sql("INSERT INTO bgpsessiondata () VALUES (); SELECT count(*) > 0 FROM bgp_sessions"),
      "1\n");
  EXPECT_EQ(times("systemctl restart memcached.service"), 2);
  if (kind.doctrine) {
    EXPECT_EQ(site->shell("php $PWD/artisan doctrine:schema:update --sql").out, "");
    EXPECT_EQ(site->sql("SELECT migration FROM migrations"),
              "2014_10_12_100000_create_password_resets_table\n");
  } else {
    EXPECT_EQ(site->sql("SELECT count(*) FROM migrations"), "32\n");
    EXPECT_EQ(site->sql("SELECT in_manrs FROM view_cust_current_active"), "0\n");
  }
  const Typed verify = site->type("verify");
  EXPECT_EQ(verify.exit, 0) << verify.out << verify.err;
  conforms();
  EXPECT_EQ(site->desk.program({"grep", "-rl", site->password, site->desk.path("state")}).out, "");
}

}  // namespace
}  // namespace interlock
