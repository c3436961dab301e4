#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "engine/cli/installation.h"

namespace interlock {

// A machine with an endpoint of each kind that needs something else, and two parameters.
inline Machine shop() {
  Machine machine;
  machine.id = "shop-1";
  machine.product = "Shop";
  machine.endpoints = {{"database", {System::mysql, {}, false, {}}},
                       {"web", {System::http, {}, false, {}}},
                       {"cache", {System::memcached, {}, true, {}}}};
  machine.parameters = {{"backups", {"the folder", "${root}-backups"}},
                        {"archive", {"a file", "${backups}/${work}"}},
                        {"user", {"an account", {}}}};
  machine.commands = {{"php", {{"php"}, {}}}};
  return machine;
}

// A folder of this test's own, which goes with it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    path_ = std::filesystem::path(testing::TempDir()) /
            (std::string("interlock-") + test->test_suite_name() + "-" + test->name());
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string path() const { return path_.string(); }

  // Writes a file that only its owner may read, and gives its path.
  std::string file(const std::string& name, const std::string& text) const {
    const auto path = path_ / name;
    std::ofstream(path) << text;
    std::filesystem::permissions(
        path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    return path.string();
  }

 private:
  std::filesystem::path path_;
};

inline std::optional<std::string> read_file(const std::string& path) {
  std::ifstream in(path);
  if (!in) return {};
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

inline Environment environment_of(std::map<std::string, std::string> variables) {
  return [variables](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return {};
    return found->second;
  };
}

// All problems, one a line.
inline std::string lines_of(const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& problem : problems)
    text += problem.where + ": " + problem.what + (problem.hint.empty() ? "" : " " + problem.hint) +
            "\n";
  return text;
}

}  // namespace interlock
