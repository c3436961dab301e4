// kill -9 between records, commands and effects of an upgrade of Status-Page.
#include <gtest/gtest.h>

#include "tests/drawn.h"
#include "tests/whole/crashed.h"
#include "tests/whole/status_page.h"

namespace interlock {
namespace {

const Known& status_page_machine() {
  static const Known known("status-page-2");
  return known;
}

const std::string counted = "[ $1 != begin ] || echo upgrade >>\"$INTERLOCK_STANDIN/calls\"\n";

class StatusPagePlace final : public Crashing {
 public:
  explicit StatusPagePlace(const std::string& upgrade) { site_.upgrade_does(counted + upgrade); }

  Desk& desk() override { return site_.desk; }
  std::vector<std::string> run_words() const override {
    return site_.words("run", {"--yes", "2.5.1", "--timeout", "60"});
  }
  std::string differs_from(Final end) override { return site_.differs_from(end); }
  int starts() override {
    const std::string calls = "\n" + site_.calls(), upgrade = "\nupgrade\n";
    int found = 0;
    for (auto at = calls.find(upgrade); at != std::string::npos; at = calls.find(upgrade, at + 1))
      ++found;
    return found;
  }
  const Known& known() const override { return status_page_machine(); }

 private:
  StatusPage site_{status_page_machine()};
};

// Some of the points between which something happens, of the way there or of that back.
std::vector<std::size_t> some_of(const std::vector<std::string>& points, bool back) {
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const bool on_way_back = points[i].find(" new_") != std::string::npos ||
                             points[i].find(" old_") != std::string::npos;
    if (on_way_back == back && !same_as_before(points, i)) chosen.push_back(i);
  }
  return drawn(chosen, 3);
}

void kill_each(const std::string& upgrade, const std::vector<std::string>& more, bool back) {
  StatusPagePlace first(upgrade);
  const auto points = points_of(first, with(first.run_words(), more));
  const auto chosen = some_of(points, back);
  EXPECT_FALSE(chosen.empty());
  for (const std::size_t i : chosen) {
    SCOPED_TRACE("killed at " + std::to_string(i + 1) + ", " + points[i]);
    StatusPagePlace place(upgrade);
    Crashed crashed(place, with({"resume"}, more));
    EXPECT_TRUE(crashed.killed_at(static_cast<int>(i + 1), with(place.run_words(), more)));
    crashed.end(i % 2 == 0 ? Choice::retry : Choice::back);
  }
}

TEST(KilledStatusPage, EndsAsItsRecordTells) {
  NEEDS_STATUS_PAGE;
  kill_each("", {}, false);
}

TEST(KilledStatusPage, GoesBackWholeFromAnUpgradeThatBrokeOff) {
  NEEDS_STATUS_PAGE;
  kill_each("[ $1 != migrated ] || exit 1", {"--on-fail", "back"}, true);
}

}  // namespace
}  // namespace interlock
