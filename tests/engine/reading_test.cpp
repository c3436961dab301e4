#include "engine/reading.h"

#include <gtest/gtest.h>

namespace interlock {
namespace {

TEST(WritingIn, IsEmptyForStatementsThatRead) {
  EXPECT_EQ(writing_in("SELECT id FROM customers WHERE email IS NULL"), "");
  EXPECT_EQ(writing_in("  with x as (select 1) select * from x ;\n"), "");
  EXPECT_EQ(writing_in("(SELECT 1) UNION (SELECT 2)"), "");
  EXPECT_EQ(writing_in("TABLE orders"), "");
}

TEST(WritingIn, DoesNotLookIntoQuotes) {
  EXPECT_EQ(writing_in("SELECT 'DROP; DELETE', \"update\", `into` FROM t"), "");
  EXPECT_EQ(writing_in("SELECT 'it''s; DROP'"), "");
}

TEST(WritingIn, FindsWordsThatWrite) {
  EXPECT_EQ(writing_in("SELECT 1 INTO OUTFILE 'x'"), "it has a word that writes");
  EXPECT_EQ(writing_in("select * from t for update"), "it has a word that writes");
  EXPECT_EQ(writing_in("WITH x AS (DELETE FROM t RETURNING 1) SELECT 1"),
            "it has a word that writes");
}

TEST(WritingIn, TakesOneStatementThatBeginsWithReading) {
  EXPECT_EQ(writing_in("SELECT 1; SELECT 2"), "it is more than one statement");
  EXPECT_EQ(writing_in("CALL x()"), "it does not begin with a word that reads");
  EXPECT_EQ(writing_in("'SELECT' x"), "it does not begin with a word that reads");
  EXPECT_EQ(writing_in(" ; "), "it is empty");
}

TEST(WritingIn, TakesNeitherCommentsNorBackslashes) {
  EXPECT_NE(writing_in("SELECT 1 /*! INTO OUTFILE 'x' */"), "");
  EXPECT_NE(writing_in("SELECT 1 -- it"), "");
  EXPECT_NE(writing_in("SELECT '\\'' INTO @x"), "");
}

}  // namespace
}  // namespace interlock
