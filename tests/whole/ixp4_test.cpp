// Readiness of IXP Manager 4: on tables that Doctrine itself made from the mapping.
#include <gtest/gtest.h>

#include "engine/values.h"
#include "tests/whole/ixp.h"
#include "tests/whole/ixp_site.h"

namespace interlock {
namespace {

struct Ixp4Readiness : testing::Test {
  void SetUp() override {
    if (server("INTERLOCK_MY_PORT").empty()) GTEST_SKIP() << "no MariaDB is named: see ./dev test";
    if (!std::filesystem::exists("/usr/share/php/Doctrine/ORM/autoload.php"))
      GTEST_SKIP() << "Doctrine (php-doctrine-orm) is not installed";
  }
};

// F26: Doctrine's own validator is never content with a MariaDB of today.
TEST_F(Ixp4Readiness, IsThereOnASiteThatNobodyTouched) {
  const IxpSite site(ixp_4());
  const std::string before = site.contents();
  const Typed ready = site.type("ready", {"--format", "json"});
  EXPECT_EQ(ready.exit, 0) << ready.out << ready.err;
  EXPECT_EQ(checks_with(ready, "fail"), Texts{});
  EXPECT_EQ(checks_with(ready, "unknown"), Texts{});
  EXPECT_EQ(checks_with(ready, "warn"), (Texts{"server.auditor_readonly"}));
  EXPECT_EQ(site.contents(), before);
}

}  // namespace
}  // namespace interlock
