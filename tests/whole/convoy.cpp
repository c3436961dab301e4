#include "tests/whole/convoy.h"

#include <fmt/core.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>

#include "engine/jcs.h"
#include "tests/whole/convoy_release.h"
#include "tests/whole/crashed.h"

namespace interlock {

namespace fs = std::filesystem;

namespace {

// One that no other process has: all of 127.0.0.0/8 is this machine.
std::string own_address() {
  const auto pid = static_cast<unsigned>(::getpid());
  return fmt::format("127.{}.{}.{}", 64 + (pid >> 16) % 64, (pid >> 8) % 256, pid % 256);
}

}  // namespace

Convoy::Convoy(const std::string& installed, const std::string& next)
    : target(next), address_(own_address()) {
  static std::atomic<int> count = 0;
  number_ = ++count;
  desk.env["INTERLOCK_STANDIN"] = desk.path("standin");
  desk.env["PATH"] =
      desk.path("bin") + ":" INTERLOCK_BINARY "/tests/standins:" + std::getenv("PATH");
  make_folder(installed);
  const Typed copied = desk.program({"cp", "-a", made_database(desk, password, installed),
                                     desk.path("convoy/dockerfiles/mysql/data")});
  EXPECT_EQ(copied.exit, 0) << copied.err;
  make_programs();
  make_state();
  release(target);
  const Typed up = docker({"compose", "up", "-d"});
  EXPECT_EQ(up.exit, 0) << up.err;
  serve();
  await("mariadb --no-defaults -h" + address_ + " -P" + port(3306) + " -uconvoy_user -p" +
        password + " -e 'SELECT 1'");
  await_horizon();
}

Convoy::~Convoy() {
  docker({"compose", "down"});
  ::close(web_stdin_);
  ::waitpid(web_pid_, nullptr, 0);
}

// The containers are started, but what runs in them takes its time.
void Convoy::await(const std::string& command) const {
  const Typed typed = desk.program({"sh", "-c",
                                    "for i in $(seq 400); do (" + command +
                                        ") >/dev/null 2>&1 && exit 0; sleep 0.05; done; exit 1"});
  EXPECT_EQ(typed.exit, 0) << command << desk.read("standin/database.log");
}

void Convoy::await_horizon() const {
  await("redis-cli -h " + address_ + " -p " + port(6379) + " ZRANGE convoy_horizon:masters 0 0" +
        " | grep .");
}

void Convoy::horizon_says(const std::string& status) const {
  desk.write("standin/horizon", status);
  await("redis-cli -h " + address_ + " -p " + port(6379) +
        " HGET convoy_horizon:supervisor:web-a1:supervisor-1 status | grep -x " + status);
}

bool Convoy::in_maintenance() const {
  return fs::exists(desk.folder / "convoy/storage/framework/down");
}

void Convoy::make_folder(const std::string& installed) {
  write_convoy(desk, "convoy", installed);
  desk.write("convoy/.env",
             "APP_NAME=Convoy\nAPP_ENV=production\nAPP_KEY=base64:c29tZXRoaW5nIHZlcnkgc2VjcmV0\n"
             "APP_URL=http://" +
                 address_ + ":" + port(8080) +
                 "\nDB_CONNECTION=mysql\nDB_HOST=database\nDB_PORT=3306\nDB_DATABASE=convoy\n"
                 "DB_USERNAME=convoy_user\nDB_PASSWORD=" +
                 password +
                 "\nQUEUE_CONNECTION=redis\nREDIS_HOST=redis\nREDIS_PASSWORD=null\n"
                 "REDIS_PORT=6379\n");
  desk.write(
      "convoy/docker-compose.yml",
      "services:\n  caddy:\n    image: caddy:2.6.2-alpine\n"
      "  php:\n    build: ./dockerfiles/php\n  workspace:\n    build: ./dockerfiles/workspace\n"
      "  workers:\n    build: ./dockerfiles/workers\n"
      "  redis:\n    image: redis:7.0.4-alpine3.16\n    ports: ['" +
          address_ + ":" + port(6379) +
          ":6379']\n  database:\n    image: mysql:8.0.29\n    ports: ['" + address_ + ":" +
          port(3306) + ":3306']\n    volumes: ['./dockerfiles/mysql/data:/var/lib/mysql']\n");
  desk.write("convoy/vendor/composer/installed.json", convoy_lock(installed));
  desk.write("convoy/bootstrap/cache/config.php", convoy_app(installed));
  desk.write("convoy/bootstrap/cache/routes-v7.php", "<?php\n");
  desk.write("convoy/storage/framework/.keep", "");
  desk.write("convoy/storage/logs/laravel.log", "");
  desk.write("convoy/dockerfiles/mysql/.keep", "");
  desk.write("backups/.keep", "");
  desk.write("standin/calls", "");
}

// curl, rsync and tar fail as often as a file has lines that is called after them.
void Convoy::make_programs() const {
  const std::string begin =
      "#!/bin/sh\nfails=$INTERLOCK_STANDIN/fails.${0##*/}\n"
      "if [ -s \"$fails\" ]; then\n  sed -i 1d \"$fails\"\n"
      "  echo \"${0##*/}: it was to fail\" >&2\n  exit 1\nfi\n";
  desk.write("bin/curl", begin + "cp \"$INTERLOCK_STANDIN/panel.tar.gz\" \"$2\"\n");
  desk.write("bin/rsync", begin + "exec /usr/bin/rsync \"$@\"\n");
  desk.write("bin/tar", begin + "exec /usr/bin/tar \"$@\"\n");
  for (const char* name : {"bin/curl", "bin/rsync", "bin/tar"})
    fs::permissions(desk.folder / name, fs::perms(0755));
}

void Convoy::release(const std::string& version) const {
  fs::remove_all(desk.folder / "new");
  write_convoy(desk, "new", version);
  desk.write("new/docker-compose.yml", desk.read("convoy/docker-compose.yml"));
  pack({});
}

void Convoy::pack(const std::vector<std::string>& more) const {
  std::vector<std::string> words = {
      "/usr/bin/tar", "-czf",           desk.path("standin/panel.tar.gz"),
      "-C",           desk.path("new"), "config",
      "database",     "composer.lock",  "docker-compose.yml",
      ".env.example"};
  words.insert(words.end(), more.begin(), more.end());
  const Typed packed = desk.program(words);
  EXPECT_EQ(packed.exit, 0) << packed.err;
}

void Convoy::serve() {
  int to[2], from[2];
  if (::pipe(to) != 0 || ::pipe(from) != 0) throw std::runtime_error("no pipe");
  const std::string web_port = port(8080), folder = desk.path("convoy");
  web_pid_ = ::fork();
  if (web_pid_ == 0) {
    ::dup2(to[0], 0);
    ::dup2(from[1], 1);
    for (const int fd : {to[0], to[1], from[0], from[1]}) ::close(fd);
    ::setenv("INTERLOCK_STANDIN", desk.path("standin").c_str(), 1);
    ::execlp("python3", "python3", INTERLOCK_SOURCE "/tests/standins/panel.py", address_.c_str(),
             web_port.c_str(), folder.c_str(), nullptr);
    ::_exit(127);
  }
  ::close(to[0]);
  ::close(from[1]);
  web_stdin_ = to[1];
  char c = 0;
  while (::read(from[0], &c, 1) == 1 && c != '\n') {
  }
  ::close(from[0]);
}

std::vector<std::string> Convoy::words(const std::string& verb,
                                       std::vector<std::string> more) const {
  std::vector<std::string> words{verb,   machine, "--root", desk.path("convoy"),
                                 "--to", target,  "--set",  "backups=" + backups};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

Typed Convoy::type(const std::string& verb, std::vector<std::string> more) const {
  return desk.interlock(words(verb, std::move(more)));
}

Typed Convoy::led(const std::vector<std::string>& words,
                  const std::vector<std::string>& more) const {
  Typed typed = desk.interlock(with(words, more));
  for (const std::string state : {"checked", "mixed_stopped"}) {
    if (typed.exit != 9) break;
    const std::string run = events_of_run(desk).back().run;
    desk.interlock({"answer", run, state + "/operator.confirms@operator", "yes"});
    typed = desk.interlock(with({"resume"}, more));
  }
  return typed;
}

Typed Convoy::docker(std::vector<std::string> words) const {
  words.insert(words.begin(), INTERLOCK_BINARY "/tests/standins/docker");
  return desk.program(std::move(words));
}

// The steps that are done as soon as their commands have ended need not be asked for long.
void Convoy::hasten() {
  Value quick = json(desk.program({"cat", INTERLOCK_SOURCE "/states/convoy-3.json"}).out);
  Value::List transitions = quick["transitions"].list();
  for (Value& transition : transitions) {
    if (!transition["wait"].null()) transition.set("wait", "1s");
    const std::string id(transition["id"].text());
    for (const char* step :
         {"fetch", "shut", "stop", "unpack", "build", "install", "migrate", "cache"})
      if (id == step) transition.set("within", "1s");
    if (id == "open") transition.set("within", "2s");
  }
  quick.set("transitions", std::move(transitions));
  desk.write("machines/convoy-3.json", canonical(quick));
  machine = desk.path("machines/convoy-3.json");
}

void Convoy::spoil(const std::string& its_end, int times, int exit) const {
  Value state = this->state();
  state.set("spoiled", Value::Object{{"words", its_end}, {"times", times}, {"exit", exit}});
  desk.write("standin/state.json", canonical(state));
}

void Convoy::spoil_program(const std::string& name, int times) const {
  desk.write("standin/fails." + name, std::string(static_cast<std::size_t>(times), '\n'));
}

void Convoy::change(const std::string& service, const std::string& key, const Value& value) const {
  Value state = this->state();
  Value::List services = state["services"].list();
  for (Value& one : services)
    if (one["name"].text() == service) one.set(key, value);
  state.set("services", std::move(services));
  desk.write("standin/state.json", canonical(state));
}

void Convoy::mount(const std::string& service, const std::string& folder) const {
  change(service, "mounts", Value::List{folder});
}

void Convoy::gate_database(const std::string& file) const {
  const Value state = this->state();
  Value::List words = {"sh", "-c", "until [ -e \"$0\" ]; do sleep 0.05; done; exec \"$@\"", file};
  for (const Value& one : state["services"].list())
    if (one["name"].text() == "database")
      for (const Value& word : one["server"].list()) words.push_back(word);
  change("database", "server", words);
}

std::string Convoy::asked(const std::string& query) const {
  const Typed typed =
      desk.program({"mariadb", "--no-defaults", "-N", "-h" + address_, "-P" + port(3306),
                    "-uconvoy_user", "-p" + password, "convoy", "-e", query});
  EXPECT_EQ(typed.exit, 0) << typed.err;
  return typed.out;
}

void Convoy::sql(const std::string& statement) const {
  asked(statement);
}

std::string Convoy::redis(std::vector<std::string> words) const {
  words.insert(words.begin(), {"redis-cli", "-h", address_, "-p", port(6379)});
  const Typed typed = desk.program(std::move(words));
  EXPECT_EQ(typed.exit, 0) << typed.err;
  return typed.out;
}

std::string Convoy::redis_line(const std::string& command) const {
  return "redis-cli -h " + address_ + " -p " + port(6379) + " " + command + " >/dev/null\n";
}

bool Convoy::runs(const std::string& service) const {
  const Value state = this->state();
  for (const Value& one : state["containers"].list())
    if (one["service"].text() == service) return one["state"].text() == "running";
  return false;
}

std::string Convoy::contents() const {
  const Typed dump =
      desk.program({"mariadb-dump", "--no-defaults", "-h" + address_, "-P" + port(3306),
                    "-uconvoy_user", "-p" + password, "--skip-comments", "convoy"});
  EXPECT_EQ(dump.exit, 0) << dump.err;
  return dump.out;
}

std::string Convoy::files() const {
  return desk
      .program({"sh", "-c",
                "cd convoy && find . -path ./dockerfiles/mysql/data -prune -o -type f -print0 |"
                " sort -z | xargs -0 sha256sum"})
      .out;
}

Value Convoy::state() const {
  return json(desk.read("standin/state.json"));
}

std::string Convoy::calls() const {
  return desk.read("standin/calls");
}

}  // namespace interlock
