#include "tests/whole/ixp.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>

#include "engine/cli/session.h"
#include "engine/subprocess.h"

namespace interlock {

namespace {

std::vector<std::string> migrations_of(const std::string& version) {
  const Catalogue catalogue = catalogue_in(releases_of("IXP Manager", {}));
  const Release* release = find_release(catalogue, version);
  return release ? release->migrations : std::vector<std::string>();
}

std::string new_name() {
  static std::atomic<int> count = 0;
  return "ixp_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
}

Texts told_with(const Typed& typed, std::string_view outcome, std::string_view what) {
  Texts told;
  const Value report = json(typed.out);
  for (const Value& check : report["checks"].list())
    if (check["outcome"].text() == outcome) told.emplace_back(check[what].text());
  return told;
}

}  // namespace

Ixp::Ixp()
    : name(new_name()), web_([this](const std::string& request) {
        const bool asked = request.starts_with("GET /api/v4/ping ");
        return reply("200 OK", asked ? R"({"version":")" + runs + "\"}" : "Welcome.");
      }) {
  root_sql("CREATE DATABASE " + name);
  root_sql("CREATE USER " + name + "@'%' IDENTIFIED BY '" + password + "'");
  root_sql("GRANT ALL ON " + name + ".* TO " + name + "@'%'");
  root_sql("GRANT PROCESS, SET USER ON *.* TO " + name + "@'%'");
  folder("6.4.0");
  desk.write("backups/.keep", "");
  for (const char* program : {"php", "composer", "sudo"}) {
    desk.write(std::string("bin/") + program, "#!/bin/sh\necho 'PHP 8.2.36 (cli)'\n");
    std::filesystem::permissions(desk.folder / "bin" / program, std::filesystem::perms(0755));
  }
  desk.env["PATH"] = desk.path("bin") + ":" + std::getenv("PATH");
}

Ixp::~Ixp() {
  root_sql("DROP DATABASE IF EXISTS " + name);
  root_sql("DROP USER IF EXISTS " + name + "@'%'");
  root_sql("DROP USER IF EXISTS " + name + "_watch@'%'");
}

void Ixp::load(const std::string& sql_file) const {
  const Typed loaded = desk.program(as_root({"mariadb", name, "-e", "source " + sql_file}));
  ASSERT_EQ(loaded.exit, 0) << loaded.err;
}

void Ixp::folder(const std::string& version) {
  for (const std::string& migration : migrations_of(version))
    desk.write("ixp/database/migrations/" + migration + ".php", "<?php\n");
  desk.write("ixp/version.php", "<?php define('APPLICATION_VERSION', '" + version + "');\n");
  for (const char* empty : {"ixp/storage/framework/.keep", "ixp/bootstrap/cache/.keep"})
    desk.write(empty, "");
  for (const char* list : {"ixp/vendor/composer/installed.json", "ixp/composer.lock"})
    desk.write(list, R"({"packages": []})");
  environment(password);
}

void Ixp::environment(const std::string& password_in_file) {
  desk.write("ixp/.env", "APP_KEY=base64:abc\nAPP_URL=" + web_.url() +
                             "\nDB_HOST=127.0.0.1\nDB_DATABASE=" + name + "\nDB_USERNAME=" + name +
                             "\nDB_PASSWORD=" + password_in_file + "\n");
  const Typed kept =
      desk.program({"sh", "-c",
                    "cd ixp && git init -q && git add -Af && git -c user.name=inex -c"
                    " user.email=inex@example.net commit -q --allow-empty -m now"});
  EXPECT_EQ(kept.exit, 0) << kept.err;
}

void Ixp::back_up() const {
  const Typed dumped =
      desk.program(as_root({"mariadb-dump", "--lock-tables", "--quick", "--skip-events",
                            "--triggers", "--result-file=" + desk.path("backups/db.sql"), name}));
  ASSERT_EQ(dumped.exit, 0) << dumped.err;
  ASSERT_EQ(desk.program({"bzip2", "-9f", desk.path("backups/db.sql")}).exit, 0);
}

