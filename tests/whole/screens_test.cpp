// What the program prints when it is typed, on the demo's shop. The screens lie in
// tests/screens, as they are at 100 columns; where there are fewer they say the same. Their
// columns are tested by tests/reports.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "engine/cli/demo_shop.h"
#include "engine/jcs.h"
#include "reports/schema.h"
#include "tests/reports/screen.h"
#include "tests/whole/typed.h"

namespace interlock {
namespace {

struct ScreenLook {
  const char* name;
  std::size_t width = 100;
  bool ascii = false, colours = false;
};
void PrintTo(const ScreenLook& look, std::ostream* out) {
  *out << look.name;
}

struct ShopScreen : testing::Test {
  Desk desk;
  Shop shop = make_shop(desk.folder.string());
  const std::string at = desk.path("installation.json");
  std::string transcript;

  ShopScreen() {
    desk.write("installation.json",
               canonical(Value::Object{
                   {"root", shop.root},
                   {"parameters", Value::Object{{"backups", shop.backups}}},
                   {"endpoints",
                    Value::Object{{"database", "sqlite:" + shop.root + "/storage/shop.db"}}}}));
  }
  void mend() const {
    let_job_end(shop);
    back_up(shop);
  }

  Typed type(const std::vector<std::string>& words) {
    Typed typed = desk.interlock(words);
    transcript += "$ interlock";
    for (const std::string& word : words) transcript += " " + word;
    transcript += "\n" + typed.out + typed.err;
    if (typed.exit != 0) transcript += "[exit " + std::to_string(typed.exit) + "]\n";
    return typed;
  }
  Typed verb(const std::string& name, const std::string& to, std::vector<std::string> more = {}) {
    std::vector<std::string> words = {name, "demo", "--at", at, "--to", to};
    words.insert(words.end(), more.begin(), more.end());
    return type(words);
  }

