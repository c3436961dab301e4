// Pages as a browser shows them. What the pictures look like is for people: they lie in
// the folder "pages" of the build.
#include "tests/whole/browser.h"

#include <gtest/gtest.h>

#include "tests/whole/ixp.h"
#include "tests/whole/parsec.h"
#include "tests/whole/shop.h"

namespace interlock {
namespace {

struct InABrowser : testing::Test {
  void SetUp() override {
    if (const std::string why = without_browser(); !why.empty()) GTEST_SKIP() << why;
  }

  static void is_sound(const Typed& page, const std::string& name) {
    ASSERT_TRUE(page.out.starts_with("<!doctype html>")) << page.out << page.err;
    std::string all;
    for (const std::string& fault : faults_of(page.out, name)) all += "\n" + fault;
    EXPECT_EQ(all, "") << name;
  }
};

// A page in which everything is wrong that is looked for.
constexpr const char* unsound = R"(<!doctype html><html lang="en"><head><title>x</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>@media screen and (prefers-color-scheme: dark) { body { color: #777 } }</style></head>
<body><main><h1>One</h1><p style="color: #eee; background: #fff">Pale</p>
<p style="width: 40px; white-space: nowrap">Much too wide for its box</p>
<p style="margin-top: -2em">Lies on it</p><a href="#x"></a><ul><p>No item</p></ul></main></body>
</html>)";

TEST_F(InABrowser, WhatIsWrongIsSeen) {
  std::string all;
  for (const std::string& fault : faults_of(unsound, "unsound")) all += fault + "\n";
  for (const char* fault :
       {"light: contrast 1.", "390: wider than its box", "a4: lies on", "dark: no name"})
    EXPECT_NE(all.find(fault), std::string::npos) << fault << all;
}
TEST_F(InABrowser, WhatIsWrongIsSeenByAxeCore) {
  if (const std::string why = without_axe_core(); !why.empty()) GTEST_SKIP() << why;
  std::string all;
  for (const std::string& fault : faults_of(unsound, "unsound")) all += fault + "\n";
  for (const Look& look : looks)
    for (const char* rule : {"color-contrast", "list", "link-name"})
      EXPECT_NE(all.find(std::string(look.name) + ": axe-core, " + rule), std::string::npos)
          << rule << "\n"
          << all;
}

TEST_F(InABrowser, TheDemoIsSound) {
  Desk desk;
  ASSERT_EQ(desk.interlock({"demo", "--keep", desk.path("kept")}).exit, 0);
  const auto typed = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"--ledger", "kept/ledger.db", "--format", "html"});
    return desk.interlock(std::move(words));
  };
  const Typed status =
      desk.interlock({"status", "--all", "--ledger", "kept/ledger.db", "--format", "json"});
  const Value told = json(status.out);
  const auto& runs = told["runs"].list();
  ASSERT_EQ(runs.size(), 2U);
  is_sound(typed({"report", std::string(runs[0]["run"].text())}), "demo-upgraded");
  is_sound(typed({"report", std::string(runs[1]["run"].text())}), "demo-recovered");
  is_sound(typed({"report"}), "demo-verified");
  is_sound(typed({"ready", "demo", "--at", "kept/installation.json", "--to", "1.2.0", "--set",
                  "backups=" + desk.path("none")}),
           "demo-not-ready");
  const Typed ready = typed({"ready", "demo", "--at", "kept/installation.json", "--to", "1.2.0"});
  EXPECT_EQ(ready.exit, 0) << ready.err;
  is_sound(ready, "demo-ready");
}

TEST_F(InABrowser, AHeldRunIsSound) {
  const Known known("demo");
  ShopPlace shop(known, "1.1.0");
  ASSERT_EQ(shop.desk().interlock(shop.run_words()).exit, 1);
  is_sound(shop.desk().interlock({"report", "--format", "html"}), "demo-held");
}

TEST_F(InABrowser, ParsecIsSound) {
  if (server("INTERLOCK_PG_PORT").empty()) GTEST_SKIP() << "no PostgreSQL is named: see ./dev test";
  Parsec parsec;
  parsec.hasten(Known("parsec-3"));
  ASSERT_EQ(parsec.type("run", {"--yes", "3.1.0"}).exit, 0);
  is_sound(parsec.desk.interlock({"report", "--format", "html"}), "parsec-upgraded");
}

TEST_F(InABrowser, ParsecHeldAndRecoveredIsSound) {
  if (server("INTERLOCK_PG_PORT").empty()) GTEST_SKIP() << "no PostgreSQL is named: see ./dev test";
  Parsec parsec;
  parsec.hasten(Known("parsec-3"));
  parsec.migrator("0006_tos.sql failed", "ALTER TABLE organization ADD tos_updated_on TEXT;");
  ASSERT_EQ(parsec.type("run", {"--yes", "3.1.0"}).exit, 1);
  is_sound(parsec.desk.interlock({"report", "--format", "html"}), "parsec-held");
  ASSERT_EQ(parsec.desk.interlock({"back", "--yes"}).exit, 8);
  is_sound(parsec.desk.interlock({"report", "--format", "html"}), "parsec-recovered");
}

TEST_F(InABrowser, IxpIsSound) {
  if (server("INTERLOCK_MY_PORT").empty()) GTEST_SKIP() << "no MariaDB is named: see ./dev test";
  const auto ixp = small_ixp();
  ASSERT_EQ(ixp->ready().exit, 1);
  is_sound(ixp->desk.interlock({"report", "--format", "html"}), "ixp-not-ready");
  ixp->back_up();
  ASSERT_EQ(ixp->ready().exit, 0);
  is_sound(ixp->desk.interlock({"report", "--format", "html"}), "ixp-ready");
}

}  // namespace
}  // namespace interlock
