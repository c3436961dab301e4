#include "engine/discovery/published.h"

#include <gtest/gtest.h>

namespace interlock {
namespace {

// Where port 5432 of the container is reached.
std::string reached(const std::string& entry) {
  const auto there = published_by(entry, "5432");
  return there ? there->host + " " + there->port : "not known";
}

TEST(PublishedBy, TellsWhereAPortIs) {
  EXPECT_EQ(reached("5433:5432"), "127.0.0.1 5433");
  EXPECT_EQ(reached("192.0.2.1:5433:5432"), "192.0.2.1 5433");
  EXPECT_EQ(reached("5433:5432/tcp"), "127.0.0.1 5433");
  EXPECT_EQ(reached("5433:5431"), "not known");
}

TEST(PublishedBy, ReachesAtOurOwnAddressWhatIsBoundToAll) {
  EXPECT_EQ(reached("0.0.0.0:5433:5432"), "127.0.0.1 5433");
  EXPECT_EQ(reached("[::]:5433:5432"), "::1 5433");
}

TEST(PublishedBy, ReadsAddressesWithColons) {
  EXPECT_EQ(reached("[::1]:5433:5432"), "::1 5433");
  EXPECT_EQ(reached("::1:5433:5432"), "::1 5433");
}

TEST(PublishedBy, TakesOfARangeTheOneThatStandsInItsPlace) {
  EXPECT_EQ(reached("5432-5434:5432-5434"), "127.0.0.1 5432");
  EXPECT_EQ(reached("127.0.0.1:15000-15002:5430-5432"), "127.0.0.1 15002");
  EXPECT_EQ(reached("15000-15002:5433-5435"), "not known");
}

TEST(PublishedBy, LeavesToDockerWhatDockerDecides) {
  for (const char* entry :
       {"5432", "5430-5432", "15000-15002:5432", "127.0.0.1::5432", ":5432", "0:5432", "5432/tcp"})
    EXPECT_EQ(reached(entry), "not known") << entry;
}

TEST(PublishedBy, DoesNotTakeUdpForTcp) {
  EXPECT_EQ(reached("5433:5432/udp"), "not known");
  EXPECT_EQ(reached("5433:5432/"), "not known");
}

TEST(PublishedBy, TakesNothingElseForAPort) {
  for (const char* entry :
       {"", ":", "::", "a:5432", "-:5432", "5433:5432:", "5434-5433:5432-5431", "70000:5432",
        "99999999999999999999:5432", "5433:-5432", "1-2-3:5432", "15000-15001:5430-5432"})
    EXPECT_EQ(reached(entry), "not known") << entry;
  EXPECT_FALSE(published_by("5433:5432", ""));
  EXPECT_FALSE(published_by("5433:5432", "x"));
}

}  // namespace
}  // namespace interlock
