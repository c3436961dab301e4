#include "engine/redact.h"

#include <gtest/gtest.h>

#include "engine/jcs.h"

namespace interlock {
namespace {

struct Redact : testing::Test {
  Redactor redactor;
  Redact() { redactor.know(Secret("hunter2/x y")); }
  std::string redacted(std::string text) const {
    redactor.redact(text);
    return text;
  }
};

TEST_F(Redact, TakesOutEverySecretAndCounts) {
  std::string text = "a hunter2/x y b hunter2/x y";
  EXPECT_EQ(redactor.redact(text), 2);
  EXPECT_EQ(text, "a [REDACTED] b [REDACTED]");
}

TEST_F(Redact, KnowsTheWaysToWriteItInAUrl) {
  EXPECT_EQ(redacted("?p=hunter2%2Fx%20y&q=hunter2%2fx+y."), "?p=[REDACTED]&q=[REDACTED].");
}

TEST_F(Redact, KnowsTheWaysToWriteItInJson) {
  redactor.know(Secret("two\n\"lines\""));
  EXPECT_EQ(redacted(R"({"a":"hunter2\/x y","b":"two\n\"lines\""})"),
            R"({"a":"[REDACTED]","b":"[REDACTED]"})");
}

TEST_F(Redact, KnowsTheWaysToQuoteIt) {
  redactor.know(Secret("o'br\\ien\""));
  for (const char* quoted : {R"('o''br\ien"')", R"(E'o''br\\ien"')", R"("o'br\ien""")",
                             R"('o\'br\\ien\"')", R"('o'\''br\ien"')"})
    EXPECT_NE(redacted(quoted).find("[REDACTED]"), std::string::npos) << quoted;
}

// Basic authentication: base64 of user:password, so at any offset.
TEST_F(Redact, FindsItInBase64AtAnyOffset) {
  for (const char* encoded : {"aHVudGVyMi94IHk=", "Omh1bnRlcjIveCB5", "dTpodW50ZXIyL3ggeQ==",
                              "dXM6aHVudGVyMi94IHk/", "dXNlOmh1bnRlcjIveCB5ISE="})
    EXPECT_NE(redacted(encoded).find("[REDACTED]"), std::string::npos) << encoded;
}

TEST_F(Redact, LeavesShortSecretsAlone) {
  redactor.know(Secret("abc"));
  redactor.know(Secret(""));
  EXPECT_EQ(redacted("abc"), "abc");
}

TEST_F(Redact, GoesThroughAValueButNotItsKeys) {
  Value value = Value::Object{{"hunter2/x y", list_of({"hunter2/x y", "other"})}, {"n", 1}};
  EXPECT_EQ(redactor.redact(value), 1);
  EXPECT_EQ(canonical(value), R"({"hunter2/x y":["[REDACTED]","other"],"n":1})");
}

}  // namespace
}  // namespace interlock
