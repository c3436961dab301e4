#include "engine/cli/help.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/cli/options.h"
#include "tests/reports/screen.h"

namespace interlock {
namespace {

TEST(OverviewText, IsAsWideAsTheTerminal) {
  expect_screens("help_overview", overview_text);
}

TEST(HelpText, IsAsWideAsTheTerminal) {
  const VerbWords all = all_verbs();
  const auto ready = std::find_if(all.verbs.begin(), all.verbs.end(),
                                  [](const VerbWords& verb) { return verb.name == "ready"; });
  ASSERT_NE(ready, all.verbs.end());
  expect_screens("help_ready", [&](const Style& style) { return help_text(*ready, style); });
}

}  // namespace
}  // namespace interlock
