// The machine of states/README.md, word for word: a site in real Django on a real
// PostgreSQL, in a real git checkout. systemctl is a stand-in.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/whole/typed.h"

namespace interlock {
namespace {

constexpr const char* manage = R"(#!/usr/bin/env -S python3 -B
import os, sys
os.environ['DJANGO_SETTINGS_MODULE'] = 'settings'
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
)";
constexpr const char* models = R"(from django.db import models
class Note(models.Model):
    text = models.TextField()
)";
constexpr const char* first_migration = R"(from django.db import migrations, models
class Migration(migrations.Migration):
    initial = True
    operations = [migrations.CreateModel('Note', [('id', models.AutoField(primary_key=True)), ('text', models.TextField())])]
)";
constexpr const char* second_migration = R"(from django.db import migrations, models
class Migration(migrations.Migration):
    dependencies = [('notes', '0001_initial')]
    operations = [migrations.AddField('note', 'done', models.BooleanField(default=False))]
)";
// It commits the column, and then fails.
constexpr const char* half_migration = R"(from django.db import migrations, models
class Migration(migrations.Migration):
    atomic = False
    dependencies = [('notes', '0001_initial')]
    operations = [migrations.AddField('note', 'done', models.BooleanField(default=False)),
                  migrations.RunSQL('SELECT 1/0')]
)";

// The blocks of the README that stand in a fence of that kind, in their order.
std::vector<std::string> fenced(const std::string& kind) {
  std::ifstream file(INTERLOCK_SOURCE "/states/README.md");
  std::vector<std::string> blocks;
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("```")) {
      inside = !inside && line == "```" + kind;
      if (inside) blocks.emplace_back();
    } else if (inside) {
      blocks.back() += line + "\n";
    }
  }
  return blocks;
}

struct OurSite : testing::Test {
  Desk desk;
  const std::string name = "our_site_" + std::to_string(::getpid());
  const std::string port = server("INTERLOCK_PG_PORT"), user = server("INTERLOCK_PG_USER");

