// kill -9 between any two records, commands and effects, and what comes of it.
#include <gtest/gtest.h>

#include <map>
#include <numeric>
#include <random>

#include "tests/drawn.h"
#include "tests/whole/crashed.h"
#include "tests/whole/shop.h"

namespace interlock {
namespace {

constexpr int shards = 4;

const Known& demo_machine() {
  static const Known known("demo");
  return known;
}

// Every test takes each fourth of the points that are drawn, so that they can run side by side.
struct KilledDemo : testing::TestWithParam<int> {
  const Known& known = demo_machine();

  static std::vector<std::size_t> its_part(std::vector<std::size_t> all, std::size_t most) {
    std::vector<std::size_t> part;
    std::size_t number = 0;
    for (const std::size_t point : drawn(std::move(all), most))
      if (number++ % shards == static_cast<std::size_t>(GetParam())) part.push_back(point);
    return part;
  }
};
INSTANTIATE_TEST_SUITE_P(Each, KilledDemo, testing::Range(0, shards));

TEST_P(KilledDemo, EndsAsItsRecordTells) {
  ShopPlace first(known, "1.1.1");
  const auto points = points_of(first, first.run_words());
  EXPECT_EQ(first.differs_from(Final::success), "");
  std::vector<std::size_t> all(points.size());
  std::iota(all.begin(), all.end(), 0U);
  for (const std::size_t i : its_part(all, 40)) {
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
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const bool forward =
        points[i].find("new_") == std::string::npos && points[i].find("old_") == std::string::npos;
    if (!forward && !same_as_before(points, i)) chosen.push_back(i);
  }
  for (const std::size_t i : its_part(chosen, 16)) {
    SCOPED_TRACE("killed at " + std::to_string(i + 1) + ", " + points[i]);
    ShopPlace shop(known, "1.1.0");
    Crashed crashed(shop, with({"resume"}, back));
    EXPECT_TRUE(crashed.killed_at(static_cast<int>(i + 1), with(shop.run_words(), back)));
    crashed.end(Choice::back);
    EXPECT_EQ(crashed.state(), "recovered");
  }
}

// Moments are drawn over the points, not over time. Half of the runs are killed once more
// while they are resumed, and half twice more.
TEST_P(KilledDemo, EndsAlsoIfItIsKilledAgain) {
  std::mt19937 random(static_cast<std::mt19937::result_type>(GetParam() + 1));
  const std::vector<std::string> back{"--on-fail", "back"};
  std::map<std::string, std::size_t> points;
  for (const char* target : {"1.1.0", "1.1.1"}) {
    ShopPlace first(known, target);
    points[target] = points_of(first, with(first.run_words(), back)).size();
  }
  for (int i = GetParam(); i < (everything() ? 50 : 12); i += shards) {
    const std::string target = random() % 2 == 0 ? "1.1.0" : "1.1.1";
    const int point = static_cast<int>(random() % points[target]) + 1;
    const int again = static_cast<int>(random() % 20) + 1;
    SCOPED_TRACE(target + " killed at " + std::to_string(point) + " and " + std::to_string(again));
    ShopPlace shop(known, target);
    Crashed crashed(shop, {"resume"});
    crashed.killed_at(point, with(shop.run_words(), back));
    for (int times = 1 + i % 2; times > 0; --times) crashed.resume_killed_at(again * times);
    crashed.end(target == "1.1.0" || random() % 2 == 0 ? Choice::back : Choice::retry);
  }
}

}  // namespace
}  // namespace interlock
