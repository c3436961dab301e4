// What keeps an upgrade of Status-Page from its first step: each reason alone.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/whole/ixp.h"
#include "tests/whole/spoilers.h"
#include "tests/whole/status_page.h"

namespace interlock {
namespace {

const char* const configuration_file = "status-page/statuspage/statuspage/configuration.py";

std::vector<Spoiler> of_the_database() {
  return {// F16: a migration that no release knows.
          {.key = "checked/migration.listed@database",
           .sql = "INSERT INTO django_migrations VALUES (999, 'incidents', '0099_own', now())",
           .mend = "DELETE FROM django_migrations WHERE id = 999"},
          // F17: rows that keep a stale content type from being deleted.
          {.key = "checked/data.stale_content_types_unreferenced@database",
           .sql = "INSERT INTO django_content_type VALUES (999, 'incidents', 'gone');"
                  "INSERT INTO extras_objectchange (name, kind_id) VALUES ('spoiled', 999)",
           .mend = "DELETE FROM extras_objectchange WHERE kind_id = 999;"
                   "DELETE FROM django_content_type WHERE id = 999"},
          // F15.
          shadowed("checked/server.supported_by@database", "FUNCTION current_setting(text)",
                   "RETURNS text AS $$ SELECT CASE $1 WHEN 'server_version' THEN '12.22' ELSE "
                   "pg_catalog.current_setting($1) END $$ LANGUAGE sql"),
          shadowed("checked/server.may_recreate@database", "VIEW pg_roles",
                   "AS SELECT oid, rolname, false AS rolsuper, false AS rolcreaterole, "
                   "false AS rolcreatedb FROM pg_catalog.pg_roles"),
          // The database is on another machine.
          shadowed("checked/query.some_rows@database", "FUNCTION inet_server_addr()",
                   "RETURNS inet AS $$ SELECT '10.0.0.5'::inet $$ LANGUAGE sql")};
}

std::vector<Spoiler> of_the_machine() {
  const std::string settings = configuration_file, units = "standin/state.json",
                    machine = "machines/status-page-2.json";
  return {
      {.key = "checked/version.path_allows@catalogue", .target = "2.4.0"},
      {.key = "checked/process.succeeds@host",
       .shell = "touch standin/no_sudo",
       .mend_shell = "rm standin/no_sudo",
       .said = "sudo ended with 1"},
      {.key = "checked/process.succeeds@host#2",
       .shell = "touch standin/offline",
       .mend_shell = "rm standin/offline",
       .said = "No matching distribution"},
      {.key = "checked/service.active@host",
       .shell = "cp " + units + " kept; sed -i 's/\\(.*\"sub\":\"\\)running/\\1failed/' " + units,
       .mend_shell = "mv kept " + units},
      // gunicorn was not started anew.
      {.key = "checked/http.body_has@web",
       .shell = "cp " + units + " kept; sed -i \"s/VERSION = '2.4.0'/VERSION = '2.3.0'/\" " + units,
       .mend_shell = "mv kept " + units,
       .said = "?v=2.4.0"},
      {.key = "checked/runtime.programs_present@host",
       .shell = "cp " + machine + " kept; sed -i 's/\\[\"tar\"/[\"tar-of-nowhere\"/' " + machine,
       .mend_shell = "mv kept " + machine,
       .said = "1 program that the steps call could not be found: tar-of-nowhere."},
      // F12: local changes.
      {.key = "checked/code.clean_tree@host",
       .shell = "echo Django >>status-page/requirements.txt",
       .mend_shell = "git -C status-page checkout -q ."},
      {.key = "checked/config.keys_present@files",
       .shell = "cp " + settings + " kept; sed -i /SECRET_KEY/d " + settings,
       .mend_shell = "mv kept " + settings,
       .said = "had no SECRET_KEY"},
      // F21: nothing can be asked of Redis then.
      {.key = "checked/config.keys_present@files",
       .shell = "cp " + settings + " kept; sed -i '/^REDIS/,/^}/d' " + settings,
       .mend_shell = "mv kept " + settings,
       .unknown = {"checked/server.version_at_least@queue", "drained/queue.rq_idle@queue"},
       .said = "had no REDIS"},
      // No Redis is new enough for it.
      {.key = "checked/server.version_at_least@queue",
       .shell = "cp " + machine + " kept; sed -i 's/\"4.0\"/\"99.0\"/' " + machine,
       .mend_shell = "mv kept " + machine},
      {.key = "checked/runtime.version_at_least@host",
       .shell = "printf '#!/bin/sh\\necho Python 3.9.2\\n' >bin/python3.9; chmod +x bin/*",
       .set = "python=python3.9"},
      {.key = "checked/files.free_space@files",
       .shell = "ln -s /proc backups",
       .mend_shell = "rm backups"}};
}

struct StatusPageRefused : testing::Test {
  std::unique_ptr<StatusPage> site;

