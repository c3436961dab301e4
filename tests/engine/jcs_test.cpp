#include "engine/jcs.h"

#include <gtest/gtest.h>

#include <limits>

namespace interlock {
namespace {

// What is wrong with a text: one line a problem.
std::string wrong(std::string_view json, bool comments = false) {
  std::vector<Problem> problems;
  parsed(json, problems, comments);
  std::string lines;
  for (const Problem& problem : problems) lines += problem.where + ": " + problem.what + "\n";
  return lines;
}

Value value_of(std::string_view json) {
  std::vector<Problem> problems;
  Value value = parsed(json, problems);
  EXPECT_TRUE(problems.empty()) << json;
  return value;
}

std::string again(std::string_view json) {
  return canonical(value_of(json));
}

TEST(Parsed, KeepsTheOrderOfTheKeys) {
  const Value value = value_of(R"({"b": 1, "a": [true, null, "x", 2.5]})");
  ASSERT_EQ(value.members().size(), 2u);
  EXPECT_EQ(value.members()[0].first, "b");
  EXPECT_EQ(value["a"], Value(Value::List{true, nullptr, "x", 2.5}));
}

TEST(Parsed, NamesThePlaceOfAKeyThatIsWrittenTwice) {
  EXPECT_EQ(wrong(R"({"a": [{}, {"x/y": 1, "x/y": 2}], "a": 0})"),
            "/a/1/x~1y: This key is written twice.\n/a: This key is written twice.\n");
}

TEST(Parsed, TellsLineAndColumnOfAnError) {
  EXPECT_EQ(wrong("{\n  \"a\": 1,\n}"),
            "/: Line 3, column 1: unexpected '}', expected string literal.\n");
}

TEST(Parsed, SaysThatATextEndsTooSoon) {
  EXPECT_EQ(wrong("[1, "),
            "/: Line 1, column 5: unexpected end of input, expected '[', '{', or a literal.\n");
}

TEST(Parsed, GivesNothingAfterAnError) {
  std::vector<Problem> problems;
  EXPECT_TRUE(parsed("[1] 2", problems).null());
  EXPECT_EQ(problems.size(), 1u);
}

TEST(Parsed, DoesNotRepeatTheTextInItsErrors) {
  EXPECT_EQ(wrong("{\"password\": \"hunter2").find("hunter2"), std::string::npos);
}

TEST(Parsed, RefusesNumbersBeyondADouble) {
  EXPECT_EQ(wrong("1e999"), "/: Line 1, column 5: the number is too large.\n");
}

TEST(Parsed, RefusesHalfASurrogatePair) {
  EXPECT_NE(wrong(R"("\ud83d")"), "");
}

TEST(Parsed, RefusesBytesThatAreNotUtf8) {
  EXPECT_NE(wrong("\"\xff\""), "");
}

TEST(Parsed, EndsAtTwoHundredLevels) {
  EXPECT_EQ(wrong(std::string(200, '[') + std::string(200, ']')), "");
  EXPECT_EQ(wrong(std::string(1000000, '[')),
            "/: Lists and objects are nested more than 200 levels deep.\n");
}

TEST(Parsed, StopsCountingKeysThatAreWrittenTwice) {
  std::string json = "{\"k\":0";
  for (int i = 0; i < 1000; ++i) json += ",\"k\":0";
  std::vector<Problem> problems;
  EXPECT_TRUE(parsed(json + "}", problems).null());
  EXPECT_EQ(problems.size(), 100u);
}

TEST(Parsed, AllowsCommentsOnlyWhenAsked) {
  EXPECT_EQ(wrong("// one\n{} /* two */", true), "");
  EXPECT_NE(wrong("// one\n{} /* two */", false), "");
}

TEST(Parsed, NeverCrashesOnATextThatIsCutOrBent) {
  const std::string whole = R"({"a": [1, -2.5e3, "\u00e9\n", {"b": null}], "c": {"d": true}})";
  for (std::size_t i = 0; i < whole.size(); ++i) {
    EXPECT_NE(wrong(whole.substr(0, i)), "") << i;
    for (const char c : {'\0', '"', '}', '\\', '\xff'}) {
      std::string bent = whole;
      bent[i] = c;
      wrong(bent);
    }
  }
}

TEST(Canonical, SortsKeysByUtf16CodeUnits) {
  EXPECT_EQ(again(R"({"\ufb33": 1, "\ud83d\ude02": 2, "b": 3, "": 4, "aa": 5, "a": 6})"),
            "{\"\":4,\"a\":6,\"aa\":5,\"b\":3,\"\xf0\x9f\x98\x82\":2,\"\xef\xac\xb3\":1}");
}

TEST(Canonical, WritesNumbersAsEcmaScriptDoes) {
  EXPECT_EQ(again("[1e-6, 1e-7, 100.0, -0.0, 1e21, 1e20, 123456789.125, -1.5, 5e-324, 0]"),
            "[0.000001,1e-7,100,0,1e+21,100000000000000000000,123456789.125,-1.5,5e-324,0]");
}

TEST(Canonical, WritesWholeNumbersBeyondTheExactOnesAsDoubles) {
  EXPECT_EQ(again("[9007199254740992, 9007199254740993, 18446744073709551615]"),
            "[9007199254740992,9007199254740992,18446744073709552000]");
}

TEST(Canonical, EscapesOnlyWhatItMust) {
  EXPECT_EQ(again(R"("\u0000\u001f\b\t\n\f\r\"\\\/\u007f\u00e9")"),
            "\"\\u0000\\u001f\\b\\t\\n\\f\\r\\\"\\\\/\x7f\xc3\xa9\"");
}

TEST(Canonical, RefusesNumbersThatAreNotFinite) {
  EXPECT_THROW(canonical(std::numeric_limits<double>::quiet_NaN()), Error);
  EXPECT_THROW(canonical(-std::numeric_limits<double>::infinity()), Error);
}

TEST(Canonical, RefusesTextThatIsNotUtf8) {
  for (const char* bytes : {"\x80", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                            "\xf0\x80\x80\x80", "\xc3", "\xff", "\xe2\x82"})
    EXPECT_THROW(canonical(bytes), Error) << bytes;
}

TEST(Canonical, RefusesAnObjectWithAKeyTwice) {
  EXPECT_THROW(canonical(Value::Object{{"a", 1}, {"a", 2}}), Error);
}

TEST(Pretty, IndentsByTwoAndKeepsTheOrder) {
  EXPECT_EQ(pretty(value_of(R"({"b":[1,{}],"a":[],"c":9007199254740993})")),
            "{\n  \"b\": [\n    1,\n    {}\n  ],\n  \"a\": [],\n  \"c\": 9007199254740993\n}\n");
}

}  // namespace
}  // namespace interlock
