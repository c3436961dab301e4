// kill -9 between any two records, commands and effects, and what comes of it.
#include <gtest/gtest.h>

#include <random>

#include "tests/whole/crashed.h"
#include "tests/whole/shop.h"

namespace interlock {
namespace {

constexpr int shards = 4;

const Known& demo_machine() {
  static const Known known("demo");
  return known;
}

std::vector<std::string> with(std::vector<std::string> words, std::vector<std::string> more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

// Every test takes each fourth point, so that they can run side by side.
struct KilledDemo : testing::TestWithParam<int> {
  const Known& known = demo_machine();
};
INSTANTIATE_TEST_SUITE_P(Each, KilledDemo, testing::Range(0, shards));

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

TEST_P(KilledDemo, GoesBackWholeFromAMigrationThatBrokeOff) {
  const std::vector<std::string> back{"--on-fail", "back"};
  ShopPlace first(known, "1.1.0");
  const auto points = points_of(first, with(first.run_words(), back));
  EXPECT_EQ(first.differs_from(Final::recovered), "");
  for (std::size_t i = static_cast<std::size_t>(GetParam()); i < points.size(); i += shards) {
    const bool forward =
        points[i].find("new_") == std::string::npos && points[i].find("old_") == std::string::npos;
    if (forward || same_as_before(points, i)) continue;
    SCOPED_TRACE("killed at " + std::to_string(i + 1) + ", " + points[i]);
    ShopPlace shop(known, "1.1.0");
    Crashed crashed(shop, with({"resume"}, back));
    EXPECT_TRUE(crashed.killed_at(static_cast<int>(i + 1), with(shop.run_words(), back)));
    crashed.end(Choice::back);
    EXPECT_EQ(crashed.state(), "recovered");
  }
}

}  // namespace
}  // namespace interlock
