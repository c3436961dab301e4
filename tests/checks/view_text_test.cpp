#include "checks/view_text.h"

#include <gtest/gtest.h>

namespace interlock::checks {
namespace {

TEST(PlainViewIn, IsTheTableAndItsColumns) {
  EXPECT_EQ(plain_view("select `ixp`.`cust`.`id` AS `id`,`ixp`.`cust`.`name` AS `n``m` from "
                       "`ixp`.`cust` where `ixp`.`cust`.`status` = 1"),
            (PlainView{"cust", {"id", "n`m"}}));
  EXPECT_EQ(plain_view("select `c`.`id` AS `id` from `cust` `c`"), (PlainView{"cust", {"id"}}));
  EXPECT_EQ(plain_view("select `cust`.`id` AS `id` from (`cust`) where true"),
            (PlainView{"cust", {"id"}}));
}

TEST(PlainViewIn, IsNoneThatJoinsOrComputes) {
  EXPECT_EQ(plain_view("select `a`.`id` AS `id` from (`a` join `b` on(true))"), std::nullopt);
  EXPECT_EQ(plain_view("select count(0) AS `n` from `a`"), std::nullopt);
  EXPECT_EQ(plain_view("select `a`.`id` + 1 AS `n` from `a`"), std::nullopt);
  EXPECT_EQ(plain_view(""), std::nullopt);
}

}  // namespace
}  // namespace interlock::checks
