#include "engine/route.h"

#include <gtest/gtest.h>

#include <array>

#include "checks/index.h"
#include "engine/condition.h"
#include "states/catalogue.h"
#include "states/shipped.h"

namespace interlock {
namespace {

Route route_of(const std::string& machine_id, const std::string& from, const std::string& to) {
  const Machine machine = definitions_of(machine_id, {}, all_checks()).loaded.machine;
  std::vector<Problem> problems;
  for (const Shipped& file : shipped_releases())
    if (product_in(file.text, problems) == machine.product)
      return route(machine, catalogue_of(file.text, problems), from, to);
  return {};
}

// The releases that are gone to, or why there is no way.
std::string told(const Route& route) {
  std::string stops;
  for (const Leg& leg : route.legs) stops += (stops.empty() ? "" : " ") + leg.to;
  return stops.empty() ? route.why.substr(route.why.find(": ") + 2) : stops;
}

struct Pair {
  const char *machine, *from, *to, *told;
};
struct OfAPair : testing::TestWithParam<Pair> {};
TEST_P(OfAPair, IsTheShortest) {
  const auto& [machine, from, to, expected] = GetParam();
  EXPECT_EQ(told(route_of(machine, from, to)), expected) << machine << " " << from << " " << to;
}
constexpr const char* only_minor =
    "6.x to 6.x goes only to the next minor release, or to a later patch of the same.";
constexpr const char* rewrite =
    "2.0 is a rewrite in Django on PostgreSQL; no migration leads there from the Laravel 1.x.";
constexpr const char* renumbered =
    "3.0 numbers its migrations anew; its migrator would take a 2.x database for migrated.";
constexpr const char* to_seven = "there is 6.x to 6.x, 5.8.x to 6.0.x, 6.4.x to 7.0.x.";
INSTANTIATE_TEST_SUITE_P(
    Route, OfAPair,
    testing::Values(Pair{"convoy-3", "3.0.0-beta", "3.10.2-beta", "3.10.2-beta"},
                    Pair{"convoy-3", "3.8.1-beta", "3.9.0-beta", "3.9.0-beta"},
                    Pair{"convoy-3", "3.9.0-rc.3", "3.9.1-beta", "3.9.1-beta"},
                    Pair{"convoy-3", "3.9.0-rc.2", "3.9.0-rc.3", "3.9.0-rc.3"},
                    Pair{"convoy-3", "3.9.0-rc.2", "3.9.0-beta", "3.9.0-beta"},
                    Pair{"convoy-3", "3.9.0-beta", "3.9.0-rc.2", "it led to no later release."},
                    Pair{"convoy-3", "3.8.1-beta", "3.11.0", "3.11.0"},
                    Pair{"convoy-3", "3.8.1-beta", "3.10.2",
                         "no 3.10.2 is known, but 3.10.2-beta."},
                    Pair{"convoy-3", "3.8.1-beta", "4.6", "no 4.6 is known, but 4.6.0."},
                    Pair{"convoy-3", "3.8.1-beta", "4.7.0", "3.10.2-beta 4.7.0"},
                    Pair{"convoy-3", "3.10.2-beta", "4.6.1", "4.6.1"},
                    Pair{"convoy-3", "3.8.1-beta", "4.6.1", "3.10.2-beta 4.6.1"},
                    Pair{"convoy-3", "3.8.1-beta", "4.0.0-rc.4", "3.10.2-beta 4.0.0-rc.4"},
                    Pair{"convoy-3", "4.0.0-beta", "4.6.1", "there is 3.x to 3.x, 3.10.x to 4.x."},
                    Pair{"convoy-3", "3.10.2-beta", "3.10.1-beta", "it led to no later release."},
                    Pair{"status-page-2", "2.0.0", "2.5.1", "2.5.1"},
                    Pair{"status-page-2", "2.4.0", "2.5.0", "2.5.0"},
                    Pair{"status-page-2", "1.10.0", "2.0.0", rewrite},
                    Pair{"status-page-2", "1.10.0", "2.5.1", rewrite},
                    Pair{"status-page-2", "2.5.1", "2.5.1", "it led to no later release."},
                    Pair{"parsec-3", "3.0.0", "3.1.0", "3.1.0"},
                    Pair{"parsec-3", "3.0.3", "3.9.3", "3.9.3"},
                    Pair{"parsec-3", "3.5.2", "3.6.0", "3.6.0"},
                    Pair{"parsec-3", "2.17.0", "3.0.0", renumbered},
                    Pair{"parsec-3", "3.1.0", "3.0.0", "it led to no later release."},
                    Pair{"parsec-3", "3.9.3", "3.10.0", "3.10.0"},
                    Pair{"parsec-3-back", "3.1.0", "3.0.0", "3.0.0"},
                    Pair{"parsec-3-back", "3.0.0", "3.1.0", "it led to no earlier release."},
                    Pair{"ixp-manager-6", "6.2.0", "7.0.1", "6.3.1 6.4.2 7.0.1"},
                    Pair{"ixp-manager-6", "6.0.0", "6.4.2", "6.1.0 6.2.0 6.3.1 6.4.2"},
                    Pair{"ixp-manager-6", "6.4.0", "6.4.2", "6.4.2"},
                    Pair{"ixp-manager-6", "6.3.1", "6.4.0", "6.4.0"},
                    Pair{"ixp-manager-6", "5.8.0", "6.2.0", "6.0.1 6.1.0 6.2.0"},
                    Pair{"ixp-manager-6", "5.7.0", "6.0.0", to_seven},
                    Pair{"ixp-manager-6", "6.4.2", "7.4.0", to_seven},
                    Pair{"ixp-manager-6", "6.4.2", "6.3.1", only_minor},
                    Pair{"ixp-manager-6", "6.4.2", "6.6.0", only_minor},
                    Pair{"ixp-manager-4", "4.1.0", "4.4.9", "4.2.0 4.4.9"},
                    Pair{"ixp-manager-4", "4.2.0", "4.4.0", "4.4.0"},
                    Pair{"ixp-manager-4", "4.7.3", "4.9.3", "4.8.0 4.9.3"},
                    Pair{"ixp-manager-4", "4.9.3", "5.0.0", "there is 4.x to 4.x."}));

// The only leg of a way.
Leg leg_of(const std::string& machine, const std::string& from, const std::string& to) {
  const Route way = route_of(machine, from, to);
  EXPECT_EQ(way.legs.size(), 1u) << way.why;
  return way.legs.size() == 1 ? way.legs.front() : Leg{};
}

// What is dangerous of a leg, by the numbers that its migrations begin with.
Texts dangers_of(const Leg& leg) {
  Texts dangers;
  for (const auto& [name, dangerous] : leg.adds)
    if (!dangerous.empty()) dangers.push_back(name.substr(0, 17));
  return dangers;
}
const Texts of_3_9 = {"2023_04_07_014605", "2023_04_07_015233", "2023_05_11_042804",
                      "2023_05_28_151803"};
const Texts of_4_0 = {"2023_06_04_153504", "2023_11_11_181546"};

TEST(ALeg, TellsWhatItBrings) {
  const Leg leg = leg_of("convoy-3", "3.8.1-beta", "3.9.0-beta");
  EXPECT_TRUE(leg.known);
  EXPECT_EQ(leg.adds.size(), 16u);
  EXPECT_EQ(dangers_of(leg), of_3_9);
}

TEST(ALeg, TellsWhatAReleaseCandidateHasNotBroughtYet) {
  EXPECT_EQ(dangers_of(leg_of("convoy-3", "3.9.0-rc.2", "3.9.0-beta")), of_3_9);
  EXPECT_EQ(dangers_of(leg_of("convoy-3", "3.9.0-rc.3", "3.9.0-beta")),
            Texts(of_3_9.begin() + 2, of_3_9.end()));
}

TEST(ALeg, TakesAnInstalledNumberWithoutASuffixForItsOnlyRelease) {
  EXPECT_TRUE(leg_of("convoy-3", "3.0.0", "3.1.0-beta").known);
  EXPECT_EQ(leg_of("convoy-3", "3.0.0", "3.1.0-beta").adds.size(), 0u);
}

TEST(ALeg, TellsWhatIsKnownOnTheWayToAReleaseThatIsNot) {
  const Leg leg = leg_of("convoy-3", "3.8.1-beta", "3.11.0");
  EXPECT_FALSE(leg.known);
  EXPECT_EQ(leg.known_to, "3.10.2-beta");
  EXPECT_EQ(leg.adds.size(), 16u);
  EXPECT_EQ(dangers_of(leg), of_3_9);
  const Leg next = leg_of("convoy-3", "3.10.2-beta", "4.7.0");
  EXPECT_EQ(next.known_to, "4.6.1");
  EXPECT_EQ(dangers_of(next), of_4_0);
  ASSERT_EQ(next.notes.size(), 1u);
  EXPECT_TRUE(next.notes[0].starts_with("4.4.0: ")) << next.notes[0];
}

// Whatever it may have in common with the next one, the one before is all that is sure.
TEST(ALeg, TellsWhatIsKnownOnTheWayFromAReleaseThatIsNot) {
  for (const char* from : {"3.8.7", "3.9.0-rc.99"}) {
    const Leg leg = leg_of("convoy-3", from, "3.10.2-beta");
    EXPECT_FALSE(leg.known) << from;
    EXPECT_EQ(dangers_of(leg), of_3_9) << from;
  }
}

// The guard that finds what would be deleted, for every way that has these migrations before it.
TEST(Convoy, LooksForWhatTheMigrationsOf39DeleteWhereverTheyAreToCome) {
  const Machine convoy = definitions_of("convoy-3", {}, all_checks()).loaded.machine;
  const auto& guards = convoy.transitions.front().require;
  const auto guard = std::find_if(guards.begin(), guards.end(), [](const Guard& each) {
    return each.check == "data.no_soft_deleted";
  });
  ASSERT_NE(guard, guards.end());
  const Condition condition = condition_of(guard->when).value();
  for (const char* from : {"3.0.0-beta", "3.8.1-beta", "3.9.0-rc.1", "3.9.0-rc.2"})
    for (const char* to : {"3.9.0-rc.3", "3.9.0-beta", "3.10.2-beta"}) {
      ASSERT_EQ(dangers_of(leg_of("convoy-3", from, to)).at(0), of_3_9[0]) << from << " " << to;
      EXPECT_TRUE(holds(condition, {{"installed", from}, {"target", to}}, {})) << from << " " << to;
    }
  EXPECT_FALSE(holds(condition, {{"installed", "3.9.1-beta"}, {"target", "3.10.2-beta"}}, {}));
}

TEST(ALeg, BringsNoMigrationOnTheWayDown) {
  EXPECT_TRUE(leg_of("parsec-3-back", "3.10.0", "3.5.0").adds.empty());
  EXPECT_TRUE(leg_of("parsec-3-back", "3.9.3", "3.5.0").notes.empty());
}

// Doctrine has no migrations: what it drops is in no list of them.
TEST(ALeg, TellsWhichColumnsDoctrineDrops) {
  const std::vector<std::array<std::string, 4>> drops = {
      {"4.4.0", "4.4.8", "4.4.8: ", "mrtg_p2p_path"},
      {"4.6.1", "4.7.0", "4.7.0: ", "rcvrfname"},
      {"4.8.0", "4.9.0", "4.9.0: ", "monitorindex"}};
  for (const auto& [from, to, release, column] : drops) {
    const Leg leg = leg_of("ixp-manager-4", from, to);
    ASSERT_EQ(leg.notes.size(), 1u) << to;
    EXPECT_TRUE(leg.notes[0].starts_with(release)) << leg.notes[0];
    EXPECT_NE(leg.notes[0].find(column), std::string::npos) << leg.notes[0];
  }
  EXPECT_TRUE(leg_of("ixp-manager-4", "4.2.0", "4.4.0").notes.empty());
}

TEST(ALeg, TellsTheNotesOfAllThatAreGonePast) {
  const Route past = route_of("parsec-3", "3.5.0", "3.7.0");
  ASSERT_EQ(past.legs.size(), 1u);
  ASSERT_EQ(past.legs[0].notes.size(), 1u);
  EXPECT_TRUE(past.legs[0].notes[0].starts_with("3.6.0: Its compose file has PostgreSQL 16"));
  EXPECT_TRUE(route_of("parsec-3", "3.6.0", "3.7.0").legs[0].notes.empty());
}

TEST(ALeg, SaysThatTheCatalogueDoesNotKnowIt) {
  EXPECT_FALSE(leg_of("parsec-3", "3.9.3", "3.10.0").known);
}

}  // namespace
}  // namespace interlock
