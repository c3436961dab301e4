// What happens to Convoy where its guide is followed to the letter, and where upgrades of such
// systems are known to fail. F1 and the like: as the issues of the frameworks tell them.
#include <gtest/gtest.h>

#include "engine/values.h"
#include "tests/whole/convoy.h"
#include "tests/whole/crashed.h"
#include "tests/whole/ixp.h"

namespace interlock {
namespace {

const std::string delayed = "convoy_database_queues:default:delayed";

struct GuidedConvoy : HastenedConvoy {
  Typed run(const std::vector<std::string>& more = {}) const {
    return convoy->led(convoy->words("run", {"--yes", convoy->target}), more);
  }
  void is_as_before() const {
    EXPECT_EQ(convoy->contents(), contents);
    EXPECT_EQ(convoy->files(), files);
    EXPECT_FALSE(convoy->in_maintenance());
  }
  // The folder of the run among the backups.
  std::string copy_of_run() const {
    for (const auto& entry : std::filesystem::directory_iterator(convoy->backups))
      if (entry.is_directory()) return entry.path().filename().string();
    return {};
  }
  Typed artisan(const std::string& command, const std::string& option) const {
    return convoy->docker({"compose", "--project-directory", convoy->desk.path("convoy"), "exec",
                           "-T", "workspace", "php", "artisan", command, option});
  }
};

// F1, and the guide's order: maintenance mode first, then wait. What waits then would wait for
// ever, and `compose down`, which comes next, destroys it.
TEST_F(GuidedConvoy, TellsThatAWaitInMaintenanceModeIsInVain) {
  convoy->redis({"ZADD", delayed, "1", "{}"});
  EXPECT_EQ(artisan("down", "--secret=1630542a-246b-4b66-afa1-dd72a4c43515").exit, 0);
  const Typed ready = convoy->type("ready", {"--format", "json"});
  EXPECT_EQ(ready.exit, 1) << ready.out << ready.err;
  EXPECT_EQ(checks_with(ready, "fail"), (Texts{"maintenance.laravel_off", "http.body_has"}));
  EXPECT_NE(ready.out.find("which pauses the workers: to wait is in vain"), std::string::npos);
  EXPECT_EQ(run().exit, 1);
  EXPECT_EQ(convoy->redis({"ZCARD", delayed}), "1\n");

  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"compose", "down"}, {"compose", "up", "-d"}})
    EXPECT_EQ(convoy->docker(words).exit, 0);
  convoy->await_horizon();
  EXPECT_EQ(convoy->redis({"ZCARD", delayed}), "0\n");
}

// F3: what comes between the last look and maintenance mode must not be lost either.
TEST_F(GuidedConvoy, KeepsAJobThatCameLate) {
  convoy->desk.write("standin/on_down", convoy->redis_line("ZADD " + delayed + " 1 '{}'"));
  const Typed typed = run();
  EXPECT_EQ(typed.exit, 8) << typed.out << typed.err;
  EXPECT_EQ(convoy->failed(), (Texts(2, "shut/queue.laravel_redis_idle@queue")));
  EXPECT_EQ(convoy->redis({"ZCARD", delayed}), "1\n");
  is_as_before();
}

// The archive that a page calls the latest is of another series by now.
TEST_F(GuidedConvoy, TakesNoArchiveOfAnotherSeries) {
  convoy->release("4.6.1");
  const Typed typed = run();
  EXPECT_EQ(typed.exit, 1) << typed.out << typed.err;
  EXPECT_EQ(convoy->failed(), (Texts(3, "fetched/version.archive_is@files")));
  is_as_before();
  EXPECT_EQ(convoy->desk.interlock({"back", "--yes"}).exit, 8);
}

// F6: with another APP_KEY nobody reads the nodes' secrets any more.
TEST_F(GuidedConvoy, KeepsItsKey) {
  convoy->desk.write("new/.env", "APP_KEY=base64:YW5vdGhlciBvbmU\n");
  convoy->pack({".env"});
  const Typed typed = run({"--on-fail", "back"});
  EXPECT_EQ(typed.exit, 8) << typed.out << typed.err;
  EXPECT_EQ(convoy->failed(), (Texts(2, "unpacked/backup.has_secret@files")));
  is_as_before();
}

// The guide copies the folder and looks no more at the copy.
TEST_F(GuidedConvoy, BringsNoOtherCopyBack) {
  convoy->spoil_program("tar", 2);
  EXPECT_EQ(run().exit, 1);
  const std::string copied = "backups/" + copy_of_run() + "/composer.lock";
  const std::string before = convoy->desk.read(copied);
  convoy->desk.write(copied, before + " ");
  const Typed refused = convoy->desk.interlock({"back", "--yes"});
  EXPECT_EQ(refused.exit, 1) << refused.out << refused.err;
  EXPECT_NE(refused.out.find("composer.lock"), std::string::npos) << refused.out;
  EXPECT_EQ(convoy->desk.read("convoy/composer.lock"), before);

  convoy->desk.write(copied, before);
  const Typed back = convoy->desk.interlock({"retry"});
  EXPECT_EQ(back.exit, 8) << back.out << back.err;
  is_as_before();
}

