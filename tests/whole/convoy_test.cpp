// Upgrades of Convoy: docker is a stand-in, the servers in its containers are real.
#include "tests/whole/convoy.h"

#include <gtest/gtest.h>

#include "engine/values.h"
#include "tests/whole/ixp.h"

namespace interlock {
namespace {

std::string image_of(const Value& container) {
  const std::string name(container["image"].text());
  return name.find(':') == std::string::npos ? name + ":latest" : name;
}

struct ConvoyUpgrade : testing::Test {
  void SetUp() override {
    if (server("INTERLOCK_MY_PORT").empty()) GTEST_SKIP() << "no MariaDB is named: see ./dev test";
  }

  // What runs and what is served, looked at without Interlock.
  static void is_new(const Convoy& convoy) {
    const Typed page = convoy.desk.program({"/usr/bin/curl", "-s", convoy.url()});
    EXPECT_NE(page.out.find("\"version\":\"" + convoy.target + "\""), std::string::npos)
        << page.out;
    EXPECT_EQ(convoy.desk.read("convoy/vendor/composer/installed.json"),
              convoy.desk.read("new/composer.lock"));
    const Value state = convoy.state();
    for (const Value& one : state["containers"].list())
      EXPECT_EQ(one["id"], state["images"][image_of(one)]["id"]) << image_of(one);
    const Typed conforms = convoy.desk.interlock({"audit", "conform"});
    EXPECT_EQ(conforms.exit, 0) << conforms.out << conforms.err;
    EXPECT_EQ(convoy.type("verify").exit, 0);
  }
};

TEST_F(ConvoyUpgrade, IsReadyFromItsFolderAlone) {
  const Convoy convoy;
  const Typed ready = convoy.type("ready", {"--format", "json"});
  EXPECT_EQ(ready.exit, 0) << ready.out << ready.err;
  const Value report = json(ready.out);
  EXPECT_EQ(checks_with(ready, "warn"), (Texts{"server.auditor_readonly", "migration.pending_are"}))
      << ready.out;
  EXPECT_EQ(texts_in(report["forecast"]["pending_migrations"]).size(), 16U);
  EXPECT_TRUE(report["complete"].flag());
  RecordProperty("milliseconds", std::to_string(report["ms"].number()));
  EXPECT_EQ(ready.out.find(convoy.password), std::string::npos);
}

TEST_F(ConvoyUpgrade, SucceedsAndConforms) {
  const Convoy convoy;
  const Typed run = convoy.led(convoy.words("run", {"--yes", convoy.target}));
  EXPECT_EQ(run.exit, 0) << run.out << run.err << convoy.calls();
  EXPECT_EQ(convoy.asked("SELECT COUNT(*) FROM migrations"), "76\n");
  EXPECT_EQ(convoy.asked("SELECT FROM_BASE64(secret) FROM nodes"), "encrypted sesame\n");
  EXPECT_EQ(convoy.asked("SHOW TABLES LIKE 'sso_tokens'"), "");
  EXPECT_EQ(convoy.asked("SELECT COUNT(*) FROM servers"), "3\n");
  is_new(convoy);
}

// The addresses are moved into pools that were empty before, and are as many as they were. A
// row that is lost on the way is missed before users are let in.
TEST_F(ConvoyUpgrade, LeadsFromTheLastReleasesOfThreeToFour) {
  Convoy convoy("3.10.2-beta", "4.3.1");
  convoy.hasten();
  convoy.spoil("php artisan optimize", 2, 1);
  Typed run = convoy.led(convoy.words("run", {"--yes", convoy.target}));
  EXPECT_EQ(run.exit, 1) << run.out << run.err << convoy.calls();
  convoy.sql("DELETE FROM servers WHERE name = 'broken'");
  run = convoy.desk.interlock({"retry"});
  EXPECT_EQ(run.exit, 1) << run.out << run.err;
  EXPECT_EQ(convoy.failed(), Texts{"open/data.rows_kept@database#2"});
  convoy.sql("INSERT INTO servers (name, node_id) VALUES ('broken', 1)");
  run = convoy.desk.interlock({"retry"});
  EXPECT_EQ(run.exit, 0) << run.out << run.err << convoy.calls();
  EXPECT_EQ(convoy.asked("SELECT COUNT(*) FROM migrations"), "83\n");
  EXPECT_EQ(convoy.asked("SELECT a.address, p.name FROM ip_addresses a"
                         " JOIN address_pools p ON p.id = a.address_pool_id ORDER BY a.id"),
            "192.0.2.1\tNode pve1.example.net\n2001:db8::2\tNode pve1.example.net\n");
  EXPECT_EQ(convoy.asked("SELECT coterm_id, verify_tls FROM nodes"), "NULL\t1\n");
  is_new(convoy);
}

// From 4.4 on its compose file does not publish the ports of both servers.
TEST_F(ConvoyUpgrade, AsksWhetherTheServersWillBeReached) {
  const Convoy convoy("3.10.2-beta", "4.4.0");
  const Typed run = convoy.type("run", {"--yes", convoy.target});
  EXPECT_EQ(run.exit, 9) << run.out << run.err;
  EXPECT_NE(run.out.find("checked/operator.confirms@operator#2"), std::string::npos) << run.out;
  EXPECT_NE(run.out.find("docker-compose.override.yml publishes"), std::string::npos) << run.out;
  EXPECT_EQ(convoy.desk.interlock({"back", "--yes"}).exit, 8);
}

}  // namespace
}  // namespace interlock
