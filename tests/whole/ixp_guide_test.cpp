// A person upgrades IXP Manager while Interlock watches, and follows the guide to the
// letter where it is wrong: that leads no further, and what Interlock says does.
#include <gtest/gtest.h>

#include "tests/whole/crashed.h"
#include "tests/whole/ixp_site.h"

namespace interlock {
namespace {

// Instead of the command with this text the guide says that.
struct Wrong {
  const char* instead_of;
  const char* guide;
  const char* found_by;
  const char* mend = "true";
};

struct IxpByTheGuide : testing::TestWithParam<const IxpKind& (*)()> {
  const IxpKind& kind = GetParam()();
  std::unique_ptr<IxpSite> site;

  void SetUp() override {
    const std::string why = missing_for(kind);
    if (!why.empty()) GTEST_SKIP() << why;
    site = std::make_unique<IxpSite>(kind);
  }

  // The account's password is for the person to put in.
  void paste(std::string line) const {
    const std::string secret = "${secret:database}";
    if (const auto at = line.find(secret); at != std::string::npos)
      line.replace(at, secret.size(), site->password);
    const Typed typed = site->desk.program({"/bin/sh", "-c", line});
    EXPECT_EQ(typed.exit, 0) << line << "\n" << typed.out << typed.err;
  }
  // Pastes what it says, up to the line with that text (empty: to the end); says yes.
  // What was told after the last line that was pasted is returned.
  std::string follow(Texts words, const std::string& until, Typed& ended) const {
    for (;;) {
      Typing typing(site->desk, words);
      std::size_t pasted = 0;
      std::string reached;
      typing.until([&] {
        const auto lines = yours(typing.out());
        for (; pasted < lines.size() && reached.empty(); ++pasted) {
          if (!until.empty() && lines[pasted].find(until) != std::string::npos)
            reached = lines[pasted];
          else
            paste(lines[pasted]);
        }
        return !reached.empty();
      });
      if (!reached.empty()) typing.interrupt();
      ended = typing.end();
      if (!reached.empty()) return reached;
      if (!say_yes(site->desk, ended)) return {};
      words = {"resume", "--every", "1"};
    }
  }
};
INSTANTIATE_TEST_SUITE_P(Of, IxpByTheGuide, testing::Values(ixp_4, ixp_6), [](const auto& test) {
  return "Release" + test.param().from.substr(0, 1);
});

const std::vector<Wrong> of_4 = {
    // The branch has gone on to another series.
    {"checkout v", "git pull -q", "version.installed_is", "/usr/bin/git checkout -q ."},
    // From 4.9 on there are migrations too.
    {"migrate --force", "true", "migration.none_pending"},
};
const std::vector<Wrong> of_6 = {
    // F8: Laravel has no such option any more.
    {"artisan down", "php $PWD/artisan down --message='Upgrading'", "maintenance.laravel_on"},
    {"migrate --force", "php $PWD/artisan migrate", "migration.none_pending"},
    // F10: users come back before the views fit.
    {"views.sql", "php $PWD/artisan up", "schema.views_current", "php $PWD/artisan down"},
};

TEST_P(IxpByTheGuide, GoesNoFurtherWhereTheGuideIsWrongAndSucceedsInTheEnd) {
  if (kind.doctrine) {
    EXPECT_EQ(
        site->shell("cd ../origin && echo \"<?php define('APPLICATION_VERSION', '5.0.0');\""
                    " >version.php && /usr/bin/git -c user.name=inex -c user.email=i@example.net"
                    " commit -qam 5.0.0")
            .exit,
        0);
  }
  Texts words = site->words("observe", {"--yes", site->target, "--every", "1"});
  Typed ended;
  for (const Wrong& wrong : kind.doctrine ? of_4 : of_6) {
    SCOPED_TRACE(wrong.guide);
    const std::string line = follow(words, wrong.instead_of, ended);
    ASSERT_NE(line, "") << ended.out << ended.err;
    site->shell(wrong.guide);
    const Typed again = site->desk.interlock({"resume"});
    EXPECT_EQ(again.exit, 1) << again.out << again.err;
    EXPECT_NE(again.out.find(wrong.found_by), std::string::npos) << again.out;
    EXPECT_EQ(site->shell(wrong.mend).exit, 0);
    paste(line);
    words = {"resume", "--every", "1"};
  }
  follow(words, "", ended);
  EXPECT_EQ(ended.exit, 0) << ended.out << ended.err;
  EXPECT_EQ(site->shell("/usr/bin/git describe --tags").out, "v" + kind.to + "\n");
  const Typed verify = site->type("verify");
  EXPECT_EQ(verify.exit, 0) << verify.out << verify.err;
  const Typed conform = site->desk.interlock({"audit", "conform"});
  EXPECT_EQ(conform.exit, 0) << conform.out << conform.err;
}

}  // namespace
}  // namespace interlock
