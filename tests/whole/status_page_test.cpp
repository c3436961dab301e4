// An upgrade of Status-Page on what Django and RQ make, from readiness to the end.
#include "tests/whole/status_page.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include "tests/whole/ixp.h"

namespace interlock {
namespace {

const Texts pending = {"extras.0005_alter_webhook_subscriber",
                       "incidents.0013_incident_send_email_incidenttemplate_send_email_and_more",
                       "maintenances.0009_maintenance_send_email_and_more",
                       "otp_static.0003_add_timestamps", "otp_totp.0003_add_timestamps"};

// Of all that was started and has ended; the time on the clock is also that of others.
double seconds_worked() {
  rusage used{};
  ::getrusage(RUSAGE_CHILDREN, &used);
  return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

TEST(StatusPageUpgrade, IsReadyFromTheRootFolderAndTheTargetAlone) {
  NEEDS_STATUS_PAGE;
  const StatusPage site;
  const double before = seconds_worked();
  const Typed ready = site.type("ready", {"--format", "json"});
  EXPECT_LT(seconds_worked() - before, 1);
  EXPECT_EQ(ready.exit, 0) << ready.out << ready.err;
  const Value report = json(ready.out);
  EXPECT_EQ(texts_in(report["forecast"]["pending_migrations"]), pending);
  EXPECT_EQ(checks_with(ready, "warn"), Texts{"server.auditor_readonly"}) << ready.out;
  EXPECT_EQ(checks_with(ready, "unknown"), Texts());
  EXPECT_EQ(ready.out.find(site.password), std::string::npos);
  EXPECT_EQ(ready.out.find("canary-Wp3"), std::string::npos);
  const Texts passed = checks_with(ready, "pass");
  EXPECT_EQ(std::count(passed.begin(), passed.end(), "data.stale_content_types_unreferenced"), 1);
}

TEST(StatusPageUpgrade, SucceedsOnceTheReleaseNotesWereRead) {
  NEEDS_STATUS_PAGE;
  const StatusPage site;
  const Typed run = site.type("run", {"--yes", "2.5.1"});
  ASSERT_EQ(run.exit, 9) << run.out << run.err;
  const std::string read = "checked/operator.confirms@operator";
  EXPECT_EQ(site.desk.interlock({"answer", site.run_id(), read, "no"}).exit, 0);
  EXPECT_EQ(site.desk.interlock({"resume"}).exit, 1);
  EXPECT_EQ(site.failed(), Texts{read});
  EXPECT_EQ(site.calls().find("fetch"), std::string::npos);
  EXPECT_EQ(site.desk.interlock({"answer", site.run_id(), read, "yes"}).exit, 0);
  const Typed resumed = site.desk.interlock({"resume"});
  EXPECT_EQ(resumed.exit, 0) << resumed.out << resumed.err;
  EXPECT_EQ(site.differs_from(Final::success), "");
  EXPECT_EQ(site.sql("SELECT count(*) FROM incidents_incident WHERE since_0013 = ''"), "2\n");
  EXPECT_EQ(site.sql("SELECT session_key FROM django_session"), "live\n");
  EXPECT_EQ(site.type("verify").exit, 0);
  for (const char* verb : {"verify", "conform"}) {
    const Typed audit = site.desk.interlock({"audit", verb});
    EXPECT_EQ(audit.exit, 0) << audit.out << audit.err;
  }
  for (const char* folder : {"state", "standin"})
    EXPECT_EQ(site.desk
                  .program({"grep", "-rlF", "-e", site.password, "-e", "canary-Wp3",
                            site.desk.path(folder)})
                  .out,
              "");
}

TEST(StatusPageUpgrade, IsRefusedFromTheLaravelReleases) {
  NEEDS_STATUS_PAGE;
  const StatusPage site;
  const Typed ready = site.type("ready", {"--format", "json", "--set", "installed=1.10.0"});
  EXPECT_EQ(ready.exit, 1) << ready.out << ready.err;
  EXPECT_EQ(keys_with(ready, "fail"),
            (Texts{"checked/version.path_allows@catalogue", "checked/http.body_has@web"}));
  EXPECT_NE(ready.out.find("rewrite in Django on PostgreSQL"), std::string::npos) << ready.out;
}

}  // namespace
}  // namespace interlock
