#include "checks/rights.h"

#include <gtest/gtest.h>

#include "checks/account.h"

namespace interlock::checks {
namespace {

Rights from(std::string_view own, const std::vector<std::string>& grants,
            std::string_view database = "ixp_1") {
  Table roles{{"Grants"}, {}};
  for (const std::string& line : grants) roles.rows.push_back({line});
  return rights_in({Reply{answer_of(own)}, Reply{roles}}, 0, 1, database);
}

TEST(Rights, AreThoseOfTheAccountAndOfItsRoles) {
  EXPECT_EQ(from("privilege | place \n PROCESS | *.*",
                 {"GRANT `inner`@`%` TO `r`", "GRANT SELECT, SHOW VIEW ON `ixp_1`.* TO `r`"}),
            (Rights{{"PROCESS", "*.*"}, {"SELECT", "*"}, {"SHOW VIEW", "*"}}));
}

TEST(Rights, KeepColumnsTablesAndRoutinesApart) {
  EXPECT_EQ(
      from("privilege | place", {"GRANT SELECT (`id`, `a``b`), INSERT ON `ixp_1`.`t` TO `r`",
                                 "GRANT EXECUTE ON PROCEDURE `ixp_1`.`p` TO `r`"}),
      (Rights{
          {"SELECT", "t.id"}, {"SELECT", "t.a`b"}, {"INSERT", "t"}, {"EXECUTE", "PROCEDURE p"}}));
}

TEST(Rights, ReadTheNameOfADatabaseAsAPattern) {
  EXPECT_TRUE(holds(from("privilege | place", {"GRANT SELECT ON `ixp%`.* TO `r`"}), {"SELECT"}));
  EXPECT_TRUE(holds(from("privilege | place", {"GRANT SELECT ON `ixp\\_1`.* TO `r`"}), {"SELECT"}));
  EXPECT_FALSE(holds(from("privilege | place", {"GRANT SELECT ON `ixp\\_1`.* TO `r`"}, "ixpx1"),
                     {"SELECT"}));
  EXPECT_FALSE(holds(from("privilege | place", {"GRANT SELECT ON `shop`.* TO `r`"}), {"SELECT"}));
}

TEST(Rights, OnATableAreNoneOnTheDatabase) {
  EXPECT_FALSE(holds(from("privilege | place \n SELECT | t", {}), {"SELECT"}));
  EXPECT_TRUE(
      holds(from("privilege | place", {"GRANT ALL PRIVILEGES ON *.* TO `r`"}), {"TRIGGER"}));
}

TEST(Rights, AreNoMoreThanTheAccountsOwnWithoutARole) {
  EXPECT_EQ(rights_in({Reply{answer_of("privilege | place \n SELECT | *")},
                       Reply{answer_of("! 1141 There is no such grant")}},
                      0, 1, "a"),
            (Rights{{"SELECT", "*"}}));
  EXPECT_ANY_THROW(rights_in(
      {Reply{answer_of("privilege | place")}, Reply{answer_of("! 2013 gone")}}, 0, 1, "a"));
}

TEST(Account, IsQuotedAsTheServerWants) {
  EXPECT_EQ(quoted_account("o'brien@x@10.0.0.%"), "'o''brien@x'@'10.0.0.%'");
  EXPECT_EQ(database_in_grants({}, "ixp_1"), "`ixp_1`");
  const Evidence seen{{{table_of("privilege | place \n USAGE | as ixp\\_1")}}, {}};
  EXPECT_EQ(database_in_grants(seen, "ixp_1"), "`ixp\\_1`");
}

}  // namespace
}  // namespace interlock::checks
