// A machine that somebody wrote for himself, in one file: it asks a PostgreSQL and a
// MariaDB at once, each as an account of its own; and machines that are wrong.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "engine/jcs.h"
#include "engine/values.h"
#include "tests/whole/ixp.h"

namespace interlock {
namespace {

constexpr const char* machine = R"({
  "machine": "two-books",
  "product": "Two books",
  "title": "The books and the stock of a shop",
  "guide": {"name": "House rules", "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "units": {"before": 1}},
  "versions": [{"from": "1.x", "to": "1.x"}],
  "endpoints": {"books": "postgres", "stock": "mysql"},
  "states": [
    {"id": "old", "means": "The old release serves users.", "phase": "pre", "back": "untouched"},
    {"id": "upgraded", "means": "The new release serves users.", "final": "success"},
    {"id": "untouched", "means": "Called off before anything was done.", "final": "untouched"}
  ],
  "transitions": [
    {"id": "check", "from": "old", "to": "upgraded", "step": "Check that books and stock agree.", "cites": ["before"],
     "require": ["version.path_allows",
       {"check": "query.no_rows", "on": "books", "with": {"postgres": "SELECT customer FROM bills WHERE paid_on IS NULL ORDER BY 1"}, "remedy": "Collect the open bills first."},
       {"check": "query.some_rows", "on": "stock", "with": {"mysql": "SELECT name FROM keepers"}},
       {"check": "query.value", "on": "stock", "with": {"mysql": "SELECT COUNT(*) FROM parts WHERE pieces < 0", "is": "0"}},
       {"check": "query.value", "on": "books", "with": {"postgres": "SELECT count(*) FROM bills", "at_least": 1}}]}
  ]
})";

struct TwoBooks : testing::Test {
  Desk desk;
  const std::string name = "books_" + std::to_string(::getpid());

  void SetUp() override {
    if (server("INTERLOCK_PG_PORT").empty() || server("INTERLOCK_MY_PORT").empty())
      GTEST_SKIP() << "no PostgreSQL or no MariaDB is named: see ./dev test";
    books("postgres", "CREATE DATABASE " + name);
    books(name,
          "CREATE TABLE bills (customer text, paid_on date);"
          "INSERT INTO bills VALUES ('Acme', '2026-01-01');"
          "GRANT SELECT ON bills TO " +
              server("INTERLOCK_CLERK"));
    stock("CREATE DATABASE " + name + "; USE " + name +
          "; CREATE TABLE parts (part varchar(20), pieces int);"
          "CREATE TABLE keepers (name varchar(20)); INSERT INTO keepers VALUES ('Ann');"
          "CREATE USER " +
          name + "@'%' IDENTIFIED BY 'stock-password'; GRANT SELECT ON " + name + ".* TO " + name +
          "@'%'");
    desk.write("two-books.json", machine);
    desk.env["BOOKS_PASSWORD"] = server("INTERLOCK_CLERK_PASSWORD");
    desk.write("stock-secret", "stock-password\n");
    for (const char* file : {"stock-secret", "two-books.json"})
      std::filesystem::permissions(desk.folder / file, std::filesystem::perms(0600));
    installation(server("INTERLOCK_CLERK"), name);
  }
  void TearDown() override {
    if (server("INTERLOCK_PG_PORT").empty() || server("INTERLOCK_MY_PORT").empty()) return;
    books("postgres", "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    stock("DROP DATABASE IF EXISTS " + name + "; DROP USER IF EXISTS " + name + "@'%'");
  }

  void installation(const std::string& books_user, const std::string& stock_user) const {
    const auto endpoint = [&](const char* port, const std::string& user) {
      return Value::Object{
          {"host", "127.0.0.1"}, {"port", server(port)}, {"name", name}, {"user", user}};
    };
    desk.write(
        "installation.json",
        canonical(Value::Object{
            {"installed", "1.0"},
            {"root", desk.folder.string()},
            {"endpoints", Value::Object{{"books", endpoint("INTERLOCK_PG_PORT", books_user)},
                                        {"stock", endpoint("INTERLOCK_MY_PORT", stock_user)}}},
            {"secrets",
             Value::Object{{"books", Value::Object{{"env", "BOOKS_PASSWORD"}}},
                           {"stock", Value::Object{{"file", desk.path("stock-secret")}}}}}}));
  }
  void books(const std::string& database, const std::string& sql) const {
    const Typed psql = desk.program({"psql", "-q", "-h", "127.0.0.1", "-p",
                                     server("INTERLOCK_PG_PORT"), "-U", server("INTERLOCK_PG_USER"),
                                     "-d", database, "-v", "ON_ERROR_STOP=1", "-c", sql});
    EXPECT_EQ(psql.exit, 0) << psql.err;
  }
  void stock(const std::string& sql) const {
    const Typed client =
        desk.program({"mariadb", "--no-defaults", "-h127.0.0.1", "-P" + server("INTERLOCK_MY_PORT"),
                      "-u" + server("INTERLOCK_MY_USER"), "-e", sql});
    EXPECT_EQ(client.exit, 0) << client.err;
  }
  Typed ready(std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"ready", desk.path("two-books.json"), "--at",
                               desk.path("installation.json"), "--to", "1.1"});
    return desk.interlock(std::move(more));
  }
  Typed ready_json(std::vector<std::string> more = {}) const {
    more.insert(more.end(), {"--format", "json"});
    return ready(std::move(more));
  }
};

