// What holds an upgrade of Parsec, or a run back to an earlier release: one run meets every
// reason, one after the other, each alone, and goes on when it is gone; the last ones lead it
// back.
#include <gtest/gtest.h>

#include <optional>

#include "tests/whole/crashed.h"
#include "tests/whole/parsec_run.h"
#include "tests/whole/spoilers.h"

namespace interlock {
namespace {

// What is so, or comes about by commands like `pattern`, which run `script`, when the run is
// led on.
struct Hold {
  Unrest so = {};     // no key: a step fails, and what it lacks is done by hand
  Texts also = {};    // further guards that must find the same
  Texts warned = {};  // the guards that only warn
  const char* pattern = nullptr;
  std::string script = {};
  std::string shell = {};
  std::string mend_shell = {};
  Texts verb = {"resume"};
  const char* answer = nullptr;  // to what was asked, once it is asked
  int exit = 1;
};

const std::string does = "real \"$@\"; ";
std::string container(const std::string& edit) {
  return "sed -Ei '" + edit + "' \"$INTERLOCK_STANDIN/state.json\"";
}
const std::string runs = container("s/exited/running/");
const std::string stops = container("s/running/exited/");

// PostgreSQL tells of a session for a moment after it was closed.
const std::string until_sessions_end =
    "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity"
    " WHERE datname = 'NAME' AND pid <> pg_backend_pid()";

Hold a_session(const std::string& state) {
  return {.so = {.key = state + "/activity.no_app_sessions@database", .of_application = true}};
}
Hold it_runs(const std::string& state) {
  return {.so = {.key = state + "/container.stopped@host"}, .shell = runs, .mend_shell = stops};
}
// The same, found when the step is over.
Hold it_runs_after(const std::string& state, const char* pattern) {
  return {.so = {.key = state + "/container.stopped@host"},
          .pattern = pattern,
          .script = does + runs,
          .mend_shell = stops};
}
Hold newest_by_time(const std::string& state) {
  return {.so = {.key = state + "/migration.parsec_sound@database",
                 .sql = "UPDATE migration SET applied = applied + interval '1 year' WHERE _id = 3",
                 .mend = "UPDATE migration SET applied = applied - interval '1 year' "
                         "WHERE _id = 3"}};
}

const std::vector<Hold>& until_it_migrates() {
  // In small letters, in which nothing stands for the name of the database.
  const std::string renamed = "alter table migration rename to kept";
  static const std::vector<Hold> all = {
      it_runs_after("backed_up", "docker *pg_dump*"),
      {.pattern = "docker *migrate --dry-run", .script = "exit 1"},
      {.so = {.key = "listed/migration.parsec_sound@database",
              .sql = renamed,
              .mend = "alter table kept rename to migration"},
       .also = {"listed/migration.pending_are@database"}},
      newest_by_time("listed"),
      it_runs("migrated")};
  return all;
}

// Of the last state of a run there, where that migration is the newest.
std::vector<Hold> once_users_are_let_in(const std::string& end, const std::string& newest) {
  return {{.so = {.key = end + "/container.stable@host"},
           .shell = container("s/\"early\":3600/\"early\":2/"),
           .mend_shell = container("s/(\"started\":)[0-9]+/\\11700000000/")},
          {.so = {.key = end + "/http.status_is@web"},
           .shell = container("s/^[{]/{\"stats\":500,/"),
           .mend_shell = container("s/\"stats\":500,//")},
          {.so = {.key = end + "/migration.none_pending@database",
                  .sql = "CREATE TABLE kept AS SELECT * FROM migration WHERE _id = " + newest +
                         "; DELETE FROM migration WHERE _id = " + newest,
                  .mend = "INSERT INTO migration SELECT * FROM kept; DROP TABLE kept"}},
          newest_by_time(end),
          {.so = {.key = end + "/schema.in_sync@database",
                  .sql = "ALTER TABLE user_ ADD own TEXT",
                  .mend = "ALTER TABLE user_ DROP own"}}};
}

const std::vector<Hold>& until_the_database_is_replaced() {
  static const std::vector<Hold> all = {it_runs_after("kept", "docker *pg_dump*"),
                                        {.so = {.key = "kept/backup.after_quiesce@files"},
                                         .shell = "touch -d '1 hour ago' backups/*.dump",
                                         .mend_shell = "touch backups/*.dump"},
                                        a_session("replaced"),
                                        it_runs("replaced"),
                                        {.so = {.key = "replaced/backup.unchanged@files"},
                                         .shell = "mv old.custom kept; cp old.plain old.custom",
                                         .mend_shell = "mv kept old.custom"}};
  return all;
}

const std::vector<Hold>& until_the_database_is_back() {
  const std::string loss = "old_database/operator.confirms@operator";
  const Texts listed = {"old_database/data.changes_listed@database"};
  static const std::vector<Hold> all = {
      {.so = {.key = loss, .sql = "INSERT INTO user_ (_id, user_id) VALUES ('3', 'carol')"},
       .warned = listed,
       .verb = {"back", "--yes"},
       .answer = "no",
       .exit = 9},
      {.so = {.key = loss}, .warned = listed, .answer = "yes"},
      {.so = {.key = "old_database/container.stopped@host"},
       .pattern = "docker *stop parsec-server",
       .script = "exit 0",
       .mend_shell = stops},
      {.so = {.key = "old_tag/backup.unchanged@files"},
       .shell = "truncate -s +1 backups/*.dump",
       .mend_shell = "truncate -s -1 backups/*.dump"},
      it_runs("old_tag")};
  return all;
}

struct ParsecHeld : ParsecRun {
  // Its steps are not tried again by themselves, and nothing is waited for before one.
  void hold_at_once(const Known& known) const {
    parsec->hasten(known);
    const Typed sed = parsec->desk.program({"sed", "-Ei", "-e", R"(s/"attempts":[0-9],//g)", "-e",
                                            R"(s/,"wait":"[0-9]+m"//)", parsec->machine});
    EXPECT_EQ(sed.exit, 0) << sed.err;
  }
  void is_held(const Hold& each) const {
    SCOPED_TRACE(each.so.key);
    std::optional<live::Session> open;
    if (each.so.of_application || !each.so.session.empty())
      open.emplace(session_of(each.so, parsec->name(), parsec->name()));
    spoil(parsec->desk, parsec->name(), each.so.sql, each.shell);
    if (each.pattern) parsec->breaks(each.pattern, each.script);
    const Typed typed = types(each.verb);
    EXPECT_EQ(typed.exit, each.exit) << typed.out << typed.err;
    const Texts keys = each.so.key.empty() ? Texts{} : with({each.so.key}, each.also);
    EXPECT_EQ(refused_now(parsec->desk), keys) << typed.out;
    for (const std::string& key : each.warned) EXPECT_EQ(came_to(key), "warn");
    parsec->mends();
    if (open) {
      open.reset();
      spoil(parsec->desk, parsec->name(), until_sessions_end);
    }
    spoil(parsec->desk, parsec->name(), each.so.mend, each.mend_shell);
    if (each.answer) answer(each.so.key, each.answer);
  }
  void is_held(const std::vector<Hold>& all) const {
    for (const Hold& each : all)
      if (!HasFailure()) is_held(each);
  }
  // The last answer to that guard.
  std::string came_to(const std::string& key) const {
    std::string outcome;
    for (const Event& event : events_of_run(parsec->desk))
      if (event.type == "check.result" && event.data["key"].text() == key) outcome = event.outcome;
    return outcome;
  }
};

TEST_F(ParsecHeld, OnItsWayThereAndBackForEachReasonAndForThatAlone) {
  static const Known known("parsec-3");
  hold_at_once(known);
  Hold first = a_session("stopped");
  first.verb = parsec->words("run", {"--yes", "3.1.0"});
  is_held(first);
  is_held(until_it_migrates());
  for (const Unrest& each : unrest("migrated", "migration")) is_held(Hold{.so = each});
  EXPECT_EQ(parsec->sql("SELECT max(_id) FROM migration"), "5\n");
  is_held(once_users_are_let_in("upgraded", "6"));
  is_held({.so = {.key = "new_schema/operator.confirms@operator"},
           .verb = {"back", "--yes"},
           .answer = "yes",
           .exit = 9});
  is_held(it_runs_after("new_tag", "docker *pg_restore*"));
  is_as_before(types({"resume"}));
}

TEST_F(ParsecHeld, FromALaterReleaseThereAndBackForEachReasonAndForThatAlone) {
  static const Known known("parsec-3-back");
  upgraded_by_hand();
  hold_at_once(known);
  is_held({.so = {.key = "checked/operator.confirms@operator"},
           .verb = parsec->words(
               "run", {"--yes", "3.0.0", "--set", "backup=" + parsec->desk.path("old.custom")}),
           .answer = "yes",
           .exit = 9});
  is_held(a_session("stopped"));
  is_held(until_the_database_is_replaced());
  EXPECT_EQ(parsec->contents(), before);
  is_held(once_users_are_let_in("downgraded", "5"));
  is_held(until_the_database_is_back());
  is_as_before(types({"resume"}));
}

// The compose file of 3.6 would start another PostgreSQL on the files of the old one.
TEST_F(ParsecHeld, UntilAPersonKeepsThePostgresOfTheReleaseBefore) {
  parsec->target = "3.6.0";
  const Typed run = parsec->type("run", {"--yes", "3.6.0"});
  EXPECT_EQ(run.exit, 9) << run.out << run.err;
  EXPECT_NE(run.out.find("keeps its PostgreSQL major version"), std::string::npos) << run.out;
  EXPECT_EQ(parsec->calls(), "");
  is_as_before(types({"back", "--yes"}), "untouched");
}

}  // namespace
}  // namespace interlock
