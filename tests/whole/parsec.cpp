#include "tests/whole/parsec.h"

#include <fmt/core.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <set>

#include "engine/cli/session.h"
#include "engine/jcs.h"
#include "tests/whole/crashed.h"

namespace interlock {

const std::string good_migration =
    "ALTER TABLE organization ADD tos_updated_on TEXT, ADD tos_per_locale_urls TEXT;"
    "ALTER TABLE user_ ADD tos_accepted_on TEXT;"
    "INSERT INTO migration VALUES (6, 'tos', now());";

namespace {

// The tables of a release, all columns text; `migration` as it is.
std::string schema_of(const std::string& version) {
  const Catalogue catalogue = catalogue_in(releases_of("Parsec server", {}));
  const Release* release = find_release(catalogue, version);
  if (!release) return {};
  std::string sql =
      "CREATE TABLE migration (_id INTEGER PRIMARY KEY, name VARCHAR(256) NOT NULL UNIQUE, "
      "applied TIMESTAMPTZ NOT NULL);";
  for (const auto& [table, columns] : release->columns) {
    if (table == "migration") continue;
    sql += "CREATE TABLE \"" + table + "\" (";
    for (const std::string& column : columns)
      sql += (column == columns.front() ? "\"" : ", \"") + column + "\" TEXT";
    sql += ");";
  }
  int number = 0;
  for (const std::string& migration : release->migrations) {
    const auto at = migration.find('_');
    const std::string its_name = migration.substr(at + 1, migration.find(".sql") - at - 1);
    ++number;
    sql += "INSERT INTO migration VALUES (" + std::to_string(number) + ", '" + its_name +
           "', TIMESTAMPTZ '2026-01-01 10:00:00Z' + interval '" + std::to_string(number) +
           " days');";
  }
  return sql;
}

constexpr const char* wrapper = R"(#!/bin/sh
name=${0##*/}
PATH=${PATH#*:}
real() { "$name" "$@"; }
if [ -e "$INTERLOCK_STANDIN/break" ]; then
  case "$name $*" in $(cat "$INTERLOCK_STANDIN/break")) . "$INTERLOCK_STANDIN/instead"; exit ;; esac
fi
exec "$name" "$@"
)";

std::string quoted_in_sql(const std::string& text) {
  std::string quoted;
  for (const char c : text) quoted += c == '\'' ? std::string("''") : std::string(1, c);
  return "'" + quoted + "'";
}

}  // namespace

std::string url_encoded(const std::string& text) {
  std::string encoded;
  for (const char c : text)
    encoded += std::isalnum(static_cast<unsigned char>(c)) || c == '-'
                   ? std::string(1, c)
                   : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  return encoded;
}

Parsec::Parsec(std::string its_password) : password(std::move(its_password)) {
  static std::atomic<int> count = 0;
  name_ = "parsec_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
  make_database();
  make_files();
  serve();
}

Parsec::~Parsec() {
  ::close(web_stdin_);
  ::waitpid(web_pid_, nullptr, 0);
  desk.env["PGPASSWORD"] = "";
  for (const std::string& words :
       {"DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)", "DROP ROLE IF EXISTS " + name_})
    desk.program(
        {"psql", "-h", "127.0.0.1", "-p", port_, "-U", admin_, "-d", "postgres", "-c", words});
}

void Parsec::make_database() {
  const auto as_admin = [&](const std::string& database, const std::string& words) {
    const Typed psql = desk.program({"psql", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p",
                                     port_, "-U", admin_, "-d", database, "-c", words});
    EXPECT_EQ(psql.exit, 0) << psql.err;
  };
  as_admin("postgres",
           "CREATE ROLE " + name_ + " SUPERUSER LOGIN PASSWORD " + quoted_in_sql(password));
  as_admin("postgres", "CREATE DATABASE " + name_ + " OWNER " + name_);
  as_admin(name_, "SET ROLE " + name_ + ";" + schema_of("3.0.0") +
                      "INSERT INTO organization (_id, organization_id) VALUES ('1', 'Acme');"
                      "INSERT INTO user_ (_id, user_id) VALUES ('1', 'alice'), ('2', 'bob');");
}

void Parsec::make_files() {
  desk.write("parsec/parsec-server.docker.yaml",
             "services:\n"
             "  parsec-postgres:\n    image: postgres:14.10-alpine\n"
             "  parsec-server:\n    image: ghcr.io/scille/parsec-cloud/parsec-server:3.0.0\n"
             "    ports: [\"6777:6777\"]\n");
  desk.write("parsec/parsec-db.env", "PARSEC_DB=postgresql://" + name_ + ":" +
                                         url_encoded(password) + "@parsec-postgres:5432/" + name_ +
                                         "\n");
  desk.write("parsec/parsec-admin-token.env", "PARSEC_ADMINISTRATION_TOKEN=" + token + "\n");
  desk.write("backups/.keep", "");
  const std::string image = "ghcr.io/scille/parsec-cloud/parsec-server:3.0.0";
  const Value state = Value::Object{
      {"images", Value::List{image}},
      {"early", 3600},
      {"container",
       Value::Object{
           {"image", image}, {"state", "running"}, {"started", 1700000000}, {"restarts", 0}}},
      {"postgres", Value::Object{{"host", "127.0.0.1"},
                                 {"port", port_},
                                 {"user", name_},
                                 {"name", name_},
                                 {"password", password}}},
      {"migrator", Value::Object{{"dry", "0006_tos.sql \xE2\x9C\x94"},
                                 {"text", "0006_tos.sql \xE2\x9C\x94"},
                                 {"sql", good_migration},
                                 {"exit", 0}}}};
  desk.write("standin/state.json", canonical(state));
  desk.write("standin/calls", "");
  desk.env["INTERLOCK_STANDIN"] = desk.path("standin");
  desk.env["STANDIN_TOKEN"] = token;
  desk.env["PATH"] = std::string(INTERLOCK_BINARY "/tests/standins:") + std::getenv("PATH");
}

void Parsec::serve() {
  int to[2], from[2];
  if (::pipe(to) != 0 || ::pipe(from) != 0) throw std::runtime_error("no pipe");
  web_pid_ = ::fork();
  if (web_pid_ == 0) {
    ::dup2(to[0], 0);
    ::dup2(from[1], 1);
    for (const int fd : {to[0], to[1], from[0], from[1]}) ::close(fd);
    for (const auto& [name, value] : desk.env) ::setenv(name.c_str(), value.c_str(), 1);
    ::execlp("python3", "python3", INTERLOCK_SOURCE "/tests/standins/web.py", nullptr);
    ::_exit(127);
  }
  ::close(to[0]);
  ::close(from[1]);
  web_stdin_ = to[1];
  for (char c = 0; ::read(from[0], &c, 1) == 1 && c != '\n';) web_port_ += c;
  ::close(from[0]);
}

std::vector<std::string> Parsec::words(const std::string& verb,
                                       std::vector<std::string> more) const {
  std::vector<std::string> words{verb,     machine,
                                 "--root", desk.path("parsec"),
                                 "--to",   target,
                                 "--set",  "backups=" + desk.path("backups"),
                                 "--set",  "database=postgresql://127.0.0.1:" + port + "/" + name_,
                                 "--set",  "web=http://127.0.0.1:" + web_port_};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

Typed Parsec::type(const std::string& verb, std::vector<std::string> more) {
  return desk.interlock(words(verb, std::move(more)));
}

Typed Parsec::typed_on_run(const std::string& verb, std::vector<std::string> more) {
  more.insert(more.begin(), verb);
  return desk.interlock(std::move(more));
}

void Parsec::set(const std::string& key, Value value) {
  Value state = this->state();
  state.set(key, std::move(value));
  desk.write("standin/state.json", canonical(state));
}

void Parsec::hasten(const Known& known) {
  const std::string file = "machines/" + machine + ".json";
  desk.write(file, known.text());
  machine = desk.path(file);
}

void Parsec::migrator(const std::string& text, const std::string& sql) {
  set("migrator",
      Value::Object{{"dry", "0006_tos.sql"}, {"text", text}, {"sql", sql}, {"exit", 0}});
}

void Parsec::breaks(const std::string& pattern, const std::string& script) {
  for (const char* name : {"docker", "cp", "sed"}) {
    const std::string program = std::string("bin/") + name;
    desk.write(program, wrapper);
    std::filesystem::permissions(desk.folder / program, std::filesystem::perms(0755));
  }
  if (!desk.env["PATH"].starts_with(desk.path("bin:")))
    desk.env["PATH"] = desk.path("bin:") + desk.env["PATH"];
  desk.write("standin/instead", script);
  desk.write("standin/break", pattern);
}

void Parsec::mends() const {
  std::filesystem::remove(desk.folder / "standin/break");
}

Value Parsec::state() const {
  return json(desk.read("standin/state.json"));
}

std::string Parsec::calls() const {
  return desk.read("standin/calls");
}

std::string Parsec::sql(const std::string& statement) const {
  return desk
      .program({"psql", "-qAt", "-h", "127.0.0.1", "-p", port_, "-U", admin_, "-d", name_, "-c",
                statement})
      .out;
}

void Parsec::start_by_hand(const std::string& version) const {
  const std::string docker = INTERLOCK_BINARY "/tests/standins/docker";
  const std::string file = desk.path("parsec/parsec-server.docker.yaml");
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{docker, "pull",
                                 "ghcr.io/scille/parsec-cloud/parsec-server:" + version},
        {"sed", "-i", "s|parsec-server:3.0.0|parsec-server:" + version + "|", file},
        {docker, "compose", "-f", file, "up", "-d", "parsec-server"}}) {
    const Typed typed = desk.program(words);
    EXPECT_EQ(typed.exit, 0) << typed.err;
  }
}

