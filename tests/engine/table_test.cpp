#include "engine/table.h"

#include <gtest/gtest.h>

#include "engine/error.h"
#include "engine/question.h"

namespace interlock {
namespace {

TEST(Table, ReadsADrawing) {
  const Table table = table_of("name | size \n a | 1 \n b | NULL");
  EXPECT_EQ(table.text(0, "name"), "a");
  EXPECT_EQ(table.integer(0, "size"), 1);
  EXPECT_EQ(table.at(1, "size"), std::nullopt);
}

TEST(Table, RefusesToReadANumberOutOfText) {
  const Table table = table_of("size \n 12 MB");
  EXPECT_THROW(table.integer(0, "size"), Error);
}

TEST(Table, ReadsLineFeedsThatAreDrawn) {
  EXPECT_EQ(table_of("stdout \n M a\\n?? b").text(0, "stdout"), "M a\n?? b");
}

TEST(Answer, CanBeDrawnAsARefusal) {
  EXPECT_EQ(answer_of("! 1356 View 'v' is broken"),
            Answer(Unanswered{"1356", "View 'v' is broken"}));
  EXPECT_EQ(answer_of("n \n 1"), Answer(table_of("n \n 1")));
}

}  // namespace
}  // namespace interlock