std::vector<std::string> Ixp::as_root(std::vector<std::string> words) const {
  const std::vector<std::string> where{"--no-defaults", "-h127.0.0.1",
                                       "-P" + server("INTERLOCK_MY_PORT"),
                                       "-u" + server("INTERLOCK_MY_USER")};
  words.insert(words.begin() + 1, where.begin(), where.end());
  return words;
}

Typed Ixp::root_sql(const std::string& statement) const {
  Typed ran = desk.program(as_root({"mariadb", "-N", "-e", statement}));
  EXPECT_EQ(ran.exit, 0) << ran.err;
  return ran;
}

Typed Ixp::client(std::vector<std::string> more, const std::string& input) const {
  std::vector<std::string> words{"mariadb", "--no-defaults", "-h127.0.0.1",
                                 "-P" + server("INTERLOCK_MY_PORT"), "-u" + name};
  words.insert(words.end(), more.begin(), more.end());
  Program program = desk.as_program(std::move(words));
  program.env["MYSQL_PWD"] = password;
  program.input = input;
  const Ended ended = run(program);
  return {ended.how == Ended::How::exited ? ended.code : 256 + ended.code, ended.out,
          ended.err + ended.why};
}

Typed Ixp::ready(std::vector<std::string> more) const {
  more.insert(more.end(), {"--format", "json"});
  return typed("ready", std::move(more));
}

Typed Ixp::typed(const std::string& verb, std::vector<std::string> more) const {
  std::vector<std::string> words{verb,     "ixp-manager-6",
                                 "--root", desk.path("ixp"),
                                 "--to",   "6.4.2",
                                 "--set",  "backups=" + desk.path("backups"),
                                 "--set",  "database=mysql://127.0.0.1:" + port + "/" + name};
  words.insert(words.end(), more.begin(), more.end());
  return desk.interlock(std::move(words));
}

std::string small_ixp_sql() {
  std::string sql =
      "CREATE TABLE migrations (id int unsigned AUTO_INCREMENT PRIMARY KEY,"
      " migration varchar(255) NOT NULL, batch int NOT NULL);\n"
      "CREATE TABLE cust (id int PRIMARY KEY, name varchar(255), status smallint);\n"
      "CREATE TABLE switch (id int PRIMARY KEY, custid int, hostname varchar(255));\n"
      "CREATE TABLE vlaninterface (id int PRIMARY KEY, custid int, notes text);\n"
      "CREATE TABLE routers (id int PRIMARY KEY, handle varchar(255), pause_updates tinyint(1)"
      " NOT NULL DEFAULT 0, last_update_started datetime NULL, last_updated datetime NULL);\n"
      "CREATE DEFINER = root@localhost VIEW view_cust_current_active AS"
      " SELECT cu.* FROM cust cu WHERE cu.status = 1;\n"
      "CREATE DEFINER = root@localhost VIEW view_switch_details_by_custid AS"
      " SELECT cu.id, sw.hostname FROM cust cu JOIN switch sw ON sw.custid = cu.id;\n"
      "CREATE DEFINER = root@localhost VIEW view_vlaninterface_details_by_custid AS"
      " SELECT cu.id, vi.notes FROM cust cu JOIN vlaninterface vi ON vi.custid = cu.id;\n"
      "ALTER TABLE cust ADD in_manrs tinyint(1) NOT NULL DEFAULT 0;\n"
      "INSERT INTO cust (id, name, status) VALUES (1, 'an exchange', 1), (2, 'gone', 3);\n"
      "INSERT INTO switch VALUES (1, 1, 'swi1');\n"
      "INSERT INTO vlaninterface VALUES (1, 1, 'the first');\n";
  for (const std::string& migration : migrations_of("6.4.0"))
    sql += "INSERT INTO migrations (migration, batch) VALUES ('" + migration + "', 1);\n";
  return sql;
}

std::vector<std::string> checks_with(const Typed& typed, std::string_view outcome) {
  return told_with(typed, outcome, "check");
}

std::vector<std::string> keys_with(const Typed& typed, std::string_view outcome) {
  return told_with(typed, outcome, "key");
}

std::unique_ptr<Ixp> small_ixp() {
  auto ixp = std::make_unique<Ixp>();
  ixp->desk.write("small.sql", small_ixp_sql());
  ixp->load(ixp->desk.path("small.sql"));
  return ixp;
}

}  // namespace interlock
