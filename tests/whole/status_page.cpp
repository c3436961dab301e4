#include "tests/whole/status_page.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>

#include "engine/jcs.h"
#include "tests/whole/crashed.h"
#include "tests/whole/status_page_made.h"

namespace interlock {

namespace fs = std::filesystem;

namespace {

const Texts services = {"status-page", "status-page-scheduler", "status-page-rq"};

constexpr const char* sudo = R"(#!/bin/sh
# sudo -n -u postgres COMMAND: to the superuser of the tests' PostgreSQL.
[ ! -e "$INTERLOCK_STANDIN/no_sudo" ] || { echo "sudo: a password is required" >&2; exit 1; }
shift 3
unset PGPASSWORD
PGHOST=127.0.0.1 PGUSER="$INTERLOCK_PG_USER" exec "$@"
)";

// What the units do with Redis when they are started and stopped: RQ's own code does it, or
// where a test must be quick the same is done to the keys that are there.
constexpr const char* hook = R"(#!/bin/sh
rq() { exec /usr/bin/python3 "$INTERLOCK_RQ_SITE" "$INTERLOCK_REDIS_PORT" "$STANDIN_REDIS" "$@"; }
redis() { redis-cli -p "$INTERLOCK_REDIS_PORT" -n "$STANDIN_REDIS" "$@" >/dev/null; }
now=$(date -u +%FT%T.%6NZ) worker=rq:worker:standin instance=rq:scheduler_instance:9a
quick=; [ ! -e "$INTERLOCK_STANDIN/migrate.sql" ] || quick="quick "
case "$quick$1 $2" in
  "start status-page-rq") rq work high default low >/dev/null ;;
  "stop status-page-rq") rq leave ;;
  "start status-page-scheduler") rq schedule queuing.apps.maintenance_automation \
    queuing.apps.subscriber_automation queuing.apps.metric_automation queuing.apps.housekeeping ;;
  "stop status-page-scheduler") rq end_scheduler ;;
  "quick start status-page-rq")
    redis HSET $worker birth "$now" last_heartbeat "$now" queues high,default,low
    redis SADD rq:workers $worker ;;
  "quick stop status-page-rq") redis DEL rq:workers ;;
  "quick start status-page-scheduler")
    redis HDEL $instance death; redis HSET $instance birth 1
    for job in maintenance_automation subscriber_automation metric_automation housekeeping; do
      redis HSET rq:job:$job description queuing.apps.$job
      redis ZADD rq:scheduler:scheduled_jobs $(($(date +%s) + 3600)) $job
    done ;;
  "quick stop status-page-scheduler") redis HSET $instance death 1 ;;
esac
)";

constexpr const char* wrapper = R"(#!/bin/sh
name=${0##*/}
PATH=${PATH#*:}
echo "$name $*" >>"$INTERLOCK_STANDIN/calls"
real() { "$name" "$@"; }
if [ -e "$INTERLOCK_STANDIN/break" ]; then
  case "$name $*" in $(cat "$INTERLOCK_STANDIN/break")) . "$INTERLOCK_STANDIN/instead"; exit ;; esac
fi
exec "$name" "$@"
)";

int next_number() {
  static int number = 0;
  return ++number;
}

}  // namespace

StatusPage::StatusPage(const Known* known) {
  const Pristine& from = pristine();
  const int number = next_number();
  name_ = from.role + "_" + std::to_string(number);
  redis_database_ = std::to_string(1 + (::getpid() + 37 * number) % 999);
  admin_does(desk, "postgres",
             {"CREATE DATABASE " + name_ + " TEMPLATE " + from.role + " OWNER " + from.role});
  EXPECT_EQ(desk.program({"cp", "-a", from.desk.path("made/site"), root()}).exit, 0);
  desk.env["INTERLOCK_STANDIN"] = desk.path("standin");
  desk.env["INTERLOCK_RQ_SITE"] = INTERLOCK_SOURCE "/tests/live/rq_site.py";
  desk.env["STANDIN_REDIS"] = redis_database_;
  desk.env["PYTHONDONTWRITEBYTECODE"] = "1";
  make_programs();
  make_units();
  desk.env["PATH"] =
      desk.path("bin") + ":" INTERLOCK_BINARY "/tests/standins:" + std::getenv("PATH");
  web_ = std::make_unique<WebSide>(desk, "status_page_web.py");
  configure();
  if (known) hasten(*known);
  redis({"FLUSHDB"});
  for (const char* unit : {"status-page-rq", "status-page-scheduler"})
    EXPECT_EQ(desk.program({desk.path("bin/hook"), "start", unit}).exit, 0);
  before_ = contents();
}

StatusPage::~StatusPage() {
  redis({"FLUSHDB"});
  admin_does(desk, "postgres", {"DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)"});
}

void StatusPage::make_programs() const {
  desk.write("bin/sudo", sudo);
  desk.write("bin/hook", hook);
  for (const char* name :
       {"git", "systemctl", "pg_dump", "pg_restore", "dropdb", "createdb", "tar"})
    desk.write(std::string("bin/") + name, wrapper);
  for (const auto& entry : fs::directory_iterator(desk.folder / "bin"))
    fs::permissions(entry.path(), fs::perms(0755));
  desk.write("standin/calls", "");
  desk.write("standin/database", name_);
}

void StatusPage::make_units() const {
  const std::string settings = root() + "/statuspage/statuspage/settings.py";
  Value units;
  for (const std::string& name : services)
    units.set(name, Value::Object{{"active", "active"},
                                  {"sub", "running"},
                                  {"since", 1700000000},
                                  {"tasks", 4},
                                  {"code", settings},
                                  {"loaded", "VERSION = '2.4.0'"}});
  desk.write("standin/state.json",
             canonical(Value::Object{{"units", units}, {"hook", desk.path("bin/hook")}}));
}

