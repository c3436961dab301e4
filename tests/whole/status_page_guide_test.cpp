// Where the guide of Status-Page is wrong, and what holds an upgrade that has begun.
#include <gtest/gtest.h>

#include <csignal>

#include "tests/whole/ixp.h"
#include "tests/whole/status_page.h"
#include "tests/whole/status_page_made.h"

namespace interlock {
namespace {

// F15: the guide names PostgreSQL 10 whatever is upgraded to: what a release needs is its own.
TEST(StatusPageGuide, NamesAPostgresThatTheReleaseMayFindTooOld) {
  NEEDS_STATUS_PAGE;
  StatusPage site;
  site.desk.write("machines/releases/status-page.json",
                  R"({"product": "Status-Page", "releases": [
                     {"version": "2.6.0", "supports": {"postgres": {"at_least": "99"}}}]})");
  site.target = "2.6.0";
  const Typed ready =
      site.type("ready", {"--definitions", site.desk.path("machines"), "--format", "json"});
  EXPECT_EQ(ready.exit, 1) << ready.out << ready.err;
  EXPECT_EQ(checks_with(ready, "fail"), Texts{"server.supported_by"}) << ready.out;
}

// It takes the warning for a sign of local changes; it comes where there are none.
TEST(StatusPageGuide, TakesAWarningOfUnreflectedMigrationsForLocalChanges) {
  NEEDS_STATUS_PAGE;
  const StatusPage site;
  const Typed migrate = site.desk.program(
      {site.root() + "/venv/bin/python", site.root() + "/statuspage/manage.py", "migrate"});
  EXPECT_EQ(migrate.exit, 0) << migrate.err;
  EXPECT_NE(migrate.out.find("not yet reflected in a migration"), std::string::npos) << migrate.out;
  EXPECT_EQ(site.git({"status", "--porcelain"}), "");
  const Typed ready = site.type("ready", {"--format", "json"});
  EXPECT_EQ(ready.exit, 0) << ready.out << ready.err;
}

// F21: every command asks Redis first: without it the migrations fail, which the guide does not
// say.
TEST(StatusPageGuide, SaysNothingOfRedisForTheMigrations) {
  NEEDS_STATUS_PAGE;
  const StatusPage site;
  const std::string file = "status-page/statuspage/statuspage/configuration.py";
  std::string text = site.desk.read(file);
  const std::string port = "'PORT': " + server("INTERLOCK_REDIS_PORT");
  text.replace(text.find(port), port.size(), "'PORT': 1");
  site.desk.write(file, text);
  const Typed migrate = site.desk.program(
      {site.root() + "/venv/bin/python", site.root() + "/statuspage/manage.py", "migrate"});
  EXPECT_NE(migrate.exit, 0);
  EXPECT_NE(migrate.err.find("Connection refused"), std::string::npos) << migrate.err;
  const Typed ready = site.type("ready", {"--format", "json"});
  EXPECT_EQ(ready.exit, 3) << ready.out << ready.err;
  EXPECT_EQ(checks_with(ready, "fail"), Texts());
  EXPECT_EQ(checks_with(ready, "unknown"), (Texts{"server.version_at_least", "queue.rq_idle"}));
}

struct StatusPageHeld : testing::Test {
  std::unique_ptr<StatusPage> site;

  void SetUp() override {
    NEEDS_STATUS_PAGE;
    static const Known known("status-page-2");
    site = std::make_unique<StatusPage>(known);
  }
  void is_held_and_goes_back(const Texts& failed) const {
    const Typed run = site->type("run", {"--yes", "2.5.1"});
    EXPECT_EQ(run.exit, 1) << run.out << run.err;
    EXPECT_EQ(site->failed(), failed) << run.out;
    const Typed back = site->desk.interlock({"back", "--yes"});
    EXPECT_EQ(back.exit, 8) << back.out << back.err;
    EXPECT_EQ(site->differs_from(Final::recovered), "");
  }
};

TEST_F(StatusPageHeld, ByAJobThatOnlyRuns) {
  site->rq({"start", "low"});
  is_held_and_goes_back({"drained/queue.rq_idle@queue"});
}

TEST_F(StatusPageHeld, NotByAJobWhoseWorkerHasDied) {
  site->rq({"abandon", "low"});
  const Typed run = site->type("run", {"--yes", "2.5.1"});
  EXPECT_EQ(run.exit, 0) << run.out << run.err;
  EXPECT_NE(run.out.find("workers had died at jobs of"), std::string::npos) << run.out;
}

TEST_F(StatusPageHeld, ByASessionThatTheApplicationLeftOpen) {
  Child session{1 << 16};
  ASSERT_EQ(session.start(site->desk.as_program(
                {"psql", "-h", "127.0.0.1", "-p", server("INTERLOCK_PG_PORT"), "-U",
                 pristine().role, "-d", site->name(), "-c", "SELECT pg_sleep(200)"})),
            "");
  is_held_and_goes_back({"built/activity.no_app_sessions@database"});
  ::kill(session.pid(), SIGKILL);
  session.reap();
}

}  // namespace
}  // namespace interlock
