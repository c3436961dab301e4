#include "tests/reports/flaws.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "engine/subprocess.h"
#include "reports/schema.h"

namespace interlock {

namespace fs = std::filesystem;

std::optional<std::string> flaws(const std::string& output, const std::vector<std::string>& texts) {
  std::string folder = testing::TempDir() + "outputs-XXXXXX";
  if (!::mkdtemp(folder.data())) throw std::runtime_error("no temporary folder");
  Program program;
  program.argv = {"python3", INTERLOCK_SOURCE "/tests/states/validate.py", "--why",
                  folder + "/schema.json"};
  std::ofstream(folder + "/schema.json") << schema_of_output(output);
  for (const std::string& text : texts) {
    program.argv.push_back(folder + "/" + std::to_string(program.argv.size() - 3) + ".json");
    std::ofstream(program.argv.back()) << text;
  }
  program.deadline = std::chrono::minutes(1);
  const Ended ended = run(program);
  fs::remove_all(folder);
  if (ended.code == 77) return {};
  return ended.ok() ? ended.out : ended.out + ended.err + ended.why;
}

}  // namespace interlock
