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

// Nothing if sessions of others can be seen; else the verdict, with the GRANT. The
// first probe of the check is asking_account(), that of this number sight().
std::optional<Verdict> blind(const Evidence& seen, std::size_t probe = 1);

// 'name'@'host', from the name@host that MySQL answers.
std::string quoted_account(std::string_view account);
// `a\_b`: a name that GRANT does not take for a pattern.
std::string quoted_database(std::string_view name);

// GRANT statements for the account that the first probe, asking_account(), answered.
std::string grant_everywhere(const Evidence& seen, std::string_view privilege);  // ON *.*
std::string grant_here(const Evidence& seen, std::string_view privilege);        // ON `database`.*
std::string grant_role(const Evidence& seen, std::string_view role);             // PostgreSQL
// "app" or "app@localhost", for sentences.
std::string account_name(const Evidence& seen);

}  // namespace interlock::checks
