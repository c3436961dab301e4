// What a backup says of the database it was taken of, and of the one it was put back into.
#include <gtest/gtest.h>

#include <filesystem>

#include "engine/time.h"
#include "tests/live/asker.h"
#include "tests/live/servers.h"
#include "tests/live/site.h"
#include "tests/live/throwaway.h"

namespace interlock::live {
namespace {

// As Parsec has it, with a value in a row that looks like the end of all rows.
const std::vector<std::string> parsec = {
    "CREATE TABLE migration (_id serial PRIMARY KEY, name varchar(256) UNIQUE, applied"
    " timestamptz)",
    "INSERT INTO migration (name, applied) VALUES ('initial', now()), ('more', now())",
    "CREATE TABLE note (id int PRIMARY KEY, text text)",
    "INSERT INTO note VALUES (1, E'\\\\.'), (2, E'a\\nCOPY public.migration (_id) FROM stdin;')"};

const Catalogue releases = {"Shop",
                            {{"1.0", {"0001_initial"}, {}, {}},
                             {"1.1", {"0001_initial", "0002_more"}, {}, {}},
                             {"2.0", {"2023_a", "2024_b"}, {}, {}}},
                            {}};

Arguments of_release(const std::string& framework, const std::string& release) {
  return {{"dump", "1.sql"}, {"framework", framework}, {"release", release}};
}

struct RestoredOnPostgres : testing::Test {
  void SetUp() override {
    INTERLOCK_NEEDS(postgres());
    database.emplace(postgres(), parsec);
    site.emplace(database->address());
    site->catalogue = releases;
    dump({});
  }
  void dump(const std::vector<std::string>& more) const {
    const Address& at = database->address();
    std::vector<std::string> argv = {"pg_dump", "-h", at.host, "-p", at.port, "-U", at.user};
    argv.insert(argv.end(), more.begin(), more.end());
    argv.push_back(at.name);
    site->run(argv, "1.sql");
  }
  // As the guide says it: errors of psql are its own affair.
  void restore_into(const Address& at) const {
    site->run({"sh", "-c", "psql -q -h \"$1\" -p \"$2\" -U \"$3\" \"$4\" <1.sql >out.txt 2>&1",
               "sh", at.host, at.port, at.user, at.name});
  }
  Verdict rows() { return site->verdict("data.rows_as_in_dump", {{"dump", "1.sql"}}); }
  std::optional<Throwaway> database;
  std::optional<Site> site;
};

TEST_F(RestoredOnPostgres, HasTheRowsOfTheDump) {
  EXPECT_EQ(rows().sentence, "The 2 tables of the dump had as many rows as it holds.");
}

TEST_F(RestoredOnPostgres, OntoANonEmptyDatabaseIsNot) {
  write_to(database->address(),
           {"INSERT INTO note VALUES (3, 'later')", "CREATE TABLE newer AS SELECT 1 AS a"});
  restore_into(database->address());
  EXPECT_EQ(rows().sentence,
            "The rows were not those of the dump: public.note (3 rows instead of 2), "
            "public.newer (1 row, and not in the dump).");
}

TEST_F(RestoredOnPostgres, OntoAnEmptyDatabaseIs) {
  const Throwaway anew(postgres());
  restore_into(anew.address());
  Site other(anew.address());
  other.run({"cp", site->path("1.sql"), "1.sql"});
  EXPECT_EQ(other.verdict("data.rows_as_in_dump", {{"dump", "1.sql"}}).outcome, Outcome::pass);
}

TEST_F(RestoredOnPostgres, LeavesOutTablesByEitherName) {
  write_to(database->address(), {"DELETE FROM note"});
  for (const auto* name : {"note", "public.note"})
    EXPECT_EQ(site->verdict("data.rows_as_in_dump",
                            {{"dump", "1.sql"}, {"except_tables", std::vector<std::string>{name}}})
                  .outcome,
              Outcome::pass);
  EXPECT_EQ(rows().outcome, Outcome::fail);
}

TEST_F(RestoredOnPostgres, IsToldByACompressedDumpToo) {
  dump({"-Fc"});
  EXPECT_EQ(rows().outcome, Outcome::pass) << rows().sentence;
  write_to(database->address(), {"DELETE FROM note"});
  EXPECT_EQ(rows().outcome, Outcome::fail) << rows().sentence;
}

TEST_F(RestoredOnPostgres, CannotBeToldByADumpThatBrokeOff) {
  std::filesystem::resize_file(site->path("1.sql"),
                               std::filesystem::file_size(site->path("1.sql")) - 130);
  EXPECT_EQ(rows().outcome, Outcome::unknown);
  EXPECT_EQ(site->verdict("backup.release_is", of_release("parsec", "1.1")).outcome,
            Outcome::unknown);
}

TEST_F(RestoredOnPostgres, TellsTheReleaseOfTheDump) {
  for (const std::vector<std::string>& how :
       {std::vector<std::string>{}, {"--inserts"}, {"--column-inserts"}, {"-Fc"}}) {
    dump(how);
    EXPECT_EQ(site->verdict("backup.release_is", of_release("parsec", "1.1")).sentence,
              "The dump recorded the 2 migrations of 1.1.");
    EXPECT_EQ(site->verdict("backup.release_is", of_release("parsec", "1.0")).sentence,
              "The dump was not of 1.0: 0002_more (further).");
  }
  EXPECT_EQ(site->verdict("backup.release_is", of_release("parsec", "9.9")).outcome,
            Outcome::unknown);
  EXPECT_EQ(site->verdict("backup.release_is", of_release("laravel", "2.0")).outcome,
            Outcome::fail);
}

struct RestoredOnMariadb : testing::Test {
  void SetUp() override {
    INTERLOCK_NEEDS(mysql());
    database.emplace(
        mysql(),
        std::vector<std::string>{
            "CREATE TABLE migrations (id int PRIMARY KEY, migration varchar(255), batch int)",
            "INSERT INTO migrations VALUES (1, '2024_b', 1), (2, '2023_a', 2)",
            "CREATE TABLE servers (id int PRIMARY KEY, deleted_at timestamp NULL)",
            "CREATE TABLE users (id int PRIMARY KEY)", "INSERT INTO servers (id) VALUES (1), (2)"});
    site.emplace(database->address());
    site->catalogue = releases;
    const Address& at = database->address();
    site->run(
        {"mariadb-dump", "--no-defaults", "-h", at.host, "-P", at.port, "-u", at.user, at.name},
        "1.sql");
  }
  Verdict soft_deleted(const std::vector<std::string>& tables) {
    return site->verdict("data.no_soft_deleted", {{"tables", tables}});
  }
  std::optional<Throwaway> database;
  std::optional<Site> site;
};

TEST_F(RestoredOnMariadb, HasTheRowsOfTheDump) {
  EXPECT_EQ(site->verdict("data.rows_as_in_dump", {{"dump", "1.sql"}}).outcome, Outcome::pass);
  write_to(database->address(), {"DELETE FROM servers WHERE id = 1", "DROP TABLE users"});
  EXPECT_EQ(site->verdict("data.rows_as_in_dump", {{"dump", "1.sql"}}).sentence,
            "The rows were not those of the dump: servers (1 row instead of 2), users (missing).");
}

TEST_F(RestoredOnMariadb, TellsTheReleaseOfTheDump) {
  EXPECT_EQ(site->verdict("backup.release_is", of_release("laravel", "2.0")).outcome,
            Outcome::pass);
  EXPECT_EQ(site->verdict("backup.release_is", of_release("laravel", "1.0")).outcome,
            Outcome::fail);
}

TEST_F(RestoredOnMariadb, CountsWhatIsOnlyMarkedAsDeleted) {
  EXPECT_EQ(soft_deleted({"users", "servers"}).sentence,
            "No row of servers was marked as deleted.");
  EXPECT_EQ(soft_deleted({"users"}).outcome, Outcome::not_applicable);
  write_to(database->address(), {"UPDATE servers SET deleted_at = now() WHERE id = 2"});
  EXPECT_EQ(soft_deleted({"users", "servers"}).sentence,
            "Marked as deleted, and lost with the migrations: servers (1 row).");
}

TEST_F(RestoredOnMariadb, KeepsWhatItMayNotSeeUnknown) {
  const Account account(database->address(), "users_only",
                        {"GRANT SELECT ON `" + database->address().name + "`.users TO $u"});
  Site theirs(account.address());
  EXPECT_EQ(
      theirs.verdict("data.no_soft_deleted", {{"tables", std::vector<std::string>{"servers"}}})
          .outcome,
      Outcome::unknown);
  theirs.run({"cp", site->path("1.sql"), "1.sql"});
  EXPECT_EQ(theirs.verdict("data.rows_as_in_dump", {{"dump", "1.sql"}}).outcome, Outcome::unknown);
}

TEST(ChangedSince, IsToldOfFilesAndFolders) {
  Site site;
  const Arguments given = {{"paths", std::vector<std::string>{"static", "a.php"}}};
  const Moment before = now() - std::chrono::seconds(2);
  site.write("static/css/a.css", "x");
  site.write("a.php", "x");
  EXPECT_EQ(site.since("files.changed_since", given, before).outcome, Outcome::pass);
  EXPECT_EQ(site.since("files.changed_since", given, now() + std::chrono::hours(1)).outcome,
            Outcome::fail);
  std::filesystem::remove(site.path("a.php"));
  EXPECT_EQ(site.since("files.changed_since", given, before).objects,
            (std::vector<std::string>{"a.php"}));
}

}  // namespace
}  // namespace interlock::live
