// A person upgrades Status-Page by hand, and Interlock watches; among others a person who
// follows the guide to the letter.
#include <gtest/gtest.h>

#include "tests/whole/status_page.h"

namespace interlock {
namespace {

const Known& status_page_machine() {
  static const Known known("status-page-2");
  return known;
}

struct StatusPageByHand : testing::Test {
  std::unique_ptr<StatusPage> site;
  std::size_t pasted = 0;

  void SetUp() override {
    NEEDS_STATUS_PAGE;
    site = std::make_unique<StatusPage>(status_page_machine());
  }

  // The person fills in the password where it is named.
  void paste(std::string line) const {
    const std::string secret = "${secret:database}";
    if (const auto at = line.find(secret); at != std::string::npos)
      line.replace(at, secret.size(), site->password);
    const Typed typed = site->desk.program({"/bin/sh", "-c", line});
    EXPECT_EQ(typed.exit, 0) << line << typed.err;
  }
  // Pastes each command once it is there, up to the first that has these words.
  void follow(Typing& typing, const std::string& until = {}) {
    typing.until([&] {
      const auto lines = yours(typing.out());
      for (; pasted < lines.size(); ++pasted) {
        if (!until.empty() && lines[pasted].find(until) != std::string::npos) return true;
        paste(lines[pasted]);
      }
      return false;
    });
  }
  std::vector<std::string> observe() const {
    return site->words("observe", {"--yes", "2.5.1", "--every", "1"});
  }
};

TEST_F(StatusPageByHand, IsSeenToBeUpgraded) {
  Typing typing(site->desk, observe());
  follow(typing);
  const Typed end = typing.end();
  EXPECT_EQ(end.exit, 0) << end.out << end.err;
  EXPECT_EQ(site->differs_from(Final::success), "");
  EXPECT_EQ(site->desk.interlock({"audit", "conform"}).exit, 0);
}

// Its command takes the commit that was tagged last, which is the beta after the release.
TEST_F(StatusPageByHand, GetsNoFurtherWithTheTagThatTheGuideChooses) {
  Typing typing(site->desk, observe());
  follow(typing, "checkout");
  paste("cd " + site->root() + " && git checkout -q $(git describe --tags `git rev-list --tags " +
        "--max-count=1`)");
  EXPECT_EQ(site->git({"describe", "--tags"}), "v2.5-beta1\n");
  typing.interrupt();
  const Typed left = typing.end();
  EXPECT_EQ(left.exit, 9) << left.out << left.err;
  const Typed again = site->desk.interlock({"resume"});
  EXPECT_EQ(again.exit, 1) << again.out << again.err;
  EXPECT_NE(again.out.find("2.5.1-dev, not 2.5.1"), std::string::npos) << again.out;

  paste("git -C " + site->root() + " checkout -q v2.5.1");
  pasted = 0;
  Typing on(site->desk, {"resume", "--every", "1"});
  follow(on);
  const Typed end = on.end();
  EXPECT_EQ(end.exit, 0) << end.out << end.err;
  EXPECT_EQ(site->differs_from(Final::success), "");
}

}  // namespace
}  // namespace interlock