// F4 and F22: MySQL keeps what a migration did before it failed.
TEST_F(GuidedConvoy, AppliesNoMigrationTwice) {
  convoy->desk.write("new/database/migrations/2023_05_28_032248_add_uuid_column_to_users_table.php",
                     "<?php /*\nALTER TABLE users ADD uuid char(36) NULL;\n"
                     "UPDATE users SET uid = UUID();\n*/\n");
  convoy->pack({});
  const Typed typed = run();
  EXPECT_EQ(typed.exit, 1) << typed.out << typed.err;
  EXPECT_EQ(convoy->asked("SELECT COUNT(*) FROM migrations"), "73\n");
  EXPECT_EQ(convoy->asked("SHOW COLUMNS FROM users LIKE 'uuid'").substr(0, 4), "uuid");
  // Whoever runs it again meets its own work: not before that is known.
  const Typed retry = convoy->desk.interlock({"retry"});
  EXPECT_EQ(retry.exit, 1) << retry.out << retry.err;
  EXPECT_EQ(convoy->failed(), (Texts{"migrated/migration.not_half_applied@database"}));
  const Typed back = convoy->led({"back", "--yes"});
  EXPECT_EQ(back.exit, 8) << back.out << back.err;
  is_as_before();
}

// F5: the container of the database has no health check, and is started long before it
// answers; the guide's next command would meet a closed door. F7: the release before was
// compiled into the cache, and would be served on.
TEST_F(GuidedConvoy, WaitsForASlowDatabaseAndServesNoOldCache) {
  const std::string gate = convoy->desk.path("standin/gate");
  convoy->gate_database(gate);
  convoy->spoil("php artisan optimize", 2, 0);
  Typed typed = convoy->desk.interlock(convoy->words("run", {"--yes", convoy->target}));
  ASSERT_TRUE(say_yes(convoy->desk, typed)) << typed.out << typed.err;
  Typing resume(convoy->desk, {"resume"});
  const std::string woken = "up -d database redis\n";
  resume.until([&] { return convoy->calls().find(woken) != std::string::npos; });
  const Typed migrate = artisan("migrate", "--force");
  EXPECT_NE(migrate.exit, 0);
  EXPECT_NE(migrate.err.find("Can't connect"), std::string::npos) << migrate.err;
  convoy->desk.write("standin/gate", "");
  typed = resume.end();
  EXPECT_EQ(typed.exit, 1) << typed.out << typed.err;
  EXPECT_EQ(convoy->failed(), (Texts(2, "cached/files.changed_since@files")));
  const Typed on = convoy->desk.interlock({"retry"});
  EXPECT_EQ(on.exit, 0) << on.out << on.err;
  const Typed page = convoy->desk.program({"/usr/bin/curl", "-s", convoy->url()});
  EXPECT_NE(page.out.find("\"version\":\"3.10.2-beta\""), std::string::npos) << page.out;
  EXPECT_EQ(convoy->asked("SELECT COUNT(*) FROM migrations"), "76\n");
}

TEST_F(GuidedConvoy, KeepsRowsThatAreMarkedAsDeleted) {
  const Typed path = convoy->desk.interlock({"path", "convoy-3", "3.8.1-beta", "3.9.0-beta"});
  EXPECT_EQ(path.exit, 0) << path.err;
  EXPECT_NE(
      path.out.find("remove_soft_deletes_from_servers_table: it deletes the rows that have a"),
      std::string::npos)
      << path.out;
  convoy->sql("UPDATE users SET deleted_at = NOW() WHERE id = 2");
  const Typed typed = run();
  EXPECT_EQ(typed.exit, 1) << typed.out << typed.err;
  EXPECT_EQ(convoy->failed(), Texts{"checked/data.no_soft_deleted@database"});
  EXPECT_EQ(convoy->asked("SELECT COUNT(*) FROM users"), "2\n");
}

// The operator acts, Interlock watches.
TEST_F(GuidedConvoy, IsWatchedToItsEnd) {
  convoy->desk.env["COLUMNS"] = "400";
  const Typed asked = convoy->type("observe", {"--yes", convoy->target});
  EXPECT_EQ(asked.exit, 9) << asked.out << asked.err;
  const std::string run = events_of_run(convoy->desk).back().run;
  convoy->desk.interlock({"answer", run, "checked/operator.confirms@operator", "yes"});
  Typing typing(convoy->desk, {"resume", "--every", "1"});
  std::vector<std::string> pasted;
  typing.until([&] {
    const auto lines = yours(typing.out());
    for (; pasted.size() < lines.size(); pasted.push_back(lines[pasted.size()])) {
      const Typed typed = convoy->desk.program(
          {"sh", "-c", "cd " + convoy->desk.path("convoy") + " && " + lines[pasted.size()]});
      EXPECT_EQ(typed.exit, 0) << lines[pasted.size()] << typed.err;
    }
    return false;
  });
  const Typed typed = typing.end();
  EXPECT_EQ(typed.exit, 0) << typed.out << typed.err;
  EXPECT_EQ(convoy->asked("SELECT COUNT(*) FROM migrations"), "76\n");
  EXPECT_EQ(convoy->desk.interlock({"audit", "conform"}).exit, 0);
}

}  // namespace
}  // namespace interlock
