#include "reports/style.h"

#include <gtest/gtest.h>

namespace interlock {
namespace {

TEST(Visible, WritesOutWhatSteersATerminal) {
  EXPECT_EQ(visible("a\x1b[31mb\r\n\tc\x7f"), "a\\x1b[31mb\\r\\n\\tc\\u007f");
}
TEST(Visible, WritesOutControlsBeyondAscii) {
  EXPECT_EQ(visible("\xC2\x9B"
                    "31m\xC2\x85"),
            "\\u009b31m\\u0085");
}
TEST(Visible, WritesOutMarksThatTurnTheDirectionOfWriting) {
  EXPECT_EQ(visible("a\xE2\x80\xAE"
                    "b\xE2\x81\xA6\xD8\x9C"),
            "a\\u202eb\\u2066\\u061c");
}
TEST(Visible, WritesOutLettersWithoutWidth) {
  EXPECT_EQ(visible("a\xE2\x80\x8B\xEF\xBB\xBF\xF3\xA0\x81\x81"), "a\\u200b\\ufeff\\u{e0041}");
}
TEST(Visible, WritesOutBytesThatAreNoText) {
  EXPECT_EQ(visible("a\xff\xC3(\xE2\x82"), "a\\xff\\xc3(\\xe2\\x82");
}
TEST(Visible, LeavesLettersOfAllLanguagesAlone) {
  const std::string text =
      "Gr\xC3\xBC\xC3\x9F"
      "e \xD7\xA9\xD7\x9C \xE6\x97\xA5 \xF0\x9F\x9A\x82";
  EXPECT_EQ(visible(text), text);
}
TEST(Visible, CutsWhatIsTooLong) {
  EXPECT_EQ(visible(std::string(10000, 'x')), std::string(1000, 'x') + "\xE2\x80\xA6");
}

TEST(Harmless, KeepsLineFeedsAndOurColoursAlone) {
  EXPECT_EQ(harmless("\x1b[1;31mx\x1b[0m\n\x1b[2J\x1b[8m", true),
            "\x1b[1;31mx\x1b[0m\n\\x1b[2J\\x1b[8m");
}
TEST(Harmless, KeepsNoColourWhereThereAreNone) {
  EXPECT_EQ(harmless("\x1b[32mx", false), "\\x1b[32mx");
}

TEST(Plain, HasOneMarkForALetterThatAsciiHasNot) {
  EXPECT_EQ(plain({.utf8 = false}, "\xE2\x9C\x93 Gr\xC3\xBC\xE2\x82\xAC \xE2\x86\x92"),
            "+ Gr?? ->");
}

TEST(Words, OfSizesHaveOneDecimalBelowTen) {
  EXPECT_EQ(size_words(0), "0 B");
  EXPECT_EQ(size_words(999), "999 B");
  EXPECT_EQ(size_words(1000), "1.0 kB");
  EXPECT_EQ(size_words(48611204), "49 MB");
  EXPECT_EQ(size_words(3412000000), "3.4 GB");
}
TEST(Words, OfSpansHaveTheUnitsOfPeople) {
  EXPECT_EQ(span_words(24), "24 ms");
  EXPECT_EQ(span_words(400), "0.4 s");
  EXPECT_EQ(span_words(12000), "12 s");
  EXPECT_EQ(span_words(107000), "1 min 47 s");
  EXPECT_EQ(span_words(7860000), "2 h 11 min");
  EXPECT_EQ(span_words(1800000), "30 min");
  EXPECT_EQ(span_words(7200000), "2 h");
}
TEST(Words, OfNumbersHaveCommas) {
  EXPECT_EQ(number_words(1012), "1,012");
  EXPECT_EQ(number_words(-1234567), "-1,234,567");
}

TEST(Wrapped, HangsUnderItsBeginning) {
  EXPECT_EQ(wrapped({.width = 20}, "one two three four", 10, 4), "one two\n    three four");
}
TEST(Wrapped, LeavesAWordThatIsTooLongWhole) {
  EXPECT_EQ(wrapped({.width = 10}, "a bbbbbbbbbbbbbbb c", 0, 2), "a\n  bbbbbbbbbbbbbbb\n  c");
}

}  // namespace
}  // namespace interlock
