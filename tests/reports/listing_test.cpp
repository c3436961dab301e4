#include <gtest/gtest.h>

#include "checks/index.h"
#include "reports/text.h"
#include "tests/reports/screen.h"

namespace interlock {
namespace {

TEST(ListText, IsALineOrTwoForEachMachine) {
  const std::vector<MachineLine> machines = {
      {"demo", "The demo shop 1.x to a later 1.x", 14, true},
      {"ixp-manager-6", "IXP Manager 6.x to the next minor or a later patch", 21, true},
      {"ours", "Ours \x1b[31m, which nobody has proved\xE2\x80\xAE", 3, false},
      {"theirs", "", 0, false, "/srv/machines/theirs.json can be written by others than root."}};
  expect_screens("list", [&](const Style& style) { return list_text(machines, style); });
}

TEST(ChecksText, IsAQuestionForEachCheck) {
  std::vector<const Check*> checks;
  for (const Check* check : all_checks())
    if (check->id.starts_with("backup.")) checks.push_back(check);
  expect_screens("checks", [&](const Style& style) { return checks_text(checks, 99, style); });
}

}  // namespace
}  // namespace interlock
