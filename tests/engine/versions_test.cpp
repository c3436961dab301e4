#include "engine/versions.h"

#include <gtest/gtest.h>

namespace interlock {
namespace {

TEST(Compares, FillsUpWithNoughts) {
  EXPECT_TRUE(compares("4.9.0", Comparison::equal, "4.9"));
  EXPECT_TRUE(compares("4.9", Comparison::at_least, "4.9.0"));
  EXPECT_FALSE(compares("4.9", Comparison::less, "4.9.0"));
}

TEST(Compares, ComparesByNumbersOnly) {
  EXPECT_TRUE(compares("v3.10.2-beta", Comparison::more, "3.9"));
  EXPECT_TRUE(compares("3.6.0-beta", Comparison::equal, "3.6.0"));
}

TEST(Compares, IsFalseWithoutNumbers) {
  EXPECT_FALSE(compares("nightly", Comparison::less, "4"));
  EXPECT_FALSE(compares("4", Comparison::more, ""));
}

TEST(IsRange, KnowsTheNotation) {
  for (const char* range : {"3.x", "5.8.x", "5.8.1", ">=3.0 <3.6", ">= 3 < 4", "3.x <3.6"})
    EXPECT_TRUE(is_range(range)) << range;
  for (const char* range : {"", "x", "3.x.1", "3..4", "=3", ">=3.x", ">=3  <4", ">=3 ", " 3", "3-4",
                            ">=3 4", "=>3", "99999999999999999999"})
    EXPECT_FALSE(is_range(range)) << range;
}

TEST(InRange, TakesASeriesByItsBeginning) {
  EXPECT_TRUE(in_range("3.12.4", "3.x"));
  EXPECT_TRUE(in_range("5.8", "5.8.x"));
  EXPECT_FALSE(in_range("30.1", "3.x"));
  EXPECT_FALSE(in_range("5.9", "5.8.x"));
}

TEST(InRange, MeetsEveryBound) {
  EXPECT_TRUE(in_range("3.0", ">=3.0 <3.6"));
  EXPECT_TRUE(in_range("3.5.9", ">=3.0 <3.6"));
  EXPECT_FALSE(in_range("3.6.0-beta", ">=3.0 <3.6"));
  EXPECT_FALSE(in_range("nightly", ">=3.0 <3.6"));
}

Hop hop(const char* from, const char* to, Path path = Path::newer, const char* refused = "") {
  return {from, to, path, refused};
}

std::string told(const std::vector<Hop>& hops, const char* installed, const char* target) {
  const Allowed answer = path_allowed(hops, installed, target);
  return (answer.allowed ? "yes: " : "no: ") + answer.why;
}

TEST(PathAllowed, GoesForwardByDefault) {
  EXPECT_EQ(told({hop("3.x", "3.x")}, "3.4.0", "3.6.1"),
            "yes: 3.4.0 to 3.6.1 was an allowed step.");
  EXPECT_EQ(told({hop("3.x", "3.x")}, "3.4.0", "3.4.0"),
            "no: 3.4.0 to 3.4.0 was no allowed step: it led to no later release.");
}

TEST(PathAllowed, LetsTheFirstHopThatMatchesDecide) {
  EXPECT_EQ(told({hop("3.x", "3.x", Path::newer, "Not yet."), hop("3.x", "3.x")}, "3.1", "3.2"),
            "no: 3.1 to 3.2 was no allowed step: Not yet.");
}

TEST(PathAllowed, KnowsTheNextMinor) {
  const std::vector<Hop> hops = {hop("6.x", "6.x", Path::next_minor), hop("6.4.x", "7.0.x")};
  EXPECT_TRUE(path_allowed(hops, "6.3.1", "6.4.2").allowed);
  EXPECT_TRUE(path_allowed(hops, "6.3.1", "6.3.2").allowed);
  EXPECT_TRUE(path_allowed(hops, "6.4.0", "7.0.1").allowed);
  EXPECT_FALSE(path_allowed(hops, "6.3.1", "6.3.1").allowed);
  EXPECT_FALSE(path_allowed(hops, "6.3.1", "6.2.9").allowed);
  EXPECT_EQ(told(hops, "6.2.0", "6.4.2"),
            "no: 6.2.0 to 6.4.2 was no allowed step: 6.x to 6.x goes only to the next minor "
            "release, or to a later patch of the same.");
}

TEST(PathAllowed, GoesBackWhereTheHopSaysSo) {
  EXPECT_TRUE(path_allowed({hop("3.x", "3.x", Path::older)}, "3.6", "3.4").allowed);
  EXPECT_FALSE(path_allowed({hop("3.x", "3.x", Path::older)}, "3.4", "3.6").allowed);
}

const Texts candidates = {"3.8.1", "3.9.0-rc.1", "3.9.0-rc.2", "3.9.0", "3.9.0-beta"};

TEST(OrderOf, GoesByThePlaceWhereTheNumbersAreTheSame) {
  EXPECT_EQ(order_of("3.9.0-rc.2", "3.9.0-rc.1", candidates), std::strong_ordering::greater);
  EXPECT_EQ(order_of("v3.9-rc.2", "3.9", candidates), std::strong_ordering::less);
  EXPECT_EQ(order_of("3.9.0-rc.2", "3.8.1", candidates), std::strong_ordering::greater);
  EXPECT_EQ(order_of("3.9.0-rc.2", "3.10.0", candidates), std::strong_ordering::less);
}

TEST(OrderOf, IsEqualWhereNothingTells) {
  EXPECT_EQ(order_of("3.9.0-rc.2", "3.9.0-rc.3", candidates), std::strong_ordering::equal);
  EXPECT_EQ(order_of("3.9.0-rc.2", "3.9.0-rc.1", {}), std::strong_ordering::equal);
  EXPECT_EQ(order_of("3.9.0-beta", "3.9-beta", candidates), std::strong_ordering::equal);
}

TEST(PathAllowed, GoesFromAReleaseCandidateToALaterOfTheSameNumbers) {
  for (const auto path : {Path::newer, Path::next_minor}) {
    const std::vector<Hop> hops = {hop("3.x", "3.x", path)};
    EXPECT_TRUE(path_allowed(hops, "3.9.0-rc.2", "3.9.0-beta", candidates).allowed);
    EXPECT_FALSE(path_allowed(hops, "3.9.0-beta", "3.9.0-rc.2", candidates).allowed);
    EXPECT_FALSE(path_allowed(hops, "3.9.0-rc.2", "3.9.0-rc.2", candidates).allowed);
  }
}

// A tag or an image of that name would not be there.
TEST(PathAllowed, GoesToNoReleaseThatIsWrittenOtherwise) {
  const std::vector<Hop> hops = {hop("3.x", "3.x")};
  const auto to = [&](const std::string& target, const Texts& releases) {
    return path_allowed(hops, "3.1.0", target, releases).why;
  };
  const std::string no = "3.1.0 to 3.9.0 was no allowed step: no 3.9.0 is known, but 3.9.0-beta.";
  EXPECT_EQ(to("3.9.0", {"3.9.0-rc.1", "3.9.0-beta"}), no);
  EXPECT_EQ(to("3.9", {"3.9.0", "3.9.0-beta"}),
            "3.1.0 to 3.9 was no allowed step: no 3.9 is known, but 3.9.0.");
  EXPECT_EQ(to("3.9.0", {"3.9.0", "3.9.0-beta"}), "3.1.0 to 3.9.0 was an allowed step.");
  EXPECT_EQ(to("3.9.0-rc.2", {"3.9.0"}), "3.1.0 to 3.9.0-rc.2 was an allowed step.");
  EXPECT_EQ(to("3.9.1", {"3.9.0-beta"}), "3.1.0 to 3.9.1 was an allowed step.");
}

TEST(PathAllowed, TellsWhichStepsThereAre) {
  EXPECT_EQ(told({hop("3.x", "3.x"), hop("2.x", "3.x", Path::newer, "No.")}, "1.0", "3.2"),
            "no: 1.0 to 3.2 was no allowed step: there is 3.x to 3.x.");
}

}  // namespace
}  // namespace interlock
