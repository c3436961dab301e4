#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/check.h"

// The account that asks, what it may see of others, and the GRANT that it lacks.
namespace interlock::checks {

// Answers account and name (of the database): quoted by PostgreSQL, as they are
// by MySQL, which quotes the two halves of an account apart.
Probe asking_account(bool as_application = false);
// The same for a check that SQLite can answer too, which knows no accounts.
Probe asking_account_if_any();

// Whether the account sees the sessions and transactions of others; answers may.
// MySQL refuses it with 1227 to an account without PROCESS, however the right
// would have come (a role is not in USER_PRIVILEGES).
Probe sight();

// The same, before a probe that reads INNODB_TRX. InnoDB fills that anew only when nobody has
// read it for 0.1 s (MySQL manual, "InnoDB INFORMATION_SCHEMA Transaction and Locking
// Information"): this waits for a list that is not older than our session, for about three
// seconds, and answers that it may not where others read the old one all that time.
Probe sight_of_transactions();

// Nothing if sessions of others can be seen; else the verdict, with the GRANT. The first
// probe of the check is asking_account(), that of this number one of the two above.
std::optional<Verdict> blind(const Evidence& seen, std::size_t probe = 1);

// 'name'@'host', from the name@host that MySQL answers.
std::string quoted_account(std::string_view account);
// The database as the account's grants have it, else by its name, in `quotes`. GRANT
// takes it for a pattern, and of those that match the server heeds one only: a grant on
// `a\_b` would take from an account what it was given on `a_b`.
std::string database_in_grants(const Evidence& seen, std::string_view name);
// With which the place of a row of own_rights() begins that only tells the pattern.
inline constexpr std::string_view granted_as = "as ";

// GRANT statements for the account that the first probe, asking_account(), answered.
std::string grant_everywhere(const Evidence& seen, std::string_view privilege);  // ON *.*
std::string grant_here(const Evidence& seen, std::string_view privilege);        // ON `database`.*
std::string grant_role(const Evidence& seen, std::string_view role);             // PostgreSQL
// "app" or "app@localhost", for sentences.
std::string account_name(const Evidence& seen);

}  // namespace interlock::checks
