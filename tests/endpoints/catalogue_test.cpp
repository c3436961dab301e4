#include "engine/catalogue.h"

#include <gtest/gtest.h>

#include "engine/endpoints/openers.h"
#include "engine/error.h"

namespace interlock {
namespace {

const Catalogue shop = {
    .product = "shop",
    .releases = {{.version = "1.0.0", .migrations = {"0001_a"}, .columns = {}, .supports = {}},
                 {.version = "1.1.0",
                  .migrations = {"0001_a", "0002_b"},
                  .columns = {{"orders", {"id", "total"}}},
                  .supports = {{"php", {"8.1", ""}}, {"mysql", {"5.7", "9"}}}}},
    .migrations = {{"0002_b", {"deletes rows", {"orders", "users.name"}}}},
};
const std::vector<Hop> hops = {{"1.x", "1.x", Path::newer, ""}};

Table ask(const std::string& words, const std::string& release = {}) {
  return open_catalogue(shop, hops, "1.0.0", "1.1.0")->ask({words, {release}});
}

TEST(Catalogue, TellsMigrations) {
  EXPECT_EQ(ask("migrations $1", "1.1"),
            table_of("name | dangerous | makes \n 0001_a | NULL | NULL \n"
                     "0002_b | deletes rows | orders users.name"));
}

TEST(Catalogue, TellsColumns) {
  EXPECT_EQ(ask("columns $1", "1.1.0"),
            table_of("table | column \n orders | id \n orders | total"));
}

TEST(Catalogue, TellsBounds) {
  EXPECT_EQ(ask("supports $1", "1.1.0"),
            table_of("what | at_least | below \n mysql | 5.7 | 9 \n php | 8.1 | NULL"));
  EXPECT_TRUE(ask("supports $1", "9.0").empty());
}

TEST(Bounds, AreToldInWords) {
  EXPECT_EQ(in_words({"8.0", "9"}), "8.0 or later, below 9");
  EXPECT_EQ(in_words({"8.0", ""}), "8.0 or later");
  EXPECT_EQ(in_words({"", "9"}), "below 9");
  EXPECT_EQ(in_words({}), "");
}

TEST(Catalogue, SaysWhatItDoesNotKnow) {
  for (const auto* words : {"migrations 2.0", "columns 2.0", "columns 1.0.0"}) {
    try {
      ask(words);
      FAIL() << words;
    } catch (const Error& failure) {
      EXPECT_EQ(failure.code, "no_release") << words;
    }
  }
}

TEST(Catalogue, JudgesTheWay) {
  const Table answer = ask("path");
  EXPECT_EQ(answer.columns, (std::vector<std::string>{"allowed", "why"}));
  EXPECT_EQ(answer.text(0, "allowed"), "1");
  EXPECT_NE(answer.text(0, "why"), "");
}

TEST(Catalogue, IsAskedNothingElse) {
  EXPECT_THROW(ask("models 1.0"), Error);
  EXPECT_THROW(ask("path x"), Error);
}

TEST(FindRelease, ComparesNumbersAndSuffixes) {
  const Catalogue beta = {
      .product = "p",
      .releases = {{.version = "3.1.0-beta", .migrations = {}, .columns = {}, .supports = {}},
                   {.version = "3.1.0-rc", .migrations = {}, .columns = {}, .supports = {}}},
      .migrations = {}};
  EXPECT_EQ(find_release(beta, "v3.1-rc"), &beta.releases[1]);
  EXPECT_EQ(find_release(beta, "3.1.0"), &beta.releases[0]);
  EXPECT_EQ(find_release(beta, "3.1.0-alpha"), nullptr);
  EXPECT_EQ(find_release(beta, "3.2"), nullptr);
  EXPECT_EQ(find_release(beta, ""), nullptr);
}

}  // namespace
}  // namespace interlock