  // What another validator finds wrong with the files by the schema of that output.
  std::string flaws(const std::string& output, const std::vector<std::string>& files) const {
    desk.write("schema.json", schema_of_output(output));
    std::vector<std::string> argv = {"python3", INTERLOCK_SOURCE "/tests/states/validate.py",
                                     "--why", "schema.json"};
    argv.insert(argv.end(), files.begin(), files.end());
    const Typed said = desk.program(argv);
    return said.exit == 77 ? "" : said.out + said.err;
  }
};

// At 100 columns in UTF-8 byte for byte.
struct ShopScreenInEachLook : ShopScreen, testing::WithParamInterface<ScreenLook> {
  ShopScreenInEachLook() {
    desk.env["COLUMNS"] = std::to_string(GetParam().width);
    if (GetParam().ascii) desk.env["LC_ALL"] = "C";
    if (GetParam().colours) desk.env["INTERLOCK_COLOR"] = "always";
  }
  void expect(const std::string& name) const {
    if (GetParam().width == 100 && !GetParam().ascii)
      return expect_screen(name, masked(unbroken(transcript)));
    expect_same_words(name, transcript, GetParam().width, unbroken);
  }
};
INSTANTIATE_TEST_SUITE_P(
    Looks, ShopScreenInEachLook,
    testing::Values(ScreenLook{"at100Columns"}, ScreenLook{"at100ColumnsInAscii", 100, true},
                    ScreenLook{"at72ColumnsInColours", 72, false, true},
                    ScreenLook{"at72ColumnsInAscii", 72, true}, ScreenLook{"at60Columns", 60},
                    ScreenLook{"at60ColumnsInAsciiAndColours", 60, true, true}),
    [](const testing::TestParamInfo<ScreenLook>& look) { return look.param.name; });

TEST_P(ShopScreenInEachLook, OfAnUpgradeThatIsRefused) {
  EXPECT_EQ(verb("ready", "1.1.0").exit, 1);
  EXPECT_EQ(verb("ready", "1.1.0", {"--quiet", "--no-ledger"}).exit, 1);
  expect("shop_ready");
}
TEST_P(ShopScreenInEachLook, OfAnUpgradeThatFailsAndGoesBack) {
  mend();
  EXPECT_EQ(verb("ready", "1.1.0").exit, 0);
  EXPECT_EQ(verb("run", "1.1.0").exit, 9);
  EXPECT_EQ(verb("run", "1.1.0", {"--yes", "1.1.0"}).exit, 1);
  EXPECT_EQ(type({"status"}).exit, 0);
  EXPECT_EQ(type({"resume"}).exit, 1);
  EXPECT_EQ(verb("run", "1.1.0", {"--yes", "1.1.0"}).exit, 2);
  EXPECT_EQ(type({"back"}).exit, 9);
  EXPECT_EQ(type({"back", "--yes"}).exit, 8);
  EXPECT_EQ(type({"status"}).exit, 0);
  expect("shop_back");
}
TEST_P(ShopScreenInEachLook, OfAnUpgradeThatSucceeds) {
  mend();
  EXPECT_EQ(verb("run", "1.1.1", {"--yes", "1.1.1"}).exit, 0);
  EXPECT_EQ(verb("verify", "1.1.1").exit, 0);
  EXPECT_EQ(type({"status", "--all"}).exit, 0);
  EXPECT_EQ(type({"audit", "verify"}).exit, 0);
  expect("shop_upgraded");
}

TEST_P(ShopScreenInEachLook, OfHelp) {
  EXPECT_EQ(type({"--help"}).exit, 0);
  for (const char* name :
       {"list", "ready", "verify", "run", "status", "answer", "resume", "retry", "back", "report",
        "audit", "checks", "explain", "schema", "completion", "man", "demo"})
    EXPECT_EQ(type({name, "--help"}).exit, 0);
  EXPECT_EQ(type({"audit", "verify", "--help"}).exit, 0);
  EXPECT_EQ(type({"--version"}).exit, 0);
  expect("help");
}

TEST_P(ShopScreenInEachLook, OfWhatWasTypedWrong) {
  desk.write("wrong.json", R"({"machine": "wrong", "product": 1, "product": 2, "machines": []})");
  desk.write("bad.json", R"({"root": "shop", "rot": 1, "endpoints": {"database": 17}})");
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {},
           {"redy"},
           {"--hlep"},
           {"ready"},
           {"ready", "demmo"},
           {"ready", "./nothing.json"},
           {"ready", "./wrong.json"},
           {"ready", "demo", "--rot", "shop"},
           {"ready", "demo", "--root"},
           {"ready", "demo", "--root", "nowhere"},
           {"ready", "demo", "shop"},
           {"ready", "demo", "--timeout", "0"},
           {"ready", "demo", "--format", "yaml"},
           {"ready", "demo", "--at", "nothing.json"},
           {"ready", "demo", "--at", "bad.json"},
           {"ready", "demo", "--at", at, "--include", "backup.compleet"},
           {"ready", "demo", "--at", at, "--include", "backup", "--exclude", "backups"},
           {"ready", "demo", "--at", at, "--include", "queue.rq_idle"},
           {"ready", "demo", "--at", at, "--set", "backup=1"},
           {"ready", "demo", "--at", at, "--set", "=x"},
           {"list", "--definitions", "nowhere"},
           {"ready", "demo", "--at", at, "--set", "database=mysql://u:secret@h/d"},
           {"run", "demo", "--at", at, "--to", "1.1.0", "--yes", "1.1.1"},
           {"report", "a3f9-k2mt"},
           {"resume"},
           {"retry"},
           {"back"},
           {"answer", "a3f9-k2mt", "x"},
           {"answer", "a3f9-k2mt", "x", "perhaps"},
           {"audit"},
           {"audit", "verfiy"},
           {"audit", "verify", "--expect", "12"},
           {"explain", "backup.compleet"},
           {"checks", "backups"},
           {"schema", "--of", "raedy"},
           {"demo", "--keep", "."}})
    EXPECT_EQ(type(words).exit, 2) << words.size();
  // Told in whole lines, which are the same in every look.
  expect_screen("errors", masked(unbroken(transcript)));
}

