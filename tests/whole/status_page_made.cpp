#include "tests/whole/status_page_made.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/whole/status_page.h"

namespace interlock {

namespace {

const Texts seeds = {
    "INSERT INTO auth_user (username, password, is_superuser, first_name, last_name, email, "
    "is_staff, is_active, date_joined) VALUES ('alice', 'x', true, '', '', '', true, true, now())",
    "INSERT INTO incidents_incident (name) VALUES ('mail is late'), ('a disk is full')",
    "INSERT INTO incidents_incidenttemplate (name) VALUES ('a template')",
    "INSERT INTO extras_webhook (name) VALUES ('to the chat')",
    "INSERT INTO extras_objectchange (name, kind_id) SELECT 'changed', id FROM "
    "django_content_type WHERE model = 'incident'",
    "INSERT INTO django_session VALUES ('old', '', now() - interval '1 day'), "
    "('live', '', now() + interval '1 day')"};

void does(const Desk& desk, const Texts& words) {
  const Typed typed = desk.program(words);
  EXPECT_EQ(typed.exit, 0) << words.front() << typed.out << typed.err;
}

}  // namespace

bool can_make_status_page() {
  return Desk().program({"/usr/bin/python3", "-c", "import django, psycopg2, rq"}).exit == 0;
}

Texts as_admin(Texts words, const std::string& database) {
  const Texts where = {
      "-h", "127.0.0.1", "-p", server("INTERLOCK_PG_PORT"), "-U", server("INTERLOCK_PG_USER"),
      "-d", database};
  words.insert(words.begin() + 1, where.begin(), where.end());
  return words;
}

void admin_does(const Desk& desk, const std::string& database, const Texts& statements) {
  Texts words = as_admin({"psql", "-q", "-v", "ON_ERROR_STOP=1"}, database);
  for (const std::string& statement : statements) words.insert(words.end(), {"-c", statement});
  const Typed typed = desk.program(words);
  EXPECT_EQ(typed.exit, 0) << typed.err;
}

std::string configuration(const Configured& its) {
  const std::string at_redis = "{'HOST': '127.0.0.1', 'PORT': " + server("INTERLOCK_REDIS_PORT") +
                               ", 'PASSWORD': '', 'DATABASE': " + its.redis_database +
                               ", 'SSL': False}";
  return "ALLOWED_HOSTS = ['*']\nDATABASE = {\n    'NAME': '" + its.database + "',\n    'USER': '" +
         its.role + "',\n    'PASSWORD': '" + its.password +
         "',\n    'HOST': '127.0.0.1',\n    'PORT': '" + server("INTERLOCK_PG_PORT") +
         "',\n    'CONN_MAX_AGE': 300,\n}\nREDIS = {\n    'tasks': " + at_redis +
         ",\n    'caching': " + at_redis +
         ",\n}\nSECRET_KEY = 'canary-Wp3-secret-key'\nSITE_URL = 'http://127.0.0.1:" +
         its.web_port + "'\n";
}

Pristine::Pristine() : role("status_page_" + std::to_string(::getpid())) {
  desk.write("standin/.keep", "");
  desk.env["INTERLOCK_STANDIN"] = desk.path("standin");
  desk.env["PYTHONDONTWRITEBYTECODE"] = "1";
  does(desk, {"/usr/bin/python3", INTERLOCK_SOURCE "/tests/whole/status_page.py", desk.path("made"),
              INTERLOCK_SOURCE "/states/releases/status-page.json", "2.4.0", "2.5.1"});
  admin_does(desk, "postgres",
             {"CREATE ROLE " + role + " LOGIN PASSWORD 'x'", "GRANT pg_read_all_stats TO " + role,
              "CREATE DATABASE " + role + " OWNER " + role});
  desk.write("made/site/statuspage/statuspage/configuration.py",
             configuration({role, role, "x", "0", "1"}));
  does(desk, {"env", "PYTHON=/usr/bin/python3", desk.path("made/site/upgrade.sh")});
  admin_does(desk, role, seeds);
}

Pristine::~Pristine() {
  admin_does(desk, "postgres", {"DROP DATABASE IF EXISTS " + role, "DROP ROLE " + role});
}

const Pristine& pristine() {
  static const Pristine made;
  return made;
}

}  // namespace interlock
