#pragma once

#include <gtest/gtest.h>
#include <hiredis/hiredis.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "tests/live/site.h"

namespace interlock::live {

// A database of the Redis of the tests, empty at first and again at the end, and an
// installation that uses it.
class RedisSite : public testing::Test {
 protected:
  void SetUp() override;
  void TearDown() override;

  void write(const std::vector<std::string>& command) const;
  // Runs a script of this folder, told the port and the number of the database first.
  void php(const std::string& script, const std::vector<std::string>& words) const;
  void python(const std::string& script, const std::vector<std::string>& words) const;

  Site& site() { return *site_; }

 private:
  void script(const std::string& program, const std::string& name,
              const std::vector<std::string>& words) const;

  Address address_;
  redisContext* writer_ = nullptr;
  std::optional<Site> site_;
};

// Skips the rest of a test where what it runs is not installed.
#define INTERLOCK_NEEDS_FILE(path) \
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not there: ./dev setup"

}  // namespace interlock::live