std::string Parsec::contents() const {
  const Typed dump = desk.program({"pg_dump", "-h", "127.0.0.1", "-p", port_, "-U", admin_,
                                   "--restrict-key=x", "--inserts", name_});
  return dump.out;
}

void Parsec::upgrade_by_hand() const {
  for (const char* format : {"custom", "plain"}) {
    const Typed dump =
        desk.program({"pg_dump", "-h", "127.0.0.1", "-p", port_, "-U", admin_, "--format", format,
                      "-f", desk.path(std::string("old.") + format), name_});
    EXPECT_EQ(dump.exit, 0) << dump.err;
  }
  sql(good_migration);
  EXPECT_EQ(sql("SELECT max(_id) FROM migration"), "6\n");
  start_by_hand("3.1.0");
}

std::string Parsec::differs_from(const std::string& version,
                                 const std::string& its_contents) const {
  const std::string image = "ghcr.io/scille/parsec-cloud/parsec-server:" + version;
  const Value container = state()["container"];
  if (container["state"].text() != "running") return "the server does not run";
  if (container["image"].text() != image) return "the image that runs";
  if (desk.read("parsec/parsec-server.docker.yaml").find("image: " + image + "\n") ==
      std::string::npos)
    return "the compose file";
  return contents() == its_contents ? "" : "the database";
}

}  // namespace interlock
