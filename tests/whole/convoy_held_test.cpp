// What holds an upgrade of Convoy that has begun, and its way back: one run meets every reason,
// one after the other, each alone, and goes on when it is gone.
#include "tests/whole/convoy_held.h"

namespace interlock {
namespace {

const std::string a_container = "docker compose up -d workspace";
const std::string no_container = "docker compose down";
const std::string a_job = "redis LPUSH convoy_database_queues:default '{}'";
const std::string no_job = "redis DEL convoy_database_queues:default";
const std::string an_installation = "sql \"UPDATE servers SET status = 'installing' WHERE id = 1\"";
const std::string no_installation = "sql 'UPDATE servers SET status = NULL WHERE id = 1'";
const std::string up = "docker compose exec -T workspace php artisan up";
const std::string open_door = "mv storage/framework/down ..; answers 503";
const std::string shut_door = "mv ../down storage/framework/down; answers_itself";
const std::string no_account = "sql \"ALTER USER convoy_user@'%' ACCOUNT LOCK\"";
const std::string its_account = "sql \"ALTER USER convoy_user@'%' ACCOUNT UNLOCK\"";
const std::string no_redis = "redis CONFIG SET requirepass secret";
const std::string its_redis = "redis -a secret CONFIG SET requirepass ''";

const std::string a_migration = "2023_05_28_151803_drop_sso_tokens_table";
const std::string an_old_migration = "2023_03_06_212114_create_job_batches_table";
std::string unrecorded(const std::string& migration) {
  return "sql \"DELETE FROM migrations WHERE migration = '" + migration + "'\"";
}
std::string recorded(const std::string& migration) {
  return "sql \"INSERT INTO migrations (migration, batch) VALUES ('" + migration + "', 1)\"";
}

// InnoDB tells of a transaction anew only when nobody has asked for 0.1 s.
std::string until(const std::string& query) {
  return "until_told sql \"DO SLEEP(0.2); " + query + "\"";
}
std::string until_a_session(const std::string& is_so) {
  return until("SELECT 1 FROM information_schema.PROCESSLIST WHERE " + is_so);
}
// What the server itself does in a session of its own, which such a condition tells of.
std::string doing(const std::string& name, const std::string& statements,
                  const std::string& is_so) {
  return "sql 'SET GLOBAL event_scheduler = ON'; sql \"CREATE EVENT " + name +
         " ON SCHEDULE AT NOW() DO BEGIN " + statements + "; END\" --delimiter=//; " +
         until_a_session(is_so);
}
const std::string transaction = "START TRANSACTION; UPDATE users SET name = 'x'; DO SLEEP(600)";
const std::string no_transaction = until(
    "SELECT 1 FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM information_schema.INNODB_TRX)"
    " AND NOT EXISTS (SELECT 1 FROM information_schema.PROCESSLIST"
    " WHERE COMMAND IN ('Connect', 'Killed'))");
// Whoever waits ends before that for which it waits.
const std::string calm =
    "sql \"SET GLOBAL init_connect = ''; SET GLOBAL event_scheduler = OFF\"; for id in $(sql "
    "\"SELECT ID FROM information_schema.PROCESSLIST WHERE COMMAND = 'Connect' ORDER BY ID DESC\");"
    " do sql \"KILL $id\"; done; " +
    no_transaction;

std::vector<Hold> of_containers(const std::string& state, const Texts& by_redis) {
  return {after(state + "/container.all_running@host", "docker compose stop caddy",
                "docker compose up -d"),
          after("", no_account, its_account, {state + "/server.reachable@database"}),
          after("", no_redis, its_redis, by_redis),
          after(state + "/maintenance.laravel_on@files", open_door, shut_door),
          after(state + "/http.status_is@web", "answers 200", "answers_itself")};
}

const std::vector<Hold> before_the_copy = {
    // Always: what comes next spoils what is asked before the first step too.
    {.key = "drained/queue.laravel_redis_idle@queue", .spoil = a_job, .mend = no_job},
    {.key = "drained/queue.convoy_idle@database",
     .spoil = an_installation,
     .mend = no_installation,
     .slow = true},
    // What fails leads back from here, what cannot be told does not.
    {.spoil = "answers 0", .mend = "answers_itself", .unknown = {"shut/http.status_is@web"}},
    after("shut/http.status_is@web", "answers 200", "answers_itself"),
    after("shut/maintenance.laravel_on@files", open_door, shut_door),
    after("shut/queue.laravel_redis_idle@queue", a_job, no_job),
    after("shut/queue.convoy_idle@database", an_installation, no_installation),
    by_hand("/convoy down", no_container),
    after("stopped/container.none_running@host", a_container, no_container),
};

const std::vector<Hold> before_it_migrates = {
    by_hand_without("rsync", "rsync -a --delete ./ $COPY/"),
    {.key = "backed_up/container.none_running@host",
     .spoil = a_container,
     .mend = no_container,
     .verb = {"retry"}},
    after("backed_up/backup.copy_matches@files", "echo >>$COPY/composer.lock",
          "rsync -a ./ $COPY/"),
    after("backed_up/backup.has_secret@files", "sed -i s/^APP_KEY/OLD_KEY/ .env $COPY/.env",
          "sed -i s/^OLD_KEY/APP_KEY/ .env $COPY/.env"),
    by_hand_without("tar", "tar -xzf $ARCHIVE; chmod -R o+w storage bootstrap/cache"),
    {.key = "unpacked/container.none_running@host",
     .spoil = a_container,
     .mend = no_container,
     .verb = {"retry"}},
    after("unpacked/version.installed_is@files",
          "mv $ARCHIVE ..; sed -i s/3.10.2/3.10.1/ config/app.php; tar -czf $ARCHIVE config",
          "mv ../panel-*.tar.gz $ARCHIVE; sed -i s/3.10.1/3.10.2/ config/app.php"),
    after("unpacked/files.as_in_archive@files", "mv composer.lock ..", "mv ../composer.lock ."),
    after("unpacked/files.writable_by@files", "chmod o-w storage/logs", "chmod o+w storage/logs"),
    after("unpacked/backup.has_secret@files", "sed -i s/^APP_KEY=./APP_KEY=/ .env",
          "cp -p $COPY/.env .env"),
    by_hand("up -d database redis", "docker compose up -d database redis; awake"),
    after("", no_account, its_account, {"awake/server.reachable@database"}),
    after("", no_redis, its_redis, {"awake/server.reachable@queue"}),
};

const std::vector<Hold> around_the_migrations = {
    {.key = "migrated/migration.pending_are@database",
     .spoil = "mv database/migrations/" + a_migration + ".php ..",
     .mend = "mv ../" + a_migration + ".php database/migrations"},
    {.key = "migrated/migration.not_half_applied@database",
     .spoil = unrecorded(an_old_migration),
     .mend = recorded(an_old_migration)},
    {.key = "migrated/activity.no_idle_in_transaction@database",
     .spoil = until_a_session("COMMAND = 'Sleep' AND TIME >= 1"),
     .mend = no_transaction,
     .session = {"START TRANSACTION", "SELECT COUNT(*) FROM users"}},
    {.key = "migrated/activity.no_prepared_transactions@database",
     .spoil = "sql \"XA START 'x'; UPDATE users SET name = 'x'; XA END 'x'; XA PREPARE 'x'\"; " +
              until("SELECT 1 FROM information_schema.INNODB_TRX WHERE trx_mysql_thread_id = 0"),
     .mend = "sql \"XA ROLLBACK 'x'\"; " + no_transaction},
    {.key = "migrated/activity.no_ddl_in_progress@database",
     .spoil = doing("one", transaction, "STATE = 'User sleep'") + "; " +
              doing("another", "ALTER TABLE users ADD own int",
                    "STATE = 'Waiting for table metadata lock'"),
     .mend = calm},
    // For a session that begins now the server's clock is an hour ahead.
    {.key = "migrated/activity.no_long_transactions@database",
     .spoil = doing("third", transaction, "STATE = 'User sleep'") +
              "; sql \"SET GLOBAL init_connect = 'SET timestamp = UNIX_TIMESTAMP() + 3600'\"",
     .mend = calm},
    {.key = "migrated/maintenance.laravel_on@files", .spoil = open_door, .mend = shut_door},
    by_hand("migrate --force", "docker compose exec -T workspace php artisan migrate --force"),
    after("migrated/migration.none_pending@database", unrecorded(a_migration),
          recorded(a_migration)),
    after("migrated/integrity.no_invalid_objects@database",
          "sql 'CREATE TABLE base (id int); CREATE VIEW own AS SELECT id FROM base;"
          " DROP TABLE base'",
          "sql 'DROP VIEW own'"),
    by_hand("/convoy down", no_container + "; docker compose up -d; awake; horizon running"),
    after("started/container.images_current@host", "docker compose build", "docker compose up -d"),
    after("started/queue.horizon_alive@queue", "horizon paused", "horizon running"),
};

const std::vector<Hold> before_users_are_let_in = {
    {.key = "open/migration.none_pending@database",
     .spoil = unrecorded(a_migration),
     .mend = recorded(a_migration)},
    {.key = "open/data.rows_kept@database",
     .spoil = "sql 'DELETE FROM servers WHERE id = 3'",
     .mend = "sql \"INSERT INTO servers (id, name, node_id) VALUES (3, 'broken', 1)\""},
    by_hand("php artisan up", up),
    after("open/maintenance.laravel_off@files", "touch storage/framework/down; answers 200",
          "rm storage/framework/down; answers_itself"),
    after("open/http.status_is@web", "answers 500", "answers_itself"),
};

const std::vector<Hold> before_it_is_verified = {
    {.key = "upgraded/http.body_has@web",
     .spoil = "answers 200",
     .mend = "answers_itself",
     .slow = true},
    {.key = "upgraded/migration.none_pending@database",
     .spoil = unrecorded(a_migration),
     .mend = recorded(a_migration),
     .slow = true},
    {.key = "upgraded/queue.horizon_alive@queue",
     .spoil = "horizon paused",
     .mend = "horizon running",
     .slow = true},
    {.key = "upgraded/queue.failed_jobs_kept@database",
     .spoil = "sql \"INSERT INTO failed_jobs (uuid) VALUES ('f2')\"",
     .slow = true},
};

const std::vector<Hold> once_users_are_let_in = {
    {.unknown = {"mixed_stopped/operator.confirms@operator"},
     .warned = {"mixed_stopped/data.changes_listed@database"},
     .verb = {"back", "--yes"}},
    by_hand("/convoy down", no_container),
    after("mixed_stopped/container.none_running@host", a_container, no_container),
};

const std::vector<Hold> on_the_way_back = {
    {.failing = "/convoy down", .verb = {"back", "--yes"}},
    after("mixed_stopped/container.none_running@host", a_container, no_container),
    {.key = "folder_back/backup.unchanged@files",
     .spoil = "echo >>$COPY/composer.lock",
     .mend = "truncate -s -1 $COPY/composer.lock"},
    {.key = "folder_back/container.none_running@host", .spoil = a_container, .mend = no_container},
    by_hand_without("rsync", "rsync -a --checksum --delete $COPY/ ./"),
    after("folder_back/backup.copy_matches@files", "echo >>composer.lock",
          "truncate -s -1 composer.lock"),
    after("folder_back/maintenance.laravel_on@files",
          "mv storage/framework/down ..; mv $COPY/storage/framework/down ../copied",
          "mv ../down storage/framework; mv ../copied $COPY/storage/framework/down"),
    by_hand("build --no-cache", ""),
    {.key = "old_stopped/container.images_built_since@host",
     .mend = "docker compose build --no-cache"},
    by_hand("/convoy up -d", "docker compose up -d; awake"),
};

const std::vector<Hold> before_users_are_let_in_again = {
    by_hand("php artisan up", up),
    after("recovered/maintenance.laravel_off@files",
          "touch storage/framework/down; answers '200 \"version\":\"3.8.1-beta\"'",
          "rm storage/framework/down; answers_itself"),
    after("recovered/http.body_has@web", "answers '200 \"version\":\"3.10.2-beta\"'",
          "answers_itself"),
};

TEST_F(ConvoyHeld, OnItsWayForEachReasonAndForThatAlone) {
  begin("start_old");
  const Texts by_redis = {"started/queue.horizon_alive@queue", "started/server.reachable@queue"};
  held_for_each(some_of({before_the_copy, before_it_migrates, around_the_migrations,
                         of_containers("started", by_redis), before_users_are_let_in,
                         before_it_is_verified, once_users_are_let_in}));
  ends_as_before();
}

TEST_F(ConvoyHeld, OnItsWayBackForEachReasonAndForThatAlone) {
  begin("none");
  held_for_each({by_hand_without("tar", "echo >>composer.lock")});
  held_for_each(
      some_of({on_the_way_back, of_containers("old_shut", {"old_shut/server.reachable@queue"}),
               before_users_are_let_in_again}));
  ends_as_before();
}

}  // namespace
}  // namespace interlock
