// Where the guide of Status-Page is wrong.
#include <gtest/gtest.h>

#include "tests/whole/ixp.h"
#include "tests/whole/status_page.h"

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
  EXPECT_EQ(keys_with(ready, "fail"), Texts{"checked/server.supported_by@database"}) << ready.out;
}

// Nobody knows what packages bring that are not installed yet: that is said before anything is
// done.
TEST(StatusPageGuide, SaysNothingOfWhatAReleaseBringsThatNobodyKnows) {
  NEEDS_STATUS_PAGE;
  StatusPage site;
  site.target = "2.6.0";
  const Typed ready = site.type("ready", {"--format", "json"});
  EXPECT_EQ(ready.exit, 3) << ready.out << ready.err;
  EXPECT_EQ(keys_with(ready, "fail"), Texts());
  const Texts unknown = keys_with(ready, "unknown");
  EXPECT_EQ(std::count(unknown.begin(), unknown.end(), "checked/migration.listed@database"), 1);
  EXPECT_NE(ready.out.find("Tell of this release in a file of releases/ (states/README.md)"),
            std::string::npos)
      << ready.out;
  site.desk.write("machines/releases/status-page.json",
                  R"({"product": "Status-Page", "releases": [{"version": "2.6.0"}]})");
  const Typed told =
      site.type("ready", {"--definitions", site.desk.path("machines"), "--format", "json"});
  EXPECT_EQ(told.exit, 0) << told.out << told.err;
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
  EXPECT_EQ(keys_with(ready, "fail"), Texts());
  EXPECT_EQ(keys_with(ready, "unknown"),
            (Texts{"checked/server.version_at_least@queue", "drained/queue.rq_idle@queue"}));
}

}  // namespace
}  // namespace interlock
