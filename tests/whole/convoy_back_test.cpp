// Steps of an upgrade of Convoy that do nothing, or too little, each led back to a panel that
// is as it was.
#include <gtest/gtest.h>

#include <functional>

#include "tests/drawn.h"
#include "tests/whole/convoy.h"

namespace interlock {
namespace {

// Where the upgrade breaks off, what brings that about, and how it ends.
struct Break {
  const char* means;
  const char* step;
  std::function<void(Convoy&)> spoil;
  const char* failing;  // a check that said so; empty: a command failed
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
      {"the archive cannot be had", "fetch", broken("curl", 3), "", "untouched"},
      {"a job is delayed", "drain",
       [](Convoy& convoy) {
         convoy.redis({"ZADD", "convoy_database_queues:default:delayed", "1", "{}"});
       },
       "queue.laravel_redis_idle", "untouched"},
      {"it stays open", "shut", idle("php artisan down"), "maintenance.laravel_on"},
      {"the containers run on", "stop", idle("/convoy down"), "container.none_running"},
      {"the copy breaks off", "copy", broken("rsync", 2), ""}};
  return breaks;
}

const std::vector<Break>& once_the_copy_is_there() {
  static const std::vector<Break> breaks = {
      {"the archive cannot be unpacked", "unpack", broken("tar", 2), ""},
      {"F23: the images are the old ones", "build", idle("build --no-cache"),
       "container.images_built_since"},
      {"F12: the packages are the old ones", "install", idle("--no-interaction"),
       "packages.composer_in_sync"},
      {"the servers do not start", "wake", failing("up -d database redis"), ""},
      {"F22: nothing was migrated, and it ended with 0", "migrate", idle("migrate --force", 1),
       "migration.none_pending"},
      {"F7: the cache is of the release before", "cache", idle("php artisan optimize"),
       "files.changed_since"},
      {"it does not start", "start", failing("/convoy up -d"), ""},
      {"F9: it says that it is open", "open",
       on_up(
           "echo >>\"$INTERLOCK_STANDIN/ups\"\n"
           "[ \"$(wc -l <\"$INTERLOCK_STANDIN/ups\")\" -gt 2 ] || echo >storage/framework/down\n"),
       "maintenance.laravel_off"},
      {"a job has failed", "verify",
       on_up("rm \"$INTERLOCK_STANDIN/on_up\"\n"
             "echo \"INSERT INTO failed_jobs (uuid) VALUES ('f2')\" | client\n"),
       "queue.failed_jobs_kept"}};
  return breaks;
}

struct ConvoyBack : HastenedConvoy {
  // The state to which a step leads, of which its guards' keys tell.
  std::string goal_of(const std::string& step) const {
    const Value machine = json(convoy->desk.read("machines/convoy-3.json"));
    for (const Value& each : machine["transitions"].list())
      if (each["id"].text() == step) return std::string(each["to"].text());
    return {};
  }

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
    const Typed report = convoy->desk.interlock({"report", "--format", "ndjson"});
    if (*each.failing != '\0') {
      EXPECT_NE(report.out.find(goal_of(each.step) + "/" + each.failing), std::string::npos)
          << report.out;
    }
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
