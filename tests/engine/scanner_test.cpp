#include "engine/scanner.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/jcs.h"

namespace interlock {
namespace {

bool accepts(std::string_view bytes) {
  Scanner scanner(bytes);
  return scanner.value() && scanner.done();
}

TEST(Scanner, AcceptsCanonicalJson) {
  for (const char* json : {"null", "true", "false", "0", "-1", "9007199254740992", "\"\"",
                           "\"\\u0000\\u001f\\b\\t\\n\\f\\r\\\"\\\\/\x7f\xc3\xa9\xf0\x9f\x98\x82\"",
                           "[]", "{}", "[1,[],{\"\":{}}]", "{\"\\n\":1,\"a\":2,\"aa\":3,\"b\":4}"})
    EXPECT_TRUE(accepts(json)) << json;
}

TEST(Scanner, RefusesEveryOtherWayToWriteIt) {
  for (const char* json : {"",
                           " 1",
                           "1 ",
                           "[1, 2]",
                           "{\"a\": 1}",
                           "{\"b\":1,\"a\":2}",
                           "{\"a\":1,\"a\":2}",
                           "01",
                           "-0",
                           "-01",
                           "-",
                           "+1",
                           "1.0",
                           "1e2",
                           "9007199254740993",
                           "-9007199254740993",
                           "99999999999999999999",
                           "\"\\/\"",
                           "\"\\u0041\"",
                           "\"\\u000a\"",
                           "\"\\u001F\"",
                           "\"\\u0020\"",
                           "\"\n\"",
                           "\"\xff\"",
                           "\"\xed\xa0\x80\"",
                           "\"",
                           "\"\\",
                           "\"\\u00",
                           "[",
                           "[1,]",
                           "[1",
                           "{",
                           "{\"a\"}",
                           "{\"a\":}",
                           "{\"a\":1,}",
                           "{1:2}",
                           "nul",
                           "tru",
                           "1 2",
                           "[]]"})
    EXPECT_FALSE(accepts(json)) << json;
}

TEST(Scanner, SortsKeysByUtf16CodeUnitsAlsoIfTheyAreEscaped) {
  EXPECT_TRUE(accepts("{\"\xf0\x9f\x98\x82\":1,\"\xef\xac\xb3\":2}"));
  EXPECT_FALSE(accepts("{\"\xef\xac\xb3\":1,\"\xf0\x9f\x98\x82\":2}"));
  EXPECT_TRUE(accepts("{\"\\u0001\":1,\"\\t\":2,\" \":3,\"Z\":4,\"\\\\\":5}"));
  EXPECT_FALSE(accepts("{\"Z\":1,\"\\n\":2}"));
}

TEST(Scanner, EndsAtTwoHundredLevels) {
  EXPECT_TRUE(accepts(std::string(200, '[') + std::string(200, ']')));
  EXPECT_FALSE(accepts(std::string(300, '[') + std::string(300, ']')));
  EXPECT_FALSE(accepts(std::string(1000000, '[')));
}

// Whatever it accepts of the neighbours of a text is written again as it stands.
TEST(Scanner, AcceptsNothingThatIsNotCanonical) {
  const std::string whole =
      "{\"a\":[-12,0,true,null,\"x\\n\\u0001\xc3\xa9\"],\"b\\\"\":{\"c\":false},\"d\":10}";
  ASSERT_TRUE(accepts(whole));
  std::size_t accepted = 0;
  for (std::size_t at = 0; at < whole.size(); ++at)
    for (int byte = 0; byte < 256; ++byte) {
      std::string bent = whole;
      bent[at] = static_cast<char>(byte);
      if (!accepts(bent)) continue;
      ++accepted;
      std::vector<Problem> problems;
      const Value value = parsed(bent, problems);
      ASSERT_TRUE(problems.empty()) << bent;
      ASSERT_EQ(canonical(value), bent);
    }
  EXPECT_GT(accepted, whole.size());
}

}  // namespace
}  // namespace interlock
