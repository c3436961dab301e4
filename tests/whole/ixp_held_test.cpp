// What holds an upgrade of IXP Manager that has begun: one run meets every reason, one after
// the other, each alone, and is led on when it is gone; the last ones lead it back.
#include <gtest/gtest.h>

#include <functional>
#include <list>

#include "tests/live/asker.h"
#include "tests/whole/crashed.h"
#include "tests/whole/ixp_site.h"
#include "tests/whole/own_mariadb.h"

namespace interlock {
namespace {

struct HeldIxp : testing::TestWithParam<const IxpKind& (*)()> {
  static std::unique_ptr<OwnMariadb> mariadb;
  std::unique_ptr<IxpSite> site;
  std::list<live::Session> sessions;
  std::list<Child> programs;

  static void SetUpTestSuite() {
    if (!server("INTERLOCK_MY_PORT").empty()) mariadb = std::make_unique<OwnMariadb>();
  }
  static void TearDownTestSuite() { mariadb.reset(); }
  void SetUp() override {
    const std::string why = missing_for(GetParam()());
    if (!why.empty()) GTEST_SKIP() << why;
    site = std::make_unique<IxpSite>(GetParam()());
  }

  void open(const std::string& user, const std::string& password,
            const std::vector<std::string>& statements) {
    sessions.emplace_back(Address{.system = System::mysql,
                                  .host = "127.0.0.1",
                                  .port = server("INTERLOCK_MY_PORT"),
                                  .name = site->name,
                                  .user = user,
                                  .password = Secret(password)},
                          statements);
  }
  void start(const std::string& script) {
    ASSERT_EQ(programs.emplace_back(1 << 16).start(site->desk.as_program({"bash", "-c", script})),
              "");
  }
  // Asks until the server tells of something. InnoDB fills INNODB_TRX anew only when nobody
  // has read it for 0.1 s: who asks more often is told the same for ever.
  void await(const std::string& query) const {
    std::string told;
    while (told.empty() && !HasFailure()) told = site->sql("DO SLEEP(0.2); " + query);
  }
  void end_all() {
    const std::string ids = site->sql(
        "SELECT GROUP_CONCAT('KILL ', ID SEPARATOR '; ') FROM information_schema.PROCESSLIST"
        " WHERE DB = DATABASE() AND ID <> CONNECTION_ID() AND COMMAND = 'Query'");
    if (ids != "NULL\n") site->root_sql(ids);
    sessions.clear();
    programs.clear();
    site->sql("DO SLEEP(0.2)");  // so that whoever asks next is told that they are gone
  }
};
std::unique_ptr<OwnMariadb> HeldIxp::mariadb;

using Act = std::function<void(HeldIxp&)>;

// How a site comes to where the guard of that key holds it, and out of it again.
struct Hold {
  std::string key;
  Act spoil, mend = [](HeldIxp&held) { held.end_all(); };
};

Act shell(const std::string& command) {
  return [=](HeldIxp& held) { EXPECT_EQ(held.site->shell(command).exit, 0) << command; };
}
Act sql(const std::string& statement) {
  return [=](HeldIxp& held) { held.site->sql(statement); };
}

// Another commit has the name of the release.
Hold another_tag(const IxpKind& kind) {
  const std::string tag = "cd ../origin && /usr/bin/git tag -f v" + kind.to;
  return {"fetched/code.tag_is_release@host", shell(tag + " v" + kind.from),
          shell("/usr/bin/git tag -d v" + kind.to + " && " + tag + " HEAD")};
}

// As the guide and as Laravel's manual would have cron call it.
Hold a_job_that_runs(bool by_its_path) {
  return {"drained/process.none_running@host", [=](HeldIxp& held) {
            const std::string root = held.site->desk.path("ixp");
            held.start("cd " + root + " && exec -a 'php " + (by_its_path ? root + "/" : "") +
                       "artisan schedule:run' sleep 600");
          }};
}
Hold a_session(const std::string& state) {
  return {state + "/activity.no_app_sessions@database",
          [](HeldIxp& held) { held.open(held.site->name, held.site->password, {"SELECT 1"}); }};
}
// F14: it is being updated, or its update broke off and left the lock behind.
const Hold a_router_that_is_locked = {
    "drained/queue.ixp_routers_idle@database",
    sql("UPDATE routers SET last_update_started = '2024-01-02 10:00:00'"),
    sql("UPDATE routers SET last_update_started = NULL")};
// F4: MySQL keeps what a migration did before it failed.
const Hold half_a_migration = {"migrated/migration.not_half_applied@database",
                               sql("CREATE TABLE irrdb_update_logs (id int)"),
                               sql("DROP TABLE irrdb_update_logs")};
// F7: the configuration of the release before, compiled.
Hold an_old_cache(const char* key) {
  return {key,
          [](HeldIxp& held) {
            held.site->desk.write("ixp/bootstrap/cache/config.php", "<?php\n");
            held.site->lies("config:clear");
          },
          [](HeldIxp& held) { held.site->mend(); }};
}

// What a migration would wait for, or would take part in.
std::vector<Hold> unrest(const std::string& state) {
  const auto key = [&](const char* check) { return state + "/activity." + check + "@database"; };
  return {
      {key("no_idle_in_transaction"),
       [](HeldIxp& held) {
         held.open("root", "", {"START TRANSACTION", "SELECT COUNT(*) FROM cust"});
         held.await(
             "SELECT 1 FROM information_schema.PROCESSLIST"
             " WHERE DB = DATABASE() AND COMMAND = 'Sleep' AND TIME >= 1");
       }},
      {key("no_prepared_transactions"),
       [](HeldIxp& held) {
         held.open("root", "",
                   {"XA START 'x'", "UPDATE cust SET name = 'x'", "XA END 'x'", "XA PREPARE 'x'"});
         held.sessions.clear();
         held.await("SELECT 1 FROM information_schema.INNODB_TRX WHERE trx_mysql_thread_id = 0");
       },
       sql("XA ROLLBACK 'x'")},
      {key("no_ddl_in_progress"),
       [](HeldIxp& held) {
         held.open("root", "", {"LOCK TABLES cust READ"});
         held.start("mariadb --no-defaults -h127.0.0.1 -P$INTERLOCK_MY_PORT -uroot " +
                    held.site->name + " -e 'ALTER TABLE cust ADD own int'");
         held.await(
             "SELECT 1 FROM information_schema.PROCESSLIST"
             " WHERE STATE = 'Waiting for table metadata lock'");
       }},
      // For a session that begins now the server's clock is an hour ahead.
      {key("no_long_transactions"),
       [](HeldIxp& held) {
         held.start("mariadb --no-defaults -h127.0.0.1 -P$INTERLOCK_MY_PORT -uroot " +
                    held.site->name +
                    " -e 'START TRANSACTION; SELECT COUNT(*) FROM cust; SELECT SLEEP(600)'");
         held.await("SELECT 1 FROM information_schema.PROCESSLIST WHERE STATE = 'User sleep'");
         held.site->root_sql("SET GLOBAL init_connect = 'SET timestamp = UNIX_TIMESTAMP() + 3600'");
       },
       [](HeldIxp& held) {
         held.site->root_sql("SET GLOBAL init_connect = ''");
         held.end_all();
       }}};
}

// What is done to the database before the first unrest holds the upgrade is in its backup.
std::vector<Hold> holds_of(const IxpKind& kind) {
  std::vector<Hold> all = {
      another_tag(kind),
      a_job_that_runs(true),
      a_job_that_runs(false),
      a_session("drained"),
      // Its web server takes no notice of the file, or there is none.
      {"drained/http.status_is@web", [](HeldIxp& held) { held.site->web_says("/", "200 OK"); },
       [](HeldIxp& held) { held.site->mend(); }},
      {"drained/maintenance.laravel_on@files",
       [](HeldIxp& held) {
         held.site->web_says("/", "503 Service Unavailable");
         held.site->shell("mv storage/framework/down ..");
       },
       [](HeldIxp& held) {
         held.site->mend();
         held.site->shell("mv ../down storage/framework/down");
       }}};
  if (kind.doctrine)
    all.push_back(an_old_cache("cleared/files.absent@files"));
  else
    all.push_back(a_router_that_is_locked);
  const std::string changed = kind.doctrine ? "updated" : "migrated";
  for (Hold& each : unrest(changed)) all.push_back(each);
  all.push_back(a_session(changed));
  if (kind.doctrine)  // F27: Doctrine would drop the column
    all.push_back({"updated/schema.update_drops_nothing@files",
                   sql("ALTER TABLE cust ADD own_note text"),
                   sql("ALTER TABLE cust DROP own_note")});
  else
    all.insert(all.end(), {half_a_migration, an_old_cache("tidied/files.absent@files")});
  all.push_back({"open/data.rows_kept@database", sql("DELETE FROM vlaninterface")});
  return all;
}

// Its waits are short, and a session is idle after a second.
void hasten(IxpSite& site, const Known& known) {
  site.hasten(known);
  std::string text = site.desk.read("machines/" + site.kind.machine + ".json");
  for (const auto& [from, to] :
       {std::pair(R"("wait":"30m")", R"("wait":"1s")"),
        {R"("database_calm")",
         R"("activity.no_long_transactions","activity.no_prepared_transactions",)"
         R"("activity.no_ddl_in_progress",)"
         R"({"check":"activity.no_idle_in_transaction","with":{"older_than":"1s"}})"}}) {
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, std::string(from).size(), to);
  }
  site.desk.write("machines/" + site.kind.machine + ".json", text);
}

INSTANTIATE_TEST_SUITE_P(Of, HeldIxp, testing::Values(ixp_4, ixp_6_to_7), [](const auto& test) {
  return "Release" + test.param().from.substr(0, 1);
});

TEST_P(HeldIxp, ForEachReasonAndForThatAloneAndGoesBack) {
  const Known known(site->kind.machine);
  hasten(*site, known);
  const std::string before = site->contents();
  const std::vector<Hold> holds = holds_of(site->kind);
  const auto expect_held = [&](const std::string& key, const Typed& typed) {
    SCOPED_TRACE(key);
    EXPECT_EQ(typed.exit, 1) << typed.out << typed.err;
    EXPECT_EQ(refused_now(site->desk), Texts{key});
  };
  holds.front().spoil(*this);
  Typed typed = site->type("run", {"--yes", site->target});
  for (std::size_t i = 0; i < holds.size(); ++i) {
    expect_held(holds[i].key, typed);
    if (HasFailure() || i + 1 == holds.size()) break;
    holds[i].mend(*this);
    holds[i + 1].spoil(*this);
    typed = site->desk.interlock({"retry"});
  }

  // The rows come back, but only from the very dump that was proved.
  EXPECT_EQ(site->shell("cd ../backups && mv *.sql.bz2 kept && cp nightly.sql all"
                        " && for run in */; do bzip2 -c nightly.sql >\"${run%/}.sql.bz2\"; done")
                .exit,
            0);
  expect_held("new_code/backup.unchanged@files", site->desk.interlock({"back", "--yes"}));
  EXPECT_EQ(site->shell("cd ../backups && mv kept *.sql.bz2").exit, 0);
  const Typed back = site->desk.interlock({"retry"});
  EXPECT_EQ(back.exit, 8) << back.out << back.err;
  EXPECT_EQ(site->contents(), before);
  EXPECT_EQ(known.unknown_in(events_of_run(site->desk)), "");
}

}  // namespace
}  // namespace interlock
