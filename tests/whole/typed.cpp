#include "tests/whole/typed.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "engine/jcs.h"
#include "engine/subprocess.h"

namespace interlock {

namespace fs = std::filesystem;

Desk::Desk() {
  std::string name = (fs::temp_directory_path() / "interlock-test-XXXXXX").string();
  if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
  folder = name;
  fs::permissions(folder, fs::perms(0755));
  env = {{"XDG_STATE_HOME", path("state")},
         {"HOME", path("home")},
         {"LC_ALL", "C.UTF-8"},
         {"COLUMNS", "100"},
         {"INTERLOCK_TIMEOUT", "60"}};  // the stand-ins are slow where much else runs
  fs::create_directories(folder / "home");
}

Desk::~Desk() {
  std::error_code ignored;
  fs::remove_all(folder, ignored);
}

Typed Desk::program(std::vector<std::string> argv) const {
  const Ended ended = run({.argv = std::move(argv),
                           .env = env,
                           .folder = folder.string(),
                           .input = {},
                           .output = {},
                           .deadline = std::chrono::minutes(4),
                           .keeps = {}});
  const bool signalled = ended.how != Ended::How::exited;
  return {signalled ? 256 + ended.code : ended.code, ended.out, ended.err + ended.why};
}

Typed Desk::interlock(std::vector<std::string> words) const {
  words.insert(words.begin(), INTERLOCK_BINARY "/engine/cli/interlock");
  return program(std::move(words));
}

void Desk::write(const std::string& name, const std::string& text) const {
  fs::create_directories((folder / name).parent_path());
  std::ofstream(folder / name, std::ios::binary) << text;
}

std::string Desk::read(const std::string& name) const {
  std::ostringstream text;
  text << std::ifstream(folder / name, std::ios::binary).rdbuf();
  return text.str();
}

Value json(const std::string& text) {
  std::vector<Problem> problems;
  Value value = parsed(text, problems);
  EXPECT_TRUE(problems.empty()) << text;
  return value;
}

std::string server(const char* variable) {
  const char* value = std::getenv(variable);
  return value ? value : "";
}

}  // namespace interlock
