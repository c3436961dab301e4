// Each step of IXP Manager's upgrades fails, or says that it did what it did not: what
// finds it, and that all is as before once the run has gone back.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "engine/values.h"
#include "tests/drawn.h"
#include "tests/whole/crashed.h"
#include "tests/whole/ixp_site.h"

namespace interlock {
namespace {

struct Mishap {
  const char* means;
  const char* call;  // the text of the command
  int spared;        // how many such calls of this upgrade are done first
  bool lies;
  Texts found_by;  // the guards; none: the command's own end
  const char* end = "recovered";
};

const std::vector<Mishap> of_both = {
    {"the origin cannot be reached", "fetch --all", 0, false, {}, "untouched"},
    {"it stays open",
     "artisan down",
     0,
     true,
     {"closed/http.status_is@web", "closed/maintenance.laravel_on@files"}},
    {"the dump stops", "mariadb-dump", 0, false, {}},
    {"nothing was copied", "rsync", 0, true, {"backed_up/backup.has_secret@files"}},
    {"F12: nothing was checked out",
     "checkout v",
     0,
     true,
     {"checked_out/version.installed_is@files"}},
    {"F12: the packages are the old ones",
     "composer --working-dir",
     0,
     true,
     {"installed/packages.composer_in_sync@files"}},
    {"F11: memcached keeps what it had",
     "systemctl restart",
     0,
     true,
     {"cleared/cache.restarted_since@cache"}},
    {"F11: memcached keeps what it had once the views are new",
     "systemctl restart",
     1,
     true,
     {"tidied/cache.restarted_since@cache"}},
    {"F9: it says that it is open",
     "artisan up",
     0,
     true,
     {"open/http.status_is@web", "open/maintenance.laravel_off@files"}},
};

const std::vector<Mishap> of_4 = {
    {"the parts of the pages are the old ones",
     "-f update",
     0,
     true,
     {"installed/packages.bower_in_sync@files"}},
    {"F18: the tables are the old ones",
     "schema:update --force",
     0,
     true,
     {"updated/schema.in_sync@database"}},
    {"F18: no migration was applied",
     "migrate --force",
     0,
     true,
     {"updated/migration.none_pending@database"}},
    {"no trigger was made", "mariadb -h", 0, true, {"viewed/schema.triggers_present@database"}},
};

const std::vector<Mishap> of_6 = {
    {"F18: no migration was applied",
     "migrate --force",
     0,
     true,
     {"migrated/migration.none_pending@database"}},
    {"F10: no view was made anew", "mariadb -h", 0, true, {"viewed/schema.views_current@database"}},
};

struct IxpBack : testing::TestWithParam<const IxpKind& (*)()> {
  const IxpKind& kind = GetParam()();
  std::unique_ptr<IxpSite> site;
  std::unique_ptr<Known> known;
  std::string before;

  void SetUp() override {
    const std::string why = missing_for(kind);
    if (!why.empty()) GTEST_SKIP() << why;
    site = std::make_unique<IxpSite>(kind);
    known = std::make_unique<Known>(kind.machine);
    site->hasten(*known);
    before = site->contents();
  }

  bool leads_back(const std::string& id) const {
    const State* state = find_state(known->machine(), id);
    return state != nullptr && state->phase == Phase::back;
  }
  // The guards that failed when a step forward was over, in order, each once.
  Texts found() const {
    Texts keys;
    for (const Event& event : events_of_run(site->desk))
      if (event.type == "check.result" && event.outcome == "fail" &&
          event.data["asked"].text() == "after" && !leads_back(event.state))
        keys.emplace_back(event.data["key"].text());
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
  }

  void goes_back(const std::string& end) {
    Typed run = site->type("run", {"--yes", site->target, "--on-fail", "back"});
    while (say_yes(site->desk, run)) run = site->desk.interlock({"resume", "--on-fail", "back"});
    EXPECT_EQ(run.exit, 8) << run.out << run.err;
    site->mend();
    const auto events = events_of_run(site->desk);
    EXPECT_EQ(known->machine().states[known->fold(events).at.state].id, end);
    EXPECT_EQ(known->unknown_in(events), "");
    EXPECT_EQ(site->contents(), before);
    EXPECT_EQ(site->told_by_web("/"), "200 Welcome.");
  }
};
INSTANTIATE_TEST_SUITE_P(Of, IxpBack, testing::Values(ixp_4, ixp_6), [](const auto& test) {
  return "Release" + test.param().from.substr(0, 1);
});

TEST_P(IxpBack, IsTheSiteAsItWasWhicheverStepMisled) {
  std::vector<Mishap> all = of_both;
  const auto& own = kind.doctrine ? of_4 : of_6;
  all.insert(all.end(), own.begin(), own.end());
  for (const Mishap& each : drawn(all, 2)) {
    SCOPED_TRACE(each.means);
    if (each.lies)
      site->lies(each.call, 2, each.spared);
    else
      site->fails(each.call, 3, each.spared);
    goes_back(each.end);
    EXPECT_EQ(found(), each.found_by);
  }
}

// MySQL keeps the first half of a migration that failed.
TEST_P(IxpBack, IsTheSiteAsItWasWhenAMigrationBrokeOff) {
  site->desk.write("standin/breaks", kind.doctrine
                                         ? "2014_10_12_100000_create_password_resets_table"
                                         : "2023_09_26_191150_add_registration_details");
  const Typed run = site->type("run", {"--yes", site->target});
  EXPECT_EQ(run.exit, 1) << run.out << run.err;
  const std::string half = kind.doctrine ? "password_resets" : "company_registration_detail";
  const std::string column = kind.doctrine ? "token" : "notes";
  EXPECT_EQ(site->sql("SELECT count(*) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA ="
                      " DATABASE() AND TABLE_NAME = '" +
                      half + "' AND COLUMN_NAME = '" + column + "'"),
            "1\n");
  const Typed back = site->desk.interlock({"back", "--yes"});
  EXPECT_EQ(back.exit, 8) << back.out << back.err;
  EXPECT_EQ(site->contents(), before);
  EXPECT_EQ(known->unknown_in(events_of_run(site->desk)), "");
}

}  // namespace
}  // namespace interlock
