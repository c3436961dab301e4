#pragma once

#include <string>

namespace interlock {

// The shop of the demo: one folder with code, an SQLite database, and its releases.
struct Shop {
  std::string root, backups;
};

// Release 1.0.0 with three customers and one job that waits, a backup of three days
// ago, and three later releases: 1.1.0, whose migration breaks off in the middle,
// 1.1.1, which is sound, and 1.2.0. `folder` must be there.
Shop make_shop(const std::string& folder);

// What an administrator would do about the findings of `ready`.
void let_job_end(const Shop& shop);
void back_up(const Shop& shop);

// Runs `sqlite3` on the shop's database. Throws Error{input} if it cannot.
void shop_sql(const Shop& shop, const std::string& sql);

}  // namespace interlock
