// What keeps an upgrade of Status-Page from its first step: each reason alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "tests/whole/ixp.h"
#include "tests/whole/status_page.h"

namespace interlock {
namespace {

using Act = std::function<void(StatusPage&)>;

struct Spoiler {
  const char* means;
  Act spoil, mend;
  Texts more;    // words for `ready`
  Texts failed;  // the keys of the checks that fail then
};

void nothing(StatusPage&) {}

Act by_sql(const std::string& statement) {
  return [=](StatusPage& site) { site.sql(statement); };
}
Act writes(const std::string& file, const std::string& text) {
  return [=](StatusPage& site) { site.desk.write(file, text); };
}
Act removes(const std::string& file) {
  return [=](StatusPage& site) { std::filesystem::remove(site.desk.folder / file); };
}
Act unit_is(const char* active, const char* sub) {
  return [=](StatusPage& site) {
    site.set_unit("status-page-rq", "active", active);
    site.set_unit("status-page-rq", "sub", sub);
  };
}

const std::vector<Spoiler> spoilers = {
    {"nothing", nothing, nothing, {}, {}},
    {"a release that is older",
     [](StatusPage& site) { site.target = "2.3.0"; },
     [](StatusPage& site) { site.target = "2.5.1"; },
     {},
     {"version.path_allows", "migration.listed"}},
    {"F16: a migration that the release does not know",
     by_sql("INSERT INTO django_migrations VALUES (999, 'incidents', '0099_own', now())"),
     by_sql("DELETE FROM django_migrations WHERE id = 999"),
     {},
     {"migration.listed"}},
    {"F17: rows that keep a stale content type from being deleted",
     by_sql("INSERT INTO django_content_type VALUES (999, 'incidents', 'gone');"
            "INSERT INTO extras_objectchange (name, kind_id) VALUES ('spoiled', 999)"),
     by_sql("DELETE FROM extras_objectchange WHERE kind_id = 999;"
            "DELETE FROM django_content_type WHERE id = 999"),
     {},
     {"data.stale_content_types_unreferenced"}},
    {"an index that a broken CREATE INDEX CONCURRENTLY left",
     by_sql("UPDATE pg_index SET indisvalid = false WHERE indexrelid = "
            "'incidents_incident_pkey'::regclass"),
     by_sql("UPDATE pg_index SET indisvalid = true WHERE indexrelid = "
            "'incidents_incident_pkey'::regclass"),
     {},
     {"integrity.no_invalid_objects"}},
    {"F12: local changes",
     writes("status-page/requirements.txt", "Django\n"),
     [](StatusPage& site) {
       site.git({"checkout", "-q", "."});
     },
     {},
     {"code.clean_tree"}},
    {"no right to make the database anew",
     writes("standin/no_sudo", ""),
     removes("standin/no_sudo"),
     {},
     {"process.succeeds"}},
    {"no way to packages",
     writes("standin/offline", ""),
     removes("standin/offline"),
     {},
     {"process.succeeds"}},
    {"workers that have failed",
     unit_is("failed", "failed"),
     unit_is("active", "running"),
     {},
     {"service.active"}},
    {"a Python that is too old",
     [](StatusPage& site) {
       site.desk.write("python3.9", "#!/bin/sh\necho Python 3.9.2\n");
       std::filesystem::permissions(site.desk.folder / "python3.9", std::filesystem::perms(0755));
     },
     nothing,
     {"--set", "python=python3.9"},
     {"runtime.version_at_least"}},
    {"no room",
     [](StatusPage& site) { site.backups = "/proc/backups"; },
     nothing,
     {},
     {"files.free_space"}}};

Texts replaced(const StatusPage& site, Texts more) {
  for (std::string& word : more)
    if (word == "python=python3.9") word = "python=" + site.desk.path("python3.9");
  more.insert(more.end(), {"--format", "json"});
  return more;
}

TEST(StatusPageReadiness, FailsForEachReasonAlone) {
  NEEDS_STATUS_PAGE;
  StatusPage site;
  for (const Spoiler& spoiler : spoilers) {
    SCOPED_TRACE(spoiler.means);
    spoiler.spoil(site);
    const Typed ready = site.type("ready", replaced(site, spoiler.more));
    EXPECT_EQ(ready.exit, spoiler.failed.empty() ? 0 : 1) << ready.out << ready.err;
    EXPECT_EQ(checks_with(ready, "fail"), spoiler.failed) << ready.out;
    spoiler.mend(site);
  }
}

// Jobs that only RQ's registries know: they are waited for, so `ready` warns of them.
TEST(StatusPageReadiness, TellsWhatTheWorkersHaveToDo) {
  NEEDS_STATUS_PAGE;
  const StatusPage site;
  struct Load {
    Texts act;
    std::string said;
  };
  const std::vector<Load> loads = {
      {{}, "No job waited, was deferred or ran."},
      {{"enqueue", "high"}, "high (1 waiting, 0 deferred, 0 running, 0 abandoned)"},
      {{"start", "default"}, "default (0 waiting, 0 deferred, 1 running, 0 abandoned)"},
      {{"defer", "low"}, "low (0 waiting, 1 deferred, 0 running, 0 abandoned)"},
      {{"abandon", "low"}, "workers had died at jobs of low (1 abandoned)"}};
  for (const auto& [act, said] : loads) {
    SCOPED_TRACE(said);
    if (!act.empty()) site.rq(act);
    const Typed ready = site.type("ready", {"--format", "json"});
    EXPECT_EQ(ready.exit, 0) << ready.out << ready.err;
    EXPECT_NE(ready.out.find(said), std::string::npos) << ready.out;
    const Texts warned = checks_with(ready, "warn");
    EXPECT_EQ(std::count(warned.begin(), warned.end(), "queue.rq_idle"), act.empty() ? 0 : 1);
    for (const char* kind : {"queue", "wip", "deferred"})
      for (const char* queue : {"high", "default", "low"})
        site.redis({"DEL", std::string("rq:") + kind + ":" + queue});
  }
}

// F21: the configuration misses what the release needs; nothing can be asked of Redis then.
TEST(StatusPageReadiness, FailsWithoutTheSectionForRedis) {
  NEEDS_STATUS_PAGE;
  const StatusPage site;
  const std::string file = "status-page/statuspage/statuspage/configuration.py";
  std::string text = site.desk.read(file);
  const auto redis = text.find("REDIS = {"), secret = text.find("SECRET_KEY");
  site.desk.write(file, text.erase(redis, secret - redis));
  const Typed ready = site.type("ready", {"--format", "json"});
  EXPECT_EQ(checks_with(ready, "fail"), Texts{"config.keys_present"}) << ready.out;
  EXPECT_NE(ready.exit, 0);
}

}  // namespace
}  // namespace interlock
