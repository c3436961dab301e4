#include "engine/condition.h"

#include <gtest/gtest.h>

#include "engine/error.h"

namespace interlock {
namespace {

const Values values = {{"installed", "3.4.1"}, {"target", "3.6.0-beta"}, {"format", "plain"}};

std::string first_unmet(const char* written) {
  return unmet(condition_of(written).value(), values, {"cache"});
}

TEST(Condition, ComparesVersions) {
  EXPECT_EQ(first_unmet("installed < 3.6 and target >= 3.6"), "");
  EXPECT_EQ(first_unmet("target = 3.6"), "");
  EXPECT_EQ(first_unmet("target > 3.6"), "target > 3.6");
}

TEST(Condition, KnowsWhichEndpointsWereFound) {
  EXPECT_EQ(first_unmet("has cache"), "");
  EXPECT_EQ(first_unmet("has cache and has queue"), "has queue");
}

TEST(Condition, ComparesParameters) {
  EXPECT_EQ(first_unmet("format = plain"), "");
  EXPECT_EQ(first_unmet("format = custom"), "format = custom");
}

TEST(Condition, IsNotDecidedByWhatIsNotKnown) {
  EXPECT_THROW(first_unmet("prefix = x"), Error);
  EXPECT_THROW(unmet(condition_of("target > 3").value(), {}, {}), Error);
  EXPECT_THROW(unmet(condition_of("target > 3").value(), {{"target", "nightly"}}, {}), Error);
}

TEST(Condition, IsNothingElse) {
  for (const char* written :
       {"", "target", "target >= ", "target => 3", "target >= v3", "targets >= 3", "has",
        "has Cache", "has cache or has queue", "has cache and", "has cache and ", "has  cache",
        "format = ", "format = two words", "format == plain", "not has cache"})
    EXPECT_FALSE(condition_of(written)) << written;
}

}  // namespace
}  // namespace interlock
