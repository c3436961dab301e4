// A run that another one of the same installation has to wait for, wherever each keeps its files.
#include <gtest/gtest.h>

#include "tests/whole/shop.h"

namespace interlock {
namespace {

const Known& demo_machine() {
  static const Known known("demo");
  return known;
}

struct SecondRun : testing::Test {
  ShopPlace place{demo_machine(), "1.1.0"};  // whose migration breaks off

  Typed again(const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = place.run_words();
    words.insert(words.end(), more.begin(), more.end());
    return place.desk().interlock(words);
  }
};

// The release of the first run lies there by now: it must not be taken for the installed one.
TEST_F(SecondRun, IsRefusedAsLongAsTheFirstIsNotFinished) {
  ASSERT_EQ(again().exit, 1);
  const Typed typed = again();
  EXPECT_EQ(typed.exit, 2) << typed.out;
  EXPECT_NE(typed.err.find("of this installation is not finished"), std::string::npos) << typed.err;
  EXPECT_EQ(typed.err.find("--ledger"), std::string::npos) << typed.err;
}

TEST_F(SecondRun, IsToldInWhichLedgerTheFirstStands) {
  ASSERT_EQ(again().exit, 1);
  const std::string first = place.desk().path("state/interlock/ledger.db");
  const Typed typed = again({"--ledger", place.desk().path("another.db")});
  EXPECT_EQ(typed.exit, 2) << typed.out;
  EXPECT_NE(typed.err.find("--ledger " + first), std::string::npos) << typed.err;
  EXPECT_FALSE(std::filesystem::exists(place.desk().path("another.db")));
}

TEST_F(SecondRun, BeginsOnceTheFirstHasEnded) {
  ASSERT_EQ(again().exit, 1);
  ASSERT_EQ(place.desk().interlock({"back", "--yes"}).exit, 8);
  const std::vector<std::string> its = {"--ledger", place.desk().path("another.db")};
  const Typed typed = again(its);
  EXPECT_EQ(typed.exit, 1) << typed.out << typed.err;
  // What is told at the end has to be typed with its ledger.
  const Typed back = place.desk().interlock({"back", "--yes", its[0], its[1]});
  EXPECT_EQ(back.exit, 8) << back.out << back.err;
  EXPECT_NE(back.out.find("Say with each of these: --ledger " + its[1]), std::string::npos)
      << back.out;
}

TEST_F(SecondRun, IsKeptAwayByTheFolderFromAnotherAccount) {
  place.shut_gate();
  Typing first(place.desk(), place.run_words());
  const int gate = place.hold_gate();
  const std::string state =
      std::exchange(place.desk().env["XDG_STATE_HOME"], place.desk().path("another"));
  const Typed typed = place.desk().interlock({"run", place.desk().path("machines/demo.json"),
                                              "--at", place.desk().path("installation.json"),
                                              "--to", "1.1.1", "--yes", "1.1.1"});
  place.desk().env["XDG_STATE_HOME"] = state;
  EXPECT_EQ(typed.exit, 6) << typed.out << typed.err;
  EXPECT_NE(typed.err.find("fuser -v"), std::string::npos) << typed.err;
  ::close(gate);
  EXPECT_EQ(first.end().exit, 1);
}

}  // namespace
}  // namespace interlock
