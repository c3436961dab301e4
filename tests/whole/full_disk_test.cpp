// No room for the record: nothing is begun, nothing goes on, and what was done is found
// again once there is room.
#include <gtest/gtest.h>
#include <sys/mount.h>

#include <fstream>

#include "tests/whole/shop.h"

namespace interlock {
namespace {

const Known& demo_machine() {
  static const Known known("demo");
  return known;
}

// Stands before sqlite3: the step that migrates takes the room for every file from the
// program that started it, or fills the disk of the record.
constexpr const char* taking_room = R"(#!/bin/sh
echo "$*" >>"$STANDIN_FOLDER/calls"
case "$*" in
  *shop.db)
    if [ -n "$STANDIN_LIMIT" ]; then prlimit --pid "$PPID" --fsize=0; fi
    if [ -n "$STANDIN_FILL" ]; then cat /dev/zero >"$STANDIN_FILL" 2>/dev/null; fi ;;
esac
exec "$STANDIN_SQLITE" "$@"
)";

#ifdef __SANITIZE_THREAD__
constexpr bool under_tsan = true;
#else
constexpr bool under_tsan = false;
#endif

struct FullDisk : testing::Test {
  ShopPlace shop{demo_machine(), "1.1.1"};
  Desk& desk = shop.desk();

  FullDisk() {
    desk.write("standin/sqlite3", taking_room);
    std::filesystem::permissions(desk.folder / "standin/sqlite3", std::filesystem::perms(0755));
  }
  void SetUp() override {
    if (under_tsan)
      GTEST_SKIP() << "ThreadSanitizer writes a file of its own when a program begins";
  }
  // Without room for any byte of a file.
  Typed without_room(std::vector<std::string> words) const {
    words.insert(words.begin(),
                 {"prlimit", "--fsize=0", "--", INTERLOCK_BINARY "/engine/cli/interlock"});
    return desk.program(std::move(words));
  }
  std::string calls() const { return desk.read("standin/calls"); }

  // The record is not broken, and goes on to the end.
  void goes_on(int migrations) {
    const Typed status = desk.interlock({"status"});
    EXPECT_EQ(status.exit, 0) << status.err;
    EXPECT_NE(status.out.find("installed"), std::string::npos) << status.out;
    Typed resume = desk.interlock({"resume"});
    if (resume.exit == 1) {  // the command was ended with Interlock, before its work was done
      ++migrations;
      resume = desk.interlock({"retry"});
    }
    EXPECT_EQ(resume.exit, 0) << resume.out << resume.err;
    EXPECT_EQ(shop.differs_from(Final::success), "");
    EXPECT_EQ(shop.starts(), migrations);
    EXPECT_EQ(desk.interlock({"audit", "verify"}).exit, 0);
    EXPECT_EQ(shop.known().unknown_in(events_of_run(desk)), "");
  }
};

void is_told(const Typed& typed) {
  EXPECT_EQ(typed.exit, 5) << typed.out << typed.err;
  EXPECT_NE(typed.err.find("ledger.db"), std::string::npos) << typed.err;
  EXPECT_NE(typed.err.find("room"), std::string::npos) << typed.err;
}

TEST_F(FullDisk, BeginsNoRun) {
  is_told(without_room(shop.run_words()));
  EXPECT_EQ(calls(), "");
}

TEST_F(FullDisk, BeginsNoRunAlsoWhereThereIsARecordAlready) {
  const Typed other = desk.interlock({"ready", "demo", "--at", "installation.json"});
  ASSERT_EQ(other.exit, 0) << other.out << other.err;
  const std::string before = calls();
  is_told(without_room(shop.run_words()));
  EXPECT_EQ(calls(), before);
  EXPECT_EQ(desk.interlock({"audit", "verify"}).exit, 0);
  EXPECT_EQ(desk.interlock(shop.run_words()).exit, 0);
}

TEST_F(FullDisk, AsksNothingForReady) {
  is_told(without_room({"ready", "demo", "--at", desk.path("installation.json")}));
}

TEST_F(FullDisk, IsFoundInTheMiddleOfARun) {
  desk.env["STANDIN_LIMIT"] = "1";
  is_told(desk.interlock(shop.run_words()));
  desk.env.erase("STANDIN_LIMIT");
  goes_on(1);
}

TEST_F(FullDisk, IsFoundByAnOutputToo) {
  const std::string program = INTERLOCK_BINARY "/engine/cli/interlock";
  const Typed file =
      desk.interlock({"ready", "demo", "--at", desk.path("installation.json"), "-o", "/dev/full"});
  EXPECT_EQ(file.exit, 2);
  EXPECT_NE(file.err.find("/dev/full could not be written"), std::string::npos) << file.err;
  for (const std::string words : {" list", " --help", " --version"}) {
    const Typed typed = desk.program({"sh", "-c", program + words + " >/dev/full"});
    EXPECT_EQ(typed.exit, 2) << words;
    EXPECT_NE(typed.err.find("could not be written"), std::string::npos) << words << typed.err;
  }
}

// A disk of its own, where the system lets us have one.
struct SmallDisk : FullDisk {
  std::string disk = desk.path("disk");
  bool mounted = false;

  void SetUp() override {
    std::filesystem::create_directory(disk);
    mounted = ::mount("interlock", disk.c_str(), "tmpfs", 0, "size=1m,mode=0700") == 0;
    if (!mounted) GTEST_SKIP() << "this account may mount nothing";
    desk.env["XDG_STATE_HOME"] = disk;
    desk.env["INTERLOCK_LEDGER"] = disk + "/ledger.db";
  }
  void TearDown() override {
    if (mounted) ::umount2(disk.c_str(), MNT_DETACH);
  }
  void fill() const { desk.program({"sh", "-c", "cat /dev/zero >disk/filler"}); }
  void make_room() const { std::filesystem::remove(disk + "/filler"); }
};

TEST_F(SmallDisk, ThatIsFullBeginsNoRun) {
  fill();
  is_told(desk.interlock(shop.run_words()));
  EXPECT_EQ(calls(), "");
  make_room();
  EXPECT_EQ(desk.interlock(shop.run_words()).exit, 0);
}

TEST_F(SmallDisk, ThatBecomesFullStopsTheRunWhereItIs) {
  desk.env["STANDIN_FILL"] = disk + "/filler";
  is_told(desk.interlock(shop.run_words()));
  desk.env.erase("STANDIN_FILL");
  make_room();
  goes_on(1);
}

}  // namespace
}  // namespace interlock
