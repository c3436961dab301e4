#include "checks/wording.h"

#include <gtest/gtest.h>

namespace interlock::checks {
namespace {

TEST(Listed, NamesAllOfAFew) {
  EXPECT_EQ(listed({"a", "b", "c"}), "a, b, c");
}
TEST(Listed, NamesTenAndTheNumberOfTheOthers) {
  EXPECT_EQ(listed(std::vector<std::string>(12, "x")), "x, x, x, x, x, x, x, x, x, x and 2 more");
}
TEST(CountOf, KnowsTheSingular) {
  EXPECT_EQ(count_of(1, "table", "tables"), "1 table");
  EXPECT_EQ(count_of(0, "table", "tables"), "0 tables");
}
TEST(SpanOf, TellsTheUnitThatFits) {
  EXPECT_EQ(span_of(45), "45 s");
  EXPECT_EQ(span_of(12 * 60), "12 min");
  EXPECT_EQ(span_of(26 * 3600), "26 h");
  EXPECT_EQ(span_of(3 * 86400 + 5), "3 d");
}
TEST(BytesOf, HasOneDecimalBelowTen) {
  EXPECT_EQ(bytes_of(0), "0 B");
  EXPECT_EQ(bytes_of(999), "999 B");
  EXPECT_EQ(bytes_of(1000), "1.0 kB");
  EXPECT_EQ(bytes_of(1399999999), "1.3 GB");
  EXPECT_EQ(bytes_of(48611204), "48 MB");
}

}  // namespace
}  // namespace interlock::checks
