// Names, paths and outputs that would steer a terminal: nothing of them reaches one, and
// JSON stays JSON.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "engine/cli/demo_shop.h"
#include "engine/jcs.h"
#include "engine/utf8.h"
#include "tests/whole/pty.h"

namespace interlock {
namespace {

namespace fs = std::filesystem;

constexpr const char* red = "\x1b[31m\x07";
constexpr const char* turned = "\xE2\x80\xAE";  // from right to left
constexpr const char* csi = "\xC2\x9B";         // an escape sequence in one letter

// What would steer a terminal, as hex; empty: nothing does. On a terminal our own colours
// and the wiping of a line of progress are allowed.
std::string steers(std::string text, bool terminal = false) {
  const std::vector<std::string> ours = {"\x1b[0m",  "\x1b[1m",  "\x1b[2m",  "\x1b[32m",
                                         "\x1b[33m", "\x1b[35m", "\x1b[36m", "\x1b[1;31m",
                                         "\r\x1b[K", "\r\n"};
  for (const std::string& sequence : ours)
    for (std::size_t at = 0; terminal && (at = text.find(sequence, at)) != std::string::npos;)
      text.erase(at, sequence.size());
  if (!utf8(text)) return "it is no UTF-8";
  for (const char c : text)
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == '\x7f')
      return "control " + std::to_string(static_cast<unsigned char>(c));
  for (const char* mark : {turned, csi, "\xE2\x81\xA6", "\xE2\x80\x8B"})
    if (text.find(mark) != std::string::npos) return "a mark";
  return {};
}

struct Hostile : testing::Test {
  Desk desk;
  Shop shop;

  void open(const std::string& folder) {
    fs::create_directories(desk.folder / folder);
    shop = make_shop(desk.path(folder));
    let_job_end(shop);
    back_up(shop);
  }
  std::vector<std::string> words(const std::string& verb) const {
    return {verb,     "demo",
            "--root", shop.root,
            "--set",  "backups=" + shop.backups,
            "--set",  "database=sqlite:" + shop.root + "/storage/shop.db",
            "--to",   "1.1.0"};
  }
  Typed type(std::vector<std::string> all, const std::vector<std::string>& more) const {
    all.insert(all.end(), more.begin(), more.end());
    return desk.interlock(all);
  }
  // Human text and JSON of this, with that exit code.
  void expect_harmless(const std::string& verb, const std::vector<std::string>& more, int exit,
                       const std::string& says) {
    Typed typed = type(words(verb), more);
    EXPECT_EQ(typed.exit, exit) << typed.out << typed.err;
    EXPECT_EQ(steers(typed.out + typed.err), "");
    EXPECT_NE((typed.out + typed.err).find(says), std::string::npos) << typed.out << typed.err;
    if (verb == "run") typed = desk.interlock({"report", "--format", "json"});
    if (verb == "ready") typed = type(words(verb), {"--format", "json"});
    EXPECT_TRUE(json(typed.out)["ledger"]["size"].number() > 0) << typed.out;
    EXPECT_EQ(steers(desk.interlock({"report"}).out), "");
    EXPECT_EQ(steers(desk.interlock({"status", "--all"}).out), "");
    EXPECT_EQ(desk.interlock({"audit", "verify"}).exit, 0);
  }
};

TEST_F(Hostile, NamesOfTablesAreWrittenOut) {
  open("shop");
  for (const std::string name : {red, turned, csi, "a\nb", "\xff\xfe"})
    shop_sql(shop, "CREATE TABLE \"" + name + "\" (n INTEGER);");
  expect_harmless("ready", {}, 1, "\\x1b[31m\\x07");
}
TEST_F(Hostile, NamesOfTenThousandLettersAreCut) {
  open("shop");
  shop_sql(shop, "CREATE TABLE \"" + std::string(10000, 'x') + "\" (n INTEGER);");
  const Typed typed = type(words("ready"), {});
  EXPECT_EQ(typed.exit, 1) << typed.out << typed.err;
  EXPECT_LT(typed.out.size(), 10000U);
  const Value report = json(type(words("ready"), {"--format", "json"}).out);
  EXPECT_GT(canonical(report["checks"]).size(), 10000U);
}
TEST_F(Hostile, PathsAreWrittenOut) {
  open(std::string("shop ") + red + turned + csi);
  expect_harmless("ready", {}, 0, "\\x1b[31m\\x07\\u202e\\u009b");
}
TEST_F(Hostile, OutputsOfCommandsAreWrittenOut) {
  open("shop");
  std::ofstream(shop.root + "/releases/1.1.0/database/upgrade.sql")
      << "SELECT * FROM \"" << red << turned << csi << "\xff\";\n";
  expect_harmless("run", {"--yes", "1.1.0"}, 1, "no such table: \\x1b[31m\\x07");
}
TEST_F(Hostile, WordsThatWereTypedAreWrittenOut) {
  for (const std::vector<std::string>& typed :
       std::vector<std::vector<std::string>>{{red},
                                             {"ready", turned},
                                             {"ready", "demo", std::string("--") + csi},
                                             {"explain", red},
                                             {"report", red},
                                             {"ready", "demo", "--root", red},
                                             {"audit", "verify", "--expect", red},
                                             {"ready", "demo", "--set", std::string(red) + "=1"}}) {
    const Typed said = desk.interlock(typed);
    EXPECT_EQ(said.exit, 2) << said.err;
    EXPECT_EQ(steers(said.out + said.err), "") << said.err;
  }
}
TEST_F(Hostile, WordsThatAreNoTextAreRefused) {
  const Typed said = desk.interlock({"ready", "demo", "--root", "\xff"});
  EXPECT_EQ(said.exit, 2);
  EXPECT_EQ(said.err, "error: what was typed is not UTF-8: \\xff\n  Rename it, or link to it.\n");
}
TEST_F(Hostile, ATerminalWithColoursGetsOnlyOurs) {
  open(std::string("shop ") + red);
  shop_sql(shop, std::string("CREATE TABLE \"") + red + "\x1b[32m\" (n INTEGER);");
  Pty ready(desk, words("ready"));
  EXPECT_EQ(ready.end(), 1);
  EXPECT_NE(ready.shown().find("\x1b[1;31m"), std::string::npos) << ready.shown();
  EXPECT_EQ(steers(ready.shown(), true), "") << ready.shown();
  auto as_json = words("ready");
  as_json.insert(as_json.end(), {"--format", "json"});
  Pty printed(desk, as_json);
  EXPECT_EQ(printed.end(), 1);
  EXPECT_EQ(steers(printed.shown(), true), "") << printed.shown();
}

}  // namespace
}  // namespace interlock
