// Every step from Parsec 3.1.0 back to 3.0.0 fails, or says that it did what it did not, and so
// do the steps that lead on from there; each leads to a server of 3.1.0 that is as it was.
#include <gtest/gtest.h>

#include "tests/drawn.h"
#include "tests/whole/crashed.h"
#include "tests/whole/parsec_run.h"

namespace interlock {
namespace {

// Commands like `pattern` run `script`.
struct Breakdown {
  const char* means;
  const char* pattern;
  const char* script;
  Texts failed = {};  // the keys of the guards that fail then, no others
  const char* end = "recovered";
  bool loss = false;  // users were let in: a person has to give up what they stored
};

const Breakdown nothing_restored = {
    "nothing is restored into a new database",
    "docker *pg_restore*",
    "exit 0",
    {"replaced/data.rows_as_in_dump@database", "replaced/migration.none_pending@database",
     "replaced/migration.parsec_sound@database", "replaced/schema.in_sync@database"}};

const std::vector<Breakdown>& steps() {
  static const std::vector<Breakdown> all = {
      {"the dump of today breaks off",
       "docker *pg_dump*",
       "real \"$@\" | head -c 9000",
       {"kept/backup.complete@files"}},
      {"F24: a restore changes nothing",
       "docker *[be] -U *",
       "exit 0",
       {"replaced/data.rows_as_in_dump@database", "replaced/migration.parsec_sound@database",
        "replaced/schema.in_sync@database"}},
      {"it is started anew with its later image",
       "docker *up -d parsec-server",
       "real compose -f \"$3\" restart parsec-server",
       {"open/container.image_is@host"},
       "recovered",
       true},
      {"the image is only said to be there",
       "docker pull*",
       "exit 0",
       {"fetched/container.image_present@host"},
       "untouched"},
      {"it only says that it stops",
       "docker *stop parsec-server",
       "exit 0",
       {"stopped/container.stopped@host"}},
      {"it cannot be dumped", "docker *pg_dump*", "exit 1"},
      {"half of the compose file is kept",
       "cp -p*",
       "head -c 99 \"$2\" >\"$3\"",
       {"kept/files.same@files"}},
      {"the compose file stays as it is",
       "sed -i*",
       "exit 0",
       {"tagged/container.configured_image_is@host"}},
      {"nobody may make a database", "docker *createdb*", "exit 1"},
      nothing_restored,
      {"a table is not restored",
       "docker *pg_restore*",
       "real \"$@\"; psql -q -h 127.0.0.1 -p $INTERLOCK_PG_PORT -U $INTERLOCK_PG_USER -d $NAME "
       "-c 'DELETE FROM user_'",
       {"replaced/data.rows_as_in_dump@database"}},
      {"it does not start", "docker *up -d parsec-server", "exit 1", {}, "recovered", true}};
  return all;
}

// Of the way back, from a restore that was not one.
const std::vector<Breakdown>& steps_back() {
  static const std::vector<Breakdown> all = {
      {"a restore changes nothing",
       "docker *exec -T parsec-postgres *",
       "exit 0",
       {"old_tag/data.same_as@database", "old_tag/migration.same_as@database",
        "old_tag/schema.same_as@database"}},
      {"a row is restored otherwise",
       "docker *pg_restore*",
       "real \"$@\"; psql -q -h 127.0.0.1 -p $INTERLOCK_PG_PORT -U $INTERLOCK_PG_USER -d $NAME "
       "-c \"UPDATE user_ SET user_id = 'mallory' WHERE _id = '2'\"",
       {"old_tag/data.same_as@database"}},
      {"the compose file is only said to be put back",
       "cp -p*",
       "exit 0",
       {"new_stopped/container.configured_image_is@host", "new_stopped/files.same@files"}},
      {"it only says that it starts",
       "docker *up -d parsec-server",
       "exit 0",
       {"recovered/container.image_is@host", "recovered/container.running@host",
        "recovered/http.status_is@web"}}};
  return all;
}

struct DowngradeWayBack : ParsecRun {
  void SetUp() override {
    ParsecRun::SetUp();
    if (IsSkipped()) return;
    static const Known known("parsec-3-back");
    upgraded_by_hand();
    parsec->hasten(known);
  }
  void breaks_off(const Breakdown& each) const {
    parsec->set("images", Value::List{"ghcr.io/scille/parsec-cloud/parsec-server:3.1.0"});
    parsec->breaks(each.pattern, each.script);
    const Typed run = parsec->type(
        "run", {"--yes", "3.0.0", "--set", "backup=" + parsec->desk.path("old.custom")});
    EXPECT_EQ(run.exit, 9) << run.out << run.err;
    accepts_the_loss("checked");
    const Typed resumed = types({"resume"});
    EXPECT_EQ(resumed.exit, 1) << resumed.out << resumed.err;
    EXPECT_EQ(refused_now(parsec->desk), each.failed) << resumed.out;
    parsec->mends();
  }
};

TEST_F(DowngradeWayBack, LeadsFromEveryStep) {
  for (const Breakdown& each : known_and_one(steps())) {
    SCOPED_TRACE(each.means);
    breaks_off(each);
    Typed back = types({"back", "--yes"});
    if (each.loss) {
      EXPECT_EQ(back.exit, 9) << back.out << back.err;
      accepts_the_loss("old_database");
      back = types({"resume"});
    }
    is_as_before(back, each.end);
  }
}

TEST_F(DowngradeWayBack, IsHeldAndGoesOnWhereItsStepsFail) {
  for (const Breakdown& each : known_and_one(steps_back())) {
    SCOPED_TRACE(each.means);
    breaks_off(nothing_restored);
    parsec->breaks(each.pattern, each.script);
    const Typed back = types({"back", "--yes"});
    EXPECT_EQ(back.exit, 1) << back.out << back.err;
    EXPECT_EQ(refused_now(parsec->desk), each.failed) << back.out;
    parsec->mends();
    is_as_before(types({"retry"}));
  }
}

}  // namespace
}  // namespace interlock
