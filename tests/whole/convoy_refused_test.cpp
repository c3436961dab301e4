// What keeps an upgrade of Convoy from beginning: for every reason the guard that says so,
// and no other.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <list>

#include "engine/values.h"
#include "tests/live/asker.h"
#include "tests/whole/convoy.h"
#include "tests/whole/ixp.h"

namespace interlock {
namespace {

// How the panel comes into the situation and out of it again; the key of the guard that does
// not pass then, and what it says.
struct Reason {
  const char* name;
  std::function<void(Convoy&)> spoil, mend;
  const char* outcome;
  const char* key;
  const char* said;
  const char* target = "3.10.2-beta";
  const char* user = nullptr;  // the account that asks, if it is not the application's
  int sessions = 0;            // of others that are open
  const char* also = nullptr;  // what comes out with it, and cannot but do so
};

using Act = std::function<void(Convoy&)>;

const std::string queue = "convoy_database_queues:default";

Act redis(const std::vector<std::string>& words) {
  return [words](Convoy& convoy) { convoy.redis(words); };
}
Act sql(const std::string& statement) {
  return [statement](Convoy& convoy) { convoy.sql(statement); };
}
Act shell(const std::string& script) {
  return [script](Convoy& convoy) { convoy.shell(script); };
}
Act horizon(const std::string& status) {
  return [status](Convoy& convoy) { convoy.horizon_says(status); };
}
Act edit(const std::string& file, const std::string& from, const std::string& to) {
  return [=](Convoy& convoy) {
    std::string text = convoy.desk.read(file);
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << file;
    convoy.desk.write(file, text.replace(at, from.size(), to));
  };
}
Act mounts(const char* outside) {
  return [outside](Convoy& convoy) {
    convoy.mount("database", outside ? outside : convoy.desk.path("convoy/dockerfiles/mysql/data"));
  };
}
void nothing(Convoy& convoy) {
  (void)convoy;
}

constexpr const char* waits = "warn";  // the step would wait for it
constexpr const char* jobs_key = "drained/queue.laravel_redis_idle@queue";
constexpr const char* work_key = "drained/queue.convoy_idle@database";

const std::vector<Reason> reasons = {
    {"a job that waits", redis({"LPUSH", queue, "{}"}), redis({"DEL", queue}), waits, jobs_key,
     "default (1 waiting, 0 delayed, 0 reserved)"},
    {"a job that a worker has taken", redis({"ZADD", queue + ":reserved", "1", "{}"}),
     redis({"DEL", queue + ":reserved"}), waits, jobs_key,
     "default (0 waiting, 0 delayed, 1 reserved)"},
    {"a job that polls", redis({"ZADD", queue + ":delayed", "1", "{}"}),
     redis({"DEL", queue + ":delayed"}), waits, jobs_key,
     "default (0 waiting, 1 delayed, 0 reserved)"},
    // A job that runs for longer than retry_after is given to a second worker, which gives it up:
    // no queue has it any more, and the first one still runs it.
    {"F2: a server is installed by a job that no queue has any more",
     sql("UPDATE servers SET status = 'installing' WHERE id = 1"),
     sql("UPDATE servers SET status = NULL WHERE id = 1"), waits, work_key,
     "server web1 (installing)"},
    {"a backup that is taken", sql("UPDATE backups SET completed_at = NULL"),
     sql("UPDATE backups SET completed_at = NOW()"), waits, work_key,
     "backup nightly (unfinished)"},
    {"an image that is downloaded", sql("INSERT INTO iso_library (name) VALUES ('debian')"),
     sql("DELETE FROM iso_library"), waits, work_key, "ISO debian (unfinished)"},
    {"Horizon is paused", horizon("paused"), horizon("running"), "fail",
     "checked/queue.horizon_alive@queue", "Horizon was paused"},
    {"Horizon has died",
     [](Convoy& convoy) {
       convoy.docker({"compose", "stop", "workers"});
       convoy.redis({"DEL", "convoy_horizon:masters"});
     },
     [](Convoy& convoy) {
       convoy.docker({"compose", "up", "-d", "workers"});
       convoy.await_horizon();
     },
     "fail", "checked/queue.horizon_alive@queue", "Horizon did not run"},
    {"no APP_KEY", edit("convoy/.env", "APP_KEY=base64:", "OLD_KEY=base64:"),
     edit("convoy/.env", "OLD_KEY=base64:", "APP_KEY=base64:"), "fail",
     "checked/config.keys_present@files", "APP_KEY"},
    {"maintenance mode is on",
     [](Convoy& convoy) { convoy.desk.write("convoy/storage/framework/down", "{}"); },
     [](Convoy& convoy) {
       std::filesystem::remove(convoy.desk.folder / "convoy/storage/framework/down");
     },
     "fail", "checked/maintenance.laravel_off@files", "was present", "3.10.2-beta", nullptr, 0,
     "checked/http.body_has@web"},
    {"docker does not answer",
     [](Convoy& convoy) { convoy.spoil("version --format {{.Server.Version}}", 1, 1); }, nothing,
     "fail", "checked/container.engine_available@host", "docker version ended with 1"},
    {"rsync is not installed",
     [](Convoy& convoy) {
       std::string text =
           convoy.desk.program({"cat", INTERLOCK_SOURCE "/states/convoy-3.json"}).out;
       for (const std::string rsync = "\"rsync\""; text.find(rsync) != std::string::npos;)
         text.replace(text.find(rsync), rsync.size(), "\"rsync-of-nowhere\"");
       convoy.desk.write("machines/convoy-3.json", text);
       convoy.machine = convoy.desk.path("machines/convoy-3.json");
     },
     [](Convoy& convoy) { convoy.machine = "convoy-3"; }, "fail",
     "checked/runtime.programs_present@host", "rsync-of-nowhere"},
    {"the page is that of another release", shell("answers '200 \"version\":\"3.7.0-beta\"'"),
     shell("answers_itself"), "fail", "checked/http.body_has@web", "3.8.1-beta"},
    {"the database lies in a volume", mounts("/var/lib/docker/volumes/db/_data"), mounts(nullptr),
     "fail", "checked/backup.folder_holds_database@database", "lay not in"},
    {"no room for the copy", [](Convoy& convoy) { convoy.backups = "/proc"; },
     [](Convoy& convoy) { convoy.backups = convoy.desk.path("backups"); }, "fail",
     "checked/files.free_space@files", ""},
    {"a release that leads back", nothing, nothing, "fail", "checked/version.path_allows@catalogue",
     "", "3.8.0-beta"},
    {"a release that is written otherwise", nothing, nothing, "fail",
     "checked/version.path_allows@catalogue", "no 3.10.2 is known, but 3.10.2-beta.", "3.10.2"},
    {"a release of another series", nothing, nothing, "fail",
     "checked/version.path_allows@catalogue", "", "4.6.1"},
    {"a migration that broke off half-way",
     sql("DELETE FROM migrations WHERE migration LIKE '%_create_job_batches_table'"),
     sql("INSERT INTO migrations (migration, batch) VALUES"
         " ('2023_03_06_212114_create_job_batches_table', 1)"),
     "fail", "migrated/migration.not_half_applied@database", "job_batches"},
    {"rows that the migrations would delete",
     sql("UPDATE servers SET deleted_at = NOW() WHERE id = 3"),
     sql("UPDATE servers SET deleted_at = NULL"), "fail", "checked/data.no_soft_deleted@database",
     "servers (1 row)"},
    {"a replica", shell("sql 'SET GLOBAL read_only = 1'"), shell("sql 'SET GLOBAL read_only = 0'"),
     "fail", "checked/server.is_primary@database", "read-only"},
    {"an account that may write more than it must",
     shell("sql \"CREATE USER watch@'%'; GRANT PROCESS ON *.* TO watch@'%';"
           " GRANT SELECT, SHOW VIEW, TRIGGER, EXECUTE, INSERT ON convoy.* TO watch@'%'\""),
     shell("sql \"DROP USER watch@'%'\""), "fail", "checked/server.auditor_readonly@database",
     "INSERT", "3.10.2-beta", "watch"},
    {"an account that does not see the others",
     shell("sql \"REVOKE PROCESS ON *.* FROM convoy_user@'%'\""),
     shell("sql \"GRANT PROCESS ON *.* TO convoy_user@'%'\""), "unknown",
     "checked/server.auditor_sees_all@database", "PROCESS"},
    {"another time of day",
     shell("sql \"SET GLOBAL init_connect = 'SET timestamp = UNIX_TIMESTAMP() + 60'\""),
     shell("sql \"SET GLOBAL init_connect = ''\""), "fail", "checked/server.clock_agrees@database",
     "ahead of ours"},
    {.name = "hardly a connection is left",
     .spoil = shell("sql 'SET GLOBAL max_connections = 40'"),
     .mend = shell("sql 'SET GLOBAL max_connections = 151'"),
     .outcome = "fail",
     .key = "checked/capacity.connections_free@database",
     .said = "of 40 connections were free",
     .sessions = 38},
    {"a table whose index is lost",
     shell("sql 'CREATE TABLE odd (id int PRIMARY KEY) ENGINE = MyISAM; FLUSH TABLES';"
           " : >dockerfiles/mysql/data/convoy/odd.MYI"),
     shell("sql 'DROP TABLE odd'"), "fail", "checked/integrity.no_crashed_tables@database", "odd"},
    {"a view of a table that is gone",
     shell("sql 'CREATE TABLE base (id int); CREATE VIEW own AS SELECT id FROM base;"
           " DROP TABLE base'"),
     shell("sql 'DROP VIEW own'"), "fail", "checked/integrity.no_invalid_objects@database", "own"},
};

// Those that did not pass, but for the warnings that are always there.
std::vector<std::string> standing_out(const Value& report) {
  std::vector<std::string> found;
  for (const Value& check : report["checks"].list()) {
    const auto outcome = check["outcome"].text();
    if (outcome == "pass" || outcome == "not_applicable") continue;
    const auto usual = {"server.auditor_readonly", "migration.pending_are"};
    if (outcome == "warn" &&
        std::find(usual.begin(), usual.end(), check["check"].text()) != usual.end())
      continue;
    found.push_back(std::string(outcome) + " " + std::string(check["key"].text()));
  }
  return found;
}

std::string said_by(const Value& report, std::string_view key) {
  for (const Value& check : report["checks"].list())
    if (check["key"].text() == key) return std::string(check["said"].text());
  return {};
}

Typed ready(const Convoy& convoy, const Reason& reason) {
  std::list<live::Session> others;
  for (int i = 0; i < reason.sessions; ++i) others.emplace_back(convoy.database());
  std::vector<std::string> words = {"--format", "json"};
  if (reason.user) words.insert(words.end(), {"--user", reason.user});
  return convoy.type("ready", words);
}

int exit_with(std::string_view outcome) {
  return outcome == "fail" ? 1 : outcome == "unknown" ? 3 : 0;
}

TEST(ConvoyRefused, ForOneReasonAtATime) {
  if (server("INTERLOCK_MY_PORT").empty()) GTEST_SKIP() << "no MariaDB is named: see ./dev test";
  Convoy convoy;
  convoy.desk.env["INTERLOCK_SECRET_USER"] = "";
  for (const Reason& reason : reasons) {
    SCOPED_TRACE(reason.name);
    reason.spoil(convoy);
    convoy.target = reason.target;
    const Typed typed = ready(convoy, reason);
    const Value report = json(typed.out);
    Texts expected = {std::string(reason.outcome) + " " + reason.key};
    if (reason.also) expected.push_back(std::string(reason.outcome) + " " + reason.also);
    EXPECT_EQ(standing_out(report), expected) << typed.out << typed.err;
    EXPECT_NE(said_by(report, reason.key).find(reason.said), std::string::npos)
        << said_by(report, reason.key);
    EXPECT_EQ(typed.exit, exit_with(reason.outcome));
    reason.mend(convoy);
  }
  EXPECT_EQ(convoy.type("ready").exit, 0);

  // Nothing is known of a database that does not let one in, so nothing fails.
  convoy.shell("sql \"ALTER USER convoy_user@'%' ACCOUNT LOCK\"");
  const Typed locked = convoy.type("ready", {"--format", "json"});
  const Texts unknown = standing_out(json(locked.out));
  EXPECT_EQ(locked.exit, 3) << locked.err;
  EXPECT_EQ(std::count(unknown.begin(), unknown.end(), "unknown checked/server.reachable@database"),
            1);
  EXPECT_TRUE(std::all_of(unknown.begin(), unknown.end(),
                          [](const std::string& each) { return each.starts_with("unknown "); }));
}

}  // namespace
}  // namespace interlock
