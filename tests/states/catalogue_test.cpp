#include "states/catalogue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace interlock {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

Catalogue shipped(const std::string& name) {
  std::vector<Problem> problems;
  Catalogue catalogue = catalogue_of(
      text_of(fs::path(INTERLOCK_SOURCE) / "states/releases" / (name + ".json")), problems);
  for (const Problem& problem : problems) ADD_FAILURE() << problem.where << ": " << problem.what;
  return catalogue;
}

const Release& release_of(const Catalogue& catalogue, const std::string& version) {
  for (const Release& release : catalogue.releases)
    if (release.version == version) return release;
  throw std::runtime_error("no release " + version);
}

std::string problems_of(const std::string& json) {
  std::vector<Problem> problems;
  catalogue_of(json, problems);
  std::string all;
  for (const Problem& problem : problems)
    all += problem.where + ": " + problem.what + (problem.hint.empty() ? "" : " " + problem.hint) +
           "\n";
  return all;
}

std::size_t columns_in(const Release& release) {
  std::size_t count = 0;
  for (const auto& [table, columns] : release.columns) count += columns.size();
  return count;
}

TEST(CatalogueOf, ContinuesWhatIsKnown) {
  std::vector<Problem> problems;
  const Catalogue known = catalogue_of(
      R"({"product": "Shop", "releases": [{"version": "1.0", "adds": ["b"], "columns": {"t": ["id", "x"]}}],
          "migrations": {"b": {"dangerous": "It deletes rows."}}})",
      problems);
  const Catalogue more = catalogue_of(
      R"({"product": "Shop", "releases": [{"version": "1.0", "adds": ["another"]},
                                          {"version": "1.1", "adds": ["c"], "gone": {"t": ["x"]}}],
          "migrations": {"c": {"makes": ["u"]}}})",
      problems, known);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(versions_in(more), (Texts{"1.0", "1.1"}));
  EXPECT_EQ(release_of(more, "1.0").migrations, Texts{"b"});
  EXPECT_EQ(release_of(more, "1.1").migrations, (Texts{"b", "c"}));
  EXPECT_EQ(release_of(more, "1.1").columns.at("t"), Texts{"id"});
  EXPECT_EQ(more.migrations.at("b").dangerous, "It deletes rows.");
  EXPECT_EQ(more.migrations.at("c").makes, Texts{"u"});
}

// Shop has a line 1.x, and 2.0 of another.
struct TwoLines : testing::Test {
  std::vector<Problem> problems;
  const Catalogue known = catalogue_of(
      R"({"product": "Shop", "releases": [
           {"version": "1.0", "adds": ["a"]}, {"version": "1.1-beta", "adds": ["b"]},
           {"version": "2.0", "adds": ["z"]}]})",
      problems);
  // `releases`: what stands in the list of a file.
  Catalogue with(const std::string& releases) {
    return catalogue_of(R"({"product": "Shop", "releases": [)" + releases + "]}", problems, known);
  }
};

TEST_F(TwoLines, TakeAReleaseWhereItBelongs) {
  const Catalogue more = with(R"({"version": "1.2", "adds": ["c"]}, {"version": "2.1"})");
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(versions_in(more), (Texts{"1.0", "1.1-beta", "1.2", "2.0", "2.1"}));
  EXPECT_EQ(release_of(more, "1.2").migrations, (Texts{"a", "b", "c"}));
  EXPECT_EQ(release_of(more, "2.0").migrations, (Texts{"a", "b", "z"}));
  EXPECT_EQ(release_of(more, "2.1").migrations, (Texts{"a", "b", "z"}));
}

TEST_F(TwoLines, TakeAReleaseOfTheSameNumbersBehindTheOthers) {
  const Catalogue more = with(R"({"version": "1.1", "adds": ["c"]})");
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(versions_in(more), (Texts{"1.0", "1.1-beta", "1.1", "2.0"}));
  EXPECT_EQ(release_of(more, "1.1").migrations, (Texts{"a", "b", "c"}));
}

TEST_F(TwoLines, TakeAReleaseBeforeAllOthersWithNothing) {
  const Catalogue more = with(R"({"version": "0.9", "adds": ["y"]})");
  EXPECT_EQ(versions_in(more), (Texts{"0.9", "1.0", "1.1-beta", "2.0"}));
  EXPECT_EQ(release_of(more, "0.9").migrations, Texts{"y"});
  EXPECT_EQ(release_of(more, "1.0").migrations, Texts{"a"});
}

TEST_F(TwoLines, TakeNoReleasesInAnOrderThatGoesBack) {
  with(R"({"version": "2.0"}, {"version": "1.2"})");
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].where, "/releases/1/version");
  EXPECT_EQ(problems[0].what, "The release before is newer.");
}

