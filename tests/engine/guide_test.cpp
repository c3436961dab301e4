#include "engine/guide.h"

#include <gtest/gtest.h>

namespace interlock {
namespace {

std::string split(std::string_view text, std::string_view file = "a/Some Guide.md") {
  std::string lines;
  for (const Unit& unit : units_of(text, file))
    lines += unit.heading + "#" + std::to_string(unit.number) + " " + unit.text + "\n";
  return lines;
}

TEST(Units, AreSentencesOfParagraphs) {
  EXPECT_EQ(
      split("One line.  It goes\non here (e.g. so). `code` begins. and. Ends! (Now)\n\n...\n"),
      "some-guide#1 One line.\n"
      "some-guide#2 It goes on here (e.g. so).\n"
      "some-guide#3 `code` begins. and.\n"
      "some-guide#4 Ends!\n"
      "some-guide#5 (Now)\n");
}

TEST(Units, AreNumberedBelowTheirHeading) {
  EXPECT_EQ(split("Before.\n# The  _first_ heading!\nA.\n## B - c\nD.\n### B - c\nE.\n"),
            "some-guide#1 Before.\n"
            "the-first-heading#1 A.\n"
            "b---c#1 D.\n"
            "b---c#2 E.\n");
}

TEST(Units, AreItemsRowsLinesOfCodePicturesAndTitles) {
  EXPECT_EQ(split("* one\n* two\n  goes on\n1. three\n> four\n| a | b |\n|---|---|\n![pic](a.png)\n"
                  "!!! note \"Mind this\"\n???+ tip\n```sh\n\nls -l\n# no heading\n```\n",
                  "g.md"),
            "g#1 one\ng#2 two goes on\ng#3 three\ng#4 four\ng#5 | a | b |\ng#6 ![pic](a.png)\n"
            "g#7 Mind this\ng#8 ls -l\ng#9 # no heading\n");
}

TEST(Units, AreFoundInReStructuredTextToo) {
  EXPECT_EQ(
      split(".. _label:\n\nTitle\n=====\n\n1. Do this.\n\n.. code-block:: sh\n   :emphasize: 1\n"
            "\n   first\n   second\n\nDone. Really.\n\nNext\n~~~~\n\nText.\n",
            "guide.rst"),
      "title#1 Do this.\ntitle#2 first\ntitle#3 second\ntitle#4 Done.\ntitle#5 Really.\n"
      "next#1 Text.\n");
}

TEST(Units, ComeFromAnyText) {
  EXPECT_EQ(split(""), "");
  EXPECT_EQ(split("#\n```\n"), "");  // nothing in it is a word
  EXPECT_EQ(split("\xE2\x80\x94\n\n\xC3\x84nderung\n", "g.md"), "g#1 \xC3\x84nderung\n");
}

TEST(Counted, CountsTheUnitsOfEachHeading) {
  EXPECT_EQ(counted(units_of("A. B.\n# H\nC.\n", "g.md")),
            (Named<std::int64_t>{{"g", 2}, {"h", 1}}));
}

TEST(Cite, IsAHeadingWithUnits) {
  EXPECT_EQ(cite_of("before-you-begin")->first, 0);
  EXPECT_EQ(cite_of("h#3")->last, 3);
  EXPECT_EQ(cite_of("h#3-5")->last, 5);
  for (const char* wrong :
       {"", "H", "-h", "h#", "h#0", "h#-3", "h#5-3", "h#03", "h#3-", "h#3-05", "h#x"})
    EXPECT_FALSE(cite_of(wrong)) << wrong;
}

}  // namespace
}  // namespace interlock
