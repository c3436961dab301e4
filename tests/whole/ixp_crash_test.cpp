// kill -9 between records, commands and effects of IXP Manager's upgrades: at a point that is
// drawn by lot; at all of them in the cross-check.
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/drawn.h"
#include "tests/whole/crashed.h"
#include "tests/whole/ixp_site.h"

namespace interlock {
namespace {

class IxpPlace final : public Crashing {
 public:
  IxpPlace(const IxpKind& kind, const Known& known, const std::string& broken)
      : known_(known), site_(kind), before_(site_.contents()) {
    site_.hasten(known);
    if (!broken.empty()) site_.desk.write("standin/breaks", broken);
  }

  Desk& desk() override { return site_.desk; }
  std::vector<std::string> run_words() const override {
    return site_.words("run", {"--yes", site_.target});
  }
  std::string differs_from(Final end) override {
    if (end != Final::success) return site_.contents() == before_ ? "" : "the site";
    if (site_.told_by_web("/") != "200 Welcome.") return "it is closed";
    const std::string said = site_.told_by_web("/api/v4/ping");
    return said.find('"' + site_.kind.to + '"') == std::string::npos ? said : "";
  }
  int starts() override {
    const std::string once = "artisan migrate --force", calls = site_.calls();
    int found = 0;
    for (auto at = calls.find(once); at != std::string::npos; at = calls.find(once, at + 1))
      ++found;
    return found;
  }
  const Known& known() const override { return known_; }

 private:
  const Known& known_;
  IxpSite site_;
  std::string before_;
};

struct KilledIxp : testing::TestWithParam<const IxpKind& (*)()> {
  const IxpKind& kind = GetParam()();
  const std::string broken = GetParam()().doctrine
                                 ? "2014_10_12_100000_create_password_resets_table"
                                 : "2023_09_26_191150_add_registration_details";
  void SetUp() override {
    const std::string why = missing_for(kind);
    if (!why.empty()) GTEST_SKIP() << why;
  }

  // Kills it at points between which something happens, and leads it to an end.
  void kill(const std::string& its_broken, const Texts& more) {
    const Known known(kind.machine);
    IxpPlace first(kind, known, its_broken);
    const auto points = points_of(first, with(first.run_words(), more));
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < points.size(); ++i)
      if (!same_as_before(points, i)) chosen.push_back(i);
    for (const std::size_t i : drawn(chosen, 1)) {
      SCOPED_TRACE("killed at " + std::to_string(i + 1) + ", " + points[i]);
      IxpPlace place(kind, known, its_broken);
      Crashed crashed(place, with({"resume"}, more));
      EXPECT_TRUE(crashed.killed_at(static_cast<int>(i + 1), with(place.run_words(), more)));
      crashed.end(i % 2 == 0 ? Choice::retry : Choice::back);
    }
  }
};
INSTANTIATE_TEST_SUITE_P(Of, KilledIxp, testing::Values(ixp_4, ixp_6), [](const auto& test) {
  return "Release" + test.param().from.substr(0, 1);
});

TEST_P(KilledIxp, EndsAsItsRecordTells) {
  kill({}, {});
}

TEST_P(KilledIxp, GoesBackWholeFromAMigrationThatBrokeOff) {
  kill(broken, {"--on-fail", "back"});
}

}  // namespace
}  // namespace interlock