TEST(CatalogueOf, AddsWhatEachReleaseBrings) {
  std::vector<Problem> problems;
  const Catalogue catalogue = catalogue_of(
      R"({"product": "Shop", "releases": [
           {"version": "1.0", "adds": ["b"], "columns": {"t": ["id", "x"], "u": ["id"]},
            "supports": {"php": {"at_least": "8.0"}}},
           {"version": "1.1", "adds": ["a"], "columns": {"t": ["y"]},
            "gone": {"t": ["x"], "u": []}}],
          "migrations": {"a": {"dangerous": "it drops u", "makes": ["t.y"]}}})",
      problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(catalogue.product, "Shop");
  const Release& last = catalogue.releases.at(1);
  EXPECT_EQ(last.migrations, (Texts{"a", "b"}));
  EXPECT_EQ(last.columns, (Named<Texts>{{"t", {"id", "y"}}}));
  EXPECT_EQ(last.supports.at("php").at_least, "8.0");
  EXPECT_EQ(catalogue.releases.at(0).migrations, (Texts{"b"}));
  EXPECT_EQ(catalogue.migrations.at("a").dangerous, "it drops u");
  EXPECT_EQ(catalogue.migrations.at("a").makes, (Texts{"t.y"}));
}

TEST(CatalogueOf, TellsEverythingThatIsWrong) {
  EXPECT_EQ(problems_of(R"({"product": "", "release": [], "releases": [
                {"version": "x", "adds": ["a", "a"], "columns": {"t": []}, "gone": {"u": []}},
                {"version": "1.0", "ads": [], "supports": {"python": {"at_least": "three"}}}],
               "migrations": {"b": {"make": []}}})"),
            "/release: There is no such key. Did you mean releases?\n"
            "/product: This must be a text.\n"
            "/releases/0/version: This is no version.\n"
            "/releases/0/adds/1: This migration was added before.\n"
            "/releases/0/gone/u: There was no such table before.\n"
            "/releases/0/columns/t: A table must have columns.\n"
            "/releases/1/ads: There is no such key. Did you mean adds?\n"
            "/releases/1/supports/python: There is no such key.\n"
            "/releases/1/supports/python: This names no version.\n"
            "/migrations/b/make: There is no such key. Did you mean makes?\n"
            "/migrations/b: No release has this migration.\n");
}

TEST(CatalogueOf, RefusesAnOrderThatGoesBack) {
  EXPECT_EQ(
      problems_of(R"({"product": "P", "releases": [{"version": "2.0"}, {"version": "1.9"}]})"),
      "/releases/1/version: The release before is newer.\n");
}

TEST(CatalogueOf, NeedsARelease) {
  EXPECT_EQ(problems_of(R"({"product": "P"})"), "/releases: There must be a release.\n");
}

TEST(CatalogueOf, TellsWhatIsNoJson) {
  std::vector<Problem> problems;
  EXPECT_TRUE(catalogue_of("{", problems).releases.empty());
  EXPECT_EQ(problems.size(), 1u);
}

TEST(Parsec, HasTheColumnsOfItsFirstRelease) {
  const Catalogue parsec = shipped("parsec");
  EXPECT_EQ(parsec.product, "Parsec server");
  EXPECT_EQ(release_of(parsec, "3.0.0").columns.size(), 30u);
  EXPECT_EQ(columns_in(release_of(parsec, "3.0.0")), 205u);
  EXPECT_EQ(columns_in(release_of(parsec, "3.1.0")), 208u);
}

TEST(Parsec, HasAsManyMigrationsAsEachReleaseShips) {
  const Catalogue parsec = shipped("parsec");
  const std::map<std::string, std::size_t> counts = {
      {"3.0.0", 5},  {"3.1.0", 6},  {"3.2.4", 6},  {"3.3.0", 10}, {"3.3.3", 11},
      {"3.5.0", 14}, {"3.6.0", 15}, {"3.7.0", 18}, {"3.8.0", 21}, {"3.9.3", 24}};
  for (const auto& [version, count] : counts)
    EXPECT_EQ(release_of(parsec, version).migrations.size(), count) << version;
}

TEST(Parsec, KnowsWhatTheSixthMigrationMakes) {
  EXPECT_EQ(shipped("parsec").migrations.at("0006_tos").makes,
            (Texts{"organization.tos_updated_on", "organization.tos_per_locale_urls",
                   "user_.tos_accepted_on"}));
}

TEST(Ixp, HasAsManyMigrationsAsEachReleaseShips) {
  const Catalogue ixp = shipped("ixp");
  EXPECT_EQ(ixp.product, "IXP Manager");
  const std::map<std::string, std::size_t> counts = {
      {"5.8.0", 8},  {"6.0.0", 23}, {"6.1.0", 24}, {"6.2.0", 26}, {"6.3.1", 27}, {"6.4.0", 31},
      {"6.4.2", 32}, {"7.0.1", 34}, {"7.1.0", 37}, {"7.2.0", 39}, {"7.3.1", 42}, {"7.4.0", 44}};
  for (const auto& [version, count] : counts)
    EXPECT_EQ(release_of(ixp, version).migrations.size(), count) << version;
}