TEST_F(TwoBooks, ArePassedWhenNothingIsInTheWay) {
  const Typed typed = ready_json();
  EXPECT_EQ(typed.exit, 0) << typed.out << typed.err;
  EXPECT_EQ(checks_with(typed, "pass").size(), 5u) << typed.out;
}

TEST_F(TwoBooks, AreRefusedAsLongAsARowSaysSo) {
  books(name, "INSERT INTO bills VALUES ('Umbrella', NULL)");
  Typed typed = ready();
  EXPECT_EQ(typed.exit, 1) << typed.out << typed.err;
  EXPECT_NE(typed.out.find("The query gave 1 row: Umbrella."), std::string::npos) << typed.out;
  EXPECT_NE(typed.out.find("Collect the open bills first."), std::string::npos) << typed.out;
  books(name, "UPDATE bills SET paid_on = now()");
  EXPECT_EQ(ready().exit, 0);

  stock("INSERT INTO " + name + ".parts VALUES ('bolt', -3)");
  typed = ready();
  EXPECT_EQ(typed.exit, 1) << typed.out << typed.err;
  EXPECT_NE(typed.out.find("The value was 1, not 0."), std::string::npos) << typed.out;
  stock("DELETE FROM " + name + ".parts");
  EXPECT_EQ(ready().exit, 0);

  stock("DELETE FROM " + name + ".keepers");
  EXPECT_EQ(checks_with(ready_json(), "fail"), Texts{"query.some_rows"});
}

TEST_F(TwoBooks, ShowNoPasswordThatARowTells) {
  books(name, "INSERT INTO bills VALUES ('stock-password', NULL)");
  const Typed typed =
      desk.interlock({"run", desk.path("two-books.json"), "--at", desk.path("installation.json"),
                      "--to", "1.1", "--yes", "1.1"});
  EXPECT_EQ(typed.exit, 1) << typed.out << typed.err;
  const std::string all = typed.out + typed.err;
  EXPECT_NE(all.find("The query gave 1 row: [REDACTED]."), std::string::npos) << all;
  EXPECT_EQ(all.find("stock-password"), std::string::npos) << all;
}

