#include <gtest/gtest.h>

#include "tests/whole/typed.h"

namespace interlock {
namespace {

// The demo's shop, ready for another upgrade that a person does by hand.
struct Observed : testing::Test {
  Desk desk;
  std::vector<std::string> pasted;
  void SetUp() override { ASSERT_EQ(desk.interlock({"demo", "--keep", "kept"}).exit, 0); }

  std::vector<std::string> with(std::vector<std::string> words) const {
    for (const char* word : {"--ledger", "kept/ledger.db", "--every", "1"})
      words.emplace_back(word);
    return words;
  }
  std::vector<std::string> observe() const {
    return with({"observe", "demo", "--at", "kept/installation.json", "--yes", "1.2.0"});
  }
  // Pastes each into a shell as soon as it is there, but at most so many of all.
  void follow(Typing& typing, std::size_t most = 100) {
    typing.until([&] {
      const auto lines = yours(typing.out());
      for (; pasted.size() < std::min(lines.size(), most); pasted.push_back(lines[pasted.size()])) {
        // While Interlock looks into the file nobody may write to it: a person tries once more.
        Typed typed = desk.program({"/bin/sh", "-c", lines[pasted.size()]});
        for (int more = 0; more < 100 && typed.err.find("is locked") != std::string::npos; ++more)
          typed = desk.program({"/bin/sh", "-c", lines[pasted.size()]});
        EXPECT_EQ(typed.exit, 0) << lines[pasted.size()] << typed.err;
      }
      return lines.size() > most;
    });
  }
  std::string steps_started() const {
    const Typed report =
        desk.interlock({"report", "--format", "ndjson", "--ledger", "kept/ledger.db"});
    return report.out;
  }
};

TEST_F(Observed, SeesThatThePersonDidEachStep) {
  Typing typing(desk, observe());
  follow(typing);
  const Typed typed = typing.end();
  EXPECT_EQ(typed.exit, 0) << typed.out << typed.err;
  EXPECT_GE(pasted.size(), 5u) << typed.out;
  EXPECT_NE(typed.out.find("UPGRADED"), std::string::npos) << typed.out;
  EXPECT_NE(steps_started().find("\"mode\":\"observe\""), std::string::npos);
  EXPECT_EQ(desk.interlock({"audit", "verify", "--ledger", "kept/ledger.db"}).exit, 0);
}

TEST_F(Observed, GoesNoFurtherThanThePersonDid) {
  Typing typing(desk, observe());
  follow(typing, 2);
  typing.interrupt();
  const Typed typed = typing.end();
  EXPECT_EQ(typed.exit, 9) << typed.out << typed.err;
  const auto told = yours(typed.out);
  EXPECT_GT(told.size(), 2u) << typed.out;
  const Typed again = desk.interlock(with({"resume"}));
  EXPECT_EQ(again.exit, 1) << again.out << again.err;

  // Done meanwhile: seen by resume, which goes on.
  for (std::size_t i = 2; i < told.size(); ++i)
    EXPECT_EQ(desk.program({"/bin/sh", "-c", told[i]}).exit, 0) << told[i];
  pasted.clear();
  Typing resumed(desk, with({"resume"}));
  follow(resumed);
  const Typed end = resumed.end();
  EXPECT_EQ(end.exit, 0) << end.out << end.err;
}

TEST_F(Observed, LeadsBackByHandToo) {
  Typing typing(desk, observe());
  follow(typing, 3);
  typing.interrupt();
  typing.end();
  pasted.clear();
  Typing back(desk, with({"back", "--yes"}));
  follow(back);
  const Typed end = back.end();
  EXPECT_EQ(end.exit, 8) << end.out << end.err;
}

}  // namespace
}  // namespace interlock
