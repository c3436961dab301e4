#include "engine/route.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "states/catalogue.h"
#include "states/shipped.h"

namespace interlock {
namespace {

Hop hop(const char* from, const char* to, Path path = Path::newer, const char* refused = "") {
  return {from, to, path, refused};
}

const std::map<std::string, std::vector<Hop>> hops = {
    {"convoy", {hop("3.x", "3.x"), hop("3.10.x", "4.x")}},
    {"status-page",
     {hop("2.x", "2.x"),
      hop("1.x", "2.x", Path::newer, "2.0 is a rewrite, no migration leads there.")}},
    {"parsec",
     {hop("3.x", "3.x"), hop("2.x", "3.x", Path::newer, "3.0 numbers its migrations anew.")}},
    {"parsec back", {hop("3.x", "3.x", Path::older)}},
    {"ixp 6", {hop("6.x", "6.x", Path::next_minor), hop("5.8.x", "6.0.x"), hop("6.4.x", "7.0.x")}},
    {"ixp 4", {hop("4.x", "4.x", Path::next_minor)}}};

Route route_of(const std::string& procedure, const std::string& from, const std::string& to) {
  const std::string product = procedure.substr(0, procedure.find(' '));
  Machine machine;
  machine.versions = hops.at(procedure);
  std::vector<Problem> problems;
  for (const auto& [name, text] : shipped_releases())
    if (name == product) return route(machine, catalogue_of(text, problems), from, to);
  return {};
}

// The releases that are gone to, or why there is no way.
std::string told(const Route& route) {
  std::string stops;
  for (const Leg& leg : route.legs) stops += (stops.empty() ? "" : " ") + leg.to;
  return stops.empty() ? route.why.substr(route.why.find(": ") + 2) : stops;
}

struct Pair {
  const char *procedure, *from, *to, *told;
};
struct OfAPair : testing::TestWithParam<Pair> {};
TEST_P(OfAPair, IsTheShortest) {
  const auto& [procedure, from, to, expected] = GetParam();
  EXPECT_EQ(told(route_of(procedure, from, to)), expected) << procedure << " " << from << " " << to;
}
constexpr const char* only_minor =
    "6.x to 6.x goes only to the next minor release, or to a later patch of the same.";
INSTANTIATE_TEST_SUITE_P(
    Route, OfAPair,
    testing::Values(
        Pair{"convoy", "3.0.0-beta", "3.10.2-beta", "3.10.2-beta"},
        Pair{"convoy", "3.8.1-beta", "3.9.0-beta", "3.9.0-beta"},
        Pair{"convoy", "3.9.0-rc.3", "3.9.1-beta", "3.9.1-beta"},
        Pair{"convoy", "3.10.2-beta", "4.6.1", "4.6.1"},
        Pair{"convoy", "3.8.1-beta", "4.6.1", "3.10.2-beta 4.6.1"},
        Pair{"convoy", "3.8.1-beta", "4.0.0-rc.4", "3.10.2-beta 4.0.0-rc.4"},
        Pair{"convoy", "4.0.0-beta", "4.6.1", "there is 3.x to 3.x, 3.10.x to 4.x."},
        Pair{"convoy", "3.10.2-beta", "3.10.1-beta", "it led to no later release."},
        Pair{"status-page", "2.0.0", "2.5.1", "2.5.1"},
        Pair{"status-page", "2.4.0", "2.5.0", "2.5.0"},
        Pair{"status-page", "1.10.0", "2.0.0", "2.0 is a rewrite, no migration leads there."},
        Pair{"status-page", "1.10.0", "2.5.1", "2.0 is a rewrite, no migration leads there."},
        Pair{"status-page", "2.5.1", "2.5.1", "it led to no later release."},
        Pair{"parsec", "3.0.0", "3.1.0", "3.1.0"}, Pair{"parsec", "3.0.3", "3.9.3", "3.9.3"},
        Pair{"parsec", "3.5.2", "3.6.0", "3.6.0"},
        Pair{"parsec", "2.17.0", "3.0.0", "3.0 numbers its migrations anew."},
        Pair{"parsec", "3.1.0", "3.0.0", "it led to no later release."},
        Pair{"parsec", "3.9.3", "3.10.0", "3.10.0"}, Pair{"parsec back", "3.1.0", "3.0.0", "3.0.0"},
        Pair{"parsec back", "3.0.0", "3.1.0", "it led to no earlier release."},
        Pair{"ixp 6", "6.2.0", "7.0.1", "6.3.1 6.4.2 7.0.1"},
        Pair{"ixp 6", "6.0.0", "6.4.2", "6.1.0 6.2.0 6.3.1 6.4.2"},
        Pair{"ixp 6", "6.4.0", "6.4.2", "6.4.2"}, Pair{"ixp 6", "6.3.1", "6.4.0", "6.4.0"},
        Pair{"ixp 6", "5.8.0", "6.2.0", "6.0.1 6.1.0 6.2.0"},
        Pair{"ixp 6", "5.7.0", "6.0.0", "there is 6.x to 6.x, 5.8.x to 6.0.x, 6.4.x to 7.0.x."},
        Pair{"ixp 6", "6.4.2", "7.4.0", "there is 6.x to 6.x, 5.8.x to 6.0.x, 6.4.x to 7.0.x."},
        Pair{"ixp 6", "6.4.2", "6.3.1", only_minor}, Pair{"ixp 6", "6.4.2", "6.6.0", only_minor},
        Pair{"ixp 4", "4.1.0", "4.4.9", "4.2.0 4.4.9"}, Pair{"ixp 4", "4.2.0", "4.4.0", "4.4.0"},
        Pair{"ixp 4", "4.7.3", "4.9.3", "4.8.0 4.9.3"},
        Pair{"ixp 4", "4.9.3", "5.0.0", "there is 4.x to 4.x."}));

TEST(ALeg, TellsWhatItBrings) {
  const Route way = route_of("convoy", "3.8.1-beta", "3.9.0-beta");
  ASSERT_EQ(way.legs.size(), 1u);
  EXPECT_TRUE(way.legs[0].known);
  EXPECT_EQ(way.legs[0].adds.size(), 16u);
  EXPECT_EQ(std::count_if(way.legs[0].adds.begin(), way.legs[0].adds.end(),
                          [](const auto& each) { return !each.dangerous.empty(); }),
            4);
}

TEST(ALeg, TellsTheNotesOfAllThatAreGonePast) {
  const Route past = route_of("parsec", "3.5.0", "3.7.0");
  ASSERT_EQ(past.legs.size(), 1u);
  ASSERT_EQ(past.legs[0].notes.size(), 1u);
  EXPECT_TRUE(past.legs[0].notes[0].starts_with("3.6.0: Its compose file has PostgreSQL 16"));
  EXPECT_TRUE(route_of("parsec", "3.6.0", "3.7.0").legs[0].notes.empty());
}

TEST(ALeg, SaysThatTheCatalogueDoesNotKnowIt) {
  const Route past = route_of("parsec", "3.9.3", "3.10.0");
  ASSERT_EQ(past.legs.size(), 1u);
  EXPECT_FALSE(past.legs[0].known);
}

}  // namespace
}  // namespace interlock
