// Over machines, guides and facts that lie outside of the project.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "engine/coverage.h"
#include "engine/digest.h"
#include "engine/guide.h"
#include "states/catalogue.h"
#include "states/shipped.h"
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

// The columns of each table that a release of IXP Manager maps, by Doctrine.
std::map<std::string, std::set<std::string>> mapped_by(const std::string& version) {
  std::map<std::string, std::set<std::string>> tables;
  std::istringstream lines(
      contents(shared / "facts/data/ixp" / ("v" + version + ".doctrine-schema.txt")));
  for (std::string table, entity, columns; std::getline(lines, table, '\t') &&
                                           std::getline(lines, entity, '\t') &&
                                           std::getline(lines, columns);) {
    std::istringstream list(columns);
    for (std::string column; std::getline(list, column, ',');) tables[table].insert(column);
  }
  return tables;
}

// schema:update drops the columns that a release no longer maps, of tables that it still does.
TEST(SharedFacts, OfTheColumnsThatDoctrineDropsAreInTheNotesOfTheReleases) {
  if (!fs::exists(shared / "facts/data/ixp")) GTEST_SKIP() << "no facts are shared here";
  std::vector<Problem> problems;
  const Catalogue ixp =
      catalogue_of(contents(fs::path(INTERLOCK_SOURCE) / "states/releases/ixp.json"), problems);
  std::size_t dropped = 0;
  for (std::size_t i = 1; compares(ixp.releases.at(i).version, Comparison::less, "5"); ++i) {
    const Release& release = ixp.releases[i];
    const auto after = mapped_by(release.version);
    EXPECT_GT(after.size(), 40u) << release.version;
    for (const auto& [table, columns] : mapped_by(ixp.releases[i - 1].version))
      for (const std::string& column : columns) {
        if (!after.contains(table) || after.at(table).contains(column)) continue;
        ++dropped;
        for (const std::string& name : {table, column})
          EXPECT_NE(release.note.find(name), std::string::npos) << release.version << " " << name;
      }
  }
  EXPECT_EQ(dropped, 8u);
}

// By the digest that a machine declares of its guide.
TEST(SharedGuides, AreWhollyAccountedForByTheShippedMachines) {
  if (!fs::exists(shared / "guides")) GTEST_SKIP() << "no guides are shared here";
  std::map<std::string, GuideText> guides;
  for (const auto& entry : fs::directory_iterator(shared / "guides")) {
    const std::string text = contents(entry.path());
    guides[hex_of(text)] = {text, entry.path().filename().string()};
  }
  std::set<std::string> told_of;
  for (const auto& [name, text] : shipped_machines()) {
    if (name == "demo") continue;  // its guide is shipped
    const Machine machine = load(text, shipped_groups()).machine;
    const auto guide = guides.find(machine.guide.sha256);
    if (guide == guides.end()) {
      ADD_FAILURE() << name << " is of none of the guides";
      continue;
    }
    told_of.insert(guide->second.file);
    const Coverage coverage = coverage_of(machine, guide->second);
    EXPECT_EQ(coverage.problems, Texts()) << name;
    EXPECT_GT(coverage.units.size(), 0u) << name;
    for (const CoveredUnit& unit : coverage.units) EXPECT_TRUE(unit.settled()) << name;
    const auto counts = coverage.counts();
    EXPECT_EQ(counts.missing + counts.both, 0) << name;
    EXPECT_EQ(counts.units, static_cast<std::int64_t>(coverage.units.size())) << name;
    EXPECT_EQ(counts.done + counts.checked + counts.asked + counts.not_covered, counts.units)
        << name;
  }
  EXPECT_EQ(told_of.size(), guides.size());
}

}  // namespace
}  // namespace interlock
