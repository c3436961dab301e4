// Schemas compared, and the views, triggers and tables that a server calls broken.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "engine/subprocess.h"
#include "tests/live/asker.h"
#include "tests/live/servers.h"
#include "tests/live/throwaway.h"

namespace interlock::live {
namespace {

Argument list(std::vector<std::string> items) {
  return items;
}

struct SchemaOnPostgres : testing::Test {
  void SetUp() override {
    INTERLOCK_NEEDS(postgres());
    shop.emplace(postgres(),
                 std::vector<std::string>{
                     "CREATE TABLE a (id int PRIMARY KEY, gone int, v text DEFAULT 'x')",
                     "CREATE TABLE b (id int REFERENCES a, CHECK (id > 0))",
                     "CREATE INDEX by_v ON a (v)", "CREATE VIEW w AS SELECT id, v FROM a",
                     "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS"
                     " 'BEGIN RETURN NEW; END'",
                     "CREATE TRIGGER g BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f()",
                     "CREATE TYPE mood AS ENUM ('good', 'bad')"});
  }
  const Address& at() const { return shop->address(); }
  std::optional<Throwaway> shop;
};

struct SchemaOnMariadb : testing::Test {
  void SetUp() override {
    INTERLOCK_NEEDS(mysql());
    shop.emplace(mysql(),
                 std::vector<std::string>{
                     "CREATE TABLE a (id int PRIMARY KEY, v varchar(9) DEFAULT 'x')",
                     "CREATE TABLE b (id int, FOREIGN KEY (id) REFERENCES a (id), CHECK (id > 0))",
                     "CREATE INDEX by_v ON a (v)", "CREATE VIEW w AS SELECT * FROM a",
                     "CREATE PROCEDURE p (IN x int) SELECT x",
                     "CREATE TRIGGER g BEFORE INSERT ON a FOR EACH ROW SET NEW.v = 'y'"});
  }
  const Address& at() const { return shop->address(); }
  std::string on_all() const { return " ON `" + at().name + "`.* TO $u"; }
  std::optional<Throwaway> shop;
};

Verdict after(const Address& at, const std::vector<std::string>& statements) {
  const Asker asker{"schema.same_as", at, {}, at};
  const auto before = asker.replies();
  write_to(at, statements);
  return asker.verdict(before);
}

TEST_F(SchemaOnPostgres, IsTheSameAfterNothing) {
  EXPECT_EQ(after(at(), {"INSERT INTO a VALUES (1)"}).outcome, Outcome::pass);
}
TEST_F(SchemaOnPostgres, AColumnThatWasDroppedLeavesNoGap) {
  write_to(at(), {"ALTER TABLE a DROP gone"});
  EXPECT_EQ(after(at(), {"DROP VIEW w", "ALTER TABLE a RENAME TO old",
                         "CREATE TABLE a (id int NOT NULL, v text DEFAULT 'x')",
                         "ALTER TABLE b DROP CONSTRAINT b_id_fkey", "DROP TABLE old",
                         "ALTER TABLE a ADD PRIMARY KEY (id)", "CREATE INDEX by_v ON a (v)",
                         "CREATE VIEW w AS SELECT id, v FROM a",
                         "ALTER TABLE b ADD CONSTRAINT b_id_fkey FOREIGN KEY (id) REFERENCES a(id)",
                         "CREATE TRIGGER g BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f()"})
                .outcome,
            Outcome::pass);
}
TEST_F(SchemaOnPostgres, EachKindOfChangeIsNamed) {
  const std::vector<std::pair<std::string, std::string>> changes = {
      {"ALTER TABLE a ALTER v SET NOT NULL", "column a.v"},
      {"ALTER TABLE a ALTER v SET DEFAULT 'z'", "column a.v"},
      {"DROP INDEX by_v", "index by_v"},
      {"ALTER TABLE b DROP CONSTRAINT b_id_fkey", "constraint b.b_id_fkey"},
      {"CREATE OR REPLACE VIEW w AS SELECT id, v FROM a WHERE id > 1", "view w"},
      {"ALTER TABLE a DISABLE TRIGGER g", "trigger a.g"},
      {"CREATE OR REPLACE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
       "routine f()"},
      {"ALTER TYPE mood ADD VALUE 'ugly'", "type mood"},
      {"CREATE TABLE c (id int)", "table c"}};
  for (const auto& [statement, object] : changes) {
    const Verdict verdict = after(at(), {statement});
    EXPECT_EQ(verdict.outcome, Outcome::fail) << statement;
    bool found = false;
    for (const Difference& one : verdict.differences) found = found || one.object == object;
    EXPECT_TRUE(found) << statement << ": " << verdict.sentence;
  }
}
TEST_F(SchemaOnPostgres, AnInvalidIndexIsNamed) {
  EXPECT_EQ(Asker({"integrity.no_invalid_objects", at()}).verdict().outcome, Outcome::pass);
  write_to(at(), {"INSERT INTO a VALUES (1, 1, 'x'), (2, 2, 'x')"});
  EXPECT_THROW(write_to(at(), {"CREATE UNIQUE INDEX CONCURRENTLY bad ON a (v)"}), std::exception);
  const Verdict verdict = Asker{"integrity.no_invalid_objects", at()}.verdict();
  EXPECT_EQ(verdict.outcome, Outcome::fail);
  EXPECT_EQ(verdict.objects, std::vector<std::string>{"index bad"});
}

TEST_F(SchemaOnMariadb, IsSeenWholeByTheAccountThatHasAllRights) {
  const Account app(at(), "app", {"GRANT ALL" + on_all(), "DROP PROCEDURE p"});
  const Asker asker{"schema.same_as", at(), {}, app.address()};
  EXPECT_EQ(asker.verdict(asker.replies()).outcome, Outcome::pass);
}
TEST_F(SchemaOnMariadb, EachKindOfChangeIsNamed) {
  const std::vector<std::pair<std::string, std::string>> changes = {
      {"ALTER TABLE a MODIFY v varchar(9) NOT NULL DEFAULT 'x'", "column a.v"},
      {"DROP INDEX by_v ON a", "index a.by_v"},
      {"ALTER TABLE b DROP FOREIGN KEY b_ibfk_1", "foreign key b.b_ibfk_1"},
      {"CREATE OR REPLACE VIEW w AS SELECT id FROM a", "view w"},
      {"DROP TRIGGER g", "trigger g"},
      {"CREATE OR REPLACE PROCEDURE p (IN x int) SELECT x + 1", "routine procedure p"},
      {"CREATE TABLE c (id int)", "table c"}};
  for (const auto& [statement, object] : changes) {
    const Verdict verdict = after(at(), {statement});
    EXPECT_EQ(verdict.outcome, Outcome::fail) << statement << verdict.sentence;
    bool found = false;
    for (const Difference& one : verdict.differences) found = found || one.object == object;
    EXPECT_TRUE(found) << statement << ": " << verdict.sentence;
  }
}
TEST_F(SchemaOnMariadb, WhatMayNotBeSeenIsGranted) {
  const Account watch(at(), "watch", {"GRANT SELECT" + on_all()});
  const Asker asker{"schema.same_as", at(), {}, watch.address()};
  EXPECT_EQ(asker.verdict(asker.replies()).outcome, Outcome::unknown);
  for (int rounds = 0; rounds < 2; ++rounds)  // routines are seen before their text is missed
    write_to(at(), asker.verdict(asker.replies()).commands);
  const Verdict verdict = asker.verdict(asker.replies());
  EXPECT_EQ(verdict.outcome, Outcome::pass) << verdict.sentence;
}

TEST_F(SchemaOnMariadb, AViewOverARenamedColumnIsNamed) {
  const Account watch(at(), "watch", {"GRANT SELECT" + on_all()});
  const Asker usable{"schema.views_usable", watch.address(), {{"views", list({"w", "n"})}}};
  EXPECT_EQ(
      Asker({"schema.views_usable", watch.address(), {{"views", list({"w"})}}}).verdict().outcome,
      Outcome::pass);
  write_to(at(), {"ALTER TABLE a RENAME COLUMN v TO u"});
  const Verdict verdict = usable.verdict();
  EXPECT_EQ(verdict.outcome, Outcome::fail);
  EXPECT_EQ(verdict.objects.size(), 2u) << verdict.sentence;
  EXPECT_EQ(Asker({"integrity.no_invalid_objects", watch.address()}).verdict().objects,
            std::vector<std::string>{"view w"});
}
TEST_F(SchemaOnMariadb, AViewWhoseDefinerIsGoneIsNamed) {
  write_to(at(), {"CREATE DEFINER = nobody_such@localhost VIEW orphan AS SELECT id FROM a"});
  const Verdict verdict =
      Asker{"schema.views_usable", at(), {{"views", list({"orphan"})}}}.verdict();
  EXPECT_EQ(verdict.outcome, Outcome::fail);
  EXPECT_EQ(verdict.objects, std::vector<std::string>{"orphan (its definer is gone)"});
}
TEST_F(SchemaOnMariadb, AViewThatMayNotBeReadIsNotKnown) {
  const Account watch(at(), "watch", {"GRANT SELECT ON b TO $u"});
  EXPECT_EQ(
      Asker({"schema.views_usable", watch.address(), {{"views", list({"w"})}}}).verdict().outcome,
      Outcome::unknown);
}
TEST_F(SchemaOnMariadb, AViewThatDidNotGainAColumnIsStale) {
  const Account watch(at(), "watch", {"GRANT SELECT, SHOW VIEW" + on_all()});
  const Asker asker{"schema.views_current", watch.address(), {{"views", list({"w"})}}};
  EXPECT_EQ(asker.verdict().outcome, Outcome::pass) << asker.verdict().sentence;
  write_to(at(), {"ALTER TABLE a ADD later int"});
  EXPECT_EQ(asker.verdict().sentence, "Views were stale: w lacked later of a.");
  EXPECT_EQ(Asker({"schema.views_current", watch.address(), {{"views", list({"none"})}}})
                .verdict()
                .outcome,
            Outcome::not_applicable);
  const Account blind(at(), "blind", {"GRANT SELECT" + on_all()});
  EXPECT_EQ(
      Asker({"schema.views_current", blind.address(), {{"views", list({"w"})}}}).verdict().outcome,
      Outcome::unknown);
}
TEST_F(SchemaOnMariadb, TriggersAreSeenWithTheirRightOnly) {
  const Account watch(at(), "watch", {"GRANT SELECT" + on_all()});
  const Asker asker{
      "schema.triggers_present", at(), {{"triggers", list({"g", "n"})}}, watch.address()};
  const Verdict verdict = asker.verdict();
  EXPECT_EQ(verdict.outcome, Outcome::unknown);
  write_to(at(), verdict.commands);
  EXPECT_EQ(asker.verdict().sentence, "1 trigger was missing: n.");
}
TEST_F(SchemaOnMariadb, ATableThatCannotBeOpenedIsNamed) {
  const Account watch(at(), "watch", {"GRANT SELECT" + on_all()});
  const Asker asker{"integrity.no_crashed_tables", watch.address()};
  EXPECT_EQ(asker.verdict().outcome, Outcome::pass) << asker.verdict().sentence;
  const auto folder = open(at(), usual_patience)->ask({"SELECT @@datadir AS it"});
  write_to(at(),
           {"CREATE TABLE m (id int) ENGINE = MyISAM", "INSERT INTO m VALUES (1)", "FLUSH TABLES"});
  const std::string index = std::string(folder.text(0, "it")) + at().name + "/m.MYI";
  if (!std::filesystem::exists(index)) GTEST_SKIP() << "the server's files are not to be reached";
  std::ofstream(index, std::ios::trunc) << "broken";
  EXPECT_EQ(asker.verdict().outcome, Outcome::fail) << asker.verdict().sentence;
}

// Why server.may_recreate asks for the right to name other definers.
TEST_F(SchemaOnMariadb, ARestoreStopsAtTheDefinerOfSomebodyElse) {
  const Account app(at(), "app", {"GRANT ALL" + on_all()});
  const auto dump = std::filesystem::temp_directory_path() / (at().name + ".sql");
  std::ofstream(dump) << "CREATE TABLE first (id int);\n"
                         "CREATE DEFINER=`root`@`localhost` VIEW mid AS SELECT 1;\n"
                         "CREATE TABLE last (id int);\n";
  const Ended ended = run({.argv = {"mariadb", "--no-defaults", "-h", at().host, "-P", at().port,
                                    "-u", app.address().user, at().name},
                           .input = dump});
  std::filesystem::remove(dump);
  EXPECT_FALSE(ended.ok());
  EXPECT_NE(ended.err.find("1227"), std::string::npos) << ended.err;
  EXPECT_THROW(write_to(at(), {"INSERT INTO last VALUES (1)"}), std::exception);
}

}  // namespace
}  // namespace interlock::live
