#include "engine/discovery/interpolation.h"

#include <gtest/gtest.h>

namespace interlock {
namespace {

const Variables variables = {{"SET", "5433"}, {"EMPTY", ""}, {"LONG", std::string(1500, 'x')}};

std::string put_into(const std::string& text) {
  return interpolated(text, variables).value_or("refused");
}

TEST(Interpolated, PutsInWhatIsSet) {
  EXPECT_EQ(put_into("127.0.0.1:${SET}:$SET"), "127.0.0.1:5433:5433");
  EXPECT_EQ(put_into("a${NONE}b$NONE"), "ab");
  EXPECT_EQ(put_into("$$SET $${SET}}"), "$SET ${SET}}");
}

TEST(Interpolated, TakesAnotherWordWhereItIsUnset) {
  EXPECT_EQ(put_into("${SET-1}${EMPTY-1}${NONE-1}"), "54331");
  EXPECT_EQ(put_into("${SET:-1}"), "5433");
  EXPECT_EQ(put_into("${EMPTY:-1}${NONE:-2}${NONE:-}"), "12");
}

TEST(Interpolated, TakesAnotherWordWhereItIsSet) {
  EXPECT_EQ(put_into("${SET+1}${EMPTY+2}${NONE+3}"), "12");
  EXPECT_EQ(put_into("${SET:+1}${EMPTY:+2}${NONE:+3}"), "1");
}

TEST(Interpolated, RefusesWhatMustBeSet) {
  EXPECT_EQ(put_into("${SET?say it}${SET:?say it}${EMPTY?}"), "54335433");
  EXPECT_EQ(put_into("${EMPTY:?say it}"), "refused");
  EXPECT_EQ(put_into("${NONE?say it}"), "refused");
  EXPECT_EQ(put_into("${NONE:?}"), "refused");
}

TEST(Interpolated, ReadsWordsWithinWords) {
  EXPECT_EQ(put_into("${NONE:-${EMPTY:-${SET}}}:5432"), "5433:5432");
  EXPECT_EQ(put_into("${NONE-a$SET-${NONE-b}}c"), "a5433-bc");
}

TEST(Interpolated, RefusesWhatComposeWould) {
  for (const char* text : {"$", "${", "${}", "${SET", "${:3306", "${SET:-1", "${SET:1}", "${SET!}",
                           "a$-b", "${NONE:-${}}"})
    EXPECT_EQ(put_into(text), "refused") << text;
}

TEST(Interpolated, IsNeverEndless) {
  EXPECT_EQ(put_into("$LONG$LONG"), "refused");
  EXPECT_EQ(put_into(std::string(5000, 'x')), "refused");
  std::string nested;
  for (int i = 0; i < 100'000; ++i) nested += "${NONE:-";
  EXPECT_EQ(put_into(nested), "refused");
}

}  // namespace
}  // namespace interlock
