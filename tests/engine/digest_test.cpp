#include "engine/digest.h"

#include <gtest/gtest.h>

namespace interlock {
namespace {

constexpr auto empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr auto abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

TEST(Sha256, GivesTheDigestsOfTheStandard) {
  EXPECT_EQ(hex_of(""), empty);
  EXPECT_EQ(hex_of("abc"), abc);
}

TEST(Hex, WritesEveryByteWithTwoDigits) {
  EXPECT_EQ(hex(std::string_view("\x00\x0f\xff", 3)), "000fff");
}

TEST(Hasher, GivesTheSameForPiecesAsForTheWhole) {
  Hasher hasher;
  hasher.add("a");
  hasher.add("");
  hasher.add("bc");
  EXPECT_EQ(hex(hasher.end()), abc);
}

TEST(Hasher, MayStandBesideAnother) {
  Hasher one, other;
  one.add("abc");
  EXPECT_EQ(hex(other.end()), empty);
  EXPECT_EQ(hex(one.end()), abc);
}

TEST(KeyedDigest, GivesTheSecondCaseOfRfc4231) {
  EXPECT_EQ(keyed_digest("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(KeyedDigest, TakesAnEmptyKey) {
  EXPECT_EQ(keyed_digest("", ""),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

}  // namespace
}  // namespace interlock