void StatusPage::configure() const {
  desk.write("status-page/statuspage/statuspage/configuration.py",
             configuration({name_, pristine().role, password, redis_database_, web_->port}));
}

std::vector<std::string> StatusPage::words(const std::string& verb,
                                           std::vector<std::string> more) const {
  Texts words{verb, machine, "--root", root(), "--to", target, "--set", "backups=" + backups};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

Typed StatusPage::type(const std::string& verb, std::vector<std::string> more) const {
  return desk.interlock(words(verb, std::move(more)));
}

void StatusPage::hasten(const Known& known) {
  Value its = json(known.text());
  Value::List transitions = its["transitions"].list();
  for (Value& transition : transitions) {
    if (!transition["wait"].null()) transition.set("wait", "1s");
    if (transition["id"].text() != "check") continue;
    Value::List require = transition["require"].list();
    std::erase_if(require,
                  [](const Value& guard) { return guard["check"].text() == "operator.confirms"; });
    transition.set("require", std::move(require));
  }
  its.set("transitions", std::move(transitions));
  desk.write("machines/status-page-2.json", canonical(its));
  machine = desk.path("machines/status-page-2.json");
  fs::copy_file(pristine().desk.path("made/migrate.sql"), desk.folder / "standin/migrate.sql");
}

void StatusPage::breaks(const std::string& pattern, const std::string& script) const {
  desk.write("standin/instead", script);
  desk.write("standin/break", pattern);
}

void StatusPage::mends() const {
  fs::remove(desk.folder / "standin/break");
  fs::remove(desk.folder / "standin/upgrade");
}

void StatusPage::upgrade_does(const std::string& script) const {
  desk.write("standin/upgrade", script);
}

std::string StatusPage::sql(const std::string& statement) const {
  const Typed typed = desk.program(as_admin({"psql", "-qAt", "-c", statement}, name_));
  EXPECT_EQ(typed.exit, 0) << typed.err;
  return typed.out;
}

void StatusPage::rq(std::vector<std::string> words) const {
  const Texts begin = {"/usr/bin/python3", desk.env.at("INTERLOCK_RQ_SITE"),
                       server("INTERLOCK_REDIS_PORT"), redis_database_};
  words.insert(words.begin(), begin.begin(), begin.end());
  const Typed typed = desk.program(words);
  EXPECT_EQ(typed.exit, 0) << typed.err;
}

std::string StatusPage::redis(std::vector<std::string> words) const {
  const Texts begin = {"redis-cli", "-p", server("INTERLOCK_REDIS_PORT"), "-n", redis_database_};
  words.insert(words.begin(), begin.begin(), begin.end());
  return desk.program(words).out;
}

std::string StatusPage::git(std::vector<std::string> words) const {
  const Texts begin = {"/usr/bin/git", "-C", root()};
  words.insert(words.begin(), begin.begin(), begin.end());
  return desk.program(words).out;
}

Value StatusPage::state() const {
  return json(desk.read("standin/state.json"));
}

void StatusPage::set_unit(const std::string& unit, const std::string& key, Value value) const {
  Value all = state(), units = all["units"], its = units[unit];
  its.set(key, std::move(value));
  units.set(unit, std::move(its));
  all.set("units", std::move(units));
  desk.write("standin/state.json", canonical(all));
}

std::string StatusPage::calls() const {
  return desk.read("standin/calls");
}

std::string StatusPage::contents() const {
  return desk.program(as_admin({"pg_dump", "--restrict-key=x", "--inserts"}, name_)).out;
}

std::vector<std::string> StatusPage::units_that_differ(bool upgraded) const {
  const std::string code = std::string("VERSION = '") + (upgraded ? "2.5.1" : "2.4.0") + "'";
  const Value all = state();
  Texts others;
  for (const std::string& name : services)
    if (all["units"][name]["sub"].text() != "running" ||
        all["units"][name]["loaded"].text().find(code) == std::string_view::npos)
      others.push_back(name);
  return others;
}

std::string StatusPage::differs_from(Final end) const {
  const bool upgraded = end == Final::success;
  if (const Texts units = units_that_differ(upgraded); !units.empty()) return units.front();
  if (git({"describe", "--tags", "--exact-match"}) != (upgraded ? "v2.5.1\n" : "v2.4.0\n"))
    return "the checkout: " + git({"describe", "--tags"});
  if (!git({"status", "--porcelain"}).empty()) return "the tree: " + git({"status", "--porcelain"});
  const std::string css = desk.read("status-page/statuspage/static/statuspage-tailwind.css");
  if (css != (upgraded ? "/* 2.5.1 */\n" : "/* 2.4.0 */\n")) return "the static files: " + css;
  if (upgraded) {
    const std::string rows = sql("SELECT count(*) FROM django_migrations");
    return rows == "66\n" ? "" : "the migrations: " + rows;
  }
  const Typed same = desk.program({"diff", "-r", "-x", ".git", "-x", "configuration.py",
                                   pristine().desk.path("made/site"), root()});
  if (same.exit != 0) return "the folder: " + same.out;
  return contents() == before_ ? "" : "the database";
}

std::vector<std::string> StatusPage::failed() const {
  Texts keys;
  for (const Event& event : events_of_run(desk)) {
    if (event.type == "state.entered" && !keys.empty()) break;
    if (event.type != "check.result" || event.outcome != "fail") continue;
    const std::string key(event.data["key"].text());
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
  }
  return keys;
}

std::string StatusPage::run_id() const {
  return events_of_run(desk).back().run;
}

}  // namespace interlock
