// Every step of an upgrade of Parsec fails, or says that it did what it did not, and so do the
// steps of the way back; each leads to a server that is as it was.
#include <gtest/gtest.h>

#include "tests/drawn.h"
#include "tests/whole/crashed.h"
#include "tests/whole/parsec_run.h"

namespace interlock {
namespace {

// Commands like `pattern` run `script`; or the migrator runs `sql`, and ends with 0.
struct Breakdown {
  const char* means;
  const char* pattern;
  const char* script;
  Texts failed = {};  // the keys of the guards that fail then, no others
  const char* sql = good_migration.c_str();
};

// What has been begun when it breaks off: nothing that shows, all but users let in, or that too.
enum class Reached { nothing, changes, users };

const std::vector<Breakdown>& before_it_stops() {
  static const std::vector<Breakdown> all = {{"the image is only said to be there",
                                              "docker pull*",
                                              "exit 0",
                                              {"fetched/container.image_present@host"}},
                                             {"the image cannot be had", "docker pull*", "exit 1"}};
  return all;
}

const std::vector<Breakdown>& before_the_schema_changes() {
  static const std::vector<Breakdown> all = {
      {"F25: the dump breaks off",
       "docker *pg_dump*",
       "real \"$@\" | head -c 9000",
       {"backed_up/backup.complete@files"}},
      {"the dump lacks a table",
       "docker *pg_dump*",
       "real \"$@\" -T user_",
       {"backed_up/backup.complete@files"}},
      {"it only says that it stops",
       "docker *stop parsec-server",
       "exit 0",
       {"stopped/container.stopped@host"}},
      {"it does not stop", "docker *stop parsec-server", "exit 1"},
      {"it cannot be dumped", "docker *pg_dump*", "exit 1"},
      {"the dump is an older one",
       "docker *pg_dump*",
       "cat \"$INTERLOCK_STANDIN/../older\"",
       {"backed_up/backup.after_quiesce@files"}},
      {"the disk is full", "cp -p*", "exit 1"},
      {"half of the compose file is kept",
       "cp -p*",
       "head -c 99 \"$2\" >\"$3\"",
       {"backed_up/files.same@files"}},
      {"the compose file cannot be written", "sed -i*", "exit 4"},
      {"the compose file stays as it is",
       "sed -i*",
       "exit 0",
       {"tagged/container.configured_image_is@host"}},
      {"the migrator does not start", "docker *migrate --dry-run", "exit 1"}};
  return all;
}

const std::vector<Breakdown>& once_it_migrates() {
  static const std::vector<Breakdown> all = {
      {"F22: it only says that it migrates",
       "docker *server migrate",
       "exit 0",
       {"migrated/migration.none_pending@database", "migrated/schema.in_sync@database"}},
      {"columns without their row",
       "none",
       "",
       {"migrated/migration.none_pending@database"},
       "ALTER TABLE organization ADD tos_updated_on TEXT, ADD tos_per_locale_urls TEXT;"
       "ALTER TABLE user_ ADD tos_accepted_on TEXT"},
      {"a row without its columns",
       "none",
       "",
       {"migrated/schema.in_sync@database"},
       "INSERT INTO migration VALUES (6, 'tos', now())"},
      {"it breaks off", "docker *server migrate", "real \"$@\"; exit 1"},
      {"its clock is wrong",
       "none",
       "",
       {"migrated/migration.parsec_sound@database"},
       "ALTER TABLE organization ADD tos_updated_on TEXT, ADD tos_per_locale_urls TEXT;"
       "ALTER TABLE user_ ADD tos_accepted_on TEXT;"
       "INSERT INTO migration VALUES (6, 'tos', '2020-01-01')"},
      {"rows are lost",
       "docker *server migrate",
       "real \"$@\"; psql -q -h 127.0.0.1 -p $INTERLOCK_PG_PORT -U $INTERLOCK_PG_USER -d $NAME "
       "-c \"DELETE FROM user_ WHERE _id = '2'\"",
       {"open/data.rows_kept@database"}}};
  return all;
}

const std::vector<Breakdown>& once_users_are_let_in() {
  static const std::vector<Breakdown> all = {
      {"F23: it is started anew with its old image",
       "docker *up -d parsec-server",
       "real compose -f \"$3\" restart parsec-server",
       {"open/container.image_is@host"}},
      {"it only says that it starts",
       "docker *up -d parsec-server",
       "exit 0",
       {"open/container.image_is@host", "open/container.running@host", "open/http.status_is@web"}},
      {"it does not start", "docker *up -d parsec-server", "exit 1"}};
  return all;
}

// Of the way back, from a migration that broke off half-way.
const std::vector<Breakdown>& steps_back() {
  static const std::vector<Breakdown> all = {
      {"F24: a restore changes nothing",
       "docker *exec -T parsec-postgres *",
       "exit 0",
       {"new_tag/data.same_as@database", "new_tag/schema.same_as@database"}},
      {"it is restored onto what is there", "docker *dropdb*", "exit 0"},
      {"nothing is restored into a new database",
       "docker *pg_restore*",
       "exit 0",
       {"new_tag/data.same_as@database", "new_tag/migration.same_as@database",
        "new_tag/schema.same_as@database"}},
      {"the rows are not restored",
       "docker *pg_restore*",
       "real \"$@\" --schema-only",
       {"new_tag/data.same_as@database", "new_tag/migration.same_as@database"}},
      {"a row is restored otherwise",
       "docker *pg_restore*",
       "real \"$@\"; psql -q -h 127.0.0.1 -p $INTERLOCK_PG_PORT -U $INTERLOCK_PG_USER -d $NAME "
       "-c \"UPDATE user_ SET user_id = 'mallory' WHERE _id = '2'\"",
       {"new_tag/data.same_as@database"}},
      {"nobody may make a database", "docker *createdb*", "exit 1"},
      {"the compose file cannot be written", "cp -p*", "exit 1"},
      {"the compose file is only said to be put back",
       "cp -p*",
       "exit 0",
       {"old_stopped/container.configured_image_is@host", "old_stopped/files.same@files"}},
      {"it does not start", "docker *up -d parsec-server", "exit 1"},
      {"it only says that it starts",
       "docker *up -d parsec-server",
       "exit 0",
       {"recovered/container.image_is@host", "recovered/container.running@host",
        "recovered/http.status_is@web"}}};
  return all;
}

struct ParsecWayBack : ParsecRun {
  void SetUp() override {
    ParsecRun::SetUp();
    if (IsSkipped()) return;
    static const Known known("parsec-3");
    parsec->hasten(known);
  }
  void breaks_off(const Breakdown& each) const {
    parsec->set("images", Value::List{"ghcr.io/scille/parsec-cloud/parsec-server:3.0.0"});
    parsec->migrator("0006_tos.sql", each.sql);
    parsec->breaks(each.pattern, each.script);
    const Typed run = parsec->type("run", {"--yes", "3.1.0"});
    EXPECT_EQ(run.exit, 1) << run.out << run.err;
    EXPECT_EQ(refused_now(parsec->desk), each.failed) << run.out;
    parsec->mends();
  }
  void leads_back(const std::vector<Breakdown>& all, Reached reached) const {
    for (const Breakdown& each : known_and_one(all)) {
      SCOPED_TRACE(each.means);
      breaks_off(each);
      Typed back = types({"back", "--yes"});
      if (reached == Reached::users) {
        EXPECT_EQ(back.exit, 9) << back.out << back.err;
        accepts_the_loss("new_schema");
        back = types({"resume"});
      }
      is_as_before(back, reached == Reached::nothing ? "untouched" : "recovered");
    }
  }
};

const Breakdown half = {
    "",
    "none",
    "",
    {"migrated/migration.none_pending@database", "migrated/schema.in_sync@database"},
    "ALTER TABLE organization ADD tos_updated_on TEXT"};

TEST_F(ParsecWayBack, IsShortBeforeTheServerStops) {
  leads_back(before_it_stops(), Reached::nothing);
}

TEST_F(ParsecWayBack, LeadsFromEveryStepBeforeTheSchemaChanges) {
  const Typed dump = parsec->desk.program(
      {"pg_dump", "-h", "127.0.0.1", "-p", server("INTERLOCK_PG_PORT"), "-U",
       server("INTERLOCK_PG_USER"), "-Fc", "-f", parsec->desk.path("older"), parsec->name()});
  EXPECT_EQ(dump.exit, 0) << dump.err;
  leads_back(before_the_schema_changes(), Reached::changes);
}

TEST_F(ParsecWayBack, LeadsFromTheNewSchema) {
  leads_back(once_it_migrates(), Reached::changes);
}

TEST_F(ParsecWayBack, AsksForTheLossOnceUsersAreLetIn) {
  leads_back(once_users_are_let_in(), Reached::users);
}

TEST_F(ParsecWayBack, IsHeldAndGoesOnWhereItsStepsFail) {
  for (const Breakdown& each : known_and_one(steps_back())) {
    SCOPED_TRACE(each.means);
    breaks_off(half);
    parsec->breaks(each.pattern, each.script);
    const Typed back = types({"back", "--yes"});
    EXPECT_EQ(back.exit, 1) << back.out << back.err;
    EXPECT_EQ(refused_now(parsec->desk), each.failed) << back.out;
    parsec->mends();
    is_as_before(types({"retry"}));
  }
}

TEST_F(ParsecWayBack, IsHeldWhereTheNewReleaseDoesNotStop) {
  breaks_off(once_users_are_let_in().back());
  parsec->breaks("docker *stop parsec-server", "exit 0");
  EXPECT_EQ(types({"back", "--yes"}).exit, 9);
  parsec->start_by_hand("3.1.0");
  accepts_the_loss("new_schema");
  EXPECT_EQ(types({"resume"}).exit, 1);
  EXPECT_EQ(refused_now(parsec->desk), Texts{"new_schema/container.stopped@host"});
  parsec->mends();
  is_as_before(types({"retry"}));
}

TEST_F(ParsecWayBack, RestoresOnlyTheVeryBackupThatWasVerified) {
  breaks_off(half);
  const std::string files = parsec->desk.path("backups");
  const auto shell = [&](const std::string& words) {
    EXPECT_EQ(parsec->desk.program({"/bin/sh", "-c", "cd " + files + "; " + words}).exit, 0);
  };
  shell(
      "mv *.dump kept; pg_dump -Fc -h 127.0.0.1 -p $INTERLOCK_PG_PORT -U $INTERLOCK_PG_USER "
      "-f $(basename *.yaml .yaml).dump $NAME");
  const Typed back = types({"back", "--yes"});
  EXPECT_EQ(back.exit, 1) << back.out << back.err;
  EXPECT_EQ(refused_now(parsec->desk), Texts{"new_tag/backup.unchanged@files"});
  shell("mv kept *.dump");
  is_as_before(types({"retry"}));
}

}  // namespace
}  // namespace interlock
