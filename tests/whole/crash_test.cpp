// kill -9 between any two records, commands and effects, and what comes of it.
#include <gtest/gtest.h>

#include "tests/whole/crashed.h"
#include "tests/whole/shop.h"

namespace interlock {
namespace {

constexpr int shards = 4;

const Known& demo_machine() {
  static const Known known("demo");
  return known;
}

// Every test takes each fourth point, so that they can run side by side; two of the four
// are enough for every run of the suite.
struct KilledDemo : testing::TestWithParam<int> {
  const Known& known = demo_machine();
};
INSTANTIATE_TEST_SUITE_P(Each, KilledDemo, testing::Range(0, 2));

TEST_P(KilledDemo, EndsAsItsRecordTells) {
  ShopPlace first(known, "1.1.1");
  const auto points = points_of(first, first.run_words());
  EXPECT_EQ(first.differs_from(Final::success), "");
  for (std::size_t i = static_cast<std::size_t>(GetParam()); i < points.size(); i += shards) {
    SCOPED_TRACE("killed at " + std::to_string(i + 1) + ", " + points[i]);
    ShopPlace shop(known, "1.1.1");
    Crashed crashed(shop, {"resume"});
    EXPECT_TRUE(crashed.killed_at(static_cast<int>(i + 1), shop.run_words())) << crashed.last.err;
    crashed.end(i / shards % 2 == 0 ? Choice::retry : Choice::back);
  }
}

}  // namespace
}  // namespace interlock
