#include "engine/dotenv.h"

#include <gtest/gtest.h>

namespace interlock {
namespace {

std::string value_in(std::string_view text) {
  const auto values = dotenv(text);
  const auto found = values.find("A");
  return found == values.end() ? "none" : found->second;
}

TEST(Dotenv, ReadsNamesAndValues) {
  const auto values = dotenv("APP_KEY=base64:x=\n\nDB_HOST = localhost \r\nEMPTY=\n");
  EXPECT_EQ(values, (std::map<std::string, std::string, std::less<>>{
                        {"APP_KEY", "base64:x="}, {"DB_HOST", "localhost"}, {"EMPTY", ""}}));
}

TEST(Dotenv, TakesQuotesAway) {
  EXPECT_EQ(value_in("A=\"b # c\" # note"), "b # c");
  EXPECT_EQ(value_in("A='${B} \\n'"), "${B} \\n");
  EXPECT_EQ(value_in("A=\"\""), "");
}

TEST(Dotenv, ReadsEscapesInDoubleQuotesOnly) {
  EXPECT_EQ(value_in(R"(A="a\"b\\c\nd\$e")"), "a\"b\\c\nd$e");
  EXPECT_EQ(value_in(R"(A=a\nb)"), "a\\nb");
}

TEST(Dotenv, ReadsValuesOverSeveralLines) {
  const auto values = dotenv("A=\"one\ntwo\"\nB=3\n");
  EXPECT_EQ(values.at("A"), "one\ntwo");
  EXPECT_EQ(values.at("B"), "3");
}

TEST(Dotenv, PutsInWhatStandsAbove) {
  EXPECT_EQ(value_in("B=x\nA=${B}y"), "xy");
  EXPECT_EQ(value_in("B=x\nA=\"${B} y\""), "x y");
  EXPECT_EQ(value_in("A=${B}y\nB=x"), "${B}y");
  EXPECT_EQ(value_in("B=x\nA=$B"), "$B");
}

TEST(Dotenv, LeavesOutComments) {
  EXPECT_EQ(value_in("#A=1\n A=2#3\n # A=\"4\n"), "2");
  EXPECT_EQ(value_in("A=#3"), "");
}

TEST(Dotenv, SkipsTheWordExport) {
  EXPECT_EQ(value_in("export A=1"), "1");
  EXPECT_EQ(dotenv("exported=1").count("exported"), 1u);
}

TEST(Dotenv, TakesTheLastOfEqualNames) {
  EXPECT_EQ(value_in("A=1\nA=2"), "2");
}

TEST(Dotenv, LeavesOutWhatLaravelRefuses) {
  for (const auto* text : {"A=b c", "A=\"b", "A='b", "A=\"b\" c", "A B=c", "=c", "A=\"\\q\"", "A"})
    EXPECT_EQ(value_in(text), "none") << text;
}

TEST(Dotenv, LosesNoLineAfterABadOne) {
  EXPECT_EQ(value_in("B=\"open\nA=1"), "1");
}

TEST(Dotenv, SkipsAByteOrderMark) {
  EXPECT_EQ(value_in("\xEF\xBB\xBF"
                     "A=1"),
            "1");
}

}  // namespace
}  // namespace interlock
