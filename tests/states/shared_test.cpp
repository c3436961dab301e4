// Over machines and guides that lie outside of the project.
#include <gtest/gtest.h>

#include "engine/digest.h"
#include "engine/guide.h"
#include "tests/states/reading.h"

namespace interlock {
namespace {

namespace fs = std::filesystem;

const fs::path shared = INTERLOCK_SHARED;

std::vector<fs::path> machines() {
  std::vector<fs::path> files;
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator(shared / "design/machines", failure))
    if (entry.path().extension() == ".json" && entry.path().stem() != "groups")
      files.push_back(entry.path());
  return files;
}

std::string common_groups() {
  return contents(shared / "design/machines/groups.json");
}

TEST(SharedMachines, AreOnlyRefusedForChecksThatAreNotThere) {
  if (machines().empty()) GTEST_SKIP() << "no machines are shared here";
  for (const fs::path& path : machines()) {
    Loaded loaded = load(contents(path), common_groups(), path.filename().string());
    for (const Problem& problem : examine(loaded.machine, all_checks(), std::move(loaded.problems)))
      EXPECT_TRUE(problem.what.starts_with("There is no check \""))
          << path.filename() << " " << problem.where << ": " << problem.what;
  }
}

TEST(SharedGuides, HaveTheUnitsThatTheMachinesCount) {
  if (machines().empty()) GTEST_SKIP() << "no guides are shared here";
  std::size_t compared = 0;
  for (const fs::path& path : machines()) {
    const Guide guide = load(contents(path), common_groups()).machine.guide;
    for (const fs::path& folder : {shared / "guides", shared / "design/machines"})
      for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string text = contents(entry.path());
        if (hex_of(text) != guide.sha256) continue;
        ++compared;
        EXPECT_EQ(counted(units_of(text, entry.path().filename().string())), guide.units)
            << path.filename();
      }
  }
  EXPECT_GE(compared, machines().size());
}

}  // namespace
}  // namespace interlock
