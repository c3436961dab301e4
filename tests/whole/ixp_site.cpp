#include "tests/whole/ixp_site.h"

#include <fmt/core.h>
#include <gtest/gtest.h>
#include <pwd.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <sstream>

#include "engine/jcs.h"
#include "engine/version_file.h"
#include "tests/whole/own_mariadb.h"

namespace interlock {

namespace fs = std::filesystem;

namespace {

constexpr const char* root = "ixp";
constexpr const char* programs[] = {"php",       "composer", "bower",   "sudo",
                                    "systemctl", "git",      "mariadb", "mariadb-dump",
                                    "bzip2",     "rsync",    "chown",   "chmod"};

std::string new_name() {
  static std::atomic<int> count = 0;
  return "ixps_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
}

std::string web_user() {
  if (::geteuid() == 0) return "www-data";
  const passwd* user = ::getpwuid(::geteuid());
  return user ? user->pw_name : "nobody";
}

}  // namespace

IxpSite::IxpSite(const IxpKind& its_kind)
    : kind(its_kind),
      machine(kind.machine),
      target(kind.to),
      name(new_name()),
      cache_port_(free_port()),
      web_([this](const std::string& request) { return answer(request); }) {
  make_programs();
  make_repository();
  make_database();
  back_up();
  desk.write("standin/calls", "");
}

IxpSite::~IxpSite() {
  if (const std::string pid = desk.read("standin/cache.pid"); !pid.empty())
    ::kill(std::stoi(pid), SIGTERM);
  root_sql("DROP DATABASE IF EXISTS " + name);
  root_sql("DROP USER IF EXISTS " + name + "@'%'");
}

void IxpSite::make_programs() {
  fs::create_directories(desk.folder / "bin");
  for (const char* program : programs)
    fs::create_symlink(INTERLOCK_SOURCE "/tests/standins/ixp.sh", desk.folder / "bin" / program);
  fs::create_directories(desk.folder / "backups");
  desk.write("standin/php", kind.php + "\n");
  desk.write("standin/port", server("INTERLOCK_MY_PORT"));
  desk.write("standin/cache", cache_port_);
  desk.env["INTERLOCK_STANDIN"] = desk.path("standin");
  desk.env["PATH"] = desk.path("bin") + ":" + std::getenv("PATH");
  desk.env["GIT_CONFIG_GLOBAL"] = "/dev/null";
  EXPECT_EQ(desk.program({desk.path("bin/systemctl"), "restart", "memcached.service"}).exit, 0);
}

// The site is on a branch, as the guide has it; the repository is beyond its release.
void IxpSite::make_repository() const {
  const auto commit = [&](const IxpKind::Files& files, const std::string& version) {
    for (const auto& [file, text] : files) desk.write("origin/" + file, text);
    const Typed made =
        desk.program({"sh", "-c",
                      "cd origin && /usr/bin/git add -A && /usr/bin/git -c user.name=inex -c"
                      " user.email=inex@example.net commit -qm " +
                          version + " && /usr/bin/git tag v" + version});
    EXPECT_EQ(made.exit, 0) << made.err;
  };
  const Typed begun = desk.program({"sh", "-c", "/usr/bin/git init -qb release-v4 origin"});
  EXPECT_EQ(begun.exit, 0) << begun.err;
  commit(kind.before, kind.from);
  const Typed cloned = desk.program({"/usr/bin/git", "clone", "-q", "origin", root});
  EXPECT_EQ(cloned.exit, 0) << cloned.err;
  const Typed emptied = desk.program({"sh", "-c", "cd origin && /usr/bin/git rm -rq ."});
  EXPECT_EQ(emptied.exit, 0) << emptied.err;
  commit(kind.after, kind.to);
  const std::string in = std::string(root) + "/";
  for (const char* folder : {"storage/framework", "bootstrap/cache", "vendor/composer"})
    fs::create_directories(desk.folder / (in + folder));
  desk.write(in + ".env", "APP_KEY=base64:abc\nAPP_URL=" + web_.url() +
                              "\nDB_HOST=127.0.0.1\nDB_DATABASE=" + name + "\nDB_USERNAME=" + name +
                              "\nDB_PASSWORD=" + password +
                              "\nCACHE_DRIVER=memcached\nDOCTRINE_CACHE=memcached\n");
  for (const std::string& command :
       {std::string("composer --working-dir=. install"),
        std::string(
            "[ ! -e bower.json ] || bower --config.interactive=false --config.cwd=. update"),
        "chown -R " + web_user() + ": bootstrap/cache composer.lock storage vendor"})
    EXPECT_EQ(shell(command).exit, 0) << command;
}

// Doctrine makes its tables once for all sites of a program; MariaDB's own words do it then.
void IxpSite::make_database() const {
  static std::map<std::string, std::string> made;
  root_sql("CREATE DATABASE " + name + " CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci");
  root_sql("CREATE USER " + name + "@'%' IDENTIFIED BY '" + password + "'");
  root_sql("GRANT ALL ON " + name + ".* TO " + name + "@'%'");
  root_sql("GRANT PROCESS, SET USER ON *.* TO " + name + "@'%'");
  std::string& sql = made[kind.from];
  desk.write("made.sql", sql.empty() ? kind.sql : sql);
  if (sql.empty() && kind.doctrine) {
    const Typed created = shell("php $PWD/artisan doctrine:schema:update --force");
    EXPECT_EQ(created.exit, 0) << created.out << created.err;
  }
  const Typed loaded =
      desk.program(as_root({"mariadb", name, "-e", "source " + desk.path("made.sql")}));
  EXPECT_EQ(loaded.exit, 0) << loaded.err;
  if (sql.empty()) sql = desk.program(as_root({"mariadb-dump", "--triggers", name})).out;
}

void IxpSite::back_up() const {
  const Typed dumped = desk.program(as_root(
      {"mariadb-dump", "--result-file=" + desk.path("backups/nightly.sql"), "--triggers", name}));
  EXPECT_EQ(dumped.exit, 0) << dumped.err;
}

std::vector<std::string> IxpSite::as_root(std::vector<std::string> words) const {
  const std::vector<std::string> where{"--no-defaults", "-h127.0.0.1",
                                       "-P" + server("INTERLOCK_MY_PORT"),
                                       "-u" + server("INTERLOCK_MY_USER")};
  words.front() = "/usr/bin/" + words.front();
  words.insert(words.begin() + 1, where.begin(), where.end());
  return words;
}

Typed IxpSite::root_sql(const std::string& statement) const {
  const Typed ran = desk.program(as_root({"mariadb", "-N", "-e", statement}));
  EXPECT_EQ(ran.exit, 0) << statement << ": " << ran.err;
  return ran;
}

std::string IxpSite::sql(const std::string& statement) const {
  const Typed ran = desk.program(as_root({"mariadb", "-N", name, "-e", statement}));
  EXPECT_EQ(ran.exit, 0) << statement << ": " << ran.err;
  return ran.out;
}

Typed IxpSite::shell(const std::string& command) const {
  return desk.program({"sh", "-c", "cd " + std::string(root) + " && " + command});
}

std::string IxpSite::contents() const {
  const Typed dump = desk.program(as_root({"mariadb-dump", "--skip-comments", "--events",
                                           "--routines", "--triggers", "--databases", name}));
  EXPECT_EQ(dump.exit, 0) << dump.err;
  const Typed files = shell(
      "/usr/bin/git rev-parse HEAD; /usr/bin/git status --porcelain; cat"
      " vendor/composer/installed.json public/bower_components/*/.bower.json .env;"
      " ls storage/framework bootstrap/cache");
  return files.out + dump.out;
}

std::string IxpSite::answer(const std::string& request) const {
  std::istringstream told(desk.read("standin/web"));
  std::string path, status;
  if (std::getline(told, path) && request.starts_with("GET " + path + " ")) {
    std::getline(told, status);
    return reply(status, {std::istreambuf_iterator<char>(told), {}});
  }
  const std::string in = std::string(root) + "/";
  if (fs::exists(desk.folder / (in + "storage/framework/down")))
    return reply("503 Service Unavailable", "Be right back.");
  if (request.starts_with("GET / ")) return reply("200 OK", "Welcome.");
  if (!request.starts_with("GET /api/v4/ping ")) return reply("404 Not Found", "");
  for (const char* file : {"version.php", "library/IXP/Version.php"})
    if (const auto is = version_in(file, desk.read(in + file)); is && !is->empty())
      return reply("200 OK", R"({"software":"IXP Manager","version":")" + *is + "\"}");
  return reply("500 Internal Server Error", "");
}

