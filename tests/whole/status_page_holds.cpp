#include "tests/whole/status_page_holds.h"

#include <utility>

#include "tests/drawn.h"

namespace interlock {

namespace {

const std::string does = "real \"$@\"; ";
const std::string starts = "systemctl start status-page", stops = "systemctl stop status-page";
const std::string psql =
    "psql -q -h 127.0.0.1 -p $INTERLOCK_PG_PORT -U $INTERLOCK_PG_USER -d $NAME -c ";
const std::string redis = "redis-cli -p $INTERLOCK_REDIS_PORT -n $STANDIN_REDIS ";

// What systemctl's stand-in tells is edited. The greedy ones change the last unit, the other
// ones gunicorn, whose loaded release is the first that is named.
std::string units(const std::string& edit) {
  return "sed -i '" + edit + "' \"$INTERLOCK_STANDIN/state.json\"";
}
const std::string one_ends = units(R"(s/\(.*"sub":"\)running/\1exited/)");
const std::string one_is_old = units(R"(s/\(.*"since":\)[0-9]*/\11700000000/)");
const std::string page_is_old = units(R"(s/\(VERSION = .\)2.5.1/\12.4.0/)");
const std::string page_is_new = units(R"(s/\(VERSION = .\)2.4.0/\12.5.1/)");
const std::string keep_units = "cp standin/state.json kept; ";
const std::string units_are_kept = "mv kept standin/state.json";

// The newest record of a migration, away and back.
const std::string unrecord =
    "CREATE TABLE kept AS SELECT * FROM django_migrations ORDER BY id DESC LIMIT 1;"
    "DELETE FROM django_migrations WHERE id IN (SELECT id FROM kept)";
const std::string record = "INSERT INTO django_migrations SELECT * FROM kept; DROP TABLE kept";

std::vector<StatusPageHold> before_the_build() {
  return {{.so = {.key = "fetched/code.tag_is_release@host"},
           .means = "it only says that it fetches",
           .pattern = "*fetch --tags*",
           .script = "exit 0"},
          {.so = {.key = "drained/queue.rq_idle@queue"},
           .shell = "/usr/bin/python3 $INTERLOCK_RQ_SITE $INTERLOCK_REDIS_PORT $STANDIN_REDIS "
                    "start low",
           .mend_shell = redis + "DEL rq:wip:low"},
          {.so = {.key = "backed_up/service.stopped@host"},
           .means = "gunicorn is started while the dump is made",
           .pattern = "pg_dump -Fc*",
           .script = does + starts,
           .mend_shell = stops},
          {.so = {.key = "backed_up/backup.after_quiesce@files"},
           .means = "the dump is an older one",
           .pattern = "pg_dump -Fc*",
           .script = does + "touch -d '1 hour ago' \"$3\""},
          {.so = {.key = "checked_out/service.stopped@host"},
           .means = "gunicorn is started after the checkout",
           .pattern = "*checkout v2.5.1",
           .script = does + starts,
           .mend_shell = stops},
          {.so = {.key = "checked_out/code.clean_tree@host"},
           .means = "F12: a file is not that of the release",
           .pattern = "*checkout v2.5.1",
           .script = does + "echo >>\"$2/requirements.txt\"",
           .mend_shell = "git -C status-page checkout -q ."}};
}

std::vector<StatusPageHold> before_the_schema_changes() {
  const std::string settings = "status-page/statuspage/statuspage/configuration.py";
  std::vector<StatusPageHold> all;
  for (const Unrest& each : unrest("built", "django_migrations")) all.push_back({.so = each});
  all.insert(
      all.end(),
      {{.so = {.key = "built/service.stopped@host"}, .shell = starts, .mend_shell = stops},
       // In small letters, in which nothing stands for the name of the database.
       {.so = {.key = "built/migration.pending_are@database",
               .sql = "alter table django_migrations rename to kept",
               .mend = "alter table kept rename to django_migrations"}},
       {.so = {.key = "built/server.reachable@queue"},
        .shell = "cp " + settings + " kept; sed -i \"s/: $INTERLOCK_REDIS_PORT/: 1/\" " + settings,
        .mend_shell = "mv kept " + settings,
        .exit = 3}});
  return all;
}

std::vector<StatusPageHold> once_it_is_built() {
  const std::string at_its_end = "[ $1 != end ] || ";
  return {{.so = {.key = "built/integrity.no_invalid_objects@database",
                  .mend = "UPDATE pg_index SET indisvalid = true"},
           .means = "an index is half built",
           .upgrade = at_its_end + psql +
                      "\"UPDATE pg_index SET indisvalid = false WHERE indexrelid = "
                      "'incidents_incident_pkey'::regclass\""},
          {.so = {.key = "built/files.changed_since@files"},
           .means = "the static files are the old ones",
           .upgrade = at_its_end + "touch -d '1 hour ago' statuspage/static/*"},
          {.so = {.key = "built/service.stopped@host"},
           .means = "gunicorn is started by the script",
           .upgrade = at_its_end + starts,
           .mend_shell = stops},
          {.so = {.key = "open/process.succeeds@host"},
           .upgrade = at_its_end + "{ mv venv/bin/python venv; ln -s /bin/false venv/bin/python; }",
           .mend_shell = "mv status-page/venv/python status-page/venv/bin"},
          {.so = {.key = "open/service.active@host"},
           .means = "the scheduler ends at once",
           .pattern = "systemctl restart*",
           .script = does + one_ends},
          {.so = {.key = "open/service.started_since@host"},
           .means = "F19: the scheduler is the old one",
           .pattern = "systemctl restart*",
           .script = does + one_is_old},
          {.so = {.key = "open/http.body_has@web"},
           .means = "gunicorn serves the old release",
           .pattern = "systemctl restart*",
           .script = does + page_is_old},
          a_job_has_failed()};
}

std::vector<StatusPageHold> once_users_are_let_in() {
  return {
      {.so = {.key = "upgraded/migration.none_pending@database", .sql = unrecord, .mend = record}},
      {.so = {.key = "upgraded/service.active@host"},
       .shell = keep_units + one_ends,
       .mend_shell = units_are_kept},
      {.so = {.key = "upgraded/service.started_since@host"},
       .shell = keep_units + one_is_old,
       .mend_shell = units_are_kept},
      {.so = {.key = "upgraded/http.body_has@web"},
       .shell = page_is_old,
       .mend_shell = page_is_new}};
}

std::vector<StatusPageHold> until_the_database_is_back() {
  const std::string another = "cd backups; mv *.dump kept; echo >$(basename *.gz .tar.gz).dump";
  return {{.so = {.key = "new_schema/service.stopped@host"},
           .means = "nothing stops",
           .pattern = "systemctl stop*",
           .script = "exit 0"},
          {.so = {.key = "new_code/backup.unchanged@files"},
           .shell = another,
           .mend_shell = "cd backups; mv kept *.dump"},
          {.so = {.key = "new_code/service.stopped@host"}, .shell = starts, .mend_shell = stops},
          {.so = {.key = "new_code/schema.same_as@database"},
           .means = "a table is too much",
           .pattern = "pg_restore*",
           .script = does + psql + "'CREATE TABLE own (id int)'"},
          {.so = {.key = "new_code/data.same_as@database"},
           .means = "a row is restored otherwise",
           .pattern = "pg_restore*",
           .script = does + psql + "\"UPDATE incidents_incident SET name = 'own'\""},
          {.so = {.key = "new_code/data.same_as@database"},
           .means = "a migration is restored otherwise",
           .pattern = "pg_restore*",
           .script = does + psql + "\"UPDATE django_migrations SET name = 'own' WHERE id = 1\"",
           .also = {"new_code/migration.same_as@database"}}};
}

// A step that brings something back is begun only if that is needed: what unmakes a reason leaves
// something missing.
std::vector<StatusPageHold> until_the_services_run() {
  const std::string takes_packages = "rm -r status-page/venv";
  return {{.so = {.key = "old_stopped/backup.unchanged@files"},
           .shell =
               "cd backups; mv *.gz kept; gzip -dc kept | gzip -1 >$(basename *.dump .dump).tar.gz",
           .mend_shell = "cd backups; mv kept *.gz"},
          {.so = {.key = "old_stopped/code.clean_tree@host"},
           .means = "a file is not in the index",
           .pattern = "*checkout*",
           .script = does + "/usr/bin/git -C \"$2\" rm -q --cached --ignore-unmatch upgrade.sh",
           .mend_shell = "git -C status-page reset -q; " + takes_packages},
          {.so = {.key = "old_stopped/files.as_in_archive@files"},
           .means = "nothing is unpacked",
           .pattern = "tar -xzf*",
           .script = "exit 0"},
          {.so = {.key = "old_stopped/version.installed_is@files"},
           .means = "a file of another product is looked for first",
           .pattern = "tar -xzf*",
           .script =
               does + "echo \"<?php define('APPLICATION_VERSION', '7.0.0');\" >\"$4/version.php\"",
           .mend_shell = "rm status-page/version.php; " + takes_packages},
          {.so = {.key = "old_stopped/migration.none_pending@database", .mend = record},
           .means = "a migration is not on record any more",
           .pattern = "tar -xzf*",
           .script = psql + "\"" + unrecord + "\"; " + does},
          {.so = {.key = "recovered/service.active@host"},
           .means = "the scheduler ends at once",
           .pattern = "systemctl restart*",
           .script = does + one_ends},
          {.so = {.key = "recovered/http.body_has@web"},
           .means = "gunicorn serves the new release",
           .pattern = "systemctl restart*",
           .script = does + page_is_new}};
}

// Of those of each that say what they mean only what known_and_one() takes.
std::vector<StatusPageHold> joined(std::vector<std::vector<StatusPageHold>> parts) {
  std::vector<StatusPageHold> all;
  for (std::vector<StatusPageHold>& part : parts) {
    bool one = false;
    if (!everything())
      std::erase_if(part, [&](const StatusPageHold& each) {
        return each.means[0] != '\0' && each.means[0] != 'F' && std::exchange(one, true);
      });
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace

StatusPageHold a_job_has_failed() {
  return {.so = {.key = "upgraded/queue.failed_jobs_kept@queue"},
          .pattern = "systemctl restart*",
          .script = does + redis + "ZADD rq:failed:low 1 job",
          .mend_shell = redis + "DEL rq:failed:low"};
}

std::vector<StatusPageHold> holds_on_the_way() {
  return joined({before_the_build(), before_the_schema_changes(), once_it_is_built(),
                 once_users_are_let_in()});
}

std::vector<StatusPageHold> holds_on_the_way_back() {
  return joined({until_the_database_is_back(), until_the_services_run()});
}

}  // namespace interlock
