// What holds an upgrade of Status-Page, or its way back: one run meets every reason, one after
// the other, each alone, and is led on when it is gone.
#include <gtest/gtest.h>

#include <optional>

#include "tests/whole/crashed.h"
#include "tests/whole/status_page.h"
#include "tests/whole/status_page_holds.h"
#include "tests/whole/status_page_made.h"

namespace interlock {
namespace {

const Known& status_page_machine() {
  static const Known known("status-page-2");
  return known;
}

struct StatusPageHeld : testing::Test {
  std::unique_ptr<StatusPage> site;
  Texts run;  // words

  void SetUp() override {
    NEEDS_STATUS_PAGE;
    site = std::make_unique<StatusPage>(status_page_machine());
    site->desk.env["NAME"] = site->name();
    holds_at_once();
    run = site->words("run", {"--yes", "2.5.1"});
  }
  // Its steps are not tried again by themselves, and nothing is waited for at the end.
  void holds_at_once() const {
    const Typed sed = site->desk.program({"sed", "-Ei", "-e", R"(s/"attempts":[0-9],//g)", "-e",
                                          R"(s/("to":"upgraded"),"wait":"1s"/\1/)", site->machine});
    EXPECT_EQ(sed.exit, 0) << sed.err;
  }
  void retry_is_held(const std::vector<StatusPageHold>& all) {
    for (const StatusPageHold& each : all)
      if (!HasFailure()) is_held(each, {"retry"});
  }
  void is_held(const StatusPageHold& each, const Texts& words) {
    SCOPED_TRACE(each.so.key + " " + each.means);
    std::optional<live::Session> open;
    if (each.so.of_application || !each.so.session.empty())
      open.emplace(session_of(each.so, site->name(), pristine().role));
    spoil(site->desk, site->name(), each.so.sql, each.shell);
    if (each.pattern) site->breaks(each.pattern, each.script);
    if (!each.upgrade.empty()) site->upgrade_does(each.upgrade);
    const Typed typed = site->desk.interlock(words);
    EXPECT_EQ(typed.exit, each.exit) << typed.out << typed.err;
    expect_only(with({each.so.key}, each.also));
    site->mends();
    open.reset();
    spoil(site->desk, site->name(), each.so.mend, each.mend_shell);
  }
  // No other guards do not pass; and the run stands before the state that they lead to.
  void expect_only(const Texts& keys) const {
    EXPECT_EQ(refused_now(site->desk), keys);
    const std::string state = events_of_run(site->desk).back().state;
    const Transition* next = transition_from(status_page_machine().machine(), state);
    ASSERT_TRUE(next);
    EXPECT_EQ(next->to, keys.front().substr(0, keys.front().find('/')));
  }
  // The last answer to that guard.
  std::string came_to(const std::string& key) const {
    std::string outcome;
    for (const Event& event : events_of_run(site->desk))
      if (event.type == "check.result" && event.data["key"].text() == key) outcome = event.outcome;
    return outcome;
  }
  void ends(const Typed& typed, int exit, Final end) const {
    EXPECT_EQ(typed.exit, exit) << typed.out << typed.err;
    EXPECT_EQ(site->differs_from(end), "");
    const Typed conform = site->desk.interlock({"audit", "conform"});
    EXPECT_EQ(conform.exit, 0) << conform.out << conform.err;
  }
};

TEST_F(StatusPageHeld, NotByAJobWhoseWorkerHasDied) {
  site->rq({"abandon", "low"});
  const Typed typed = site->desk.interlock(run);
  EXPECT_NE(typed.out.find("workers had died at jobs of"), std::string::npos) << typed.out;
  ends(typed, 0, Final::success);
}

TEST_F(StatusPageHeld, ForEachReasonAndForThatAlone) {
  std::vector<StatusPageHold> all = holds_on_the_way();
  is_held(all.front(), run);
  all.erase(all.begin());
  retry_is_held(all);
  ends(site->desk.interlock({"retry"}), 0, Final::success);
}

TEST_F(StatusPageHeld, OnItsWayBackForEachReasonAndForThatAlone) {
  const std::string loss = "new_schema/operator.confirms@operator";
  const auto answer = [&](const char* word) {
    EXPECT_EQ(site->desk.interlock({"answer", site->run_id(), loss, word}).exit, 0);
  };
  is_held(a_job_has_failed(), run);
  site->sql("INSERT INTO incidents_incident (name, since_0013) VALUES ('new', '')");
  EXPECT_EQ(site->desk.interlock({"back", "--yes"}).exit, 9);
  EXPECT_EQ(came_to("new_schema/data.changes_listed@database"), "warn");
  answer("no");
  is_held({.so = {.key = loss}}, {"resume"});
  answer("yes");
  retry_is_held(holds_on_the_way_back());
  ends(site->desk.interlock({"retry"}), 8, Final::recovered);
}

}  // namespace
}  // namespace interlock
