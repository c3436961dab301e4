#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/check.h"

// What the tables of a database hold, now and at the moment that is compared with.
namespace interlock::checks {

struct Content {
  std::size_t rows = 0;
  std::string print;  // the same for the same rows in any order; empty: only counted

  bool operator==(const Content&) const = default;
};
using Contents = std::map<std::string, Content>;  // by the name of the table

// Answers name, ask and mend (the GRANT if it may not be read), one row a table but
// the parameter except_tables. What is asked further answers n; n and checksum; or,
// of SQLite, the rows themselves as `content`.
Probe count_of_rows();
Probe contents_of_tables();
Param except_tables();

// Both, from the first probe; its second is sight_of_tables(). Or, if some table could
// not be read then or now, the verdict; one that is new counts only if `new_ones` is set.
struct Compared {
  Contents then, now;
  std::optional<Verdict> blind;
};
Compared compared(const Evidence& seen, bool new_ones);

// What the first probe counted, or the verdict if some table could not be read.
struct Counted {
  Contents contents;
  std::optional<Verdict> blind;
};
Counted counted(const Evidence& seen);

// "table orders: 12 rows, then 10", of those that differ: also of a table that is new,
// if it has rows, if `new_ones` is set.
std::vector<Difference> differences_in(const Compared& tables, bool new_ones);
// "orders (12 rows, then 10 rows)".
std::vector<std::string> named(const std::vector<Difference>& differences);

}  // namespace interlock::checks
