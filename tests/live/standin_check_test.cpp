// What docker and systemctl say, as stand-ins with a state say it, and other programs.
#include <stdlib.h>

#include "engine/jcs.h"
#include "engine/time.h"
#include "tests/live/site.h"

namespace interlock::live {
namespace {

using List = std::vector<std::string>;
using std::chrono::seconds;

// This process finds the stand-ins before the programs themselves, as long as it is there.
struct Standin : testing::Test {
  Standin() {
    ::setenv("PATH", (std::string(INTERLOCK_BINARY "/tests/standins:") + before).c_str(), 1);
    ::setenv("INTERLOCK_STANDIN", site.path("standin").c_str(), 1);
  }
  ~Standin() override {
    ::setenv("PATH", before.c_str(), 1);
    ::unsetenv("INTERLOCK_STANDIN");
  }
  void state(const Value& value) const { site.write("standin/state.json", canonical(value)); }

  const std::string before = ::getenv("PATH");
  Site site;
};

Value service(const char* name, const char* image, bool built, const char* health = "") {
  return Value::Object{{"name", name}, {"image", image}, {"built", built}, {"health", health}};
}

struct Project : Standin {
  Project() {
    state(Value::Object{
        {"services",
         Value::List{service("php", "panel-php", true), service("workers", "panel-workers", true),
                     service("database", "mysql:8.0", false, "healthy")}},
        {"images", Value::Object{{"mysql:8.0", Value::Object{{"id", "sha256:m"}}}}}});
    compose({"build"});
    compose({"up", "-d"});
  }
  void compose(List words) const {
    words.insert(words.begin(), {"docker", "compose"});
    site.run(words);
  }
  std::string said(std::string_view check) { return site.verdict(check).sentence; }
};

TEST_F(Project, HasAnEngine) {
  EXPECT_EQ(said("container.engine_available"), "docker 20.10.24 and compose 2.24.6 answered.");
}
TEST_F(Project, RunsAllItsServices) {
  EXPECT_EQ(said("container.all_running"), "php, workers, database ran.");
  EXPECT_EQ(said("container.none_running"),
            "3 containers of the project ran: php (running), workers (running), database "
            "(running).");
}
TEST_F(Project, IsAskedByTheNameOfItsFileToo) {
  EXPECT_EQ(site.verdict("container.all_running", {{"compose_file", "/srv/c.yaml"}}).outcome,
            Outcome::pass);
}
TEST_F(Project, RunsNothingOnceItIsDown) {
  compose({"down"});
  EXPECT_EQ(said("container.none_running"), "No container of the project ran.");
  EXPECT_EQ(said("container.all_running"),
            "Not running: php (no container), workers (no container), database (no container).");
}
TEST_F(Project, KeepsItsOldImagesWhenItIsOnlyRestarted) {
  EXPECT_EQ(site.verdict("container.images_current").outcome, Outcome::pass);
  compose({"build"});
  compose({"restart"});
  EXPECT_EQ(said("container.images_current"),
            "Made from an image that its tag does not name any more: php, workers.");
  compose({"up", "-d"});
  EXPECT_EQ(site.verdict("container.images_current").outcome, Outcome::pass);
}
TEST_F(Project, HasImagesThatWereBuiltSince) {
  const Moment built = now();
  EXPECT_EQ(site.since("container.images_built_since", {}, built - seconds(60)).sentence,
            "2 images were built after it.");
  EXPECT_EQ(site.since("container.images_built_since", {}, built + seconds(60)).outcome,
            Outcome::fail);
}

struct Units : Standin {
  Units() { state(Value::Object{{"units", Value::Object{{"web", unit(4)}, {"worker", unit(1)}}}}); }
  static Value unit(int tasks) {
    return Value::Object{
        {"active", "active"}, {"sub", "running"}, {"since", 1700000000}, {"tasks", tasks}};
  }
  void systemctl(List words) const {
    words.insert(words.begin(), "systemctl");
    site.run(words);
  }
  std::string said(std::string_view check) {
    return site.verdict(check, {{"units", both}}).sentence;
  }

  const List both = {"web", "worker"};
};

TEST_F(Units, Run) {
  EXPECT_EQ(said("service.active"), "web, worker ran.");
  EXPECT_EQ(said("service.stopped"),
            "Not stopped: web (active, running) with 4 tasks, worker (active, running) with 1 "
            "task.");
}
TEST_F(Units, StopWithoutAProcessLeft) {
  systemctl({"stop", "web", "worker"});
  EXPECT_EQ(said("service.stopped"), "web, worker had stopped.");
  EXPECT_EQ(said("service.active"), "web (inactive, dead), worker (inactive, dead) did not run.");
}
TEST_F(Units, AreOlderThanAMomentUntilTheyAreRestarted) {
  const Moment moment = now();
  systemctl({"restart", "web"});
  EXPECT_EQ(site.since("service.started_since", {{"units", both}}, moment).sentence,
            "Not started after it: worker (since 2023-11-14T22:13:20Z).");
  systemctl({"restart", "worker"});
  EXPECT_EQ(site.since("service.started_since", {{"units", both}}, moment).outcome, Outcome::pass);
}
TEST_F(Units, AreMissedIfNobodyKnowsThem) {
  EXPECT_EQ(site.verdict("service.active", {{"units", List{"web", "wep"}}}).sentence,
            "wep (not found) did not run.");
}

TEST_F(Standin, IsNotNeededForOtherPrograms) {
  EXPECT_EQ(site.verdict("process.succeeds", {{"argv", List{"true"}}}).sentence,
            "true ended well.");
  EXPECT_EQ(site.verdict("process.succeeds", {{"argv", List{"sh", "-c", "echo no >&2; exit 4"}}})
                .sentence,
            "sh ended with 4, its last words: no");
  const Verdict version =
      site.verdict("runtime.version_at_least", {{"program", "python3"}, {"version", "3.4"}});
  EXPECT_EQ(version.outcome, Outcome::pass) << version.sentence;
}
TEST_F(Standin, WaitsNoLongerThanTheDeadline) {
  const Verdict late =
      site.verdict("process.succeeds", {{"argv", List{"sleep", "97"}}, {"deadline", "1s"}});
  EXPECT_EQ(late.outcome, Outcome::unknown);
  EXPECT_EQ(late.sentence, "sleep: it had not ended after 1.0 s and was killed.");
}

}  // namespace
}  // namespace interlock::live