TEST(Ixp, BoundsPhp) {
  const Catalogue ixp = shipped("ixp");
  EXPECT_EQ(release_of(ixp, "6.3.1").supports.at("php").at_least, "8.0");
  EXPECT_EQ(release_of(ixp, "6.4.2").supports.at("php").at_least, "8.0.2");
  EXPECT_EQ(release_of(ixp, "7.1.0").supports.at("php").below, "9");
}

// The lists that were taken from the tagged trees of the products.
struct Facts : testing::Test {
  const fs::path folder = fs::path(INTERLOCK_SHARED) / "facts/data";
  void SetUp() override {
    if (std::string(INTERLOCK_SHARED).empty() || !fs::exists(folder))
      GTEST_SKIP() << "INTERLOCK_SHARED names no folder with facts";
  }
  // One item a line; of Django an application and a name.
  std::set<std::string> items_in(const std::string& file, const std::string& ending) const {
    std::istringstream text(text_of(folder / file));
    std::set<std::string> items;
    for (std::string line; std::getline(text, line);) {
      std::replace(line.begin(), line.end(), ' ', '.');
      if (line.ends_with(ending)) line.resize(line.size() - ending.size());
      if (!line.empty()) items.insert(line);
    }
    return items;
  }
  // `since`: of earlier releases the files were not what their procedure applied.
  void expect_migrations(const std::string& name, const std::string& ending,
                         const std::string& since = "1") const {
    std::set<std::string> known;
    for (const Release& release : shipped(name).releases) {
      known.insert("v" + release.version + ".migrations.txt");
      if (compares(release.version, Comparison::less, since)) {
        EXPECT_TRUE(release.migrations.empty()) << release.version;
        continue;
      }
      EXPECT_EQ(std::set(release.migrations.begin(), release.migrations.end()),
                items_in(name + "/v" + release.version + ".migrations.txt", ending))
          << release.version;
    }
    for (const auto& file : fs::directory_iterator(folder / name)) {
      const auto its = file.path().filename().string();
      EXPECT_TRUE(!its.ends_with(".migrations.txt") || known.contains(its) ||
                  its.starts_with("v2.17") || its.starts_with("v1."))
          << its;
    }
  }
};

TEST_F(Facts, OfParsecsMigrationsAreTheCatalogues) {
  expect_migrations("parsec", ".sql");
}

TEST_F(Facts, OfIxpsMigrationsAreTheCatalogues) {
  expect_migrations("ixp", ".php", "4.9");
}

TEST_F(Facts, OfConvoysMigrationsAreTheCatalogues) {
  expect_migrations("convoy", ".php");
}

TEST_F(Facts, OfStatusPagesMigrationsAreTheCatalogues) {
  expect_migrations("status-page", ".py");
}

TEST_F(Facts, OfParsecsColumnsAreTheCatalogues) {
  const Catalogue parsec = shipped("parsec");
  for (const Release& release : parsec.releases) {
    if (release.version.find('+') != std::string::npos) continue;  // no list of columns
    std::set<std::string> ours, theirs;
    for (const auto& [table, columns] : release.columns)
      for (const std::string& column : columns) ours.insert(table + "." + column);
    std::istringstream lines(text_of(folder / "parsec" / ("v" + release.version + ".schema.txt")));
    for (std::string line; std::getline(lines, line);) {
      const auto tab = line.find('\t');
      if (line.starts_with('#') || tab == std::string::npos) continue;
      std::istringstream columns(line.substr(tab + 1));
      for (std::string column; std::getline(columns, column, ',');)
        theirs.insert(line.substr(0, tab) + "." + column);
    }
    EXPECT_EQ(ours, theirs) << release.version;
  }
}

TEST(StatusPage, KnowsTheModelsOfEachRelease) {
  const Catalogue status_page = shipped("status-page");
  EXPECT_EQ(status_page.releases.size(), 31u);
  const auto& first = release_of(status_page, "2.0.0");
  const auto& last = release_of(status_page, "2.5.1");
  EXPECT_EQ(first.migrations.size(), 48u);
  EXPECT_EQ(last.migrations.size(), 66u);
  EXPECT_EQ(first.models.at("extras"), (Texts{"configrevision", "objectchange"}));
  EXPECT_EQ(last.models.at("extras"), (Texts{"configrevision", "objectchange", "webhook"}));
  EXPECT_EQ(last.supports.at("postgres").at_least, "13");
}

TEST(CatalogueOf, AddsAndRemovesModels) {
  std::vector<Problem> problems;
  const Catalogue catalogue = catalogue_of(
      R"({"product": "Shop", "releases": [
           {"version": "1.0", "models": {"shop": ["order", "price"], "old": ["a"]}},
           {"version": "1.1", "models": {"shop": ["note"]},
            "models_gone": {"shop": ["order"], "old": []}}]})",
      problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(catalogue.releases.back().models, (Named<Texts>{{"shop", {"price", "note"}}}));
  EXPECT_EQ(problems_of(R"({"product": "a", "releases": [
              {"version": "1", "models": {"b": []}, "models_gone": {"c": []}}]})"),
            "/releases/0/models_gone/c: There was no such application before.\n"
            "/releases/0/models/b: An application must have models.\n");
}

}  // namespace
}  // namespace interlock