std::string IxpSite::told_by_web(const std::string& path) const {
  const std::string said = answer("GET " + path + " HTTP/1.1\r\n\r\n");
  return said.substr(9, 4) + said.substr(said.find("\r\n\r\n") + 4);
}

std::vector<std::string> IxpSite::words(const std::string& verb,
                                        std::vector<std::string> more) const {
  std::vector<std::string> words{
      verb,     machine,
      "--root", desk.path(root),
      "--to",   target,
      "--set",  "backups=" + desk.path("backups"),
      "--set",  "database=mysql://127.0.0.1:" + server("INTERLOCK_MY_PORT") + "/" + name,
      "--set",  "cache=memcached://127.0.0.1:" + cache_port_};
  if (::geteuid() != 0) words.insert(words.end(), {"--set", "www_user=" + web_user()});
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

Typed IxpSite::type(const std::string& verb, std::vector<std::string> more) const {
  return desk.interlock(words(verb, std::move(more)));
}

Typed IxpSite::led() const {
  Typed typed = type("run", {"--yes", target});
  while (say_yes(desk, typed)) typed = desk.interlock({"resume"});
  return typed;
}

void IxpSite::fails(const std::string& text, int times, int spared) const {
  desk.write("standin/fails", fmt::format("{} {} {}\n", spared, times, text));
}

void IxpSite::lies(const std::string& text, int times, int spared) const {
  desk.write("standin/lies", fmt::format("{} {} {}\n", spared, times, text));
}

void IxpSite::afterwards(const std::string& text, const std::string& script) const {
  desk.write("standin/after", text + "\n" + script + "\n");
}

void IxpSite::web_says(const std::string& path, const std::string& status,
                       const std::string& body) const {
  desk.write("standin/web", path + "\n" + status + "\n" + body);
}

void IxpSite::mend() const {
  for (const char* file : {"fails", "lies", "after", "web", "breaks"})
    fs::remove(desk.folder / "standin" / file);
}

void IxpSite::hasten(const Known& known) {
  Value text = json(known.text());
  Value::List transitions = text["transitions"].list();
  for (Value& transition : transitions) {
    const State* from = find_state(known.machine(), transition["from"].text());
    if (!from || from->phase == Phase::back) continue;
    Value::List asked = transition["require"].list();
    std::erase_if(asked,
                  [](const Value& guard) { return guard["check"].text() == "operator.confirms"; });
    if (!asked.empty()) transition.set("require", std::move(asked));
  }
  text.set("transitions", std::move(transitions));
  desk.write("machines/" + kind.machine + ".json", canonical(text));
  machine = desk.path("machines/" + kind.machine + ".json");
}

std::string missing_for(const IxpKind& kind) {
  if (server("INTERLOCK_MY_PORT").empty()) return "no MariaDB is named: see ./dev test";
  if (kind.doctrine && !fs::exists("/usr/share/php/Doctrine/ORM/autoload.php"))
    return "Doctrine (php-doctrine-orm) is not installed";
  return {};
}

}  // namespace interlock
