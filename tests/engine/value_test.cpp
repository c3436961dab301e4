#include "engine/value.h"

#include <gtest/gtest.h>

namespace interlock {
namespace {

const Value sample = Value::Object{{"text", "x"}, {"number", 7}, {"list", list_of({"a", "b"})}};

TEST(Value, GivesNothingForWhatIsNotThere) {
  EXPECT_TRUE(sample["nothing"].null());
  EXPECT_EQ(sample["nothing"]["deeper"].text(), "");
  EXPECT_EQ(sample["nothing"].number(), 0);
  EXPECT_TRUE(sample["nothing"].list().empty());
}

TEST(Value, GivesNothingForWhatIsOfAnotherKind) {
  EXPECT_EQ(sample["text"].number(), 0);
  EXPECT_EQ(sample["number"].text(), "");
  EXPECT_FALSE(sample["text"].flag());
  EXPECT_TRUE(sample["number"].members().empty());
}

TEST(Value, GivesWhatIsThere) {
  EXPECT_EQ(sample["text"].text(), "x");
  EXPECT_EQ(sample["number"].number(), 7);
  EXPECT_EQ(texts_in(sample["list"]), (std::vector<std::string>{"a", "b"}));
}

TEST(Value, ReplacesAMemberInItsPlace) {
  Value value = sample;
  value.set("text", true).set("more", nullptr);
  EXPECT_EQ(value.members()[0], (std::pair<std::string, Value>{"text", true}));
  EXPECT_EQ(value.members().back().first, "more");
}

TEST(Value, BecomesAnObjectWhenAMemberIsSet) {
  Value value = "text";
  value.set("a", 1);
  EXPECT_EQ(value, Value(Value::Object{{"a", 1}}));
}

}  // namespace
}  // namespace interlock
