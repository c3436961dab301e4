#include "engine/cli/overrides.h"

#include "tests/cli/machines.h"

namespace interlock {
namespace {

std::string wrong_with(const std::string& set) {
  std::vector<Problem> problems;
  overrides_of({set}, shop(), problems);
  return lines_of(problems);
}

TEST(Overrides, AreParametersEndpointsAndBuiltInValues) {
  std::vector<Problem> problems;
  const Overrides set = overrides_of(
      {"backups=/mnt/a=b", "database=mysql://h/x", "installed=1.2", "root=/srv"}, shop(), problems);
  EXPECT_EQ(lines_of(problems), "");
  EXPECT_EQ(set.parameters.at("backups"), "/mnt/a=b");
  EXPECT_EQ(set.endpoints.at("database").host, "h");
  EXPECT_EQ(set.installed, "1.2");
  EXPECT_EQ(set.root, "/srv");
}

TEST(Overrides, TellWhatWasPerhapsMeant) {
  EXPECT_EQ(
      wrong_with("databse=mysql://h/x"),
      "--set databse: There is no parameter and no endpoint \"databse\". Did you mean database?\n");
}

TEST(Overrides, RefuseAPasswordInAUrl) {
  const std::string wrong = wrong_with("database=mysql://u:sesame@h/x");
  EXPECT_EQ(wrong,
            "--set database: No password stands in a URL: others could read it. Put it into "
            "INTERLOCK_SECRET_DATABASE.\n");
}

TEST(Overrides, RefuseAnotherKindOfSystem) {
  EXPECT_EQ(wrong_with("database=postgresql://h/x"),
            "--set database: A URL with \"postgresql\" names another kind of system. Write "
            "mysql://HOST:PORT/NAME.\n");
}

TEST(Overrides, RefuseWhatIsNoUrl) {
  EXPECT_EQ(wrong_with("database=127.0.0.1"),
            "--set database: This is no URL. Write mysql://HOST:PORT/NAME.\n");
}

TEST(Overrides, RefuseWhatInterlockGivesItself) {
  EXPECT_EQ(wrong_with("run=x"), "--set run: Interlock gives run itself.\n");
  EXPECT_EQ(wrong_with("target=x"), "--set target: The release to upgrade to is given by --to.\n");
}

TEST(Overrides, NeedAValue) {
  EXPECT_EQ(wrong_with("backups"), "--set backups: It has no value. Write --set NAME=VALUE.\n");
}

TEST(Overrides, AreGivenOnce) {
  std::vector<Problem> problems;
  overrides_of({"backups=a", "backups=b"}, shop(), problems);
  EXPECT_EQ(lines_of(problems), "--set backups: It is given twice.\n");
}

}  // namespace
}  // namespace interlock
