// Steps of an upgrade of Convoy that do nothing, or too little, each led back to a panel that
// is as it was.
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "tests/drawn.h"
#include "tests/whole/convoy.h"

namespace interlock {
namespace {

// Where the upgrade breaks off, what brings that about, and how it ends.
struct Break {
  const char* means;
  std::function<void(Convoy&)> spoil;
  std::set<std::string> failed;  // the keys of the guards that said so; none: a command failed
  const char* end = "recovered";
};

using Act = std::function<void(Convoy&)>;

// docker says that all is well, and has done nothing.
Act idle(const std::string& command, int times = 2) {
  return [=](Convoy& convoy) { convoy.spoil(command, times, 0); };
}
Act failing(const std::string& command) {
  return [=](Convoy& convoy) { convoy.spoil(command, 2, 1); };
}
Act broken(const std::string& program, int times) {
  return [=](Convoy& convoy) { convoy.spoil_program(program, times); };
}
Act on_up(const std::string& script) {
  return [=](Convoy& convoy) { convoy.desk.write("standin/on_up", script); };
}

const std::vector<Break>& while_the_folder_is_untouched() {
  static const std::vector<Break> breaks = {
      {"the archive cannot be had", broken("curl", 3), {}, "untouched"},
      {"a job is delayed",
       [](Convoy& convoy) {
         convoy.redis({"ZADD", "convoy_database_queues:default:delayed", "1", "{}"});
       },
       {"drained/queue.laravel_redis_idle@queue"},
       "untouched"},
      {"it stays open",
       idle("php artisan down"),
       {"shut/http.status_is@web", "shut/maintenance.laravel_on@files"}},
      {"the containers run on", idle("/convoy down"), {"stopped/container.none_running@host"}},
      {"the copy breaks off", broken("rsync", 2), {}}};
  return breaks;
}

const std::vector<Break>& once_the_copy_is_there() {
  static const std::vector<Break> breaks = {
      {"the archive cannot be unpacked", broken("tar", 2), {}},
      {"F23: the images are the old ones",
       idle("build --no-cache"),
       {"built/container.images_built_since@host"}},
      {"F12: the packages are the old ones",
       idle("--no-interaction"),
       {"installed/packages.composer_in_sync@files"}},
      {"the servers do not start", failing("up -d database redis"), {}},
      {"F22: nothing was migrated, and it ended with 0",
       idle("migrate --force", 1),
       {"migrated/migration.none_pending@database"}},
      {"F7: the cache is of the release before",
       idle("php artisan optimize"),
       {"cached/files.changed_since@files"}},
      {"it does not start", failing("/convoy up -d"), {}},
      {"F9: it says that it is open",
       on_up(
           "echo >>\"$INTERLOCK_STANDIN/ups\"\n"
           "[ \"$(wc -l <\"$INTERLOCK_STANDIN/ups\")\" -gt 2 ] || echo >storage/framework/down\n"),
       {"open/http.status_is@web", "open/maintenance.laravel_off@files"}},
      {"a job has failed",
       on_up("rm \"$INTERLOCK_STANDIN/on_up\"\n"
             "echo \"INSERT INTO failed_jobs (uuid) VALUES ('f2')\" | client\n"),
       {"upgraded/queue.failed_jobs_kept@database"}}};
  return breaks;
}

struct ConvoyBack : HastenedConvoy {
  void leads_back(const Break& each) {
    SCOPED_TRACE(each.means);
    convoy->await_horizon();
    each.spoil(*convoy);
    const Typed run =
        convoy->led(convoy->words("run", {"--yes", convoy->target}), {"--on-fail", "back"});
    EXPECT_EQ(run.exit, 8) << run.out << run.err << convoy->calls();
    const Typed conforms = convoy->desk.interlock({"audit", "conform", "--format", "json"});
    EXPECT_EQ(json(conforms.out)["verdict"].text(), "conforms") << conforms.out;
    EXPECT_EQ(json(conforms.out)["state"].text(), each.end) << run.out;
    const auto keys = convoy->failed();
    EXPECT_EQ(std::set<std::string>(keys.begin(), keys.end()), each.failed);
    convoy->redis({"DEL", "convoy_database_queues:default:delayed"});
    EXPECT_EQ(convoy->contents(), contents);
    EXPECT_EQ(convoy->files(), files);
    EXPECT_FALSE(convoy->in_maintenance());
    for (const char* left : {"on_up", "ups"})
      std::filesystem::remove(convoy->desk.folder / "standin" / left);
  }
};

TEST_F(ConvoyBack, IsShortBeforeThereIsACopy) {
  for (const Break& each : while_the_folder_is_untouched()) leads_back(each);
}

TEST_F(ConvoyBack, BringsTheCopyBack) {
  for (const Break& each : known_and_one(once_the_copy_is_there())) leads_back(each);
}

}  // namespace
}  // namespace interlock
