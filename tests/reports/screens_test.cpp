// What people see of an upgrade of IXP Manager, from events that are made up. The screens
// lie in tests/screens.
#include <gtest/gtest.h>

#include <list>

#include "checks/index.h"
#include "reports/control_table.h"
#include "reports/standing.h"
#include "reports/text.h"
#include "states/shipped.h"
#include "tests/reports/screen.h"
#include "tests/reports/story.h"

namespace interlock {
namespace {

// Findings of every kind, as an installation might have them.
Story unfit() {
  Story story("ready");
  story.begin();
  story.say("version.path_allows", {.said = "6.3.1 to 6.4.2 was an allowed step."});
  story.say(
      "server.auditor_readonly",
      {Outcome::warn, "Account interlock@localhost could write nothing, but create triggers."});
  story.say("server.auditor_sees_all", {Outcome::unknown,
                                        "Account interlock@localhost may not see other sessions.",
                                        "Give the account this right.",
                                        {"GRANT PROCESS ON *.* TO 'interlock'@'localhost';"},
                                        {"PROCESS"}});
  story.say("server.supported_by",
            {Outcome::not_applicable, "The catalogue names no bounds of MariaDB for 6.4.2."});
  story.say("schema.views_usable",
            {Outcome::fail,
             "1 of 3 views could not be read: view_switch_details_by_custid names column "
             "ca.cololocation, which is gone (error 1356)."});
  story.say("backup.complete",
            {Outcome::fail,
             "The dump broke off: no closing line, 3 of 77 tables missing: virtualinterface, vlan, "
             "vlaninterface."});
  story.say("migration.pending_are", {.said = "1 was pending: 2024_05_29_102028_reset-views.",
                                      .objects = {"2024_05_29_102028_reset-views"}});
  story.say("code.clean_tree",
            {.said = "The folder was as it was checked out.", .programs = {"git"}});
  story.say("runtime.supported_by",
            {.said = "PHP 8.2 was within 8.0 and 8.3.", .programs = {"php"}});
  story.ask_all("not_ready", Outcome::fail, 1);
  return story;
}

Story fit() {
  Story story("ready");
  story.begin();
  story.say("server.auditor_readonly", {Outcome::warn, "The account could write."});
  story.ask_all("ready", Outcome::warn, 0);
  return story;
}

// Up to the migration, which fails.
Story held() {
  Story story;
  story.begin();
  story.say("server.auditor_readonly", {Outcome::warn, "The account could write."});
  story.go_to("cleared");
  story.asked(Gate::pass);
  story.ended(1, Gate::pass, Gate::pass,
              "SQLSTATE[HY000]: General error: 1419 You do not have the SUPER privilege and binary "
              "logging is enabled");
  return story;
}

// At each width it may have.
Drawn ready(const Story& story, const std::string& next = {}) {
  return [report = story.report(), &machine = story.machine, next](const Style& style) {
    return ready_text(report, machine, style, next);
  };
}
using OfARun = std::string(const Report&, const Machine&, const Style&);
Drawn of(const Story& story, OfARun* text) {
  return [report = story.report(), &machine = story.machine, text](const Style& style) {
    return text(report, machine, style);
  };
}
Drawn status(const Story& story, bool led = true) {
  return [report = story.report(), &story, led](const Style& style) {
    return status_text(report, story.machine, style, story.now() + std::chrono::milliseconds(64000),
                       led);
  };
}
Drawn told(const Story& story, Rule rule, std::size_t events) {
  return [what = story.told(rule, events), run = story.run, &machine = story.machine](
             const Style& style) { return told_text(what, run, machine, style); };
}

TEST(Screen, OfAnInstallationThatIsNotFit) {
  const Story story = unfit();
  expect_screens("ready_not_ready", ready(story));
}
TEST(Screen, LeavesOutWhatPassesWhereItShallBeQuiet) {
  const Story story = unfit();
  expect_screen("ready_not_ready_quiet",
                ready_text(story.report(), story.machine, {.quiet = true}, {}));
}
TEST(Screen, OfAnInstallationThatIsFitNamesTheNextCommand) {
  const Story story = fit();
  expect_screens("ready_ready",
                 ready(story, "interlock run ixp-manager-6 --root /srv/ixpmanager --to 6.4.2"));
}

TEST(Screen, OfARunThatBegins) {
  Story story;
  story.begin();
  expect_screens("run_head", [report = story.report()](const Style& style) {
    return run_head_text(report, style);
  });
  expect_screens("run_begins", of(story, begin_text));
}
TEST(Screen, OfAStepThatFailed) {
  Story story;
  story.begin();
  story.go_to("cleared");
  const Drawn begun = told(story, story.asked(Gate::pass), 3);
  const Drawn failed =
      told(story, story.ended(1, Gate::pass, Gate::pass, "General error: 1419"), 3);
  expect_screens("run_step_failed",
                 [&](const Style& style) { return begun(style) + failed(style); });
}
TEST(Screen, OfAStepThatWasDone) {
  Story story;
  story.begin();
  story.say("maintenance.laravel_on", {.said = "storage/framework/down was present."});
  story.go_to("cleared");
  const Drawn begun = told(story, story.asked(Gate::pass), 3);
  Told what = story.told(story.ended(0, Gate::pass, Gate::pass), 4);
  what.transition = &story.machine.transitions[8];
  expect_screens("run_step_done", [&](const Style& style) {
    return begun(style) + told_text(what, story.run, story.machine, style);
  });
}
// As `observe` tells it: the command is the operator's.
TEST(Screen, OfAStepThatThePersonDoes) {
  Story story;
  story.begin();
  story.go_to("cleared");
  Told what = story.told(story.asked(Gate::pass), 3);
  for (Event& event : what.events)
    if (event.type == "action.intent") event.data.set("manual", true);
  const Drawn missed = told(story, story.ended(0, Gate::fail, Gate::pass), 3);
  expect_screens("observe_step", [&](const Style& style) {
    return told_text(what, story.run, story.machine, style) + missed(style);
  });
}
TEST(Screen, OfWhatIsUnderWay) {
  const Story story;
  const Transition& step = story.machine.transitions[8];
  using Kind = Underway::Kind;
  const auto s = [](int seconds) { return std::chrono::seconds(seconds); };
  expect_screens("underway", [&](const Style& style) {
    std::string all;
    for (const Underway& what :
         {Underway{Kind::asking, &step, 20, 23, {}, {}, "backup.complete"},
          Underway{Kind::waiting, &step, 0, 0, s(20), s(1800), "1 process had artisan open: 48071"},
          Underway{Kind::running, &step, 0, 0, s(72), s(600)},
          Underway{Kind::ensuring, &step, 0, 0, s(3), s(10), "storage/framework/down was absent"}})
      all += underway_text(what, style) + "\n";
    return all;
  });
}
TEST(Screen, OfARunThatIsHeld) {
  const Story story = held();
  expect_screens("run_held", of(story, held_text));
}
TEST(Screen, OfARunThatIsHeldBeforeAnythingWasDone) {
  Story story;
  story.begin();
  story.say("backup.complete", {Outcome::fail, "The dump broke off."});
  story.asked(Gate::fail);
  expect_screens("run_refused", of(story, held_text));
}
TEST(Screen, OfARunThatWaitsForAPerson) {
  Story story;
  story.begin();
  story.say("operator.confirms",
            {Outcome::unknown,
             "Nobody has answered yet.",
             {},
             {},
             {"The release notes of 6.4.2 were read; they ask for nothing else, or it is done."}});
  story.asked(Gate::unknown);
  expect_screens("run_waits_for_a_person", of(story, held_text));
}
TEST(Screen, OfARunThatEndsWell) {
  Story story = held();
  story.acts(Input::Kind::retry);
  story.go_to("upgraded");
  expect_screens("run_upgraded", of(story, end_text));
}
TEST(Screen, OfAWayBack) {
  Story story = held();
  expect_screens("back_begins", of(story, back_text));
  story.acts(Input::Kind::back);
  story.go_to("recovered");
  expect_screens("run_recovered", of(story, end_text));
}
TEST(Screen, OfAWayBackThatLosesWhatUsersStored) {
  Story story;
  story.begin();
  story.go_to("open");
  expect_screens("back_with_loss", of(story, back_text));
}
TEST(Screen, OfAStepThatNobodySawTheEndOf) {
  Story story;
  story.begin();
  story.go_to("cleared");
  story.asked(Gate::pass);
  expect_screens("resume_in_doubt", told(story, story.acts(Input::Kind::died), 2));
}
TEST(Screen, OfHowAStepThatNobodySawTheEndOfIsSettled) {
  std::list<Story> stories;
  std::vector<Drawn> all;
  for (const Saying& saying :
       {Saying{.said = "32 of 32 migrations of 6.4.2 were recorded."},
        {Outcome::fail, "1 of 32 was pending: 2024_05_29_102028_reset-views."},
        {Outcome::unknown, "The database refused the connection.", "Start the server."}}) {
    Story& story = stories.emplace_back();
    story.begin();
    story.go_to("cleared");
    story.asked(Gate::pass);
    story.acts(Input::Kind::died);
    story.say("migration.none_pending", saying);
    const Gate gate = saying.outcome == Outcome::pass   ? Gate::pass
                      : saying.outcome == Outcome::fail ? Gate::fail
                                                        : Gate::unknown;
    all.push_back(told(story, story.looked(Gate::pass, gate), 5));
  }
  expect_screens("resume_settled", [&](const Style& style) {
    std::string text;
    for (const Drawn& drawn : all) text += drawn(style);
    return text;
  });
}

TEST(Screen, OfTheStatusOfARunThatIsHeld) {
  const Story story = held();
  expect_screens("status_held", status(story));
}
TEST(Screen, OfTheStatusOfARunThatActs) {
  Story story;
  story.begin();
  story.go_to("cleared");
  story.asked(Gate::pass);
  expect_screens("status_acting", status(story));
  expect_screens("status_left", status(story, false));
  story.acts(Input::Kind::died);
  expect_screens("status_in_doubt", status(story));
}
TEST(Screen, OfTheStatusOnTheWayBack) {
  Story story = held();
  story.acts(Input::Kind::back);
  expect_screens("status_on_the_way_back", status(story));
  story.go_to("recovered");
  expect_screens("status_recovered", status(story));
}

TEST(Screen, OfTheReportOfARun) {
  Story story = held();
  story.acts(Input::Kind::retry);
  story.go_to("upgraded");
  expect_screens("report_run", of(story, report_text));
}

TEST(Screen, OfAMachine) {
  const Story story;
  expect_screens("show",
                 [&](const Style& style) { return control_table_text(story.machine, style); });
}
TEST(Screen, OfACheck) {
  expect_screens("explain", [](const Style& style) {
    return explain_text(*find_check("backup.fresh"), {"demo", "parsec-3"}, style);
  });
}

Verification proof(bool whole) {
  Verification proof;
  proof.proofs = {
      whole
          ? Proof{"whole", "proved", "228 events: every byte, every link, every position."}
          : Proof{"whole", "broken",
                  "Event 165 was altered: its bytes no longer give the hash that event 166 names.",
                  165, "action.outcome, run a3f9-k2mt, 22:04:33 UTC"},
      {"evidence", "proved", "198 pieces, 3.1 MB: none changed, none missing."},
      {"end", "not_provable",
       "Whether events are missing after the last one cannot be seen from the ledger alone."}};
  proof.head = {228, std::string(64, '5')};
  proof.first_time = "2026-11-19T14:02:21.000000000Z";
  proof.last_time = "2026-11-19T22:08:36.000000000Z";
  return proof;
}
Drawn audit(const Verification& proof, bool expected) {
  return [proof, expected](const Style& style) {
    return audit_text(proof, "/var/lib/interlock/ledger.db", expected, 2, style);
  };
}
TEST(Screen, OfARecordThatIsWhole) {
  expect_screens("audit_whole", audit(proof(true), false));
  Verification expected = proof(true);
  expected.proofs[2] = {"end", "proved", "The first 228 of 240 events are those of the line."};
  expected.proved_through = 227;
  expected.head.size = 240;
  expect_screens("audit_expected", audit(expected, true));
}
TEST(Screen, OfARecordThatIsBroken) {
  expect_screens("audit_broken", audit(proof(false), false));
}

// Rule 2: nothing but commands, paths and names is wider than it may be.
TEST(Screen, IsNowhereWiderThanItMayBe) {
  const Story story = held(), bad = unfit();
  for (const Style& style : {Style{}, Style{.width = 72}, Style{.width = 60}}) {
    std::istringstream lines(ready(bad)(style) + status(story)(style) +
                             held_text(story.report(), story.machine, style) +
                             control_table_text(story.machine, style));
    for (std::string line; std::getline(lines, line);)
      EXPECT_TRUE(columns_of(line) <= style.width || line.find("GRANT") != std::string::npos)
          << style.width << ": " << line;
  }
}

}  // namespace
}  // namespace interlock