  void SetUp() override {
    if (port.empty()) GTEST_SKIP() << "no PostgreSQL is named: see ./dev test";
    if (desk.program({"/usr/bin/python3", "-c", "import django, psycopg2"}).exit != 0)
      GTEST_SKIP() << "Django (python3-django, python3-psycopg2) is not installed";
    desk.env["PATH"] = INTERLOCK_BINARY "/tests/standins:/usr/bin:/bin";
    desk.env["INTERLOCK_STANDIN"] = desk.path("standin");
    desk.env["SITE_PASSWORD"] = "the-site's-own-password";
    sql("postgres", "CREATE DATABASE " + name);
    files();
    EXPECT_EQ(desk.program({desk.path("site/manage.py"), "migrate"}).exit, 0);
    sql(name, "INSERT INTO notes_note (text) VALUES ('bread'), ('milk')");
    as_documented();
  }
  void TearDown() override {
    if (!port.empty()) sql("postgres", "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
  }

  std::string sql(const std::string& database, const std::string& words) const {
    const Typed psql = desk.program({"psql", "-qtA", "-h", "127.0.0.1", "-p", port, "-U", user,
                                     "-d", database, "-v", "ON_ERROR_STOP=1", "-c", words});
    EXPECT_EQ(psql.exit, 0) << psql.err;
    return psql.out;
  }
  std::string git(std::vector<std::string> words) const {
    words.insert(words.begin(), {"git", "-c", "user.name=Ann", "-c", "user.email=ann@example.org",
                                 "-C", desk.path("site")});
    const Typed git = desk.program(words);
    EXPECT_EQ(git.exit, 0) << git.err;
    return git.out;
  }
  void release(const std::string& version) const {
    desk.write("site/VERSION", version + "\n");
    git({"add", "-A"});
    git({"commit", "-qm", version});
    git({"tag", "--force", "v" + version});
  }
  void files() const {
    desk.write("standin/state.json",
               R"({"units": {"our-site": {"active": "active", "sub": "running", "since": 1, )"
               R"("tasks": 4}}, "early": 0})");
    desk.write("backups/.keep", "");
    desk.write("site/manage.py", manage);
    std::filesystem::permissions(desk.folder / "site/manage.py", std::filesystem::perms(0755));
    desk.write("site/settings.py",
               "SECRET_KEY = 'x'\nINSTALLED_APPS = ['notes']\nUSE_TZ = True\n"
               "DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql', "
               "'HOST': '127.0.0.1', 'PORT': '" +
                   port + "', 'USER': '" + user + "', 'NAME': '" + name + "'}}\n");
    for (const char* package : {"notes", "notes/migrations"})
      desk.write("site/" + std::string(package) + "/__init__.py", "");
    desk.write("site/notes/models.py", models);
    desk.write("site/notes/migrations/0001_initial.py", first_migration);
    desk.program({"git", "init", "-q", desk.path("site")});
    release("1.0.0");
    second(second_migration);
  }
  void second(const char* migration) const {
    git({"checkout", "-q", "--detach", "v1.0.0"});
    desk.write("site/notes/migrations/0002_note_done.py", migration);
    release("1.1.0");
    git({"checkout", "-q", "--detach", "v1.0.0"});
  }
  // What stands in states/README.md, but for where things are here.
  void as_documented() const {
    const auto markdown = fenced("markdown"), json = fenced("json");
    ASSERT_EQ(markdown.size(), 1U);
    ASSERT_EQ(json.size(), 3U);
    desk.write("UPGRADE.md", markdown[0]);
    desk.write("machines/our-site-1.json", json[0]);
    desk.write("machines/releases/our-site.json", json[1]);
    std::string here = json[2];
    for (const auto& [there, instead] :
         std::map<std::string, std::string>{{"/srv/our-site", desk.path("site")},
                                            {"/var/backups/our-site", desk.path("backups")},
                                            {"\"5432\"", "\"" + port + "\""},
                                            {"\"name\": \"site\"", "\"name\": \"" + name + "\""},
                                            {"\"user\": \"site\"", "\"user\": \"" + user + "\""}}) {
      ASSERT_NE(here.find(there), std::string::npos) << there;
      here.replace(here.find(there), there.size(), instead);
    }
    desk.write("installation.json", here);
    for (const char* file :
         {"installation.json", "machines/our-site-1.json", "machines/releases/our-site.json"})
      std::filesystem::permissions(desk.folder / file, std::filesystem::perms(0600));
  }
  Typed typed(const std::string& verb, std::vector<std::string> more = {}) const {
    std::vector<std::string> words = {verb, "our-site-1", "--definitions", desk.path("machines")};
    if (verb == "ready" || verb == "run")
      words.insert(words.end(), {"--at", desk.path("installation.json"), "--to", "1.1.0"});
    words.insert(words.end(), more.begin(), more.end());
    return desk.interlock(words);
  }
  Typed run() const {
    Typed first = typed("run", {"--yes", "1.1.0"});
    if (first.exit != 9) return first;
    const Value status = json(desk.interlock({"status", "--format", "json"}).out);
    const std::string its(status["runs"].list().at(0)["run"].text());
    EXPECT_EQ(desk.interlock({"answer", its, "checked/operator.confirms@operator", "yes"}).exit, 0);
    return desk.interlock({"resume", its});
  }
  std::string columns() const {
    return sql(name,
               "SELECT attname FROM pg_attribute WHERE attrelid = 'notes_note'::regclass "
               "AND attnum > 0 ORDER BY attnum");
  }
};

TEST_F(OurSite, IsProvedAndCoversItsGuide) {
  const Typed proved = typed("prove");
  EXPECT_EQ(proved.exit, 0);
  EXPECT_NE(proved.out.find("PROVED  31 of 31 properties"), std::string::npos) << proved.out;
  const Typed coverage = typed("show", {"--coverage", "--guide", desk.path("UPGRADE.md")});
  EXPECT_EQ(coverage.exit, 0) << coverage.out << coverage.err;
  EXPECT_NE(coverage.out.find("COMPLETE  7 units"), std::string::npos) << coverage.out;
}

TEST_F(OurSite, IsUpgraded) {
  const Typed ready = typed("ready");
  EXPECT_EQ(ready.exit, 0) << ready.out << ready.err;
  EXPECT_NE(ready.out.find("notes.0002_note_done"), std::string::npos) << ready.out;
  const Typed upgraded = run();
  EXPECT_EQ(upgraded.exit, 0) << upgraded.out << upgraded.err;
  EXPECT_EQ(columns(), "id\ntext\ndone\n");
  EXPECT_EQ(desk.read("site/VERSION"), "1.1.0\n");
  EXPECT_EQ(desk.interlock({"audit", "conform"}).exit, 0);
}

TEST_F(OurSite, FindsBackFromHalfAMigration) {
  second(half_migration);
  const Typed held = run();
  EXPECT_EQ(held.exit, 1) << held.out << held.err;
  EXPECT_EQ(columns(), "id\ntext\ndone\n");
  const Typed back = desk.interlock({"back", "--yes"});
  EXPECT_EQ(back.exit, 8) << back.out << back.err;
  EXPECT_EQ(columns(), "id\ntext\n");
  EXPECT_EQ(sql(name, "SELECT text FROM notes_note ORDER BY 1"), "bread\nmilk\n");
  EXPECT_EQ(desk.read("site/VERSION"), "1.0.0\n");
  EXPECT_EQ(desk.interlock({"audit", "conform"}).exit, 0);
}

}  // namespace
}  // namespace interlock