TEST_F(TwoBooks, AreEachAskedAsTheirOwnAccount) {
  desk.env["BOOKS_PASSWORD"] = "stock-password";
  Typed typed = ready_json();
  EXPECT_EQ(typed.exit, 3) << typed.out << typed.err;
  EXPECT_EQ(checks_with(typed, "unknown"), (Texts{"query.no_rows", "query.value"}));
  desk.env["BOOKS_PASSWORD"] = server("INTERLOCK_CLERK_PASSWORD");
  desk.write("stock-secret", "sesame\n");
  typed = ready_json();
  EXPECT_EQ(typed.exit, 3) << typed.out << typed.err;
  EXPECT_EQ(checks_with(typed, "unknown"), (Texts{"query.some_rows", "query.value"}));
}

// One name for the account that asks, but a password for each server.
TEST_F(TwoBooks, AreAskedByOneNameWithAPasswordEach) {
  installation("nobody", "nobody");
  desk.env["INTERLOCK_SECRET_USER"] = "wrong";
  desk.env["INTERLOCK_SECRET_USER_STOCK"] = server("INTERLOCK_CLERK_PASSWORD");
  const Typed one = ready_json({"--user", server("INTERLOCK_CLERK")});
  EXPECT_EQ(checks_with(one, "unknown"), (Texts{"query.no_rows", "query.value"})) << one.out;
  desk.env["INTERLOCK_SECRET_USER_BOOKS"] = server("INTERLOCK_CLERK_PASSWORD");
  const Typed both = ready_json({"--user", server("INTERLOCK_CLERK")});
  EXPECT_EQ(both.exit, 0) << both.out << both.err;
}

// A release that came after this Interlock, told by the operator's own file.
struct OwnReleases : testing::Test {
  Desk desk;

  Typed path(const std::string& list) const {
    desk.write("mine/releases/parsec.json", list);
    for (const char* file : {"mine/releases/parsec.json"})
      std::filesystem::permissions(desk.folder / file, std::filesystem::perms(0600));
    return desk.interlock(
        {"path", "parsec-3", "3.0.0", "3.99.0", "--definitions", desk.path("mine")});
  }
};

TEST_F(OwnReleases, ContinueWhatIsShipped) {
  const Typed typed = path(
      R"({"product": "Parsec server", "releases": [{"version": "3.99.0", "adds": ["0099_tea.sql"]}],
          "migrations": {"0099_tea.sql": {"dangerous": "It drinks the tea."}}})");
  EXPECT_EQ(typed.exit, 0) << typed.err;
  EXPECT_NE(typed.out.find("3.99.0"), std::string::npos) << typed.out;
  EXPECT_NE(typed.out.find("It drinks the tea."), std::string::npos) << typed.out;
}

TEST_F(OwnReleases, StandWhereTheyBelong) {
  desk.write("mine/releases/ixp.json", R"({"product": "IXP Manager", "releases": [
      {"version": "5.9.0"}, {"version": "6.5.0", "adds": ["2025_01_01_tea"]}],
      "migrations": {"2025_01_01_tea": {"dangerous": "it drinks the tea"}}})");
  const Typed typed = desk.interlock({"path", "ixp-manager-6", "6.3.1", "6.5.0", "--definitions",
                                      desk.path("mine"), "--format", "json"});
  ASSERT_EQ(typed.exit, 0) << typed.err;
  const Value last = json(typed.out)["upgrades"].list().back();
  EXPECT_EQ(last["from"].text(), "6.4.2");
  ASSERT_EQ(last["migrations"].list().size(), 1u) << typed.out;
  EXPECT_EQ(last["migrations"].list()[0]["name"].text(), "2025_01_01_tea");
}

