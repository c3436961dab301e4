#include "engine/cli/progress_line.h"

#include <gtest/gtest.h>

namespace interlock {
namespace {

TEST(ProgressLine, ShowsWhatIsReadBehindWhatIsSaid) {
  std::string shown;
  ProgressLine line([&](const std::string& text) { shown = text; });
  line.says("4 of 11");
  EXPECT_EQ(shown, "4 of 11");
  line.reads({"shop.sql", 120'000'000, 323'000'000});
  EXPECT_EQ(shown, "4 of 11  shop.sql: 120 MB of 323 MB read");
  line.says("5 of 11");
  EXPECT_EQ(shown, "5 of 11  shop.sql: 120 MB of 323 MB read");
  line.reads({"shop.sql", 323'000'000, 323'000'000});
  EXPECT_EQ(shown, "5 of 11");
}

}  // namespace
}  // namespace interlock
