#pragma once

#include <optional>

#include "engine/check.h"

// The tables that the live database has, and whether this account sees them all.
namespace interlock::checks {

// Answers name, sorted: the base tables, of PostgreSQL as schema.table.
Probe live_tables();

// Answers account, name (of the database) and ask. MySQL shows only tables that
// the account may use; its further question for a table that nobody has is
// refused with 1146 to an account that may read the whole database, however it
// came by the right, and with 1142 to any other. The other systems show everybody
// everything; there the probe is not asked.
Probe sight_of_tables(bool as_application = false);

// Nothing if this account sees every table; else the verdict, with the GRANT.
// `probe` is the number of sight_of_tables() among the probes of the check.
std::optional<Verdict> blind_to_tables(const Evidence& seen, std::size_t probe);
// The same for the moment that is compared with.
std::optional<Verdict> blind_to_tables_then(const Evidence& seen, std::size_t probe);

}  // namespace interlock::checks
