// What people see of an upgrade of IXP Manager, from events that are made up. The screens
// lie in tests/screens.
#include <gtest/gtest.h>

#include "checks/index.h"
#include "reports/control_table.h"
#include "reports/standing.h"
#include "reports/text.h"
#include "states/shipped.h"
#include "tests/reports/screen.h"
#include "tests/reports/story.h"

namespace interlock {
namespace {

constexpr Style wide{}, middle{.width = 72}, narrow{.width = 60};
constexpr Style coloured{.colour = true}, ascii{.utf8 = false}, quiet{.quiet = true};

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

std::string ready_of(const Story& story, const Style& style, const std::string& next = {}) {
  return ready_text(story.report(), story.machine, style, next);
}
std::string status_of(const Story& story, const Style& style) {
  return status_text(story.report(), story.machine, style,
                     story.now() + std::chrono::milliseconds(64000));
}

TEST(Screen, OfAnInstallationThatIsNotFit) {
  const Story story = unfit();
  expect_screen("ready_not_ready", ready_of(story, wide));
  expect_screen("ready_not_ready_72", ready_of(story, middle));
  expect_screen("ready_not_ready_60", ready_of(story, narrow));
}
TEST(Screen, OfAnInstallationThatIsNotFitInColours) {
  expect_screen("ready_not_ready_coloured", masked(ready_of(unfit(), coloured)));
}
TEST(Screen, OfAnInstallationThatIsNotFitInAscii) {
  const std::string text = ready_of(unfit(), ascii);
  EXPECT_TRUE(std::all_of(text.begin(), text.end(), [](char c) { return c > 0; })) << text;
  expect_screen("ready_not_ready_ascii", text);
}
TEST(Screen, LeavesOutWhatPassesWhereItShallBeQuiet) {
  expect_screen("ready_not_ready_quiet", ready_of(unfit(), quiet));
}
TEST(Screen, OfAnInstallationThatIsFitNamesTheNextCommand) {
  expect_screen(
      "ready_ready",
      ready_of(fit(), wide, "interlock run ixp-manager-6 --root /srv/ixpmanager --to 6.4.2"));
}

TEST(Screen, OfARunThatBegins) {
  Story story;
  story.begin();
  expect_screen("run_head", run_head_text(story.report(), wide));
  expect_screen("run_begins", begin_text(story.report(), story.machine, wide));
}
TEST(Screen, OfAStepThatFailed) {
  Story story;
  story.begin();
  story.go_to("cleared");
  std::string text;
  const Rule begun = story.asked(Gate::pass);
  text += told_text(story.told(begun, 3), story.run, story.machine, wide);
  const Rule failed = story.ended(1, Gate::pass, Gate::pass, "General error: 1419");
  text += told_text(story.told(failed, 3), story.run, story.machine, wide);
  expect_screen("run_step_failed", text);
}
TEST(Screen, OfAStepThatWasDone) {
  Story story;
  story.begin();
  story.say("maintenance.laravel_on", {.said = "storage/framework/down was present."});
  story.go_to("cleared");
  std::string text;
  Rule rule = story.asked(Gate::pass);
  text += told_text(story.told(rule, 3), story.run, story.machine, wide);
  rule = story.ended(0, Gate::pass, Gate::pass);
  Told told = story.told(rule, 4);
  told.transition = &story.machine.transitions[8];
  text += told_text(told, story.run, story.machine, wide);
  expect_screen("run_step_done", text);
}
TEST(Screen, OfARunThatIsHeld) {
  const Story story = held();
  expect_screen("run_held", held_text(story.report(), story.machine, wide));
  expect_screen("run_held_60", held_text(story.report(), story.machine, narrow));
}
TEST(Screen, OfARunThatIsHeldBeforeAnythingWasDone) {
  Story story;
  story.begin();
  story.say("backup.complete", {Outcome::fail, "The dump broke off."});
  story.asked(Gate::fail);
  expect_screen("run_refused", held_text(story.report(), story.machine, wide));
}
TEST(Screen, OfARunThatEndsWell) {
  Story story = held();
  story.acts(Input::Kind::retry);
  story.go_to("upgraded");
  expect_screen("run_upgraded", end_text(story.report(), story.machine, wide));
}
TEST(Screen, OfAWayBack) {
  Story story = held();
  expect_screen("back_begins", back_text(story.report(), story.machine, wide));
  expect_screen("back_begins_60", back_text(story.report(), story.machine, narrow));
  story.acts(Input::Kind::back);
  story.go_to("recovered");
  expect_screen("run_recovered", end_text(story.report(), story.machine, wide));
}
TEST(Screen, OfAWayBackThatLosesWhatUsersStored) {
  Story story;
  story.begin();
  story.go_to("open");
  expect_screen("back_with_loss", back_text(story.report(), story.machine, wide));
}
TEST(Screen, OfAStepThatNobodySawTheEndOf) {
  Story story;
  story.begin();
  story.go_to("cleared");
  story.asked(Gate::pass);
  const Rule rule = story.acts(Input::Kind::died);
  expect_screen("resume_in_doubt", told_text(story.told(rule, 2), story.run, story.machine, wide));
}

TEST(Screen, OfTheStatusOfARunThatIsHeld) {
  const Story story = held();
  expect_screen("status_held", status_of(story, wide));
  expect_screen("status_held_72", status_of(story, middle));
  expect_screen("status_held_60", status_of(story, narrow));
  expect_screen("status_held_ascii", status_of(story, ascii));
  expect_screen("status_held_coloured", masked(status_of(story, coloured)));
}
TEST(Screen, OfTheStatusOfARunThatActs) {
  Story story;
  story.begin();
  story.go_to("cleared");
  story.asked(Gate::pass);
  expect_screen("status_acting", status_of(story, wide));
  story.acts(Input::Kind::died);
  expect_screen("status_in_doubt", status_of(story, wide));
}
TEST(Screen, OfTheStatusOnTheWayBack) {
  Story story = held();
  story.acts(Input::Kind::back);
  expect_screen("status_on_the_way_back", status_of(story, wide));
  story.go_to("recovered");
  expect_screen("status_recovered", status_of(story, wide));
}

TEST(Screen, OfTheReportOfARun) {
  Story story = held();
  story.acts(Input::Kind::retry);
  story.go_to("upgraded");
  expect_screen("report_run", report_text(story.report(), story.machine, wide));
}

TEST(Screen, OfAMachine) {
  const Story story;
  expect_screen("show", control_table_text(story.machine, wide));
  expect_screen("show_72", control_table_text(story.machine, middle));
  expect_screen("show_60", control_table_text(story.machine, narrow));
  expect_screen("show_ascii", control_table_text(story.machine, ascii));
  expect_screen("show_coloured", masked(control_table_text(story.machine, coloured)));
}
TEST(Screen, OfACheck) {
  expect_screen("explain", explain_text(*find_check("backup.fresh"), {"demo", "parsec-3"}, wide));
  expect_screen("explain_60",
                explain_text(*find_check("backup.fresh"), {"demo", "parsec-3"}, narrow));
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
TEST(Screen, OfARecordThatIsWhole) {
  const std::string path = "/var/lib/interlock/ledger.db";
  expect_screen("audit_whole", audit_text(proof(true), path, false, 2, wide));
  expect_screen("audit_whole_60", audit_text(proof(true), path, false, 2, narrow));
  Verification expected = proof(true);
  expected.proofs[2] = {"end", "proved", "The first 228 of 240 events are those of the line."};
  expected.proved_through = 227;
  expected.head.size = 240;
  expect_screen("audit_expected", audit_text(expected, path, true, 2, wide));
}
TEST(Screen, OfARecordThatIsBroken) {
  expect_screen("audit_broken",
                audit_text(proof(false), "/var/lib/interlock/ledger.db", false, 2, wide));
}

// Rule 2: nothing but commands, paths and names is wider than it may be.
TEST(Screen, IsNowhereWiderThanItMayBe) {
  const Story story = held();
  for (const Style& style : {wide, middle, narrow}) {
    std::istringstream lines(ready_of(unfit(), style) + status_of(story, style) +
                             held_text(story.report(), story.machine, style) +
                             control_table_text(story.machine, style));
    for (std::string line; std::getline(lines, line);)
      EXPECT_TRUE(columns_of(line) <= style.width || line.find("GRANT") != std::string::npos)
          << style.width << ": " << line;
  }
}

}  // namespace
}  // namespace interlock
