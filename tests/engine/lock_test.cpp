#include "engine/lock.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>

#include "engine/error.h"

namespace interlock {
namespace {

using namespace std::chrono_literals;

struct TheLock : testing::Test {
  std::string folder = [] {
    std::string name = testing::TempDir() + "lock-XXXXXX";
    return std::string(mkdtemp(name.data()));
  }();
  std::string path = folder + "/locks/0123456789abcdef";
  ~TheLock() override { std::filesystem::remove_all(folder); }
};

TEST_F(TheLock, IsTakenOnce) {
  const auto first = Lock::take(path, "first");
  EXPECT_TRUE(first);
  EXPECT_FALSE(Lock::take(path, "second"));
}

TEST_F(TheLock, TellsWhoHoldsIt) {
  EXPECT_EQ(Lock::holder(path), "");
  const auto lock = Lock::take(path, "a3f9-k2mt, root on shop, pid 4711");
  EXPECT_FALSE(Lock::take(path, "somebody else"));
  EXPECT_EQ(Lock::holder(path), "a3f9-k2mt, root on shop, pid 4711");
}

TEST_F(TheLock, ForgetsALongerHolder) {
  Lock::take(path, "a long name");
  const auto lock = Lock::take(path, "short");
  EXPECT_EQ(Lock::holder(path), "short");
}

TEST_F(TheLock, IsFreeAgainWhenItGoes) {
  Lock::take(path, "first");
  EXPECT_TRUE(Lock::take(path, "second"));
}

TEST_F(TheLock, IsForItsOwnerOnly) {
  const auto lock = Lock::take(path, "x");
  struct stat seen {};
  ASSERT_EQ(stat(path.c_str(), &seen), 0);
  EXPECT_EQ(seen.st_mode & 0777, 0600u);
}

TEST_F(TheLock, IsHeldByAChildThatWasGivenIt) {
  std::array<int, 2> pipe_ends{};
  ASSERT_EQ(pipe(pipe_ends.data()), 0);
  auto lock = Lock::take(path, "parent");
  ASSERT_TRUE(lock);
  const pid_t child = fork();
  if (child == 0) {
    char byte = 0;
    close(pipe_ends[1]);
    _exit(read(pipe_ends[0], &byte, 1) == 1 ? 0 : 1);
  }
  close(pipe_ends[0]);
  lock.reset();
  EXPECT_FALSE(Lock::take(path, "next"));
  EXPECT_EQ(write(pipe_ends[1], "x", 1), 1);
  int status = 0;
  waitpid(child, &status, 0);
  close(pipe_ends[1]);
  EXPECT_TRUE(Lock::take(path, "next"));
}

TEST_F(TheLock, IsGotByWhoWaitsUntilItIsFree) {
  std::array<int, 2> ready{};
  ASSERT_EQ(pipe(ready.data()), 0);
  const pid_t child = fork();
  if (child == 0) {
    const auto held = Lock::take(path, "child");
    const bool told = write(ready[1], "x", 1) == 1;
    usleep(50000);
    _exit(held && told ? 0 : 1);
  }
  char byte = 0;
  ASSERT_EQ(read(ready[0], &byte, 1), 1);
  EXPECT_TRUE(Lock::take_within(path, "parent", 30s));
  EXPECT_EQ(Lock::holder(path), "parent");
  int status = 1;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST_F(TheLock, IsNotWaitedForLongerThanTold) {
  const auto lock = Lock::take(path, "x");
  EXPECT_FALSE(Lock::take_within(path, "y", 1ms));
}

TEST_F(TheLock, IsNotWaitedForByWhoIsToStop) {
  const auto lock = Lock::take(path, "x");
  std::stop_source stop;
  stop.request_stop();
  EXPECT_FALSE(Lock::take_within(path, "y", 1h, stop.get_token()));
}

TEST_F(TheLock, SaysWhyItCannotBeTaken) {
  EXPECT_THROW(Lock::take("/proc/nowhere/lock", "x"), Error);
}

}  // namespace
}  // namespace interlock