  void SetUp() override {
    NEEDS_STATUS_PAGE;
    static const Known known("status-page-2");
    site = std::make_unique<StatusPage>(known);
    site->desk.env["INTERLOCK_SECRET_USER"] = "none-is-asked-for";
  }
  Typed ready(const Spoiler& each = {}) const {
    Texts more = {"--format", "json"};
    site->target = each.target ? each.target : "2.5.1";
    if (each.user) more.insert(more.end(), {"--user", named(each.user, site->name())});
    if (each.set) more.insert(more.end(), {"--set", each.set});
    return site->type("ready", more);
  }
  void refused_for_each(const std::vector<Spoiler>& all) const {
    for (const Spoiler& each : all) {
      SCOPED_TRACE(each.key + " " + each.sql + " " + each.shell);
      spoil(site->desk, site->name(), each.sql, each.shell);
      expect_refused(each, site->name(), ready(each));
      spoil(site->desk, site->name(), each.mend, each.mend_shell);
    }
    const Typed typed = ready();
    EXPECT_EQ(typed.exit, 0) << typed.out << typed.err;
  }
};

TEST_F(StatusPageRefused, ForEachReasonInTheDatabaseAndForThatAlone) {
  refused_for_each(spoilers_of_postgres("django_migrations", "incidents_incident"));
  refused_for_each(of_the_database());
}

TEST_F(StatusPageRefused, ForEachReasonOnTheMachineAndForThatAlone) {
  refused_for_each(of_the_machine());
}

// Nothing is known of a database that cannot be reached, so nothing fails.
TEST_F(StatusPageRefused, ByADatabaseThatDoesNotAnswer) {
  spoil(site->desk, site->name(), {},
        std::string("sed -i \"/DATABASE/,/^}/s/127.0.0.1/127.0.0.2/\" ") + configuration_file);
  const Typed typed = ready();
  EXPECT_EQ(typed.exit, 3) << typed.out << typed.err;
  EXPECT_EQ(keys_with(typed, "fail"), Texts{});
  const Texts unknown = keys_with(typed, "unknown");
  EXPECT_EQ(std::count(unknown.begin(), unknown.end(), "checked/server.reachable@database"), 1);
}

// Jobs that only RQ's registries know: they are waited for, so `ready` warns of them.
TEST_F(StatusPageRefused, NotByWhatTheWorkersHaveToDo) {
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
    if (!act.empty()) site->rq(act);
    const Typed typed = ready();
    EXPECT_EQ(typed.exit, 0) << typed.out << typed.err;
    EXPECT_NE(typed.out.find(said), std::string::npos) << typed.out;
    const Texts warned = checks_with(typed, "warn");
    EXPECT_EQ(std::count(warned.begin(), warned.end(), "queue.rq_idle"), act.empty() ? 0 : 1);
    for (const char* kind : {"queue", "wip", "deferred"})
      for (const char* queue : {"high", "default", "low"})
        site->redis({"DEL", std::string("rq:") + kind + ":" + queue});
  }
}

}  // namespace
}  // namespace interlock