// Without its backup the way back is held where it begins.
TEST_F(ShopScreen, OfAWayBackFromWhichNothingLeadsBack) {
  mend();
  EXPECT_EQ(verb("run", "1.1.0", {"--yes", "1.1.0"}).exit, 1);
  for (const auto& entry : std::filesystem::directory_iterator(shop.backups))
    if (entry.path().extension() == ".sql") std::filesystem::remove(entry.path());
  transcript.clear();
  EXPECT_EQ(type({"back", "--yes"}).exit, 1);
  EXPECT_EQ(type({"back"}).exit, 2);
  expect_screen("back_again", masked(unbroken(transcript)));
}

// Each of these is kept at every width by tests/reports.
TEST_F(ShopScreen, OfWhatThereIs) {
  for (const std::vector<std::string>& words : {std::vector<std::string>{"show", "demo"},
                                                {"checks", "backup"},
                                                {"explain", "backup.fresh"}})
    EXPECT_EQ(type(words).exit, 0);
  expect_screen("looking_around", masked(unbroken(transcript)));
}
TEST_F(ShopScreen, AsJsonIsAsItsSchemaSays) {
  mend();
  const auto put = [&](const std::string& name, const std::vector<std::string>& words) {
    desk.write(name, type(words).out);
  };
  put("ready.json", {"ready", "demo", "--at", at, "--to", "1.1.0", "--format", "json"});
  verb("run", "1.1.0", {"--yes", "1.1.0"});
  put("held.json", {"report", "--format", "json"});
  put("status.json", {"status", "--format", "json"});
  type({"back", "--yes"});
  put("back.json", {"report", "--format", "json"});
  verb("run", "1.1.1", {"--yes", "1.1.1"});
  put("verify.json", {"verify", "demo", "--at", at, "--to", "1.1.1", "--format", "json"});
  put("all.json", {"status", "--all", "--format", "json"});
  put("audit.json", {"audit", "verify", "--format", "json"});
  put("no_run.json", {"report", "zzzz-zzzz", "--format", "json"});
  put("no_machine.json", {"ready", "demmo", "--format", "json"});
  put("no_option.json", {"ready", "demo", "--rot", "x", "--format", "json"});
  EXPECT_EQ(flaws("ready", {"ready.json", "no_machine.json", "no_option.json"}), "");
  EXPECT_EQ(flaws("report", {"held.json", "back.json", "no_run.json"}), "");
  EXPECT_EQ(flaws("verify", {"verify.json"}), "");
  EXPECT_EQ(flaws("status", {"status.json", "all.json"}), "");
  EXPECT_EQ(flaws("audit-verify", {"audit.json"}), "");
  const Value run = json(desk.read("status.json"))["runs"].list().at(0);
  EXPECT_TRUE(run["way_back"]["backup"]["path"].text().ends_with(".sql"))
      << desk.read("status.json");
}
TEST_F(ShopScreen, AsEventsIsAsTheirSchemaSays) {
  const std::string lines = verb("ready", "1.1.0", {"--format", "ndjson"}).out;
  std::vector<std::string> files;
  std::istringstream all(lines);
  for (std::string line; std::getline(all, line);) {
    files.push_back("event" + std::to_string(files.size()) + ".json");
    desk.write(files.back(), line);
  }
  EXPECT_GT(files.size(), 10U);
  EXPECT_EQ(flaws("event", files), "");
}

// A report is computed from the record up to the end of its run, byte for byte.
TEST_F(ShopScreen, OfAReportIsTheSameAgainAndLater) {
  mend();
  verb("run", "1.1.0", {"--yes", "1.1.0"});
  const std::string id(
      json(type({"status", "--format", "json"}).out)["runs"].list().at(0)["run"].text());
  const auto reports = [&] {
    std::string all;
    for (const char* format : {"human", "json", "ndjson", "html", "markdown"})
      all += type({"report", id, "--format", format}).out;
    return all;
  };
  const std::string held = reports();
  EXPECT_EQ(reports(), held);
  type({"back", "--yes"});
  const std::string ended = reports();
  verb("ready", "1.1.1");
  verb("run", "1.1.1", {"--yes", "1.1.1"});
  EXPECT_EQ(reports(), ended);
}

}  // namespace
}  // namespace interlock
