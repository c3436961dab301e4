#include "reports/json.h"

#include <gtest/gtest.h>

#include <set>

#include "engine/jcs.h"
#include "reports/schema.h"
#include "tests/reports/flaws.h"
#include "tests/reports/screen.h"
#include "tests/reports/story.h"

namespace interlock {
namespace {

constexpr const char* ledger = "/var/lib/interlock/ledger.db";

#define EXPECT_FITS(output, ...)                                     \
  const auto found = flaws(output, {__VA_ARGS__});                   \
  if (!found) GTEST_SKIP() << "python3-jsonschema is not installed"; \
  EXPECT_EQ(*found, "")

Story asked(const std::string& kind) {
  Story story(kind);
  story.begin();
  story.say("server.auditor_sees_all", {Outcome::unknown,
                                        "Account interlock@localhost may not see other sessions.",
                                        "Give the account this right.",
                                        {"GRANT PROCESS ON *.* TO 'interlock'@'localhost';"},
                                        {"PROCESS"}});
  story.say("migration.pending_are", {.said = "1 was pending.", .objects = {"reset-views"}});
  story.ask_all(kind == "ready" ? "unknown" : "verified", Outcome::unknown, 3);
  return story;
}

Story held() {
  Story story;
  story.begin();
  story.go_to("cleared");
  story.asked(Gate::pass);
  story.ended(1, Gate::pass, Gate::pass);
  return story;
}

std::string report_json(const Story& story) {
  return pretty(report_value(story.report(), story.machine, ledger));
}
Value status(const Story& story) {
  const Report report = story.report();
  return status_value({{&report, &story.machine, Holder{"ixp-app1", "ops", 4711, true}}},
                      "2026-11-19T22:05:37.010Z", report.head, ledger, 3);
}

TEST(ReadyJson, IsAsItsSchemaSays) {
  const Story story = asked("ready");
  const std::string text = pretty(ready_value(story.report(), story.machine, ledger));
  expect_screen("ready.json", text);
  EXPECT_FITS("ready", text);
}
TEST(VerifyJson, IsAsItsSchemaSays) {
  const Story story = asked("verify");
  EXPECT_FITS("verify", pretty(ready_value(story.report(), story.machine, ledger)));
}
TEST(ReportJson, OfARunAtAnyTimeIsAsItsSchemaSays) {
  Story story = held();
  const std::string while_held = report_json(story);
  story.acts(Input::Kind::back);
  const std::string on_the_way = report_json(story);
  story.go_to("recovered");
  const std::string text = report_json(story);
  expect_screen("report.json", text);
  EXPECT_FITS("report", while_held, on_the_way, text);
}
TEST(ReportJson, OfReadyAndVerifyIsAsItsSchemaSays) {
  EXPECT_FITS("report", report_json(asked("ready")), report_json(asked("verify")));
}
TEST(ReportJson, NamesTheEndAsItsVerdict) {
  Story story = held();
  EXPECT_EQ(report_value(story.report(), story.machine, ledger)["verdict"].text(), "held");
  story.acts(Input::Kind::back);
  story.go_to("recovered");
  EXPECT_EQ(report_value(story.report(), story.machine, ledger)["verdict"].text(), "recovered");
}
TEST(ReportJson, HasOneElementForEachRule) {
  Story story;
  story.begin();
  story.go_to("fetched");
  const Value report = report_value(story.report(), story.machine, ledger);
  std::string rules;
  for (const Value& station : report["timeline"].list())
    rules += std::string(station["rule"].text()) + " ";
  EXPECT_EQ(rules, "move begin done ");
}
TEST(StatusJson, IsAsItsSchemaSays) {
  const std::string idle = pretty(status_value({}, "2026-11-19T22:05:37.010Z", {}, ledger, 3));
  Story story = held();
  const std::string text = pretty(status(story));
  expect_screen("status.json", text);
  story.acts(Input::Kind::retry);
  story.go_to("open");
  EXPECT_FITS("status", idle, text, pretty(status(story)));
}
TEST(StatusJson, NamesTheBackupThatTheWayBackWouldUse) {
  const Value backup = status(held())["runs"].list().front()["way_back"]["backup"];
  EXPECT_EQ(backup["path"].text(), "/var/backups/ixpmanager/a3f9k2mt.sql.bz2");
  EXPECT_EQ(backup["bytes"].number(), 48611204);
  EXPECT_TRUE(backup["digest"].text().starts_with("sha256:"));
}
TEST(StatusJson, SaysThatNothingIsLostWhileUsersAreLockedOut) {
  const Value loss = status(held())["runs"].list().front()["way_back"]["loss"];
  EXPECT_EQ(loss["rows"], Value(0));
  EXPECT_TRUE(loss["tables"].list().empty());
}
TEST(StatusJson, DoesNotGuessWhatIsLostOnceUsersAreServed) {
  Story story;
  story.begin();
  story.go_to("open");
  const Value loss = status(story)["runs"].list().front()["way_back"]["loss"];
  EXPECT_FALSE(loss["since"].null());
  EXPECT_TRUE(loss["rows"].null());
}
TEST(StatusJson, KnowsNoLossBeforeNobodyCouldWrite) {
  Story story;
  story.begin();
  const Value back = status(story)["runs"].list().front()["way_back"];
  EXPECT_TRUE(back["loss"].null());
  EXPECT_TRUE(back["backup"].null());
}
TEST(AuditJson, IsAsItsSchemaSays) {
  Verification proof;
  proof.proofs = {{"whole", "broken", "Event 165 was altered.", 165},
                  {"evidence", "proved", "198 pieces."},
                  {"end", "not_provable", "It cannot be seen."}};
  proof.head = {228, std::string(64, '5')};
  proof.first_time = "2026-11-19T14:02:21.000000000Z";
  proof.last_time = "2026-11-19T22:08:36.000000000Z";
  const std::string at = "2027-03-02T09:12:44.051Z";
  const std::string broken = pretty(audit_value(proof, ledger, {}, at, 2, 5));
  expect_screen("audit_verify.json", broken);
  proof.proofs[0] = {"whole", "proved", "228 events."};
  proof.proofs[2] = {"end", "proved", "They are those of the line."};
  proof.proved_through = 227;
  EXPECT_FITS("audit-verify", broken, pretty(audit_value(proof, ledger, proof.head, at, 2, 0)),
              pretty(audit_value({}, ledger, {}, at, 2, 5)));
}
TEST(ErrorJson, IsAsTheSchemaOfEachOutputSays) {
  for (const std::string_view output : outputs()) {
    if (output == "event") continue;
    const Value value = error_value(std::string(output), "2027-03-02T09:12:44.051Z",
                                    {{"/states/3", "It is twice.", ""}, {"", "a\xff", "b"}}, 2, 1);
    EXPECT_FITS(std::string(output), pretty(value));
  }
}

TEST(Schemas, RefuseAKeyThatTheyDoNotKnow) {
  const Story story = asked("ready");
  Value value = ready_value(story.report(), story.machine, ledger);
  value.set("surprise", 1);
  const auto found = flaws("ready", {pretty(value)});
  if (!found) GTEST_SKIP() << "python3-jsonschema is not installed";
  EXPECT_NE(found->find("surprise"), std::string::npos) << *found;
}
TEST(Schemas, RefuseAKeyThatIsMissing) {
  const Story story = held();
  const Value whole = status(story);
  Value::Object members;
  for (const auto& [name, value] : whole.members())
    if (name != "runs") members.emplace_back(name, value);
  const auto found = flaws("status", {pretty(members)});
  if (!found) GTEST_SKIP() << "python3-jsonschema is not installed";
  EXPECT_NE(found->find("runs"), std::string::npos) << *found;
}

// The same events give the same bytes, whatever came after them.
TEST(Report, IsTheSameAgain) {
  const Story story = held();
  EXPECT_EQ(report_json(story), report_json(story));
  EXPECT_EQ(report_json(story), report_json(held()));
}

}  // namespace
}  // namespace interlock
