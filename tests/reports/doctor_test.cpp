#include "reports/doctor.h"

#include <gtest/gtest.h>

#include <list>

#include "tests/reports/screen.h"

namespace interlock {
namespace {

// Guards that live as long as the test, and what was found of each.
struct DoctorText : testing::Test {
  std::list<Guard> guards;
  Sight sight;

  Finding found(const std::string& check, Verdict verdict) {
    guards.emplace_back().check = check;
    Finding finding;
    finding.posed.guard = &guards.back();
    finding.on = "database";
    finding.outcome = verdict.outcome;
    finding.verdict = std::move(verdict);
    return finding;
  }
  DoctorText() {
    sight.endpoints = {
        found("server.reachable", {Outcome::pass, "MariaDB 10.11.19 answered."}),
        found("server.tls", {Outcome::warn, "The connection was not encrypted."}),
        found("server.auditor_sees_all",
              {Outcome::unknown, "Account interlock@localhost may not see other sessions."})};
    sight.guards = {found("schema.in_sync", {Outcome::pass, "The tables were those of 6.4.2."})};
  }
  void expect(const std::string& name) const {
    expect_screens(name, [this](const Style& style) { return doctor_text(sight, style); });
  }
};

TEST_F(DoctorText, SaysThatAllCanBeAnswered) {
  expect("doctor");
}
TEST_F(DoctorText, TellsWhatEachRightWouldAnswer) {
  Verdict blind{Outcome::unknown, "The account lacks the right PROCESS."};
  blind.commands = {"GRANT PROCESS ON *.* TO 'interlock'@'localhost';"};
  for (const char* check : {"activity.no_app_sessions", "activity.no_ddl_in_progress",
                            "activity.no_long_transactions", "activity.no_idle_in_transaction"})
    sight.guards.push_back(found(check, blind));
  expect("doctor_blind");
}

}  // namespace
}  // namespace interlock
