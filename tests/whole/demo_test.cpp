#include <gtest/gtest.h>

#include "tests/reports/screen.h"
#include "tests/whole/typed.h"

namespace interlock {
namespace {

// The demo, kept, so that one can look at what it left.
struct Demo : testing::Test {
  Desk desk;
  Typed demo = desk.interlock({"demo", "--keep", desk.path("kept")});

  Typed then(std::vector<std::string> words) {
    for (const char* word : {"--ledger", "kept/ledger.db"}) words.emplace_back(word);
    return desk.interlock(std::move(words));
  }
};

TEST_F(Demo, WalksThroughThreeUpgrades) {
  EXPECT_EQ(demo.exit, 0) << demo.out << demo.err;
  expect_screen("demo", masked(unbroken(demo.out)));
  for (const char* words : {"NOT READY  2 failed", "HELD", "RECOVERED", "UPGRADED", "VERIFIED",
                            "WHOLE", "no such column: mail"})
    EXPECT_NE(demo.out.find(words), std::string::npos) << words << "\n" << demo.out;
  // The shop has no PHP: its machine knows what mends it here.
  EXPECT_EQ(demo.out.find("artisan"), std::string::npos) << demo.out;
  EXPECT_NE(demo.out.find("Take one: sqlite3 " + desk.path("kept/shop/storage/shop.db")),
            std::string::npos)
      << demo.out;
}

TEST_F(Demo, LeavesARecordThatIsWhole) {
  const Typed audit = then({"audit", "verify"});
  EXPECT_EQ(audit.exit, 0) << audit.out << audit.err;
}

TEST_F(Demo, LeavesReportsOfItsLastUpgradeAndSaysWhere) {
  const std::string page = desk.read("kept/report.html");
  EXPECT_TRUE(page.starts_with("<!doctype html>"));
  EXPECT_NE(page.find("Upgraded."), std::string::npos);
  EXPECT_NE(demo.out.find("Its change record, for a browser: " + desk.path("kept/report.html") +
                          "\nThe same for programs: " + desk.path("kept/report.json")),
            std::string::npos)
      << demo.out;
  const Value report = json(desk.read("kept/report.json"));
  EXPECT_EQ(report["format"].text(), "interlock.report/1");
  EXPECT_EQ(report["run"]["end"].text(), "success");
}

// The newest release is 1.2.0.
TEST_F(Demo, IsVerifiedAsTheReleaseThatIsInstalled) {
  const Typed verify = then({"verify", "demo", "--at", "kept/installation.json"});
  EXPECT_EQ(verify.exit, 0) << verify.out << verify.err;
  EXPECT_NE(verify.out.find("VERIFIED"), std::string::npos) << verify.out;
}

// A page is of a prefix of the ledger: that it was made changes nothing, and neither does
// where the ledger lies.
TEST_F(Demo, TellsTheSamePagesAgain) {
  for (const char* format : {"html", "markdown"}) {
    const std::string first = then({"report", "--format", format}).out;
    EXPECT_EQ(then({"report", "--format", format}).out, first);
    std::filesystem::create_directories(desk.folder / "copy");
    std::filesystem::copy_file(desk.folder / "kept/ledger.db", desk.folder / "copy/other.db",
                               std::filesystem::copy_options::overwrite_existing);
    EXPECT_EQ(desk.interlock({"report", "--format", format, "--ledger", "copy/other.db"}).out,
              first);
  }
}

TEST_F(Demo, IsReadyAsThePageThatItsReportIs) {
  for (const char* format : {"html", "markdown"}) {
    const Typed ready = then({"ready", "demo", "--at", "kept/installation.json", "--format", format,
                              "-o", desk.path("page")});
    EXPECT_EQ(ready.out, "");
    EXPECT_EQ(desk.read("page"), then({"report", "--format", format}).out);
    EXPECT_NE(desk.read("page").find("Ready."), std::string::npos);
  }
}

TEST_F(Demo, GivesProgramsItsErrorsWhereTheyExpectTheResult) {
  const Typed report = then({"report", "none-0000", "--format", "json", "-o", desk.path("page")});
  EXPECT_EQ(report.exit, 2) << report.err;
  EXPECT_EQ(report.out, "");
  EXPECT_EQ(json(desk.read("page"))["verdict"].text(), "error");
  const Typed nowhere =
      then({"report", "none-0000", "--format", "json", "-o", "nowhere/page.json"});
  EXPECT_EQ(json(nowhere.out)["verdict"].text(), "error");
}

TEST_F(Demo, SaysThatAPageCouldNotBeWritten) {
  const Typed report = then({"report", "--format", "html", "-o", "nowhere/page.html"});
  EXPECT_EQ(report.exit, 2);
  EXPECT_NE(report.err.find("the file nowhere/page.html could not be written: No such file or "
                            "directory.\n  Give another one: -o FILE"),
            std::string::npos)
      << report.err;
}

TEST_F(Demo, CanBeGoneOnWith) {
  const Typed run = then({"run", "demo", "--at", "kept/installation.json", "--yes", "1.2.0"});
  EXPECT_EQ(run.exit, 0) << run.out << run.err;
}

TEST_F(Demo, TellsTheSameReportAgain) {
  const std::string first = then({"report", "--format", "json"}).out;
  EXPECT_EQ(json(first)["format"].text(), "interlock.report/1");
  const Value one = json(first)["checks"],
              two = json(then({"report", "--format", "json"}).out)["checks"];
  EXPECT_EQ(one, two);
}

}  // namespace
}  // namespace interlock
