// A database that no published port leads to: Parsec's settings name it as containers do.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/whole/parsec.h"

namespace interlock {
namespace {

struct ContainedDatabase : testing::Test {
  void SetUp() override {
    if (server("INTERLOCK_PG_PORT").empty())
      GTEST_SKIP() << "no PostgreSQL is named: see ./dev test";
    static const Known known("parsec-3");
    parsec = std::make_unique<Parsec>();
    parsec->hasten(known);
    parsec->desk.write("parsec/parsec.env", "PARSEC_PORT=6777\n");
    parsec->desk.write("parsec/parsec-db.env", "PARSEC_DB=postgresql://" + parsec->name() + ":" +
                                                   url_encoded(parsec->password) +
                                                   "@parsec-postgres:" + parsec->port + "/" +
                                                   parsec->name() + "\n");
  }

  // Without what usually says where the database is.
  Typed typed(const std::string& verb, const Texts& more) const {
    Texts words = parsec->words(verb, more);
    const auto given = std::find_if(words.begin(), words.end(), [](const std::string& word) {
      return word.starts_with("database=");
    });
    words.erase(given - 1, given + 1);
    return parsec->desk.interlock(words);
  }

  void starts() const { parsec->set("addresses", Value::Object{{"parsec-postgres", "127.0.0.1"}}); }

  std::string remedy() const {
    return "Start it, publish the port on loopback (ports: [\"127.0.0.1:" + parsec->port + ":" +
           parsec->port + "\"]), or: --set database=postgresql://HOST:PORT/NAME";
  }

  std::unique_ptr<Parsec> parsec;
};

TEST_F(ContainedDatabase, IsReachedAtTheAddressThatDockerTells) {
  starts();
  const Typed ready = typed("ready", {"--format", "json"});
  EXPECT_EQ(ready.exit, 0) << ready.out << ready.err;
  EXPECT_EQ(ready.err, "");
  const Typed doctor = typed("doctor", {});
  EXPECT_EQ(doctor.exit, 0) << doctor.out << doctor.err;
  EXPECT_NE(doctor.out.find("pass     server.reachable"), std::string::npos) << doctor.out;
}

TEST_F(ContainedDatabase, IsUnknownWhereDockerTellsNone) {
  const Typed ready = typed("ready", {"--include", "server", "--format", "json"});
  EXPECT_EQ(ready.exit, 3) << ready.out << ready.err;
  const std::string sentence =
      "The host parsec-postgres is a name of containers: no port " + parsec->port +
      " of it is published, and docker told no address of a running container.";
  EXPECT_EQ(ready.err,
            "warning: parsec-server.docker.yaml: " + sentence + "\n  " + remedy() + "\n");
  Texts told;
  const Value report = json(ready.out);
  for (const Value& check : report["checks"].list()) {
    if (check["on"].text() != "database" || check["outcome"].text() == "not_applicable") continue;
    EXPECT_EQ(check["outcome"].text(), "unknown") << ready.out;
    EXPECT_EQ(check["said"].text(), sentence);
    const std::string its(check["remedy"]["text"].text());
    EXPECT_TRUE(its.ends_with("Found in parsec-db.env. " + remedy())) << its;
    told.emplace_back(check["check"].text());
  }
  EXPECT_NE(std::find(told.begin(), told.end(), "server.reachable"), told.end()) << ready.out;
}

TEST_F(ContainedDatabase, IsFoundByResumeOnceItRuns) {
  const Typed run = typed("run", {"--yes", "3.1.0"});
  EXPECT_EQ(run.exit, 3) << run.out << run.err;
  starts();
  const Typed resumed = parsec->typed_on_run("resume");
  EXPECT_EQ(resumed.exit, 0) << resumed.out << resumed.err;
  EXPECT_EQ(parsec->differs_from("3.1.0", parsec->contents()), "");
}

// Docker is run before much else: it is given no secret of ours.
TEST_F(ContainedDatabase, IsLookedForWithoutOurSecrets) {
  parsec->breaks("docker*", "env >>\"$INTERLOCK_STANDIN/environment\"; real \"$@\"");
  parsec->desk.env["INTERLOCK_SECRET_DATABASE"] = parsec->password;
  starts();
  const Typed ready = typed("ready", {"--include", "server"});
  EXPECT_EQ(ready.exit, 0) << ready.out << ready.err;
  const std::string environment = parsec->desk.read("standin/environment");
  EXPECT_NE(environment.find("INTERLOCK_STANDIN="), std::string::npos);
  EXPECT_EQ(environment.find(parsec->password), std::string::npos) << environment;
}

}  // namespace
}  // namespace interlock
