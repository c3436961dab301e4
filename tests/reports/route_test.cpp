#include "reports/route.h"

#include <gtest/gtest.h>

#include "checks/index.h"
#include "engine/catalogue.h"
#include "engine/route.h"
#include "states/catalogue.h"
#include "states/shipped.h"
#include "tests/reports/screen.h"

namespace interlock {
namespace {

Catalogue releases_of(const std::string& product) {
  for (const Shipped& file : shipped_releases()) {
    std::vector<Problem> problems;
    const Catalogue catalogue = catalogue_of(file.text, problems);
    if (catalogue.product == product) return catalogue;
  }
  return {};
}

struct Asked {
  Machine machine;
  std::string from, to;
  Route route;
};
Asked path(const std::string& id, const std::string& from, const std::string& to) {
  const Machine machine = definitions_of(id, {}, all_checks()).loaded.machine;
  return {machine, from, to, route(machine, releases_of(machine.product), from, to)};
}
Drawn drawn(const Asked& asked) {
  return [=](const Style& style) {
    return route_text({asked.machine, asked.route, asked.from, asked.to}, style);
  };
}

TEST(RouteText, IsALineForEachUpgrade) {
  expect_screens("path", drawn(path("ixp-manager-6", "6.2.0", "7.0.1")));
}
TEST(RouteText, SaysWhyNoneLeadsThere) {
  expect_screens("path_none", drawn(path("ixp-manager-6", "6.4.2", "6.2.0")));
}
TEST(RouteText, TellsWhatIsKnownOnTheWayToAReleaseThatIsNot) {
  expect_screens("path_unknown", drawn(path("convoy-3", "3.8.1-beta", "4.7.0")));
}
TEST(RouteText, TellsWhichColumnsDoctrineDrops) {
  expect_screens("path_drops", drawn(path("ixp-manager-4", "4.2.0", "4.4.9")));
}

TEST(RouteText, TellsWhatIsTakenBackOnTheWayDown) {
  expect_screens("path_back", drawn(path("parsec-3-back", "3.1.0", "3.0.0")));
}

TEST(RouteValue, HasWhatIsTakenBackOnTheWayDown) {
  const Asked asked = path("parsec-3-back", "3.10.0", "3.0.0");
  const Value value = route_value({asked.machine, asked.route, asked.from, asked.to}, "", 0);
  const Value& upgrade = value["upgrades"].list().at(0);
  EXPECT_EQ(upgrade["taken_back"].list().size(), 19u);
  EXPECT_EQ(texts_in(upgrade["taken_back"].list().at(0)["makes"]),
            (Texts{"organization.tos_updated_on", "organization.tos_per_locale_urls",
                   "user_.tos_accepted_on"}));
  EXPECT_TRUE(upgrade["known_migrations"].list().empty());
}

TEST(RouteValue, HasTheMigrationsThatAreKnownWhereNotAllAre) {
  const Asked asked = path("convoy-3", "3.10.2-beta", "4.7.0");
  const Value value = route_value({asked.machine, asked.route, asked.from, asked.to}, "", 0);
  const Value& upgrade = value["upgrades"].list().at(0);
  EXPECT_TRUE(upgrade["migrations"].null());
  EXPECT_EQ(upgrade["known_up_to"].text(), "4.6.1");
  const auto& known = upgrade["known_migrations"].list();
  ASSERT_EQ(known.size(), 7u);
  EXPECT_EQ(known[0]["dangerous"].text(), "it moves the addresses into pools");
}

}  // namespace
}  // namespace interlock
