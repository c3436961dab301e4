// Every step of an upgrade of Status-Page fails, and a way leads back to what was there.
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/drawn.h"
#include "tests/whole/status_page.h"

namespace interlock {
namespace {

const Known& status_page_machine() {
  static const Known known("status-page-2");
  return known;
}

// What goes wrong: commands like `pattern` run `instead`; or upgrade.sh does `upgrade`.
struct Breakdown {
  const char* means;
  const char* pattern;
  const char* instead;
  const char* upgrade;
  Texts failed;  // the keys of the guards that fail then, no others
  int exit = 1;
};

// Of a site whose run has gone wrong as that says.
struct Broken {
  StatusPage site{status_page_machine()};

  explicit Broken(const Breakdown& breakdown) {
    if (breakdown.pattern) site.breaks(breakdown.pattern, breakdown.instead);
    if (breakdown.upgrade) site.upgrade_does(breakdown.upgrade);
    const Typed run = site.type("run", {"--yes", "2.5.1"});
    EXPECT_EQ(run.exit, breakdown.exit) << run.out << run.err;
    EXPECT_EQ(site.failed(), breakdown.failed) << run.out;
    site.mends();
  }

  Typed types(Texts words) const { return site.desk.interlock(std::move(words)); }
  void is_as_before() const {
    EXPECT_EQ(site.differs_from(Final::recovered), "");
    EXPECT_EQ(types({"audit", "verify"}).exit, 0);
    const Typed conform = types({"audit", "conform"});
    EXPECT_EQ(conform.exit, 0) << conform.out;
  }
};

void leads_back(const std::vector<Breakdown>& breakdowns) {
  for (const Breakdown& breakdown : known_and_one(breakdowns)) {
    SCOPED_TRACE(breakdown.means);
    const Broken broken(breakdown);
    if (breakdown.exit != 8) {
      const Typed back = broken.types({"back", "--yes"});
      EXPECT_EQ(back.exit, 8) << back.out << back.err;
    }
    broken.is_as_before();
  }
}

TEST(StatusPageWayBack, LeadsFromEveryStepBeforeTheCodeChanges) {
  NEEDS_STATUS_PAGE;
  leads_back({{"the origin cannot be reached", "*fetch --tags*", "exit 128", nullptr, {}},
              {"gunicorn does not stop",
               "systemctl stop status-page status-page-scheduler",
               "exit 0",
               nullptr,
               {"closed/service.stopped@host"}},
              {"the workers do not stop: back by itself",
               "systemctl stop status-page-rq",
               "exit 0",
               nullptr,
               {"stopped/service.stopped@host"},
               8},
              {"F3: a job comes late: back by itself",
               "systemctl stop status-page-rq",
               "real \"$@\"; redis-cli -p $INTERLOCK_REDIS_PORT -n $STANDIN_REDIS "
               "RPUSH rq:queue:low job",
               nullptr,
               {"stopped/queue.rq_idle@queue"},
               8},
              {"F25: the dump breaks off",
               "pg_dump -Fc*",
               "real \"$@\"; truncate -s 900 \"$3\"",
               nullptr,
               {"backed_up/backup.complete@files"}},
              {"F25: the dump lacks a table",
               "pg_dump -Fc*",
               "real \"$@\" -T extras_webhook",
               nullptr,
               {"backed_up/backup.complete@files"}},
              {"the archive lacks the configuration",
               "tar -czf*",
               "real --exclude=configuration.py \"$@\"",
               nullptr,
               {"backed_up/backup.archive_has@files"}},
              {"the disk is full", "tar -czf*", "exit 2", nullptr, {}}});
}

TEST(StatusPageWayBack, LeadsFromCodeAndPackages) {
  NEEDS_STATUS_PAGE;
  leads_back({{"the checkout stops", "*checkout v2.5.1", "exit 1", nullptr, {}},
              {"F12: another tag was checked out",
               "*checkout v2.5.1",
               "real -C \"$2\" checkout -q v2.5-beta1",
               nullptr,
               {"checked_out/version.installed_is@files"}},
              {"no network, venv is gone", nullptr, nullptr, "[ $1 != removed ] || exit 1", {}},
              {"F12: a package is missing",
               nullptr,
               nullptr,
               "[ $1 != installed ] || rm -r $packages/django_rq-*",
               {"built/packages.pip_in_sync@files"}}});
}

TEST(StatusPageWayBack, LeadsFromTheNewSchema) {
  NEEDS_STATUS_PAGE;
  leads_back(
      {{"the script stops after the migrations",
        nullptr,
        nullptr,
        "[ $1 != migrated ] || exit 1",
        {}},
       {"F18, F22: no migration was applied, and it ended with 0",
        nullptr,
        nullptr,
        "[ $1 != installed ] || { rm -rf statuspage/static; mkdir statuspage/static; "
        "cp statuspage/project-static/* statuspage/static; exit 0; }",
        {"built/migration.none_pending@database"}},
       {"F17: stale content types stayed, and it ended with 0",
        nullptr,
        nullptr,
        "[ $1 != migrated ] || psql -q -h 127.0.0.1 -p $INTERLOCK_PG_PORT -U $INTERLOCK_PG_USER "
        "-d $(cat $INTERLOCK_STANDIN/database) -c \"INSERT INTO django_content_type VALUES "
        "(999, 'incidents', 'gone')\"",
        {"built/data.no_stale_content_types@database"}},
       {"rows are lost",
        nullptr,
        nullptr,
        "[ $1 != end ] || psql -q -h 127.0.0.1 -p $INTERLOCK_PG_PORT -U $INTERLOCK_PG_USER "
        "-d $(cat $INTERLOCK_STANDIN/database) -c 'DELETE FROM incidents_incident WHERE id = 1'",
        {"open/data.rows_kept@database"}}});
}

struct Lost {
  const char* means;
  const char* pattern;
  const char* instead;
  Texts failed;
};

// After users were let in: nothing is given up before a person says so.
TEST(StatusPageWayBack, AsksForTheLossOnceUsersWereLetIn) {
  NEEDS_STATUS_PAGE;
  for (const Lost& lost :
       {Lost{"F19: the workers are the old ones",
             "systemctl restart*",
             "real \"$@\"; redis-cli -p $INTERLOCK_REDIS_PORT -n $STANDIN_REDIS HSET "
             "rq:worker:standin birth 2024-01-01T00:00:00.000000Z",
             {"upgraded/queue.rq_workers_alive@queue"}},
        Lost{"F20: the scheduler lost a job",
             "systemctl restart*",
             "real \"$@\"; redis-cli -p $INTERLOCK_REDIS_PORT -n $STANDIN_REDIS ZPOPMAX "
             "rq:scheduler:scheduled_jobs",
             {"upgraded/queue.rq_scheduler_alive@queue"}},
        Lost{"F19: nothing was restarted",
             "systemctl restart*",
             "exit 0",
             {"open/service.active@host", "open/service.started_since@host",
              "open/http.body_has@web"}}}) {
    SCOPED_TRACE(lost.means);
    const Broken broken({lost.means, lost.pattern, lost.instead, nullptr, lost.failed});
    EXPECT_EQ(
        broken.site.sql("INSERT INTO incidents_incident (name, since_0013) VALUES ('new', '')"),
        "");
    const Typed back = broken.types({"back", "--yes"});
    EXPECT_EQ(back.exit, 9) << back.out << back.err;
    EXPECT_NE(back.out.find("incidents_incident (2 rows, then 3 rows)"), std::string::npos)
        << back.out;
    EXPECT_EQ(
        broken
            .types({"answer", broken.site.run_id(), "new_schema/operator.confirms@operator", "yes"})
            .exit,
        0);
    const Typed resumed = broken.types({"resume"});
    EXPECT_EQ(resumed.exit, 8) << resumed.out << resumed.err;
    broken.is_as_before();
  }
}

// The steps of the way back fail too: what is held goes on once the cause is gone.
TEST(StatusPageWayBack, IsHeldAndGoesOnWhereItsStepsFail) {
  NEEDS_STATUS_PAGE;
  const Breakdown schema = {"", nullptr, nullptr, "[ $1 != migrated ] || exit 1", {}};
  struct Fault {
    const char* means;
    const char* pattern;
    const char* instead;
  };
  for (const Fault& fault : known_and_one<Fault>(
           {Fault{"nobody may make a database", "createdb*", "exit 1"},
            Fault{"F24: it is restored onto what is there", "*db -*", "exit 0"},
            Fault{"the packages cannot be unpacked", "tar -xzf*", "exit 2"},
            Fault{"the old release does not start", "systemctl restart*", "exit 1"}})) {
    SCOPED_TRACE(fault.means);
    const Broken broken(schema);
    broken.site.breaks(fault.pattern, fault.instead);
    const Typed back = broken.types({"back", "--yes"});
    EXPECT_EQ(back.exit, 1) << back.out << back.err;
    broken.site.mends();
    const Typed retried = broken.types({"retry"});
    EXPECT_EQ(retried.exit, 8) << retried.out << retried.err;
    broken.is_as_before();
  }
}

TEST(StatusPageWayBack, RestoresOnlyTheVeryBackupThatWasVerified) {
  NEEDS_STATUS_PAGE;
  const Broken broken({"", nullptr, nullptr, "[ $1 != migrated ] || exit 1", {}});
  Texts dumps;
  for (const auto& entry : std::filesystem::directory_iterator(broken.site.backups))
    if (entry.path().extension() == ".dump") dumps.push_back(entry.path().string());
  ASSERT_EQ(dumps.size(), 1U);
  std::filesystem::rename(dumps.front(), dumps.front() + ".kept");
  broken.site.sql("CREATE TABLE another (id int)");
  EXPECT_EQ(
      broken.site.desk
          .program({"pg_dump", "-Fc", "-h", "127.0.0.1", "-p", server("INTERLOCK_PG_PORT"), "-U",
                    server("INTERLOCK_PG_USER"), "-f", dumps.front(), broken.site.name()})
          .exit,
      0);
  const Typed back = broken.types({"back", "--yes"});
  EXPECT_EQ(back.exit, 1) << back.out << back.err;
  EXPECT_NE(back.out.find("backup.unchanged"), std::string::npos) << back.out;
  EXPECT_EQ(broken.site.sql("SELECT count(*) FROM django_migrations"), "66\n");
  std::filesystem::rename(dumps.front() + ".kept", dumps.front());
  const Typed resumed = broken.types({"retry"});
  EXPECT_EQ(resumed.exit, 8) << resumed.out << resumed.err;
  broken.is_as_before();
}

}  // namespace
}  // namespace interlock