// A file that is read for no machine would be believed to be read.
TEST_F(OwnReleases, AreOfAProductThatAMachineLeads) {
  const Typed misspelled = path(R"({"product": "Parsec sever", "releases": [{"version": "4.0"}]})");
  EXPECT_EQ(misspelled.exit, 2) << misspelled.out;
  EXPECT_NE(misspelled.err.find("parsec.json: no machine leads the product \"Parsec sever\"."),
            std::string::npos)
      << misspelled.err;
  EXPECT_NE(misspelled.err.find("Did you mean Parsec server? Known products: Convoy Panel, Demo "),
            std::string::npos)
      << misspelled.err;
  for (const char* list : {"[]", R"({"releases": [{"version": "4.0"}]})"}) {
    const Typed nothing = path(list);
    EXPECT_EQ(nothing.exit, 2) << nothing.out;
    EXPECT_NE(nothing.err.find("it does not say of which product the releases are."),
              std::string::npos)
        << nothing.err;
  }
}

// Its machine may be one that is named by its path.
TEST_F(OwnReleases, MayBeOfAProductThatIsLikeNone) {
  desk.write("mine/releases/tea.json", R"({"product": "Tea", "releases": [{"version": "1.0"}]})");
  const Typed typed = path(R"({"product": "Parsec server", "releases": [{"version": "3.99.0"}]})");
  EXPECT_EQ(typed.exit, 0) << typed.err;
}

TEST_F(OwnReleases, MayBeOfTheProductOfAnotherMachineOfTheFolder) {
  desk.write("mine/tea-1.json", R"({"machine": "tea-1", "product": "Tea"})");
  desk.write("mine/releases/tea.json", R"({"product": "Tea", "releases": [{"version": "1.0"}]})");
  const Typed typed = path(R"({"product": "Parsec server", "releases": [{"version": "3.99.0"}]})");
  EXPECT_EQ(typed.exit, 0) << typed.err;
}

TEST_F(OwnReleases, AreRefusedWithAllTheirProblems) {
  const Typed typed =
      path(R"({"product": "Parsec server", "releases": [{"version": "soon", "add": []}]})");
  EXPECT_EQ(typed.exit, 2);
  EXPECT_EQ(typed.out, "");
  EXPECT_NE(typed.err.find("parsec.json has 2 problems; it was not read."), std::string::npos)
      << typed.err;
  EXPECT_NE(typed.err.find("/releases/0/add"), std::string::npos) << typed.err;
  EXPECT_NE(path("{").err.find("parsec.json: "), std::string::npos);
}

// What is told of a machine that is refused, as the loader's own tests know it.
struct RefusedMachine : testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Typed, RefusedMachine,
                         testing::Values("shell", "key_twice", "unknown_check", "everything_unused",
                                         "mixture_of_shape_and_names"),
                         [](const auto& test) { return std::string(test.param); });

std::string as_typed(const std::string& path, const std::string& lines) {
  std::vector<std::pair<std::string, std::string>> problems;
  std::size_t width = 0;
  std::istringstream in(lines);
  for (std::string line; std::getline(in, line);) {
    const auto colon = line.find(": ");
    problems.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    width = std::max(width, colon);
  }
  std::string text = "error: " + path + " has " + std::to_string(problems.size()) +
                     (problems.size() == 1 ? " problem" : " problems") + "; it was not loaded.\n";
  for (const auto& [place, said] : problems)
    text += "  " + place + std::string(width - place.size() + 2, ' ') + said + "\n";
  return text;
}

TEST_P(RefusedMachine, IsToldAllAtOnceAndNothingElse) {
  Desk desk;
  std::string name = GetParam();
  std::replace(name.begin(), name.end(), '_', '-');
  const std::string from = INTERLOCK_SOURCE "/tests/states/refused/" + name;
  const std::string expected = desk.program({"cat", from + ".txt"}).out;
  for (const std::string verb : {"show", "ready", "run"}) {
    const Typed typed = desk.interlock({verb, from + ".json"});
    EXPECT_EQ(typed.exit, 2);
    EXPECT_EQ(typed.out, "");
    EXPECT_EQ(typed.err, as_typed(from + ".json", expected)) << verb;
  }
}

}  // namespace
}  // namespace interlock
